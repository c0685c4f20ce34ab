// The local workspace as local-slack reads it: who there is, and which channels they are in.
import { stringify } from 'yaml';

export const botToken = 'xoxb-demo';
export const signingSecret = 'demo-signing-secret';
export const teamId = 'T0DEMO';
export const appId = 'A0CASE';
export const botUserId = 'U0CASE';

/** e-mail addresses are those of directory.yaml; Sam is in no directory */
export const people = {
  ada: { id: 'U0ADA', name: 'Ada Park', email: 'ada@plainview.example', role: 'Authorized Contact, Plainview' },
  ben: { id: 'U0BEN', name: 'Ben Ode', email: 'ben@plainview.example', role: 'Authorized Contact (technical), Plainview' },
  rita: { id: 'U0RITA', name: 'Rita Reed', email: 'rita@plainview.example', role: 'Read-Only Contact, Plainview' },
  rosa: { id: 'U0ROSA', name: 'Rosa Lind', email: 'rosa@rivertown.example', role: 'Authorized Contact, Rivertown' },
  omar: {
    id: 'U0OMAR',
    name: 'Omar Diaz',
    email: 'omar@rivertown.example',
    role: 'Authorized Contact (implementation), Rivertown',
  },
  max: { id: 'U0MAX', name: 'Max Reyes', email: 'max@campus.example', role: 'advisor and lead, Campus Support' },
  mia: { id: 'U0MIA', name: 'Mia Chen', email: 'mia@campus.example', role: 'advisor, Campus Support' },
  tia: { id: 'U0TIA', name: 'Tia Holm', email: 'tia@campus.example', role: 'advisor (Technical Services)' },
  sam: { id: 'U0SAM', name: 'Sam Lee', email: 'sam@elsewhere.example', role: 'nobody the directory knows' },
} as const;
export type Who = keyof typeof people;

const everybody = Object.values(people).map(({ id }) => id);
const advisors = [people.max.id, people.mia.id, people.tia.id];

export const channels = {
  queue: { id: 'C0QUEUE', name: 'support-queue', members: advisors },
  grades: { id: 'C0GRADES', name: 'queue-grade-book', members: advisors },
  tech: { id: 'C0TECH', name: 'technical-services', members: advisors },
  plainview: { id: 'C0PLAIN', name: 'plainview-help', members: [people.ada.id, people.ben.id, people.rita.id] },
  rivertown: { id: 'C0RIVER', name: 'rivertown-help', members: [people.rosa.id, people.omar.id] },
  general: { id: 'C0GEN', name: 'general', members: everybody },
} as const;

/** @param botPort where the bot listens */
export function workspaceFile(botPort: number): string {
  return stringify({
    workspace: { name: 'Casebridge demo', domain: 'casebridge', teamId },
    apps: [
      {
        appId,
        botUserId,
        botName: 'casebridge',
        botToken,
        appToken: 'xapp-demo',
        signingSecret,
        mode: 'events',
        // the bot may listen on this address alone (TEAMS_DEV_NO_AUTH)
        requestUrl: `http://127.0.0.1:${botPort}/slack/events`,
      },
    ],
    users: Object.entries(people).map(([name, { id, name: real_name, email }]) => ({ id, name, real_name, email })),
    channels: Object.values(channels).map(({ id, name, members }) => ({ id, name, members: [...members, botUserId] })),
  });
}
