// Asks Slack and Microsoft whether the bot is installed as it should be.
import type { Config } from '../../config/index.ts';
import type { Database } from '../../db/client.ts';
import { storedInstallations } from '../../db/installations.ts';
import { formatList, plural } from '../../domain/text/numbers.ts';
import type { Installations } from '../../ports.ts';
import type { CheckedWorkspace } from '../../slack/transport/check.ts';
import type { Finding } from './finding.ts';

/**
 * Checks the sign-in, the permissions and the listed channels of each workspace, and the sign-in of each Teams registration.
 * @param db null: only what is configured is known
 */
export async function checkPlatforms(config: Config, db: Database | null): Promise<Finding[]> {
  const installations = db && config.secretKeys && storedInstallations(db, config.secretKeys, { now: () => new Date() });
  return [
    ...(await checkWorkspaces(config, db, installations).catch((error: unknown) => unchecked('Slack', error))),
    ...(await checkRegistrations(config, installations).catch((error: unknown) => unchecked('Teams', error))),
  ];
}

/** Tokens that were stored under another key cannot be read, and the rest of the findings must still be printed. */
function unchecked(part: string, error: unknown): Finding[] {
  return [{ verdict: 'fail', part, text: error instanceof Error ? error.message : String(error) }];
}

async function checkWorkspaces(
  { slack, publicUrl }: Config,
  db: Database | null,
  installations: Installations | null,
): Promise<Finding[]> {
  if (!slack) return [];
  const { checkSlack } = await import('../../slack/transport/check.ts');
  const where = { platform: 'slack' as const, active: true };
  const listed = (await db?.prisma.channel.findMany({ where, select: { workspaceId: true, channelId: true, name: true } })) ?? [];
  const channelsOf = (id: string) => listed.filter(({ workspaceId }) => workspaceId === id).map(({ channelId }) => channelId);
  const workspaces = await checkSlack(slack, installations, channelsOf);
  const install = slack.oauth
    ? `at ${publicUrl ?? ''}/slack/install`
    : 'under https://api.slack.com/apps > your app > OAuth & Permissions';
  const nameOf = (id: string): string => {
    const name = listed.find(({ channelId }) => channelId === id)?.name;
    return name ? `#${name} (${id})` : id;
  };
  const working = workspaces.filter(({ problem }) => problem === null);
  const unasked = working.filter(
    ({ asksAboutChannels, workspaceId }) => !asksAboutChannels && channelsOf(workspaceId).length > 0,
  );
  return [
    ...(working.length > 0 ? [ok('Slack', `${signedIn(working)} to Slack`)] : []),
    ...workspaces.flatMap((one) => workspaceFindings(one, { install, nameOf, isStored: slack.oauth !== null })),
    ...(unasked.length > 0
      ? [
          ok(
            'Slack',
            'channels are not asked about, because the app has no channels:read. Those that refuse messages are listed here',
          ),
        ]
      : []),
  ];
}

function signedIn(working: readonly CheckedWorkspace[]): string {
  const [first, another] = working;
  return another ? `${plural(working.length, 'workspace')} can sign in` : `${first ? nameOfWorkspace(first) : ''} can sign in`;
}

function nameOfWorkspace({ workspaceId, name }: CheckedWorkspace): string {
  const id = workspaceId === '' ? 'the workspace of SLACK_BOT_TOKEN' : workspaceId;
  return name === null ? id : `${name} (${id})`;
}

const channelProblems: Readonly<Record<string, string>> = {
  channel_not_found: "does not exist, or is private and the bot isn't in it. Invite the bot there, or correct the directory",
  is_archived: 'is archived. Unarchive it, or list another channel in the directory',
  not_in_channel: "doesn't have the bot. In that channel, type: /invite @ and the name of the bot",
};

function workspaceFindings(
  checked: CheckedWorkspace,
  { install, nameOf, isStored }: { install: string; nameOf: (channelId: string) => string; isStored: boolean },
): Finding[] {
  const { problem, missing, channels } = checked;
  const name = nameOfWorkspace(checked);
  if (problem !== null)
    return [{ verdict: 'fail', part: 'Slack', text: `${name} refuses the bot (${problem}). ${wayForward(problem, install)}` }];
  return [
    // those of stored installations are known, and reported as scopes
    ...(missing.length > 0 && !isStored
      ? [warn('Slack', `${name} lacks ${formatList(missing)}. Reinstall the app ${install}, and restart the bot`)]
      : []),
    ...channels.map(({ channelId, code }) => {
      const text = channelProblems[code] ?? `cannot be read (${code})`;
      return warn('Slack', `channel ${nameOf(channelId)} of ${name} ${text}`);
    }),
  ];
}

function wayForward(problem: string, install: string): string {
  return /^(invalid_auth|account_inactive|token_revoked|token_expired|not_authed)$/.test(problem)
    ? `Install the app again ${install}`
    : 'Check that this machine reaches Slack, and SLACK_API_URL if it is set';
}

async function checkRegistrations({ teams }: Config, installations: Installations | null): Promise<Finding[]> {
  if (!teams) return [];
  const { checkTeams } = await import('../../teams/transport/check.ts');
  const checked = await checkTeams(teams, installations);
  return checked.map(({ appId, tenantId, problem }) => {
    const name = `registration ${appId}${tenantId === null ? '' : ` of tenant ${tenantId}`}`;
    if (problem === null) return ok('Teams', `${name} can sign in to Microsoft`);
    const isOwn = appId === teams.app.appId;
    const credentials = isOwn
      ? 'Check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID'
      : `Run: npx casebridge teams add --tenant ${tenantId ?? ''} --app-id ${appId}`;
    const mend = /^network_error/.test(problem) ? reachMicrosoft : credentials;
    return { verdict: 'fail', part: 'Teams', text: `${name} cannot sign in (${problem}). ${mend}` };
  });
}

const reachMicrosoft =
  'Check that this machine reaches https://login.microsoftonline.com, or TEAMS_LOGIN_URL if it is set: its DNS, firewall and proxy';

const ok = (part: string, text: string): Finding => ({ verdict: 'ok', part, text });
const warn = (part: string, text: string): Finding => ({ verdict: 'warn', part, text });
