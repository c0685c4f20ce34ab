// The second district's Teams tenant, in the format of the Agents Playground.
import { stringify } from 'yaml';
import { people } from './workspace.ts';

/** The tenant's id, as in directory.yaml. */
export const tenantId = '5e1f0a5e-d157-4c1d-9c7e-00000000d002';
/** The bot's app id in the local Teams. */
export const botId = '5e1f0a5e-d157-4c1d-9c7e-0000000ca5e0';
/** Name of the district's help channel. */
const helpChannel = 'rivertown-help';

/** People besides Rosa. The Playground needs at least five; one cannot act as them, only mention them. */
const others = [
  { name: people.omar.name, email: people.omar.email },
  { name: 'Ruth Hale', email: 'ruth@rivertown.example' }, // Read-Only Contact
  { name: 'Jo Novak', email: 'jo@rivertown.example' }, // not in the directory, like the next two
  { name: 'Kei Ito', email: 'kei@rivertown.example' },
  { name: 'Ines Brook', email: 'ines@rivertown.example' },
];

/** Conversation ids, in the format that Teams uses. */
export const conversations = {
  personal: 'a:rosa-lind',
  group: '19:report-cards@thread.v2',
  help: '19:rivertown-help@thread.tacv2',
} as const;

/** Writes the Playground's configuration. */
export function tenantFile(): string {
  return stringify({
    version: '0.1.0',
    tenantId,
    bot: { id: botId, name: 'Casebridge' },
    currentUser: user(people.rosa, 1),
    users: others.map((other, index) => user(other, index + 2)),
    personalChat: { id: conversations.personal },
    groupChat: { id: conversations.group, name: 'Report cards' },
    team: {
      id: '19:rivertown@thread.tacv2',
      aadGroupId: idOf(0xa1),
      name: 'Rivertown Public Schools',
      channels: [{ id: conversations.help, name: helpChannel }],
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
