// An advisor opens a case for a contact on the phone.
import { describe, expect } from 'vitest';
import { test as base } from '../harness.ts';
import { readCard } from '../read-card.ts';
import { plainviewSpace } from '../../usecases/fixtures.ts';

const test = base.extend('newest', { scope: 'file' }, ({ db }) => () => {
  return db.prisma.case.findFirstOrThrow({ orderBy: { id: 'desc' }, include: { history: true, recipients: true } });
});

test.beforeAll(async ({ db, world }) => {
  await db.prisma.person.create({
    data: {
      name: 'Ada Parker',
      email: 'ap@rivertown.example',
      kind: 'contact',
      accountId: world.rosa.accountId,
      contactType: 'technical',
    },
  });
});

const asked = { subject: 'Bells', module: 'Scheduling', priority: 'Low', description: 'They ring twice.' };

describe('the form for advisors', () => {
  test('is the form of contacts with a field for the contact', async ({ max }) => {
    const form = await max.command('open Bells ring');
    expect(form.text.split('\n').slice(0, 3)).toEqual(['# Open a case', 'Contact*: ', 'Subject*: Bells ring']);
    const changed = await form.change({ contact: 'Ada Park', caseType: 'Application Issue', priority: 'Critical' });
    expect(changed.text).toContain('Contact*: Ada Park');
    expect(changed.text).toContain('Expected behavior: ');
    // the contact is already on the phone
    expect(changed.text).not.toContain('Critical issue?');
    expect((await max.command('help commands')).text).toContain('`open [subject]`: open a case');
  });

  test.for([
    ['', "Enter the contact's name or email address."],
    ['Zoe', 'No contact matches “Zoe”.'],
    ['%', 'No contact matches “%”.'],
    ['max@campus.example', 'No contact matches “max@campus.example”.'],
    ['rita reed', 'Rita Reed is a Read-Only Contact of Plainview School District. Enter an Authorized Contact.'],
    [
      'ada p',
      'Several contacts match: Ada Park (ada@plainview.example, Plainview School District); Ada Parker (ap@rivertown.example, Rivertown Schools). Enter the email address.',
    ],
  ] as const)('shows what is wrong with the contact %j together with every other error', async ([contact, message], { max }) => {
    const form = await max.command('open Bells');
    expect((await form.submit({ ...asked, contact })).mistakes).toEqual({ contact: message });
    expect((await form.submit({ ...asked, contact, description: '' })).mistakes).toEqual({
      contact: message,
      description: 'Enter a description.',
    });
  });
});

describe('a case opened for a contact', () => {
  test('is sent to their latest trusted direct conversation and to the queue', async ({
    db,
    world,
    ada,
    max,
    thread,
    conversation,
    newest,
  }) => {
    await ada.command('help');
    await db.prisma.identity.create({
      data: {
        platform: 'teams',
        workspaceId: 'elsewhere',
        userId: 'u1',
        homeWorkspace: 'elsewhere',
        name: 'Ada Park',
        email: 'ada@plainview.example',
        directChannel: 'not-believed',
        personId: world.ada.id,
        checkedAt: new Date('2026-11-02T16:00:00Z'),
      },
    });
    const seen = await (await max.command('open')).submit({ ...asked, contact: 'ada park' });
    const stored = await newest();
    expect(seen.text).toBe(
      `CB-${stored.number} is open for Ada Park, Plainview School District.\nAda Park can follow it in chat.`,
    );
    expect(stored).toMatchObject({ source: 'phone', contactId: world.ada.id, status: 'New', advisorId: null });
    expect(stored.history).toMatchObject([{ action: 'open', actorName: 'Max Reyes', actorId: world.max.id, to: 'New' }]);
    expect(stored.recipients).toMatchObject([{ personId: world.ada.id }]);
    const place = await thread(stored.number, 'contact');
    expect(place).toMatchObject({ channelId: ada.direct.channelId, kind: 'direct' });
    expect(await conversation(stored.number, 'contact')).toEqual([
      expect.stringContaining(`# CB-${stored.number} · Bells`) as string,
      'Max Reyes opened the case for Ada Park.',
    ]);
    expect((await conversation(stored.number, 'advisor'))[0]).toContain('Contact: Ada Park, Plainview School District');
    // from here on it is a case like any other
    await ada.replies(place, 'Thank you for the call.');
    expect((await conversation(stored.number, 'advisor')).at(-1)).toContain('> Thank you for the call.');
  });

  test('goes to the queue only when the contact has no conversation, and says so to the advisor', async ({
    db,
    world,
    max,
    newest,
  }) => {
    const typed = { ...asked, subject: 'Doors', description: 'They squeak.' };
    const seen = await (await max.command('open')).submit({ ...typed, contact: 'BEN@plainview.example' });
    const { number } = await newest();
    expect(seen.text).toBe(
      `CB-${number} is open for Ben Ode, Plainview School District.\nBen Ode hasn't used the bot yet. They'll see the case when they first write to it.`,
    );
    expect(await db.prisma.conversation.findMany({ where: { case: { number } } })).toMatchObject([{ side: 'advisor' }]);
    await db.prisma.channel.updateMany({ data: { active: false } });
    await (await max.command('open')).submit({ ...asked, subject: 'Windows', description: 'They rattle.', contact: 'ben ode' });
    await db.prisma.channel.updateMany({ data: { active: true } });
    const alone = await newest();
    expect(alone.number).toBeGreaterThan(number);
    expect(alone.contactId).toBe(world.ben.id);
    world.services.mail = true;
    const mailed = await (
      await max.command('open')
    ).submit({ ...asked, subject: 'Blackboards', description: 'Chalk is missing.', contact: 'ben ode' });
    world.services.mail = false;
    expect(mailed.text).toContain("Ben Ode hasn't used the bot yet. We'll email them.");
    const mail = await db.prisma.delivery.findMany({
      where: { destination: { platform: 'mail' } },
      include: { destination: true, post: true },
    });
    expect(mail).toMatchObject([
      {
        caseId: (await newest()).id,
        destination: { channelId: 'ben@plainview.example' },
        post: { body: 'opened the case for Ben Ode' },
      },
    ]);
  });

  test('is opened once when the form is submitted three times at the same moment', async ({ db, max }) => {
    const form = await max.command('open');
    const before = await db.prisma.case.count();
    await Promise.all(
      [1, 2, 3].map(() => form.submit({ ...asked, subject: 'Clocks', description: 'They stop.', contact: 'ada park' })),
    );
    expect(await db.prisma.case.count()).toBe(before + 1);
  });

  test('keeps the message it was made from, and can follow up on a closed case of the same contact', async ({
    world,
    max,
    newest,
  }) => {
    const text = 'The projector is dark.';
    const form = await max.does({ kind: 'from-message', text, link: 'https://chat.example/1', place: max.direct });
    await form.submit({ ...asked, description: text, contact: 'ada park' });
    expect(await newest()).toMatchObject({ description: text, sourceLink: 'https://chat.example/1', source: 'phone' });
    const { number, id } = await newest();
    const next = await max.press('follow-up', String(number));
    expect(next.text).toContain('Contact*: Ada Park');
    await next.submit({ description: 'Still dark.' });
    expect(await newest()).toMatchObject({ previousCaseId: id, contactId: world.ada.id });
    expect((await next.submit({ description: 'Again', contact: 'rosa@rivertown.example' })).mistakes).toEqual({});
    const other = await max.press('follow-up', String(number));
    const refused = await other.submit({ description: 'Theirs', contact: 'rosa@rivertown.example' });
    expect(refused.text).toContain('The earlier case belongs to a different account.');
  });
});

describe('an expected phone call', () => {
  test('is shown on a critical case until an advisor records it, but not on a case opened by phone', async ({
    ada,
    max,
    card,
    newest,
  }) => {
    await (await ada.command('open')).submit({ ...asked, priority: 'Critical', caseType: 'Question' });
    const filed = (await newest()).number;
    const queue = async (number: number) => readCard(await card(number, 'advisor'));
    expect(await queue(filed)).toContain('(danger) Critical: Ada Park has been asked to call.');
    expect(await queue(filed)).toContain('[Phone call received]');
    expect(readCard(await card(filed, 'contact'))).toContain('Critical issue? Call us now at');
    await (await max.command(`resolve CB-${filed}`)).submit({ explanation: 'It works again.' });
    expect(readCard(await card(filed, 'contact'))).not.toContain('Call us now');
    expect(await queue(filed)).toContain('Ada Park has been asked to call.');
    await max.press('tick-phone-call', String(filed));
    expect(await queue(filed)).not.toMatch(/asked to call|Phone call received/);
    expect(readCard(await card(filed, 'contact'))).not.toContain('Critical issue?');
    expect((await max.press('tick-phone-call', String(filed))).text).toContain('No phone call is expected for this case.');

    await (await max.command('open')).submit({ ...asked, priority: 'Critical', contact: 'ada@plainview.example' });
    const phoned = (await newest()).number;
    expect(await queue(phoned)).toContain('Priority: Critical');
    expect(await queue(phoned)).not.toMatch(/phone call/i);
    expect(readCard(await card(phoned, 'contact'))).not.toContain('Critical issue?');
  });
});

test('a Read-Only contact still cannot open a case', async ({ db, rita }) => {
  expect((await rita.command('open')).text).toContain('As a Read-Only Contact');
  expect(
    await db.prisma.case.count({ where: { contact: { identities: { some: { workspaceId: plainviewSpace } } } } }),
  ).toBeGreaterThan(0);
});
