// Where a client shows no dialogs, forms and what is read stand in place of the card that was pressed, for the presser alone.
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Json, Message } from '../fake-teams/state.ts';
import { card as slackCard, reply as slackReply, textOf, thread, until } from './harness.ts';
import { asked, openTeamsHarness, seen, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
beforeAll(async () => {
  harness = await openTeamsHarness({ dialogs: false });
});
afterAll(() => harness.stop());
afterEach(() => {
  const { teams, rosa, omar, sam, ada } = harness;
  expect(teams.refusals).toEqual([]);
  expect(harness.logged().match(/.*(failed after the request was answered|a request failed).*/)).toBeNull();
  for (const person of [rosa, omar, sam]) {
    expect(person.everything()).not.toContain('between us');
    expect(person.dialog()).toBe('');
  }
  expect(ada.everything()).not.toMatch(/Rivertown|It began/);
});

const question = { module: 'Attendance', priority: 'Medium', description: 'It began on Monday.' };

/** The form for a new case, standing in Rosa's chat. */
async function openForm(subject: string): Promise<Message> {
  const { rosa } = harness;
  const offer = await asked(rosa, `open ${subject}`, '[Open a case]');
  await rosa.press(offer, 'Open a case');
  expect(rosa.sees(offer)).toContain('Open a case\n');
  return offer;
}

async function openCase(subject: string, more: Record<string, string> = {}) {
  const { rosa, max, slackQueue } = harness;
  const form = await openForm(subject);
  await rosa.submitIn(form, { ...question, ...more }, 'Open case');
  expect(rosa.sees(form)).toMatch(/CB-\d+ is open/);
  const hers = await seen(rosa, rosa.direct, `· ${subject}`, 'Status: New');
  const his = await slackCard(slackQueue, subject, 'Status: New');
  await max.say('// between us', slackQueue, his);
  await harness.bot.worker.idle();
  return { form, hers, his, number: /CB-\d+/.exec(rosa.sees(hers))?.[0] ?? '' };
}

describe('a form in its card', () => {
  it('opens one case, even when it is submitted twice', async () => {
    const { rosa, db } = harness;
    const form = await openForm('Sent twice');
    const before = structuredClone(rosa.cardOf(form)) as { actions: { title: string; data: Json }[] };
    await rosa.submitIn(form, question, 'Open case');
    const { data } = before.actions.find(({ title }) => title === 'Open case')!;
    const action = { type: 'Action.Execute', verb: 'submit', data: { ...data, ...question, subject: 'Sent twice' } };
    const about = { type: 'invoke', name: 'adaptiveCard/action', id: randomUUID(), replyToId: form.id, value: { action } };
    expect((await rosa.postRaw(rosa.activity(about))).status).toBe(200);
    expect(await db.prisma.case.count({ where: { subject: 'Sent twice' } })).toBe(1);
  });

  it('shows every error at its field, keeps what was typed and stores nothing', async () => {
    const { rosa, db } = harness;
    const before = await db.prisma.case.count();
    const form = await openForm('A slip of the pen');
    await rosa.submitIn(form, { ...question, description: 'Typed once, and long enough to be missed.' }, 'More details');
    await rosa.submitIn(form, { dueDate: '2020-01-01' }, 'Open case');
    const shown = rosa.sees(form);
    expect(shown).toMatch(/Due date: 2020-01-01\n.*This date is in the past\. Choose today or later\./s);
    expect(shown).toContain('Enter why it is time-sensitive.');
    expect(shown).toContain('Typed once, and long enough to be missed.');
    expect(shown).toContain('A slip of the pen');
    expect(await db.prisma.case.count()).toBe(before);
    await rosa.submitIn(form, { dueDate: '', dueReason: '' }, 'Open case');
    expect(rosa.sees(form)).toMatch(/CB-\d+ is open/);
    const { description } = await db.prisma.case.findFirstOrThrow({ where: { subject: 'A slip of the pen' } });
    expect(description).toBe('Typed once, and long enough to be missed.');
  });

  it('shows the fields of a case type, keeps the rest, and shows the phone number for Critical', async () => {
    const { rosa, slackQueue } = harness;
    const form = await openForm('Nobody can sign in');
    expect(rosa.sees(form)).not.toContain('Expected behavior');
    await rosa.submitIn(form, { description: 'All schools', module: 'Other' }, 'More details');
    await rosa.submitIn(form, { caseType: 'Application Issue' }, 'Refresh the form');
    expect(rosa.sees(form)).toContain('Expected behavior');
    expect(rosa.sees(form)).toContain('Description (required): All schools');
    expect(rosa.sees(form)).not.toContain('+1 800 555 0100');
    await rosa.submitIn(form, { priority: 'Critical' }, 'Refresh the form');
    expect(rosa.sees(form)).toContain('Critical issue? Call us now at +1 800 555 0100.');
    expect(rosa.sees(form)).toContain('Module (required): Other');
    const issue = { replicationSteps: 'Sign in', expected: 'The desk', actual: 'A blank page', impact: 'Everybody' };
    await rosa.submitIn(form, issue, 'Open case');
    expect(rosa.sees(form)).toMatch(/CB-\d+ is open(.|\n)*\+1 800 555 0100/);
    expect(rosa.sees(await seen(rosa, rosa.direct, '· Nobody can sign in'))).toContain('+1 800 555 0100');
    await slackCard(slackQueue, 'Nobody can sign in', 'has been asked to call');
  });

  it('asks for the missing fields before anything is stored when the case type was chosen unseen', async () => {
    const { rosa, db } = harness;
    const form = await openForm('Too quick');
    await rosa.submitIn(form, question, 'More details');
    await rosa.submitIn(form, { caseType: 'Application Issue' }, 'Open case');
    expect(rosa.sees(form)).toContain('Expected behavior');
    expect(rosa.sees(form)).toContain('It began on Monday.');
    expect(await db.prisma.case.count({ where: { subject: 'Too quick' } })).toBe(0);
  });

  it('has a Back button to the card, for the person who opened it only', async () => {
    const { rosa, max, slackQueue } = harness;
    const { hers, his } = await openCase('There and back');
    const card = rosa.sees(hers);
    await rosa.press(hers, 'Post');
    expect(rosa.sees(hers)).toContain('Share an update');
    await rosa.press(hers, 'Back');
    expect(rosa.sees(hers)).toBe(card);
    await rosa.press(hers, 'Post');
    await max.press(his, 'Claim');
    await until('the card under the form to change', () => JSON.stringify(hers.attachments).includes('Max Reyes'));
    expect(rosa.sees(hers)).toContain('Advisor: Max Reyes');
    await rosa.press(hers, 'Post');
    await rosa.submitIn(hers, { post: 'Here is more' }, 'Post');
    await slackReply(slackQueue, his, 'Here is more');
    expect(rosa.sees(hers)).toContain('Advisor: Max Reyes');
    expect(rosa.sees(hers)).toContain('[View case]');
  });

  it('shows the case in the same message, with a button back to the card', async () => {
    const { rosa } = harness;
    const { hers } = await openCase('To be read');
    await rosa.press(hers, 'View case');
    expect(rosa.sees(hers)).toContain('No activity yet');
    await rosa.press(hers, 'Back');
    expect(rosa.sees(hers)).not.toContain('No activity yet');
    await rosa.press(hers, 'Close case');
    await rosa.press(hers, 'Back');
    expect(rosa.sees(hers)).toContain('Status: New');
  });

  it('asks, sends and shows a question in one place', async () => {
    const { rosa, max, slackQueue } = harness;
    const { hers, his } = await openCase('Asked in place');
    await max.press(his, 'Ask');
    await max.submit({ question: 'Which room?' });
    const asks = await seen(rosa, rosa.direct, 'Which room?', '[Answer]');
    await rosa.press(asks, 'Answer');
    expect(rosa.sees(asks)).toContain('Your answer');
    await expect(rosa.submitIn(asks, {}, 'Send answer')).rejects.toThrow('Required');
    await rosa.submitIn(asks, { post: 'Room 12' }, 'Send answer');
    await slackReply(slackQueue, his, 'Room 12');
    await until('the card', () => rosa.sees(hers).includes('the contact has answered') || rosa.sees(hers).includes('Status: Assigned') || rosa.sees(hers).includes('Status: New')); // prettier-ignore
    await harness.bot.worker.idle();
    expect(rosa.sees(asks)).not.toContain('[Answer]');
    expect(thread(slackQueue, his).filter((one) => textOf(one).includes('Room 12'))).toHaveLength(1);
  });
});

describe('an old or forged button', () => {
  const strange: [what: string, data: unknown][] = [
    ['nothing', undefined],
    ['null', null],
    ['a string', 'press'],
    ['a list', [{ press: 'view' }]],
    ['nothing known', { do: 'it' }],
    ['an unknown action', { press: 'no-such', value: '1' }],
    ['an action named like an object property', { press: 'constructor', value: '1' }],
    ['an unknown form', { submit: 'no-such', state: {} }],
    ['a change of an unknown form', { change: 'toString' }],
    ['a form without its state', { submit: 'post', post: 'Lost text' }],
    ['a case number that is not a number', { press: 'view', value: 'NaN' }],
    ['a case number with too many digits', { press: 'view', value: '9'.repeat(40) }],
    ['a page number below zero', { press: 'feed', value: '10001 -1' }],
    ['a draft id with SQL in it', { press: 'post-draft', value: "10001 ' or 1=1" }],
  ];

  it.each(strange)('gets an explanation from every kind of invoke and changes nothing: %s', async (_what, data) => {
    const { rosa, db } = harness;
    const before = await db.prisma.post.count();
    const invokes: [name: string, value: Json][] = [
      ['adaptiveCard/action', { action: { type: 'Action.Execute', verb: 'x', data }, trigger: 'manual' }],
      ['task/fetch', { data }],
      ['task/submit', { data }],
      ['composeExtension/submitAction', { data, commandId: 'openCase' }],
    ];
    for (const [name, value] of invokes) {
      const { status, body } = await rosa.postRaw(rosa.activity({ type: 'invoke', name, id: randomUUID(), value }));
      expect(status, name).toBe(200);
      expect(body, name).toMatch(/older version|help|list|no longer saved|couldn't find|isn't a case number/);
    }
    expect(await db.prisma.post.count()).toBe(before);
  });

  it('answers 501 to an unknown invoke', async () => {
    const { rosa } = harness;
    for (const name of ['signin/verifyState', 'constructor', ''])
      expect((await rosa.postRaw(rosa.activity({ type: 'invoke', name, id: randomUUID(), value: {} }))).status).toBe(501);
  });

  it('shows an unknown user nothing of the case', async () => {
    const { rosa, sam, help } = harness;
    const offer = await asked(rosa, 'open In the channel', '[Open a case]', { in: help, mention: true });
    await rosa.press(offer, 'Open a case');
    await rosa.submitIn(offer, question, 'Open case');
    const hers = await seen(rosa, help, '· In the channel', 'Status: New');
    for (const button of ['Post', 'Close case', 'View case']) {
      await sam.press(hers, button);
      expect(sam.sees(hers), button).toContain("We don't recognize you yet.");
      expect(sam.sees(hers), button).not.toContain('In the channel');
      await sam.press(hers, 'Back');
    }
    expect(rosa.sees(hers)).toContain('Status: New');
  });
});
