// What a post, a claim, a resolution and a delivery cost: statements, which are exact, and CPU of this process beside the least that could do it.
import { readFile } from 'node:fs/promises';
import pg from 'pg';
import type { Card } from '../../src/cards/elements.ts';
import type { Interaction } from '../../src/chat/interaction.ts';
import { renderDelivery } from '../../src/chat/render-delivery.ts';
import { createRouter } from '../../src/chat/router.ts';
import type { Database } from '../../src/db/client.ts';
import type { Advisor } from '../../src/domain/person.ts';
import { startWorker } from '../../src/outbox/worker.ts';
import type { Transport } from '../../src/ports.ts';
import { createLog } from '../../src/server/log.ts';
import { renderMessage } from '../../src/slack/render/card.ts';
import { claimCase } from '../../src/usecases/cases/claim-case.ts';
import { openCase } from '../../src/usecases/cases/open-case.ts';
import { resolveCase } from '../../src/usecases/cases/resolve-case.ts';
import { directChannel, makeDistrict, newInput, userId, workOn, workspaceId } from './fixtures.ts';
import { leastPost } from './least-post.ts';
import { median, timed, type Row } from './measure.ts';

const cases = 300;
const atOnce = 4;
/** rounds of posts, ours and the least by turns; two more warm up */
const rounds = 6;

/** What a number of runs cost. */
interface Cost {
  /** statements of each run, with BEGIN and COMMIT */
  statements: number;
  /** CPU of this process for each run, ms */
  cpuMs: number;
  /** how often each statement was sent, by its beginning */
  texts: Map<string, number>;
}

/** Counts every statement that any connection of this process sends, except notifications, which are shared by all that happens at once. */
async function costOf(times: number, run: () => Promise<unknown>): Promise<Cost> {
  const texts = new Map<string, number>();
  const prototype = pg.Client.prototype as { query: (...args: unknown[]) => unknown };
  const { query } = prototype;
  prototype.query = function (this: unknown, ...args: unknown[]) {
    const [config] = args as [string | { text?: string } | undefined];
    const text = (typeof config === 'string' ? config : (config?.text ?? '')).trim().replace(/\s+/g, ' ').slice(0, 100);
    if (!text.includes('pg_notify')) texts.set(text, (texts.get(text) ?? 0) + 1);
    return query.apply(this, args);
  };
  const before = process.cpuUsage();
  try {
    await run();
  } finally {
    prototype.query = query;
  }
  const { user, system } = process.cpuUsage(before);
  const statements = [...texts.values()].reduce((sum, count) => sum + count, 0);
  return { statements: statements / times, cpuMs: (user + system) / 1000 / times, texts };
}

const text = 'It happens again since this morning, in **every** class of Mrs. Park.';

export async function benchWork(db: Database): Promise<Row[]> {
  const contact = await makeDistrict(db);
  const services = workOn(db);
  const advisor = await makeAdvisor(db);
  let events = 0;
  const request = () => ({ idempotencyKey: `work:${++events}`, platform: 'slack' as const });
  const numbers: number[] = [];
  for (let index = 0; index < cases; index++) {
    const opened = await openCase(services, contact, newInput, { workspaceId, directChannel }, request());
    if (opened !== 'repeat') numbers.push(opened.number);
  }
  const onEach = (run: (number: number) => Promise<unknown>) => timed(cases, atOnce, (index) => run(numbers[index] ?? 0));
  const each = (run: (number: number) => Promise<unknown>): Promise<Cost> => costOf(cases, () => onEach(run));
  const cards = await deliver(db, (id) => renderDelivery(services, id));
  const { rows } = await db.pool.query<{ number: number; side: string; thread_ref: string }>(
    'select c.number, k.side, k.thread_ref from conversation k join "case" c on c.id = k.case_id',
  );
  const threads = new Map(rows.map((row) => [`${row.number} ${row.side}`, row.thread_ref]));
  const router = createRouter(services);
  const say = (who: 'contact' | 'advisor') => (number: number) => {
    const place = {
      ...(who === 'contact'
        ? { channelId: directChannel, kind: 'direct' as const }
        : { channelId: 'C0QUEUE', kind: 'channel' as const }),
      threadRef: threads.get(`${number} ${who}`),
    };
    const speaker = { platform: 'slack' as const, workspaceId, userId: who === 'contact' ? userId : 'U0MAX' };
    const message: Interaction = {
      kind: 'message',
      // posts differ, because the tree of one text is kept for its conversations
      text: `${text} Seen ${events} times.`,
      ref: `m${++events}`,
      place,
      files: [],
      speaker,
      idempotencyKey: `e${events}`,
    };
    return router.answer(message);
  };
  const least = leastPost(db, text);
  const writeLeast = (number: number) => least(threads.get(`${number} contact`) ?? '', `least${++events}`);
  const claim = await each((number) => claimCase(services, advisor, number, request()));
  await each(say('advisor')); // warms up
  const byAdvisor = await each(say('advisor'));
  await each(say('contact'));
  const byContact = await each(say('contact'));
  const spent: { ours: CpuTime; least: CpuTime }[] = [];
  for (let round = -2; round < rounds; round++) {
    const one = { ours: await cpuOf(db, () => onEach(say('contact'))), least: await cpuOf(db, () => onEach(writeLeast)) };
    if (round >= 0) spent.push(one);
  }
  const posts = await deliver(db, (id) => renderDelivery(services, id));
  await each(say('contact'));
  const nothingDrawn = await deliver(db, () => Promise.resolve({ card: { summary: 'x', elements: [] } }), false);
  const explanation = 'A setting was wrong; it is corrected.';
  const resolve = await each((number) => resolveCase(services, advisor, { number, explanation }, request()));
  if (process.env['SQL']) {
    const named: [string, Cost][] = [['claim', claim], ['post', byContact], ['advisor', byAdvisor], ['resolve', resolve], ['delivery', posts.cost]]; // prettier-ignore
    for (const [name, { texts }] of named) {
      console.log(`\n${name}`);
      for (const [text, count] of texts) console.log(`${(count / cases).toFixed(2)}  ${text}`);
    }
  }
  const most = (name: string, { statements, cpuMs }: Cost, target: number): Row => ({
    name: `${name}: statements`,
    ratios: [target / statements],
    budget: 1,
    detail: `${statements.toFixed(2)} of at most ${target}; CPU ${cpuMs.toFixed(2)} ms`,
  });
  const rate = ({ cost }: Delivered) => 1000 / cost.cpuMs;
  return [
    most("a contact's post", byContact, 5),
    most("an advisor's post", byAdvisor, 5),
    most('claim', claim, 6),
    most('resolve', resolve, 7),
    {
      name: "a contact's post against two statements by hand: CPU of process and database",
      ratios: spent.map(({ ours, least: by }) => (by.process + by.database) / (ours.process + ours.database)),
      budget: 0.3,
      detail: `${inWords(spent.map(({ ours }) => ours))} against ${inWords(spent.map((one) => one.least))}`,
    },
    most('a delivery', posts.cost, 4),
    {
      name: 'deliveries per CPU second of the worker',
      ratios: [rate(posts) / 600],
      budget: 1,
      detail: `${rate(posts).toFixed(0)}, new cards ${rate(cards).toFixed(0)}; ${rate(nothingDrawn).toFixed(0)} when nothing is drawn`,
    },
  ];
}

/** CPU of one post, ms */
interface CpuTime {
  process: number;
  database: number;
}

const inWords = (times: CpuTime[]): string =>
  `${median(times.map((one) => one.process)).toFixed(2)} + ${median(times.map((one) => one.database)).toFixed(2)} ms`;

/** Measures what a round costs this process and the backends of its connections, for each post. */
async function cpuOf({ pool }: Database, run: () => Promise<unknown>): Promise<CpuTime> {
  const { rows } = await pool.query<{ pid: number }>(`select pid from pg_stat_activity where backend_type = 'client backend'`);
  const ofBackends = async (): Promise<number> => {
    const spent = rows.map(async ({ pid }) => Number((await readFile(`/proc/${pid}/schedstat`, 'utf8')).split(' ')[0]));
    return (await Promise.all(spent)).reduce((sum, ns) => sum + ns, 0) / 1e6;
  };
  const [before, databaseBefore] = [process.cpuUsage(), await ofBackends()];
  await run();
  const { user, system } = process.cpuUsage(before);
  return { process: (user + system) / 1000 / cases, database: ((await ofBackends()) - databaseBefore) / cases };
}

interface Delivered {
  cost: Cost;
}

/** Sends everything that waits, to a platform that answers at once. */
async function deliver(
  { pool }: Database,
  render: (id: number) => Promise<{ card: Card } | null>,
  draws = true,
): Promise<Delivered> {
  const { rows } = await pool.query<{ waiting: number }>(`select count(*)::int waiting from delivery where state = 'pending'`);
  let sent = 0;
  const draw = (card: Card): void => void (draws && JSON.stringify(renderMessage(card)));
  const transport: Transport = {
    send: async (_target, card) => {
      draw(card);
      return `${Date.now()}.${++sent}`;
    },
    update: async (_message, card) => draw(card),
    remove: async () => undefined,
    find: async () => 'unknown',
  };
  const cost = await costOf(rows[0]?.waiting ?? 1, async () => {
    const worker = startWorker({ pool, transports: { slack: transport }, render, log: createLog('error'), pace: {} });
    await worker.idle();
    await worker.stop();
  });
  return { cost };
}

async function makeAdvisor({ prisma }: Database): Promise<Advisor> {
  const facts = { name: 'Max Reyes', email: 'max@vendor.example', lead: false, team: null };
  const { id } = await prisma.person.create({ data: { ...facts, kind: 'advisor' } });
  await prisma.workspace.create({ data: { platform: 'slack', externalId: 'T0VENDOR', accountId: null } });
  const user = { platform: 'slack' as const, workspaceId, userId: 'U0MAX', homeWorkspace: 'T0VENDOR', directChannel: 'D0MAX' };
  await prisma.identity.create({ data: { ...user, name: facts.name, email: facts.email, personId: id, checkedAt: new Date() } });
  return { kind: 'advisor', id, ...facts };
}
