// A contact of several accounts, on Slack and on Teams. Pat uses a workspace of either platform that is listed for both districts.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../src/chat/actions.ts';
import { parseDirectory } from '../../src/cli/directory.ts';
import { importDirectory } from '../../src/usecases/people/import-directory.ts';
import { until } from './harness.ts';
import { slackUser, teamsUser, type PlatformUser } from './platform-driver.ts';
import { openTeamsHarness, riverTenant, type TeamsHarness } from './teams-harness.ts';

const platforms = ['Slack', 'Teams'] as const;
type PlatformOf = (typeof platforms)[number];
let harness: TeamsHarness;
let users: Record<PlatformOf, { pat: PlatformUser; advisor: PlatformUser }>;

/** Pat's entries of the directory; one address for each platform. */
const entries = (platform: PlatformOf, accounts: readonly string[]): string =>
  accounts
    .map((key) => `  - { email: pat-${platform.toLowerCase()}@center.example, name: Pat Moss, account: ${key}, type: support }\n`)
    .join('');
const imported = (text: string) => importDirectory(harness.bot.services, parseDirectory(text));

beforeAll(async () => {
  harness = await openTeamsHarness();
  const { slack, district, teams, river, max, tia, slackQueue, feesQueue } = harness;
  const both = ['plainview', 'rivertown'];
  await imported(`contacts:
${entries('Slack', both)}${entries('Teams', both)}workspaces:
  - { platform: slack, id: T0PLAIN, account: [plainview, rivertown] }
  - { platform: teams, id: ${riverTenant}, account: [rivertown, plainview] }
`);
  const name = 'Pat Moss';
  const onSlack = slack.as(district, district.addUser({ id: 'U0PAT', name, email: 'pat-slack@center.example' }));
  const teamsPat = { id: '29:77', aadObjectId: '00000000-0000-4000-8000-000000000077', name, email: 'pat-teams@center.example' };
  const onTeams = teams.as(river, river.addUser(teamsPat));
  users = {
    Slack: { pat: slackUser(onSlack, name, onSlack.direct), advisor: slackUser(max, 'Max Reyes', slackQueue) },
    Teams: { pat: teamsUser(onTeams, name, onTeams.direct), advisor: teamsUser(tia, 'Tia Holm', feesQueue) },
  };
});
afterAll(() => harness.stop());
afterEach(() => {
  for (const { pat } of Object.values(users)) pat.closeWindow();
  expect(harness.teams.refusals).toEqual([]);
  expect(harness.slack.violations).toEqual([]);
});

/** Types a command where its answer is shown. */
const say = (text: string) => actions.say.button(text, 'Go');

/** Runs a command and waits for a new text with all of these parts. */
async function shows(user: PlatformUser, command: string, parts: readonly string[]): Promise<void> {
  const count = () => user.texts().filter((text) => parts.every((part) => text.includes(part))).length;
  const before = count();
  await user.pressNew(say(command));
  await until(
    `${user.name} to see ${JSON.stringify(parts)}`,
    () => count() > before,
    () => user.texts().slice(-6).join('\n---\n'),
  );
}

describe.each(platforms)('on %s', (platform) => {
  const module = platform === 'Slack' ? 'Attendance' : 'Fees';
  const idOf = async (key: string) => String((await harness.db.prisma.account.findUniqueOrThrow({ where: { key } })).id);
  const numberOf = async (subject: string) => {
    const { number, account } = await harness.db.prisma.case.findFirstOrThrow({ where: { subject }, include: { account: true } });
    return { number, account: account.key };
  };

  async function file(subject: string, account: string): Promise<void> {
    const { pat } = users[platform];
    await pat.open(`open ${subject}`);
    expect(pat.window()).toMatch(/Account[^]*Subject/);
    const values = { subject, description: 'It began on Monday.', module, priority: 'Medium', account: await idOf(account) };
    await pat.submit(values, 'Open case');
    if (pat.window().includes('Is it one of these?')) await pat.submit({ similar: 'none' }, 'Continue');
    pat.closeWindow();
  }

  it('files a case for each account from one conversation, sees both, and each case says whose it is', async () => {
    const { pat, advisor } = users[platform];
    for (const [account, name] of [
      ['plainview', 'Plainview School District'],
      ['rivertown', 'Rivertown Public Schools'],
    ] as const) {
      const subject = `Bells of ${account} on ${platform}`;
      await file(subject, account);
      await pat.sees(subject, `Pat Moss, ${name}`);
      await advisor.sees(subject, `Pat Moss, ${name}`);
      expect((await numberOf(subject)).account).toBe(account);
    }
    await shows(pat, `search bells ${platform}`, [
      `Bells of plainview on ${platform}`,
      `Bells of rivertown on ${platform}`,
      'Rivertown Public Schools · Pat Moss',
    ]);
    await shows(pat, `search bells ${platform} account:rivertown`, ['1 case', `Bells of rivertown on ${platform}`]);
    await shows(pat, 'home', [
      'Cases of Plainview School District and Rivertown Public Schools',
      `Bells of plainview on ${platform}`,
    ]);
  });

  it('loses the cases of an account with the membership, and keeps those of the other', async () => {
    const { pat, advisor } = users[platform];
    const ended = await numberOf(`Bells of rivertown on ${platform}`);
    const kept = await numberOf(`Bells of plainview on ${platform}`);
    await imported(`contacts:\n${entries(platform, ['plainview'])}`);
    await shows(pat, `CB-${ended.number}`, [`We couldn't find CB-${ended.number}.`]);
    await shows(pat, `CB-${kept.number}`, [`Bells of plainview on ${platform}`, '[Post]']);
    for (const [number, text] of [
      [ended.number, `To Rivertown on ${platform}`],
      [kept.number, `To Plainview on ${platform}`],
    ] as const)
      await advisor.pressNew(say(`post CB-${number} ${text}`));
    await pat.sees(`To Plainview on ${platform}`);
    await harness.bot.worker.idle();
    expect(pat.everything()).not.toContain(`To Rivertown on ${platform}`);
  });
});
