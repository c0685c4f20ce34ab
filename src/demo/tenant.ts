// The local Teams: the tenant of the second district, or the support organization's own, in the format of the Agents Playground.
import { stringify } from 'yaml';
import { people, type PersonKey } from './workspace.ts';

/** Who one can be on the Teams page. */
export const teamsPeople = ['rosa', 'max', 'mia', 'tia'] as const satisfies readonly PersonKey[];
/** One of them. */
export type TeamsPerson = (typeof teamsPeople)[number];

/** A tenant of the local Teams. */
export interface Tenant {
  /** as in directory.yaml */
  id: string;
  name: string;
  /** whom the page acts as */
  person: TeamsPerson;
  /** people besides that one; the Playground needs at least five, and one can only mention them */
  others: { name: string; email: string }[];
  groupName: string;
  channelName: string;
  /** ids in the format that Teams uses */
  conversations: { personal: string; group: string; channel: string };
}

/** The bot's app id in the local Teams. */
export const botId = '5e1f0a5e-d157-4c1d-9c7e-0000000ca5e0';

/** Returns the tenant in which a person uses Teams. */
export function tenantOf(person: TeamsPerson): Tenant {
  return person === 'rosa' ? rivertown : campus(person);
}

const rivertown: Tenant = {
  id: idOf(0xd002),
  name: 'Rivertown Public Schools',
  person: 'rosa',
  others: [
    { name: people.omar.name, email: people.omar.email },
    { name: 'Ruth Hale', email: 'ruth@rivertown.example' }, // Read-Only Contact
    ...strangers('rivertown.example', ['Jo Novak', 'Kei Ito', 'Ines Brook']),
  ],
  groupName: 'Report cards',
  channelName: 'rivertown-help',
  conversations: {
    personal: 'a:rosa-lind',
    group: '19:report-cards@thread.v2',
    channel: '19:rivertown-help@thread.tacv2',
  },
};

/** The support organization's own tenant, in which advisors are recognized. */
function campus(person: Exclude<TeamsPerson, 'rosa'>): Tenant {
  const advisors = [people.max, people.mia, people.tia].filter((one) => one !== people[person]);
  return {
    id: idOf(0xd001),
    name: 'Campus Support',
    person,
    others: [
      ...advisors.map(({ name, email }) => ({ name, email })),
      ...strangers('campus.example', ['Noa Berg', 'Uma Shah', 'Gus Klein']),
    ],
    groupName: 'Shift change',
    channelName: 'scheduling-queue',
    conversations: {
      personal: `a:${person}`,
      group: '19:shift-change@thread.v2',
      channel: '19:scheduling-queue@thread.tacv2',
    },
  };
}

/** People who are not in the directory. */
function strangers(domain: string, names: readonly string[]): { name: string; email: string }[] {
  return names.map((name) => ({ name, email: `${name.split(' ')[0]?.toLowerCase()}@${domain}` }));
}

/** Writes the Playground's configuration. */
export function tenantFile(tenant: Tenant): string {
  const { conversations, others, person } = tenant;
  return stringify({
    version: '0.1.0',
    tenantId: tenant.id,
    bot: { id: botId, name: 'Casebridge' },
    currentUser: user(people[person], 1),
    users: others.map((other, index) => user(other, index + 2)),
    personalChat: { id: conversations.personal },
    groupChat: { id: conversations.group, name: tenant.groupName },
    team: {
      id: `19:${person}-team@thread.tacv2`,
      aadGroupId: idOf(0xa1),
      name: tenant.name,
      channels: [{ id: conversations.channel, name: tenant.channelName }],
    },
  });
}

/** The Playground looks people up by `id` but reports them by `aadObjectId`, so both have one value. */
function user({ name, email }: { name: string; email: string }, number: number) {
  const [givenName, surname] = name.split(' ');
  const id = idOf(number);
  return { id, aadObjectId: id, name, givenName, surname, email, userPrincipleName: email };
}

function idOf(number: number): string {
  return `5e1f0a5e-d157-4c1d-9c7e-${number.toString(16).padStart(12, '0')}`;
}
