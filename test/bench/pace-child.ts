// Sends replies to one conversation in Teams, at the product's own pace, to the strict fake, which answers 429 beyond Teams' documented limits.
// A process of its own (pace.ts).
import { setTimeout as wait } from 'node:timers/promises';
import { parseDirectory } from '../../src/cli/directory.ts';
import { readConfig } from '../../src/config/index.ts';
import { openDatabase, type Database } from '../../src/db/client.ts';
import type { Advisor } from '../../src/domain/person.ts';
import { startCasebridge } from '../../src/main.ts';
import { createLog } from '../../src/server/log.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { openCase } from '../../src/usecases/cases/open-case.ts';
import { importDirectory } from '../../src/usecases/people/import-directory.ts';
import { FakeTeams } from '../fake-teams/fake-teams.ts';
import { Pace, writeLimits } from '../fake-teams/pace.ts';
import { newInput } from './fixtures.ts';
import type { Row } from './measure.ts';

const tenantId = '33333333-3333-4333-8333-333333333333';
const appId = '40000000-aaaa-4aaa-8aaa-aaaaaaaaaaaa';
const directory = `
accounts:
  - { key: river, name: Rivertown Public Schools, timezone: America/New_York }
contacts:
  - { email: rosa@rivertown.example, name: Rosa Lind, account: river, type: support }
advisors:
  - { email: max@campus.example, name: Max Reyes }
workspaces:
  - { platform: teams, id: ${tenantId}, account: river }
`;
/** replies of each burst */
const bursts = [10, 60];
/** how much longer than the least time a burst may take */
const budget = 1.25;
const maxWaitMs = 60_000;

async function measure(db: Database): Promise<Row[]> {
  const teams = new FakeTeams();
  await teams.start();
  const tenant = teams.addTenant(tenantId, { appId, appPassword: 'secret' });
  const name = { name: 'Rosa Lind', email: 'rosa@rivertown.example' };
  const rosa = teams.as(tenant, tenant.addUser({ id: '29:1', aadObjectId: '00000000-0000-4000-8000-000000000001', ...name }));
  const config = readConfig({
    ...{ PORT: '0', DATABASE_URL: db.url, CASEBRIDGE_SECRET_KEY: Buffer.alloc(32, 1).toString('base64') },
    ...{ MICROSOFT_APP_ID: appId, MICROSOFT_APP_PASSWORD: 'secret', MICROSOFT_APP_TENANT_ID: tenantId },
    ...{ TEAMS_OPENID_METADATA_URL: teams.openIdUrl, TEAMS_TOKEN_ISSUER: teams.issuer },
    ...{ TEAMS_LOGIN_URL: teams.loginUrl, TEAMS_GRAPH_URL: teams.graphUrl, TEAMS_DIALOGS: '1' },
  });
  const bot = await startCasebridge(config, { log: createLog('error'), schedule: false });
  try {
    teams.botUrl = bot.url;
    await importDirectory(bot.services, parseDirectory(directory));
    await rosa.say('hello');
    const { prisma } = db;
    const identity = await until('the bot knows Rosa', () =>
      prisma.identity.findFirst({ where: { workspaceId: tenantId, personId: { not: null } }, include: { person: true } }),
    );
    const { id, accountId } = identity.person ?? {};
    if (id === undefined || accountId == null) throw new Error('Rosa is a contact');
    const contact = { kind: 'contact' as const, id, accountId, contactType: 'support' as const, ...name };
    const max = await prisma.person.findFirstOrThrow({ where: { kind: 'advisor' } });
    const advisor: Advisor = { kind: 'advisor', id: max.id, name: max.name, email: max.email, lead: false, team: null };
    let events = 0;
    const request = () => ({ idempotencyKey: `pace:${++events}`, platform: 'teams' as const });
    const place = { workspaceId: tenantId, directChannel: rosa.direct.id };
    const opened = await openCase(bot.services, contact, newInput, place, request());
    if (opened === 'repeat') throw new Error('The case is new');
    await bot.worker.idle();

    const rows: Row[] = [];
    for (const replies of bursts) {
      // all of them wait, and no call counts any longer, for us and for the fake
      const hold = `update destination set next_at = now() + $1 * interval '1 hour', pace = '[]' where channel_id = $2`;
      await db.pool.query(hold, [1, rosa.direct.id]);
      teams.passMs(3_600_000);
      for (let reply = 0; reply < replies; reply++)
        await addPost(bot.services, advisor, { number: opened.number, text: `Reply ${reply} of ${replies}.` }, request());
      const arrivals = recordArrivals(teams, rosa.direct.id);
      teams.enforceLimits = true;
      await db.pool.query(hold, [0, rosa.direct.id]);
      const arrived = () => rosa.direct.messages.filter((message) => rosa.sees(message).includes(` of ${replies}.`)).length;
      await until(`${replies} replies`, () => arrived() === replies && arrivals.length >= replies);
      await bot.worker.idle();
      teams.enforceLimits = false;
      if (teams.violations.length > 0) throw new Error(`Teams refused calls: ${teams.violations.join('; ')}`);
      const tookMs = (arrivals[replies - 1] ?? 0) - (arrivals[0] ?? 0);
      const leastMs = leastTime(replies);
      rows.push({
        name: `Teams, ${replies} replies to one conversation: least time by its limits`,
        ratios: [leastMs / tookMs],
        budget: 1 / budget,
        detail: `${(tookMs / 1000).toFixed(1)} s, ${(tookMs / leastMs).toFixed(2)} of ${leastMs / 1000} s and at most ${budget}; no call refused`,
      });
    }
    return rows;
  } finally {
    await bot.stop();
    await teams.stop();
  }
}

/** Notes when each call that writes to a conversation arrives, in ms. */
function recordArrivals(teams: FakeTeams, conversation: string): number[] {
  const arrivals: number[] = [];
  teams.pace.count = function (this: Pace, operation, base) {
    if (operation === 'send' && base === conversation) arrivals.push(performance.now());
    return Pace.prototype.count.call(this, operation, base);
  };
  return arrivals;
}

/** When the last of some calls can be made if each is made as early as the limits allow, in ms after the first. */
function leastTime(calls: number): number {
  const made: number[] = [];
  while (made.length < calls) {
    const free = writeLimits.map(({ most, ms }) => (made.at(-most) ?? -Infinity) + ms);
    made.push(Math.max(made.at(-1) ?? 0, ...free));
  }
  return made.at(-1) ?? 0;
}

const db = openDatabase(process.env['DATABASE_URL'] ?? '', { scope: 'operator' });
const rows = await measure(db);
await db.close();
process.send?.(rows, () => process.exit());

async function until<T>(what: string, look: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (const deadline = performance.now() + maxWaitMs; performance.now() < deadline; await wait(20)) {
    const found = await look();
    if (found) return found;
  }
  throw new Error(`${what}: not within ${maxWaitMs / 1000} s`);
}
