// Everything that works on Slack works on Teams; and one case lives on both at once.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { card as slackCard, reply as slackReply, textOf, thread, until } from './harness.ts';
import { asked, openTeamsHarness, seen, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
beforeAll(async () => {
  harness = await openTeamsHarness();
});
afterAll(() => harness.stop());
afterEach(() => {
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.logged()).not.toContain('failed after the request was answered');
});

const question = { module: 'Attendance', priority: 'Medium', description: 'It began on Monday.' };

/** Rosa opens a case in her chat with the bot. */
async function openCase(subject: string, more: Record<string, string> = {}) {
  const { rosa } = harness;
  await rosa.press(await asked(rosa, `open ${subject}`, '[Open a case]'), 'Open a case');
  await rosa.submit({ ...question, ...more }, 'Open case');
  rosa.closeDialog();
  const hers = await seen(rosa, rosa.direct, subject, 'Status: New');
  return { hers, number: /CB-\d+/.exec(rosa.sees(hers))?.[0] ?? '' };
}

describe('a contact on Teams, an advisor on Slack', () => {
  it('take a case from opening and questions through a declined resolution to closing and reopening', async () => {
    const { rosa, max, slackQueue } = harness;
    const { hers } = await openCase('Receipts print twice');
    expect(rosa.sees(hers)).toContain('Waiting on: Campus Support (unassigned)');
    const his = await slackCard(slackQueue, 'Receipts print twice', 'Status: New');
    expect(textOf(his)).toContain('Contact: Rosa Lind, Rivertown Public Schools');

    await max.press(his, 'Claim');
    await seen(rosa, rosa.direct, 'Receipts print twice', 'Advisor: Max Reyes');
    await max.say('Which printer?', slackQueue, his);
    const request = await seen(rosa, rosa.direct, 'Which printer?');
    expect(rosa.sees(request)).toMatch(/CB-\d+ · Receipts print twice/);
    expect(rosa.sees(request)).toContain('Max Reyes · Campus Support · via Slack');

    await rosa.say('The one at the front desk', { quoting: request });
    const received = await slackReply(slackQueue, his, 'The one at the front desk');
    expect(textOf(received)).toContain('Rosa Lind · Contact · via Teams');

    await max.press(his, 'Ask');
    await max.submit({ question: 'Is it a *new* one?' });
    const asked = await seen(rosa, rosa.direct, 'Is it a new one?', '[Answer]');
    expect(rosa.sees(asked)).toContain('@Rosa Lind');
    await rosa.press(asked, 'Answer');
    expect(rosa.dialog()).toContain('Max Reyes asked:');
    await rosa.submit({ post: 'Yes, since Monday' });
    await slackReply(slackQueue, his, 'Yes, since Monday');
    await seen(rosa, rosa.direct, 'Receipts print twice', 'Status: Assigned');
    await until('the question to lose its button', () => !rosa.sees(asked).includes('[Answer]'));

    await max.press(his, 'Resolve');
    await max.submit({ explanation: 'Its driver was set to two copies.' });
    const resolved = await seen(rosa, rosa.direct, 'two copies', '[Yes, close case]');
    await rosa.press(resolved, 'No, still happening');
    await rosa.submit({ 'still-happens': '' });
    expect(rosa.dialog()).toContain('Required');
    await rosa.submit({ 'still-happens': 'Still two copies.' });
    await slackReply(slackQueue, his, 'Still two copies.');

    await max.press(his, 'Resolve');
    await max.submit({ explanation: 'Now the second tray, too.' });
    const fingerprint = await seen(rosa, rosa.direct, 'second tray', '[Yes, close case]');
    await rosa.press(fingerprint, 'Yes, close case');
    const closed = await seen(rosa, rosa.direct, 'Receipts print twice', 'Status: Closed', 'Closed (Resolved)');
    await slackCard(slackQueue, 'Receipts print twice', 'Status: Closed');
    await rosa.press(closed, 'Reopen case');
    await rosa.submit({ details: 'It prints three now.' });
    await slackReply(slackQueue, his, 'It prints three now.');
    expect(harness.slack.violations).toEqual([]);
  });

  it('closes from the view of a case with one button, and says so', async () => {
    const { rosa, max, slackQueue } = harness;
    const { number } = await openCase('Doors stay open');
    const his = await slackCard(slackQueue, 'Doors stay open', 'Status: New');
    await max.press(his, 'Resolve');
    await max.submit({ explanation: 'The lock was replaced.' });
    await seen(rosa, rosa.direct, 'The lock was replaced.', '[Yes, close case]');
    const view = await asked(rosa, number, ['Status: Pending Customer Verification', '[Yes, close case]']);
    expect(rosa.sees(view)).not.toContain('[Close case]');
    await rosa.press(view, 'Yes, close case');
    expect(rosa.sees(view)).toContain(`${number} is closed.`);
    expect(rosa.sees(view)).toContain('Status: Closed');
  });

  it("see each other's edits and deletions, without echoes", async () => {
    const { rosa, max, slackQueue } = harness;
    const { hers } = await openCase('An edited post');
    const his = await slackCard(slackQueue, 'An edited post', 'Status: New');
    const post = await rosa.say('The frist line', { quoting: hers });
    await slackReply(slackQueue, his, 'The frist line');
    await rosa.edit(post, 'The first line', { quoting: hers });
    await slackReply(slackQueue, his, 'The first line');
    const answer = await max.say('Got it', slackQueue, his);
    const there = await seen(rosa, rosa.direct, 'Got it');
    await max.edit(answer, 'Got it, thanks', slackQueue);
    await seen(rosa, rosa.direct, 'Got it, thanks');
    await max.remove(answer, slackQueue);
    await until('the answer to disappear', () => there.deleted);
    await rosa.remove(post);
    await until('the post to disappear', () => !thread(slackQueue, his).some((one) => textOf(one).includes('first line')));
    await harness.bot.worker.idle();
    expect(thread(slackQueue, his).filter((one) => textOf(one).includes('line'))).toEqual([]);
  });

  it('never share an internal note, however it was written', async () => {
    const { rosa, max, slackQueue } = harness;
    const { number } = await openCase('A case with notes');
    const his = await slackCard(slackQueue, 'A case with notes', 'Status: New');
    const note = await max.say('// secret one', slackQueue, his);
    await max.edit(note, 'secret two', slackQueue);
    await max.say('A public word', slackQueue, his);
    await seen(rosa, rosa.direct, 'A public word');
    await harness.bot.worker.idle();
    await rosa.say(`view ${number}`);
    await seen(rosa, rosa.direct, number, 'newest first');
    expect(rosa.everything()).not.toMatch(/secret (one|two)/);
  });
});

describe('an advisor on Teams', () => {
  it('answers in the thread of the queue card, and a contact on Slack reads it in their thread', async () => {
    const { ada, tia, feesQueue, slackHelp } = harness;
    await ada.command('open', slackHelp);
    await ada.submit({ ...question, subject: 'Fees are doubled', module: 'Fees' });
    ada.closeModal();
    const hers = await slackCard(slackHelp, 'Fees are doubled', 'Status: New');
    const his = await seen(tia, feesQueue, 'Fees are doubled', 'Status: New', '[Claim]');
    await tia.press(his, 'Claim');
    await slackCard(slackHelp, 'Fees are doubled', 'Advisor: Tia Holm');
    await tia.say('Since when?', { in: feesQueue, thread: his });
    const request = await slackReply(slackHelp, hers, 'Since when?');
    expect(textOf(request)).toContain('Tia Holm · Campus Support · via Teams');
    await ada.say('Since *Monday*', slackHelp, hers);
    const received = await seen(tia, feesQueue, 'Since Monday');
    expect(feesQueue.rootOf(received)).toBe(his.id);
    const note = await tia.say('\u00a0// looks like last year', { in: feesQueue, thread: his });
    await tia.edit(note, 'looks like last year, edited');
    await tia.press(his, 'Resolve');
    await tia.submit({ explanation: 'A rule was there twice.' });
    await slackReply(slackHelp, hers, 'A rule was there twice.');
    await harness.bot.worker.idle();
    expect(ada.everything()).not.toContain('last year');
  });
});

describe('a channel of the district', () => {
  it('posts the card of a case opened there in that channel, and reads its thread with and without a mention', async () => {
    const { rosa, omar, max, help, slackQueue } = harness;
    await rosa.press(await asked(rosa, 'open Lockers', '[Open a case]', { in: help, mention: true }), 'Open a case');
    await rosa.submit(question, 'Open case');
    rosa.closeDialog();
    const hers = await seen(rosa, help, 'Lockers', 'Status: New');
    const his = await slackCard(slackQueue, 'Lockers', 'Status: New');
    await omar.say('Two share one number', { in: help, thread: hers });
    await slackReply(slackQueue, his, 'Two share one number');
    await omar.say('Number 212', { in: help, thread: hers, mention: true });
    await slackReply(slackQueue, his, 'Number 212');
    await max.say('Looking', slackQueue, his);
    const request = await seen(omar, help, 'Looking');
    expect(help.rootOf(request)).toBe(hers.id);
    expect(thread(slackQueue, his).filter((one) => textOf(one).includes('Number 212'))).toHaveLength(1);
  });

  it('tells Read-Only contacts and unknown users privately that nothing was recorded', async () => {
    const { rosa, rudi, sam, help, slackQueue } = harness;
    const offer = await asked(rosa, 'open Only contacts are heard', '[Open a case]', { in: help, mention: true });
    await rosa.press(offer, 'Open a case');
    await rosa.submit(question, 'Open case');
    rosa.closeDialog();
    const hers = await seen(rosa, help, 'Only contacts are heard', 'Status: New');
    const his = await slackCard(slackQueue, 'Only contacts are heard', 'Status: New');
    await rudi.say('Me too', { in: help, thread: hers });
    await seen(rudi, rudi.direct, "Not posted. You're a Read-Only Contact");
    await sam.say('And me', { in: help, thread: hers });
    await seen(sam, sam.direct, "We don't recognize you yet", 'Rosa Lind (rosa@rivertown.example)');
    await harness.bot.worker.idle();
    expect(thread(slackQueue, his)).toEqual([]);
    expect(rosa.everything()).not.toContain('Not posted.');
  });

  it('shows a case in the direct conversation, with a hint in the channel', async () => {
    const { rosa, general } = harness;
    const { number } = await openCase('About a child');
    await rosa.say(`view ${number}`, { in: general, mention: true });
    await seen(rosa, general, 'I answered in our chat');
    await seen(rosa, rosa.direct, number, 'No activity yet');
    expect(general.messages.map((message) => rosa.sees(message)).join()).not.toContain('About a child');
  });
});

describe('typed commands', () => {
  it.each(['hi', 'hello', 'help'])('list what the person can do for “%s”', async (text) => {
    const { omar } = harness;
    await asked(omar, text, ['Omar Diaz, you are an Authorized Contact of Rivertown Public Schools.', '[Open a case]']);
  });

  it('answer list, mine, search and home, and turn pages in place for the reader only', async () => {
    const { rosa } = harness;
    const { number } = await openCase('One of the list');
    const list = await asked(rosa, 'list', ['All cases', number, '[Filter]']);
    await rosa.press(list, 'Filter');
    expect(rosa.dialog()).toContain('Shows cases that match all filters.');
    await rosa.submit({ words: 'list' });
    expect(rosa.dialog()).toContain(number);
    rosa.closeDialog();
    await asked(rosa, 'search status:new one', ['Cases: one status:new', number]);
    await asked(rosa, 'mine', 'My open cases');
    await asked(rosa, 'home', 'Cases of Rivertown Public Schools');
    await asked(rosa, '', 'Cases of Rivertown Public Schools');
  });

  it('ask which case a message is about when it is not a command', async () => {
    const { rosa, slackQueue } = harness;
    const { number } = await openCase('Unplaced message');
    const offer = await asked(rosa, 'It happened again in room 12', [
      'Is this a new case, or is it about one of these?',
      'room 12',
      '[Open a case with this text]',
    ]);
    await rosa.press(offer, `Post to ${number}`);
    const his = await slackCard(slackQueue, 'Unplaced message', 'Status: New');
    await slackReply(slackQueue, his, 'It happened again in room 12');
  });
});
