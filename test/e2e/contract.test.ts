// One suite for both platforms: contact and advisor on each, in all four pairs.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from './harness.ts';
import { fileCase, slackUser, teamsUser, type PlatformUser, type Seen } from './platform-driver.ts';
import { openTeamsHarness, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
beforeAll(async () => {
  harness = await openTeamsHarness();
});
afterAll(() => harness.stop());
afterEach(() => {
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
});

const platforms = ['Slack', 'Teams'] as const;
const pairs = platforms.flatMap((contact) => platforms.map((advisor) => ({ contact, advisor })));

describe.each(pairs)('a contact on $contact, an advisor on $advisor', ({ contact, advisor }) => {
  /** Fees are answered in Teams, everything else in Slack. */
  const module = advisor === 'Teams' ? 'Fees' : 'Attendance';
  const question = { module, priority: 'Medium', description: 'It began on Monday.' };

  function cast(): { hers: PlatformUser; his: PlatformUser } {
    const { ada, rosa, max, tia, slackHelp, slackQueue, feesQueue } = harness;
    return {
      hers: contact === 'Slack' ? slackUser(ada, 'Ada Park', slackHelp) : teamsUser(rosa, 'Rosa Lind', rosa.direct),
      his: advisor === 'Slack' ? slackUser(max, 'Max Reyes', slackQueue) : teamsUser(tia, 'Tia Holm', feesQueue),
    };
  }

  async function opened(subject: string): Promise<{ hers: PlatformUser; his: PlatformUser; herCard: Seen; hisCard: Seen }> {
    const { hers, his } = cast();
    await fileCase(hers, { ...question, subject });
    const herCard = await hers.sees(subject, 'Status: New');
    return { hers, his, herCard, hisCard: await his.sees(subject, 'Status: New') };
  }

  it('shows the current state on both cards through a whole case', async () => {
    const subject = `Whole ${contact} ${advisor}`;
    const { hers, his, herCard, hisCard } = await opened(subject);
    await hisCard.press('Claim');
    await hers.sees(subject, `Advisor: ${his.name}`);
    await hisCard.reply('Which printer?');
    await hers.sees('Which printer?', `${his.name} · Campus Support · via ${his.platform}`);
    await herCard.reply('The one at the front desk');
    await his.sees('The one at the front desk', `${hers.name} · Contact · via ${hers.platform}`);

    await hisCard.press('Ask');
    await his.submit({ question: 'Is it a new one?' }, 'Ask');
    const asked = await hers.sees('asked:', 'Is it a new one?', '[Answer]');
    await hers.sees(subject, 'Waiting on you:', 'Waiting on: You (answer the question)');
    await asked.press('Answer');
    await hers.submit({ post: `Yes ${subject}, since Monday` }, 'Send answer');
    await his.sees(`Yes ${subject}, since Monday`);
    await hers.sees(subject, 'Status: Assigned');
    await until('the question to lose its button', () => !asked.text().includes('[Answer]'));

    await hisCard.press('Resolve');
    await his.submit({ explanation: `Two copies were set (${subject}).` }, 'Resolve');
    const resolved = await hers.sees(`Two copies were set (${subject}).`, 'Did this resolve it?');
    await his.sees(subject, 'Status: Pending Customer Verification');
    await resolved.press('No, still happening');
    await hers.submit({ 'still-happens': `Still two, ${subject}.` }, 'Send');
    await his.sees("says it's still happening:", `Still two, ${subject}.`);
    await hisCard.press('Resolve');
    await his.submit({ explanation: `The second tray, too (${subject}).` }, 'Resolve');
    await (await hers.sees(`The second tray, too (${subject}).`, '[Yes, close case]')).press('Yes, close case');
    const closed = await hers.sees(subject, 'Status: Closed', 'Closed (Resolved).');
    await his.sees(subject, 'Status: Closed');
    await closed.press('Reopen case');
    await hers.submit({ details: `Three now, ${subject}.` }, 'Reopen case');
    await his.sees('reopened the case:', `Three now, ${subject}.`);
    await hers.sees(subject, 'Status: Assigned');
  });

  it('delivers posts once and in order, with their edits and deletions, and never back to their author', async () => {
    const subject = `Posts ${contact} ${advisor}`;
    const { hers, his, herCard, hisCard } = await opened(subject);
    for (const n of [1, 2, 3]) await herCard.reply(`${subject} line ${n}`);
    await his.sees(`${subject} line 3`);
    const typed = await herCard.reply(`${subject} frist`);
    await his.sees(`${subject} frist`);
    await typed.edit(`${subject} first`);
    const there = await his.sees(`${subject} first`, 'edited');
    const answer = await hisCard.reply(`${subject} got it`);
    await hers.sees(`${subject} got it`);
    await answer.edit(`${subject} got it, thanks`);
    const here = await hers.sees(`${subject} got it, thanks`);
    await typed.remove();
    await answer.remove();
    await until('both to disappear', () => there.text() === '' && here.text() === '');
    await harness.bot.worker.idle();
    for (const n of [1, 2, 3]) expect(his.count(`${subject} line ${n}`)).toBe(1);
    expect(hers.count(`${subject} line 1`)).toBe(1);
  });

  it('claims a case and offers its resolution by emoji on its card', async () => {
    const subject = `Emoji ${contact} ${advisor}`;
    const { hers, his, herCard, hisCard } = await opened(subject);
    await hisCard.react('👀');
    await hers.sees(subject, `Advisor: ${his.name}`);
    await hisCard.react('✅');
    await until('the offer', () => his.texts().some((text) => text.includes('Resolve CB-') && text.includes(subject)));
    await his.pressPrivately('Resolve');
    await his.submit({ explanation: `Turned on again (${subject}).` }, 'Resolve');
    await hers.sees(`Turned on again (${subject}).`, 'Did this resolve it?');
    // contacts react to show that they have read something
    await herCard.react('✅');
    await harness.bot.worker.idle();
    await his.sees(subject, 'Status: Pending Customer Verification');
  });

  it('keeps an internal note internal even after an edit', async () => {
    const subject = `Notes ${contact} ${advisor}`;
    const { hers, his, hisCard } = await opened(subject);
    const note = await hisCard.reply('\u200b // hush one');
    await note.edit('hush two without its mark');
    await hisCard.press('Internal note');
    await his.submit({ note: 'hush three' }, 'Save note');
    await his.sees('hush three', 'advisors only');
    const post = await hisCard.reply(`${subject} a public word`);
    await hers.sees(`${subject} a public word`);
    await post.edit('// hush four');
    await harness.bot.worker.idle();
    expect(hers.everything()).not.toContain('hush');
  });

  it('shows what people type exactly as they typed it', async () => {
    const subject = `Odd <b> & *x* 😀 שלום ${contact}${advisor}`;
    const { his, herCard } = await opened(subject);
    const text = '{{DATE(2020-01-01)}} @everyone [x](javascript:alert(1)) 😀 שלום </at> end';
    await herCard.reply(text);
    const seen = (await his.sees('{', '@everyone', '😀 שלום')).text().replace(/\u200B/g, '');
    for (const part of ['{{DATE(2020-01-01)}}', '(javascript:alert(1))', '</at> end']) expect(seen).toContain(part);
    const long = `Long ${contact} ${advisor}: ${'word '.repeat(1900)}the very end`;
    await herCard.reply(long);
    const whole = await his.sees(`Long ${contact} ${advisor}`, 'the very end');
    expect(whole.text().match(/word/g)).toHaveLength(1900);
  });

  it('asks for four things, for more on demand, and for the rest once the case is open', async () => {
    const { hers, his } = cast();
    const subject = `Four fields ${contact} ${advisor}`;
    await hers.open(`open ${subject}`);
    expect(hers.window()).toContain('Priority');
    expect(hers.window()).not.toContain('Case type');
    await hers.pressWindow('More details');
    expect(hers.window()).toContain('Case type');
    hers.closeWindow();

    await hers.open(`open ${subject}`);
    await hers.submit({ ...question, subject }, 'Open case');
    if (hers.window().includes('Is it one of these?')) await hers.submit({ similar: 'none' }, 'Continue');
    expect(hers.window()).toContain(`“${subject}” is with Campus Support. You'll hear from us by `);
    await hers.pressWindow('Add details');
    await hers.submit({ replicationSteps: `Steps ${contact} ${advisor}` }, 'Add');
    hers.closeWindow();
    await his.sees('added details:', `Steps ${contact} ${advisor}`);
    await hers.sees(subject, "You'll hear from us by");
  });

  it('shows errors at their fields and stores nothing', async () => {
    const { hers } = cast();
    const before = await harness.db.prisma.case.count();
    await hers.open('open');
    await hers.pressWindow('More details');
    await hers.submit({ ...question, subject: 'x', dueDate: '2020-01-01' }, 'Open case');
    expect(hers.mistakes()).toContain('This date is in the past. Choose today or later.');
    expect(hers.mistakes()).toContain('Enter why it is time-sensitive.');
    expect(await harness.db.prisma.case.count()).toBe(before);
    hers.closeWindow();
  });
});
