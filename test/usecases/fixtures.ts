// Fixtures for tests on a real database: a support organization, two districts with their people, and a clock that the test sets.
// `test` gives each test file its own database; `createWorld` fills a database that a test opened itself.
import type { Database } from '../../src/db/client.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import type { Advisor, Contact, ContactType } from '../../src/domain/person.ts';
import type { Profile } from '../../src/ports.ts';
import { openCase } from '../../src/usecases/cases/open-case.ts';
import type { RequestContext, Services } from '../../src/usecases/context.ts';
import { createMemorySource, type MemorySource } from '../files/memory-source.ts';
import { createMemoryStore, type MemoryStore } from '../files/memory-store.ts';
import { emptyTables } from '../database.ts';
import { test as base } from '../fixtures.ts';

/** The Slack workspace of the support organization. */
export const vendor = 'T0CAMPUS';
/** The Slack workspace of Plainview School District. */
export const plainviewSpace = 'T0PLAIN';

/** The people and services of a test, with a clock that stands still until the test sets `at.now`. */
export interface World {
  services: Services;
  at: { now: Date };
  /** the store, and what Slack hands out */
  files: { store: MemoryStore; source: MemorySource };
  /** Slack profiles by `workspace id/user id` */
  profiles: Map<string, Profile>;
  /** Support contact of Plainview. */
  ada: Contact;
  /** Technical contact of Plainview. */
  ben: Contact;
  /** Read-Only contact of Plainview. */
  rita: Contact;
  /** Support contact of Rivertown. */
  rosa: Contact;
  max: Advisor;
  tia: Advisor;
  /** Makes a request from Slack with an idempotency key of its own. */
  request: (origin?: RequestContext['origin']) => RequestContext & { platform: 'slack' };
  /** Opens a case for Ada in her direct conversation and returns its number. */
  open: (over?: Record<string, unknown>) => Promise<number>;
}

/** Creates two districts, their contacts, two advisors, and the channels of the support organization. */
export async function createWorld(db: Database): Promise<World> {
  const at = { now: new Date('2026-11-02T15:00:00Z') };
  const profiles = new Map<string, Profile>();
  const files = { store: createMemoryStore(() => at.now), source: createMemorySource() };
  const services: Services = {
    db,
    clock: { now: () => at.now },
    // mail goes out at once, unless a test is about mail that waits
    settings: {
      ...defaultSettings,
      supportPhone: '+1 800 555 0100',
      mail: { ...defaultSettings.mail, joinWithin: null, activeWithin: null },
    },
    userDirectories: {
      slack: {
        profile: async (workspaceId, userId) => {
          // a platform answers for a user it does not know as for one who left
          const unknown = {
            name: userId,
            email: null,
            homeWorkspace: workspaceId,
            timezone: null,
            directChannel: '',
            inactive: true,
          };
          return profiles.get(`${workspaceId}/${userId}`) ?? unknown;
        },
      },
    },
    mail: false,
    files: { store: files.store, sources: { slack: files.source } },
  };
  const plainview = await db.prisma.account.create({
    data: { key: 'plainview', name: 'Plainview School District', timezone: 'America/Chicago' },
  });
  const rivertown = await db.prisma.account.create({
    data: { key: 'rivertown', name: 'Rivertown Schools', timezone: 'America/New_York' },
  });
  await db.prisma.workspace.createMany({
    data: [
      { platform: 'slack', externalId: vendor },
      { platform: 'slack', externalId: plainviewSpace, accountId: plainview.id },
    ],
  });
  const queue = { platform: 'slack' as const, workspaceId: vendor, purposes: ['queue' as const] };
  await db.prisma.channel.createMany({
    data: [
      { ...queue, channelId: 'C0QUEUE' },
      { ...queue, channelId: 'C0GRADES', modules: ['Grade Book'] },
      { platform: 'slack', workspaceId: plainviewSpace, channelId: 'C0HELP', purposes: ['cases'], accountId: plainview.id },
    ],
  });
  const contact = async (name: string, email: string, accountId: number, contactType: ContactType): Promise<Contact> => {
    const row = await db.prisma.person.create({ data: { name, email, kind: 'contact', accountId, contactType } });
    return { kind: 'contact', id: row.id, name, email, accountId, contactType };
  };
  const advisor = async (name: string, email: string): Promise<Advisor> => {
    const row = await db.prisma.person.create({ data: { name, email, kind: 'advisor' } });
    return { kind: 'advisor', id: row.id, name, email, lead: false, team: null };
  };
  const ada = await contact('Ada Park', 'ada@plainview.example', plainview.id, 'support');
  let requests = 0;
  const request: World['request'] = (origin) => ({ idempotencyKey: `slack:Ev${++requests}`, platform: 'slack', origin });
  return {
    services,
    at,
    files,
    profiles,
    ada,
    ben: await contact('Ben Ode', 'ben@plainview.example', plainview.id, 'technical'),
    rita: await contact('Rita Reed', 'rita@plainview.example', plainview.id, 'readOnly'),
    rosa: await contact('Rosa Lind', 'rosa@rivertown.example', rivertown.id, 'support'),
    max: await advisor('Max Reyes', 'max@campus.example'),
    tia: await advisor('Tia Holm', 'tia@campus.example'),
    request,
    open: async (over = {}) => {
      const outcome = await openCase(
        services,
        ada,
        { ...newCase, ...over },
        { workspaceId: plainviewSpace, directChannel: 'D0ADA' },
        request(),
      );
      if (outcome === 'repeat') throw new Error('a new request was taken for a repeat');
      return outcome.number;
    },
  };
}

/** What a contact enters for a new case, unless the test says otherwise. */
export const newCase = {
  subject: 'Grade Book issue after the term change',
  description: 'Teachers see last term.',
  replicationSteps: null,
  expected: null,
  actual: null,
  environment: null,
  impact: null,
  priority: 'Medium' as const,
  module: 'Grade Book',
  caseType: 'Question',
  dueDate: null,
  dueReason: null,
};

/**
 * Test API with one database and one world per file. Extend it for the set-up of a file, or use `test.beforeAll(({ db, world }) => ...)`.
 */
export const test = base
  .extend('world', { scope: 'file', auto: true }, ({ db }) => createWorld(db))
  .extend('services', { scope: 'file' }, ({ world }) => world.services)
  .extend('at', { scope: 'file' }, ({ world }) => world.at)
  .extend('files', { scope: 'file' }, ({ world }) => world.files)
  .extend('ada', { scope: 'file' }, ({ world }) => world.ada)
  .extend('ben', { scope: 'file' }, ({ world }) => world.ben)
  .extend('rita', { scope: 'file' }, ({ world }) => world.rita)
  .extend('rosa', { scope: 'file' }, ({ world }) => world.rosa)
  .extend('max', { scope: 'file' }, ({ world }) => world.max)
  .extend('tia', { scope: 'file' }, ({ world }) => world.tia)
  .extend('request', { scope: 'file' }, ({ world }) => world.request)
  .extend('open', { scope: 'file' }, ({ world }) => world.open);

/** Test API with one database per file, which every test finds with nothing but a new world in it. */
export const isolatedTest = base.extend('world', { auto: true }, async ({ db }) => {
  await emptyTables(db, ['account', 'person', '"case"', 'destination', 'identity', 'workspace', 'channel', 'idempotency_key']);
  return createWorld(db);
});

/** Loads a case with its history and posts, oldest first. */
export function storedCase(db: Database, number: number) {
  return db.prisma.case.findUniqueOrThrow({
    where: { number },
    include: { history: { orderBy: { id: 'asc' } }, posts: { orderBy: { id: 'asc' } } },
  });
}
