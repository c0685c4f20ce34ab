import { describe, expect } from 'vitest';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { assignCase } from '../../../src/usecases/cases/assign-case.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { closeCase } from '../../../src/usecases/cases/close-case.ts';
import { confirmResolution } from '../../../src/usecases/cases/confirm-resolution.ts';
import { declineResolution } from '../../../src/usecases/cases/decline-resolution.ts';
import { reopenCase } from '../../../src/usecases/cases/reopen-case.ts';
import { resolveCase } from '../../../src/usecases/cases/resolve-case.ts';
import { confirmPhoneCall } from '../../../src/usecases/cases/confirm-phone-call.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { storedCase, test } from '../fixtures.ts';

describe('the life of a case', () => {
  test('goes from opened over claimed, asked, answered, resolved, declined, resolved and confirmed to reopened', async ({
    at,
    db,
    services,
    ada,
    max,
    request,
    open,
  }) => {
    const number = await open();
    await claimCase(services, max, number, request());
    await askContact(services, max, { number, question: 'Which term?' }, request());
    expect(await storedCase(db, number)).toMatchObject({
      status: 'PendingCustomerInput',
      askedFrom: 'Assigned',
      advisorId: max.id,
    });

    await addPost(services, ada, { number, text: 'Term 2' }, request());
    expect(await storedCase(db, number)).toMatchObject({ status: 'Assigned', askedFrom: null, pendingPostId: null });

    await resolveCase(services, max, { number, explanation: 'The window was closed; it is open now.' }, request());
    expect(await storedCase(db, number)).toMatchObject({ status: 'PendingCustomerVerification' });
    await declineResolution(services, ada, { number, stillHappens: 'Still last term for two teachers.' }, request());
    expect(await storedCase(db, number)).toMatchObject({ status: 'Assigned', pendingPostId: null });

    await resolveCase(services, max, { number, explanation: 'Their sections were locked.' }, request());
    await confirmResolution(services, ada, number, request());
    expect(await storedCase(db, number)).toMatchObject({
      status: 'Closed',
      closeReason: 'Resolved',
      pendingPostId: null,
      closedAt: at.now,
    });

    await reopenCase(services, ada, { number, details: 'It is back.' }, request());
    const end = await storedCase(db, number);
    expect(end).toMatchObject({ status: 'Assigned', advisorId: max.id, closedAt: null, closeReason: null });
    expect(end.history.map((entry) => [entry.actorName, entry.action, entry.from, entry.to])).toEqual([
      ['Ada Park', 'open', null, 'New'],
      ['Max Reyes', 'claim', 'New', 'Assigned'],
      ['Max Reyes', 'ask', 'Assigned', 'PendingCustomerInput'],
      ['Ada Park', 'answer', 'PendingCustomerInput', 'Assigned'],
      ['Max Reyes', 'resolve', 'Assigned', 'PendingCustomerVerification'],
      ['Ada Park', 'decline', 'PendingCustomerVerification', 'Assigned'],
      ['Max Reyes', 'resolve', 'Assigned', 'PendingCustomerVerification'],
      ['Ada Park', 'confirm', 'PendingCustomerVerification', 'Closed'],
      ['Ada Park', 'reopen', 'Closed', 'Assigned'],
    ]);
  });

  test('is New after reopening when its advisor has left', async ({ db, services, ada, tia, request, open }) => {
    const number = await open();
    await claimCase(services, tia, number, request());
    await closeCase(services, tia, { number, reason: 'Resolved' }, request());
    await db.prisma.person.update({ where: { id: tia.id }, data: { active: false } });
    await reopenCase(services, ada, { number, details: 'Again' }, request());
    await db.prisma.person.update({ where: { id: tia.id }, data: { active: true } });
    expect(await storedCase(db, number)).toMatchObject({ status: 'New', advisorId: null });
  });

  test('cannot be reopened after 60 days', async ({ db, services, ada, request, open, at }) => {
    const number = await open();
    await closeCase(services, ada, { number, reason: 'Withdrawn' }, request());
    const before = at.now;
    at.now = new Date(before.getTime() + 61 * 86_400_000);
    await expect(reopenCase(services, ada, { number, details: 'Again' }, request())).rejects.toMatchObject({ code: 'not-now' });
    at.now = before;
    expect(await storedCase(db, number)).toMatchObject({ status: 'Closed' });
  });
});

describe('a post by a contact', () => {
  test('on a resolution offers to confirm it and changes no status, but the case counts as answered', async ({
    db,
    services,
    ada,
    max,
    request,
    open,
  }) => {
    const number = await open();
    await resolveCase(services, max, { number, explanation: 'Done.' }, request());
    expect(await addPost(services, ada, { number, text: 'Thank you!' }, request())).toMatchObject({ offer: 'verify' });
    expect(await storedCase(db, number)).toMatchObject({ status: 'PendingCustomerVerification', answered: true });
    await addPost(services, max, { number, text: 'You are welcome.' }, request());
    expect(await storedCase(db, number)).toMatchObject({ status: 'PendingCustomerVerification', answered: false });
  });

  test('on a closed case is kept and offers to reopen it', async ({ db, services, ada, request, open }) => {
    const number = await open();
    await closeCase(services, ada, { number, reason: 'Withdrawn' }, request());
    expect(await addPost(services, ada, { number, text: 'One more thing' }, request())).toMatchObject({
      offer: { duplicateOf: null, canReopen: true },
    });
    const end = await storedCase(db, number);
    expect(end.status).toBe('Closed');
    expect(end.posts.at(-1)?.body).toBe('One more thing');
  });
});

describe('a repeated request', () => {
  test('has one effect when it is sent four times at the same moment', async ({ db, services, ada, request, open }) => {
    const number = await open();
    const same = request({ platform: 'slack', workspaceId: 'T0PLAIN', channelId: 'D0ADA', messageId: '1.1' });
    const outcomes = await Promise.all([1, 2, 3, 4].map(() => addPost(services, ada, { number, text: 'Once' }, same)));
    expect(outcomes.filter((outcome) => outcome !== 'repeat')).toHaveLength(1);
    expect((await storedCase(db, number)).posts.map((post) => post.body)).toEqual(['Once']);
  });

  test('can be tried again after a refusal, which stores nothing', async ({ services, max, request, open }) => {
    const number = await open();
    const same = request();
    await expect(askContact(services, max, { number, question: ' \u200b ' }, same)).rejects.toMatchObject({
      code: 'empty',
      fields: { question: expect.any(String) as string },
    });
    expect(await askContact(services, max, { number, question: 'Which?' }, same)).toEqual({ number, reachesContact: true });
  });
});

describe('two people at the same moment', () => {
  test('can both claim a case: the first gets it, and the second learns who has it', async ({
    db,
    services,
    max,
    tia,
    request,
    open,
  }) => {
    const number = await open();
    const [first, second] = await Promise.allSettled([
      claimCase(services, max, number, request()),
      claimCase(services, tia, number, request()),
    ]);
    const refused = [first, second].find(({ status }) => status === 'rejected');
    expect(refused).toMatchObject({
      reason: { code: 'taken', message: expect.stringMatching(/ already took CB-\d+, /) as string },
    });
    const end = await storedCase(db, number);
    expect(end.history.filter((entry) => entry.action === 'claim')).toHaveLength(1);
  });

  test('can take over a case only from the advisor who still has it', async ({ db, services, max, tia, request, open }) => {
    const number = await open();
    await claimCase(services, max, number, request());
    const takeOver = (from: number) => claimCase(services, tia, number, request(), { takeOverFrom: from });
    await expect(takeOver(tia.id)).rejects.toMatchObject({ code: 'taken', holderId: max.id });
    await takeOver(max.id);
    expect((await storedCase(db, number)).posts.at(-1)?.body).toBe('took over the case from Max Reyes');
  });

  test('can close and resolve a case, and the second is refused if that is no longer possible', async ({
    db,
    services,
    ada,
    max,
    request,
    open,
  }) => {
    const number = await open();
    const results = await Promise.allSettled([
      closeCase(services, ada, { number, reason: 'Withdrawn' }, request()),
      resolveCase(services, max, { number, explanation: 'Done' }, request()),
    ]);
    const end = await storedCase(db, number);
    // resolving first, both succeed; closing first, resolving is refused
    expect(end.status).toBe('Closed');
    if (results[1].status === 'rejected') expect(results[1].reason).toMatchObject({ code: 'not-now' });
  });
});

test('a comment that is too long is refused at its field, and the case stays open', async ({
  db,
  services,
  ada,
  request,
  open,
}) => {
  const number = await open();
  const closing = closeCase(services, ada, { number, reason: 'Withdrawn', comment: 'x'.repeat(10_001) }, request());
  const message = 'Too long: 10,001 characters. The limit is 10,000.';
  await expect(closing).rejects.toMatchObject({ code: 'too-long', fields: { comment: message } });
  expect((await storedCase(db, number)).status).toBe('New');
});

describe('an action on a case that somebody else has changed', () => {
  test('is refused with what the other person did and what to do instead', async ({ services, ada, max, request, open }) => {
    const number = await open();
    await closeCase(services, ada, { number, reason: 'Withdrawn' }, request());
    await expect(resolveCase(services, max, { number, explanation: 'Done' }, request())).rejects.toMatchObject({
      message: 'This case is closed. Ada Park closed it just now.',
      next: 'An Authorized Contact can reopen it.',
    });
  });
});

describe('permissions', () => {
  test("make another account's case look as if it did not exist", async ({ db, services, rosa, request, open }) => {
    const number = await open();
    for (const some of [number, 999_999]) {
      await expect(viewCase(services, rosa, some)).rejects.toMatchObject({ code: 'unknown-case' });
      await expect(addPost(services, rosa, { number: some, text: 'hi' }, request())).rejects.toMatchObject({
        code: 'unknown-case',
      });
      await expect(closeCase(services, rosa, { number: some, reason: 'Withdrawn' }, request())).rejects.toMatchObject({
        code: 'unknown-case',
      });
    }
    expect((await storedCase(db, number)).posts).toEqual([]);
  });

  test('let a Read-Only contact look at a case and change nothing', async ({ services, rita, request, open }) => {
    const number = await open();
    expect((await viewCase(services, rita, number)).case.number).toBe(number);
    await expect(addPost(services, rita, { number, text: 'hi' }, request())).rejects.toMatchObject({ code: 'not-allowed' });
    await expect(closeCase(services, rita, { number, reason: 'Withdrawn' }, request())).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(reopenCase(services, rita, { number, details: 'x' }, request())).rejects.toMatchObject({ code: 'not-allowed' });
  });

  test('allow assigning a case to active advisors only', async ({ services, max, ada, request, open }) => {
    const number = await open();
    await expect(assignCase(services, max, { number, to: ada.id }, request())).rejects.toMatchObject({ code: 'no-advisor' });
  });
});

describe('internal notes', () => {
  test('reach advisors only and change nothing that the contact sees', async ({ db, services, ada, max, request, open, at }) => {
    const number = await open();
    const before = await storedCase(db, number);
    at.now = new Date(at.now.getTime() + 60_000);
    await addNote(services, max, { number, text: 'Ask the database team.' }, request());
    await addPost(services, max, { number, text: ' \u200b// as a prefix' }, request());
    expect((await storedCase(db, number)).updatedAt).toEqual(before.updatedAt);
    expect((await viewCase(services, ada, number)).posts).toEqual([]);
    expect((await viewCase(services, max, number)).posts.map((post) => post.body)).toEqual([
      'as a prefix',
      'Ask the database team.',
    ]);
    const deliveries = await db.prisma.delivery.findMany({
      where: { case: { number }, post: { kind: 'note' } },
      include: { conversation: true },
    });
    expect(deliveries.map((delivery) => delivery.conversation?.side)).toEqual(['advisor', 'advisor']);
  });

  test('do not exist for contacts, whose `//` is ordinary text', async ({ services, ada, request, open }) => {
    const number = await open();
    await addPost(services, ada, { number, text: '// is how our comments begin' }, request());
    expect((await viewCase(services, ada, number)).posts[0]).toMatchObject({
      kind: 'public',
      body: '// is how our comments begin',
    });
  });
});

describe('a critical case', () => {
  test('expects a phone call until an advisor records it', async ({ db, services, max, request, open }) => {
    const number = await open({ priority: 'Critical' });
    expect(await storedCase(db, number)).toMatchObject({ phoneCallExpected: true });
    await confirmPhoneCall(services, max, number, request());
    expect(await storedCase(db, number)).toMatchObject({ phoneCallExpected: false });
    await expect(confirmPhoneCall(services, max, number, request())).rejects.toMatchObject({ code: 'no-call-expected' });
  });
});
