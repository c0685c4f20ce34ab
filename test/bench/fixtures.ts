// The least a case needs: an account, a contact who is known in Slack, a queue channel.
import type { Database } from '../../src/db/client.ts';
import type { Contact } from '../../src/domain/person.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import type { Services } from '../../src/usecases/context.ts';
import { newDocument } from '../../src/usecases/search-index.ts';
import { newSla } from '../../src/usecases/sla-columns.ts';

export const workspaceId = 'T0BENCH';
export const userId = 'U0ADA';
export const directChannel = 'D0ADA';

export const newCase = {
  subject: 'Grade Book shows last term',
  description: 'Since this morning teachers see the grades of last term. '.repeat(5),
  priority: 'Medium',
  module: defaultSettings.modules[0] ?? '',
  caseType: 'Question',
} as const;

/** What the form "Open a case" gives, with everything else left empty. */
export const newInput = {
  ...{ replicationSteps: null, expected: null, actual: null, environment: null, impact: null },
  ...newCase,
  ...{ dueDate: null, dueReason: null },
};

/** The row of a new case, for the statement that stores it. */
export function newColumns(db: Database, contact: Pick<Contact, 'id' | 'accountId'>) {
  const days = { timezone: 'America/Chicago', holidays: null, closed: [], worked: [] };
  return {
    ...newInput,
    ...newSla(workOn(db), newCase.priority, days, new Date()).columns,
    source: 'slack',
    incidentId: null,
    pageAt: null,
    lastIncidentUpdateId: null,
    sourceLink: null,
    phoneCallExpected: false,
    previousCaseId: null,
    category: 'Question',
    document: newDocument(newInput),
    accountId: contact.accountId,
    contactId: contact.id,
  } as const;
}

export function workOn(db: Database): Services {
  return { db, clock: { now: () => new Date() }, settings: defaultSettings, userDirectories: {}, mail: false };
}

export async function makeDistrict({ prisma }: Database): Promise<Contact> {
  const account = await prisma.account.create({ data: { key: 'bench', name: 'Bench District', timezone: 'America/Chicago' } });
  const workspace = { platform: 'slack', externalId: workspaceId } as const;
  await prisma.workspace.create({ data: { ...workspace, accountId: account.id } });
  const facts = { name: 'Ada Park', email: 'ada@bench.example', accountId: account.id };
  const person = await prisma.person.create({ data: { ...facts, kind: 'contact', contactType: 'support' } });
  await prisma.identity.create({
    data: {
      ...{ platform: 'slack', workspaceId, userId, homeWorkspace: workspaceId, directChannel },
      ...{ name: facts.name, email: facts.email, timezone: 'America/Chicago', personId: person.id, checkedAt: new Date() },
    },
  });
  await prisma.channel.create({ data: { platform: 'slack', workspaceId, channelId: 'C0QUEUE', purposes: ['queue'] } });
  return { kind: 'contact', id: person.id, contactType: 'support', ...facts };
}
