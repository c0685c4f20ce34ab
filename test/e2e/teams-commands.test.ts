// What people type on one platform is what is read on the other: however long, however odd; what cannot be passed on is said.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Message as SlackMessage } from '../fake-slack/state.ts';
import type { Json, Message } from '../fake-teams/state.ts';
import { card as slackCard, reply as slackReply, textOf, thread, until } from './harness.ts';
import { asked, openTeamsHarness, seen, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
let hers: Message;
let his: SlackMessage;
beforeAll(async () => {
  harness = await openTeamsHarness();
  const { rosa, help, slackQueue } = harness;
  await rosa.press(await asked(rosa, 'open Odd text', '[Open a case]', { in: help, mention: true }), 'Open a case');
  const values = { module: 'Attendance', priority: 'Medium', description: 'It began on Monday.' };
  await rosa.submit(values, 'Open case');
  rosa.closeDialog();
  hers = await seen(rosa, help, 'Odd text', 'Status: New');
  his = await slackCard(slackQueue, 'Odd text', 'Status: New');
});
afterAll(() => harness.stop());
afterEach(() => {
  const { teams, slack, rosa, sam, ada } = harness;
  expect(teams.refusals).toEqual([]);
  expect(harness.logged()).not.toContain('failed after the request was answered');
  expect(rosa.everything() + sam.everything() + ada.everything()).not.toContain('between us');
  expect(ada.everything()).not.toContain('Odd text');
  expect(slack.violations).toEqual([]);
});

const joint = /\u200B/g;
/** Slack sends what people type with its three entities. */
const escaped = (text: string): string => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');

describe('odd text', () => {
  const odd: [what: string, typed: string, shown?: string][] = [
    ['a call of everybody on Slack', 'Hello <!channel> and <!here>'],
    ['a call of everybody', '@everyone @channel @here'],
    ['a person on Slack', '<@U0MAX> and <#C0QUEUE>'],
    ['a date of Teams', 'On {{DATE(2020-01-01)}} at {{TIME(2020-01-01T10:00:00Z)}}'],
    ['a mention of Teams', '<at>Rosa Lind</at> look'],
    ['an entity', 'a &amp; b &lt;b&gt;'],
    ['a turned direction', 'invoice\u202Efdp.exe', 'invoicefdp.exe'],
    ['emoji', '👩🏽‍🏫 🇺🇸 ❤️ 🏳️‍🌈'],
    ['HTML', '<img src=x onerror=alert(1)><script>alert(1)</script>'],
    ['a table of stars', '*a* _b_ ~c~ `d` 2*3*4 snake_case_name'],
    ['a template', '${title} {{title}} $when'],
    ['a windows path', 'C:\\new\\table\\*.txt'],
  ];

  it.each(odd)(
    'appears on Slack as it was typed on Teams, without notifying anybody: %s',
    async (_what, typed, shown = typed) => {
      const { rosa, help, slackQueue } = harness;
      const before = thread(slackQueue, his).length;
      await rosa.say(typed, { in: help, thread: hers });
      const [post] = await until(
        'the post',
        () => thread(slackQueue, his).length > before && thread(slackQueue, his).slice(before),
      );
      expect(textOf(post!).replace(joint, '')).toContain(shown);
      expect(JSON.stringify(post)).not.toMatch(/<!(channel|here|everyone)|<@U0MAX>|<#C0QUEUE>|"user_id"|"broadcast"/);
    },
  );

  it.each(odd.filter(([what]) => what !== 'a table of stars'))(
    'appears on Teams as it was typed on Slack, without notifying anybody: %s',
    async (_what, typed, shown = typed) => {
      // prettier-ignore
      const { max, rosa, help, slackQueue } = harness;
      const before = help.thread(hers).length;
      await max.say(escaped(typed), slackQueue, his);
      const [post] = await until('the post', () => help.thread(hers).length > before && help.thread(hers).slice(before));
      expect(rosa.sees(post!).replace(joint, '')).toContain(shown);
      const { msteams } = rosa.cardOf(post!) as { msteams?: { entities?: Json[] } };
      expect([...post!.entities, ...(msteams?.entities ?? [])]).toEqual([]);
    },
  );

  it('stays internal when it starts with //, whatever invisible characters come before', async () => {
    const { max, rosa, help, slackQueue } = harness;
    for (const note of ['// between us 1', '\u200b// between us 2', ' \u202E// between us 3', '*// between us 4*'])
      await max.say(note, slackQueue, his);
    await max.say('for everybody', slackQueue, his);
    await seen(rosa, help, 'for everybody');
    await harness.bot.worker.idle();
    expect(rosa.everything()).not.toContain('between us');
  });
});

describe('a long post', () => {
  const numbered = Array.from({ length: 2_000 }, (_, n) => `w${n}`)
    .join(' ')
    .slice(0, 9_999)
    .trimEnd();
  const markers = (text: string): string[] => text.match(/\bw\d+\b/g) ?? [];

  it('arrives on Slack and is stored in full at 10,000 characters', async () => {
    const { rosa, help, slackQueue, db } = harness;
    const before = thread(slackQueue, his).length;
    await rosa.say(numbered, { in: help, thread: hers });
    await slackReply(slackQueue, his, markers(numbered).at(-1)!);
    await harness.bot.worker.idle();
    const arrived = thread(slackQueue, his).slice(before).map(textOf).join('\n');
    expect(markers(arrived)).toEqual(markers(numbered));
    expect((await db.prisma.post.findFirstOrThrow({ orderBy: { id: 'desc' } })).body).toBe(numbered);
  });

  it('arrives on Teams in full at 10,000 characters', async () => {
    const { max, rosa, help, slackQueue } = harness;
    await max.say(`Whole: ${numbered.slice(0, 9_990)}`, slackQueue, his);
    const post = await seen(rosa, help, 'Whole:');
    expect(markers(rosa.sees(post))).toEqual(markers(numbered.slice(0, 9_990)));
  });

  it('is refused with an explanation above 10,000 characters, and nothing is recorded', async () => {
    const { rosa, help, db } = harness;
    const before = await db.prisma.post.count();
    await rosa.say(`Too long: ${numbered} ${numbered}`, { in: help, thread: hers });
    await seen(rosa, rosa.direct, 'Not posted to CB-', 'The limit is', 'Shorten it or send it in parts.');
    expect(await db.prisma.post.count()).toBe(before);
  });
});
