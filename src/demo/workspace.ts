// The demo's Slack workspace: people, channels, and the configuration of local-slack.
import { stringify } from 'yaml';
import type { Installed } from '../ports.ts';
import { scopes } from '../slack/scopes.ts';

/** The bot token that local-slack accepts. */
export const botToken = 'xoxb-demo';
/** The secret with which local-slack signs requests. */
export const signingSecret = 'demo-signing-secret';
/** Id of the local workspace, as in directory.yaml. */
export const teamId = 'T0DEMO';
/** The bot's app id. */
export const appId = 'A0CASE';
/** The bot's user id. */
const botUserId = 'U0CASE';

/** The bot in the local workspace. A server other than Slack names no scopes, so the demo says that all of them are granted. */
export const installed: Installed = {
  workspaceId: teamId,
  enterpriseId: null,
  name: 'Casebridge demo',
  appId,
  botUserId,
  botId: 'B0CASE',
  scopes,
  token: botToken,
};

const central = 'America/Chicago';
const eastern = 'America/New_York';

/** The demo's people. Their addresses are those of directory.yaml; Sam is not in the directory. */
export const people = {
  ada: person('Ada Park', 'plainview', central, 'Authorized Contact, Plainview'),
  ben: person('Ben Ode', 'plainview', central, 'Authorized Contact (technical), Plainview'),
  rita: person('Rita Reed', 'plainview', central, 'Read-Only Contact, Plainview'),
  rosa: person('Rosa Lind', 'rivertown', eastern, 'Authorized Contact, Rivertown'),
  omar: person('Omar Diaz', 'rivertown', eastern, 'Authorized Contact (implementation), Rivertown'),
  pat: person('Pat Moss', 'center', central, 'Authorized Contact, Plainview and Rivertown'),
  max: person('Max Reyes', 'campus', central, 'advisor and lead, Campus Support'),
  mia: person('Mia Chen', 'campus', central, 'advisor, Campus Support'),
  tia: person('Tia Holm', 'campus', central, 'advisor (Technical Services)'),
  sam: person('Sam Lee', 'elsewhere', central, 'not in the directory'),
} as const;

function person(name: string, organization: string, tz: string, role: string) {
  const [first = ''] = name.toLowerCase().split(' ');
  return { id: `U0${first.toUpperCase()}`, name, email: `${first}@${organization}.example`, tz, role };
}

/** Key of a person in the demo. */
export type PersonKey = keyof typeof people;

const everybody = Object.values(people).map(({ id }) => id);
const advisors = [people.max.id, people.mia.id, people.tia.id];

/** The channels and who is in them. A person starts in the first one they are a member of. */
export const channels = {
  queue: { id: 'C0QUEUE', name: 'support-queue', members: advisors },
  grades: { id: 'C0GRADES', name: 'queue-grade-book', members: advisors },
  tech: { id: 'C0TECH', name: 'technical-services', members: advisors },
  plainview: { id: 'C0PLAIN', name: 'plainview-help', members: [people.ada.id, people.ben.id, people.rita.id, people.pat.id] },
  rivertown: { id: 'C0RIVER', name: 'rivertown-help', members: [people.rosa.id, people.omar.id, people.pat.id] },
  general: { id: 'C0GEN', name: 'general', members: everybody },
} as const;

/**
 * Writes local-slack's configuration.
 * @param requestUrl where local-slack sends what people do
 */
export function workspaceFile(requestUrl: string): string {
  return stringify({
    workspace: { name: 'Casebridge demo', domain: 'casebridge', teamId },
    apps: [
      {
        appId,
        botUserId,
        botName: 'Casebridge',
        botToken,
        appToken: 'xapp-demo',
        signingSecret,
        mode: 'events',
        requestUrl,
      },
    ],
    users: Object.entries(people).map(([name, { id, name: real_name, email, tz }]) => ({ id, name, real_name, email, tz })),
    channels: Object.values(channels).map(({ id, name, members }) => ({ id, name, members: [...members, botUserId] })),
  });
}
