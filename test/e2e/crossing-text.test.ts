// Text that crosses from one platform to the other as it was meant: forwarded messages, alerts, and what is typed into forms and commands.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { types } from '@slack/bolt';
import { toCommonMark } from '../../src/slack/incoming/message-markdown.ts';
import { contractWorld, type ContractWorld } from './contract-world.ts';
import { slackUser, teamsUser, type PlatformUser } from './platform-driver.ts';
import { until } from './harness.ts';
import { openTeamsHarness, type TeamsHarness } from './teams-harness.ts';

let harness: TeamsHarness;
let world: ContractWorld;
/** the advisor, who reads what Ada wrote in Slack on Teams */
let tia: PlatformUser;
let ada: PlatformUser;

beforeAll(async () => {
  harness = await openTeamsHarness();
  world = await contractWorld(harness, 'Slack');
  tia = teamsUser(harness.tia, 'Tia Holm', harness.feesQueue);
  ada = slackUser(harness.ada, 'Ada Park', harness.slackHelp);
});
afterAll(() => harness.stop());
afterEach(() => {
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
});

/** Opens a case that Ada sees in Slack and Tia on Teams. */
async function opened(subject: string) {
  const number = await world.open(subject, { module: 'Fees' });
  await ada.sees(subject, 'Status: New');
  await tia.sees(subject, 'Status: New');
  const card = harness.slackHelp.messages.find(
    (message) => message.text.includes(subject) || JSON.stringify(message).includes(subject),
  );
  if (!card) throw new Error('no card');
  return { number, card };
}

const shared = { is_share: true, author_name: 'Ben Ode', text: 'The export is *empty*', fallback: 'empty' };

describe('a message forwarded in Slack', () => {
  it.each([
    ['with a caption', 'see this'],
    ['without a caption', ''],
  ])('into a case crosses with its author %s', async (kind, caption) => {
    const { card } = await opened(`Forwarded ${kind}`);
    const text = `The export is *empty* ${kind}`;
    await harness.ada.say(caption, harness.slackHelp, card, 1, { attachments: [{ ...shared, text }] });
    const seen = await tia.sees('Ben Ode wrote:', `The export is empty ${kind}`);
    if (caption !== '') expect(seen.text()).toContain(caption);
  });
});

describe('a message forwarded in Teams', () => {
  it.each([
    ['with a caption', '<p>see this</p><attachment id="1"></attachment>'],
    ['without a caption', '<attachment id="1"></attachment>'],
  ])('into a case crosses with its author %s', async (kind, html) => {
    const subject = `Teams forwarded ${kind}`;
    await opened(subject);
    const { tia: actor, feesQueue } = harness;
    const thread = feesQueue.messages.findLast((message) => actor.sees(message).includes(subject));
    const forwards = { html: `<p>Broken ${kind}</p>`, author: 'Ben Ode' };
    await actor.say('', { in: feesQueue, ...(thread ? { thread } : {}), html, forwards });
    await ada.sees('Ben Ode wrote:', `Broken ${kind}`);
  });
});

it('shows a table of Teams as a table in Slack', async () => {
  const subject = 'Table';
  await opened(subject);
  const { tia: actor, feesQueue, slackHelp } = harness;
  const thread = feesQueue.messages.findLast((message) => actor.sees(message).includes(subject));
  const html =
    '<p>These fail:</p><table><tbody><tr><td><p>Register</p></td><td><p>Minutes</p></td></tr>' +
    '<tr><td><p><strong>door</strong></p></td><td><p>11</p></td></tr></tbody></table>';
  await actor.say('', { in: feesQueue, ...(thread ? { thread } : {}), html });
  await ada.sees('These fail:', 'Register | Minutes', 'door | 11');
  const table = slackHelp.messages.flatMap(({ blocks = [] }) => blocks).find(({ type }) => type === 'table');
  expect(table?.rows).toMatchObject([
    [{ type: 'rich_text' }, { type: 'rich_text' }],
    [{ elements: [{ elements: [{ text: 'door', style: { bold: true } }] }] }, { type: 'raw_text', text: '11' }],
  ]);
});

describe("what is written in the editor of Slack's forms", () => {
  it('keeps its lists, code, tables and the names of people', async () => {
    const { number } = await opened('Editor');
    await ada.open(`post ${number}`);
    const typed = `<@${harness.ada.user.id}> asks:\n4. open *it*\n  - twice\n\`\`\`\na\n\nb\n\`\`\`\n| Name | Cases |\n|---|--:|\n| Fees | 3 |`;
    await ada.submit({ post: typed }, 'Post');
    await tia.sees('@Ada Park asks:', '4. open it', '• twice', 'Name: Cases', 'Fees: 3');
    const posts = await harness.db.prisma.post.findMany({ where: { case: { number }, kind: 'public' } });
    expect(posts.map(({ body }) => body)).toEqual([
      '@Ada Park asks:\n\n4. open **it**\n   - twice\n\n```\na\n\nb\n```\n\n| Name | Cases |\n| - | -: |\n| Fees | 3 |',
    ]);
  });

  it('is refused at its field when it is too long, and nothing is posted', async () => {
    const { number } = await opened('Too long');
    await ada.open(`post ${number}`);
    await ada.submit({ post: 'x'.repeat(10_001) }, 'Post');
    expect(harness.ada.mistakes).toEqual({ post: 'Too long: 10,001 characters. The limit is 10,000.' });
    expect(await harness.db.prisma.post.count({ where: { case: { number }, kind: 'public' } })).toBe(0);
    harness.ada.closeModal();
  });
});

it("fills in a case opened from an app's alert with the text of the alert", async () => {
  const { ada: actor, slackHelp, slack, district } = harness;
  const alert = { title: 'Disk is full', text: 'db1 has *no* space', fallback: 'Disk' };
  const message = slack.addMessage(district, slackHelp, { user: 'U0APP', text: '', attachments: [alert] } as never);
  await actor.messageShortcut(message, slackHelp);
  const description = () =>
    actor.view().blocks.find(({ block_id: id }) => id === 'description')?.element as { initial_value?: types.RichTextBlock };
  await until('the form', () => actor.modal().includes('Description'));
  expect(toCommonMark({ blocks: [description().initial_value] })).toBe('**Disk is full**\n\ndb1 has **no** space');
  actor.closeModal();
});

it('reads *word* in a form and after a command of Slack as bold', async () => {
  const { number } = await opened('Bold');
  await harness.ada.command(`post ${number} typed *after* it`, harness.slackHelp);
  await ada.open(`post ${number}`);
  await ada.submit({ post: 'typed *in* it' }, 'Post');
  await tia.sees('typed in it');
  const posts = await harness.db.prisma.post.findMany({ where: { case: { number }, kind: 'public' }, orderBy: { id: 'asc' } });
  expect(posts.map(({ body }) => body)).toEqual(['typed **after** it', 'typed **in** it']);
});
