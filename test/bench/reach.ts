// An incident in 10,000 channels: its banner placed everywhere, then changed everywhere, against the time that the platforms' limits alone
// would take. Two processes share the limits; in the middle of the change one of them is killed and another takes over.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../src/db/client.ts';
import type { Row } from './measure.ts';
import { hurry, LimitedPlatforms, limits, type Call } from './reach-platform.ts';

const [channels, perPlatform] = [10_000, 250];
const platforms = ['slack', 'teams'] as const;

/** Some are large and most are small: the n-th has a share of 1/n. @returns how many channels each has, the largest first */
function sizes(): number[] {
  const shares = Array.from({ length: perPlatform }, (_, index) => 1 / (index + 1));
  const whole = shares.reduce((sum, share) => sum + share, 0);
  const each = shares.map((share) => Math.max(1, Math.floor((share / whole) * (channels / platforms.length))));
  const missing = channels / platforms.length - each.reduce((sum, size) => sum + size, 0);
  return each.map((size, index) => size + (index === 0 ? missing : 0));
}

/** Seconds from the first call to the last where each is made as soon as the limits allow it, in all workspaces at once. */
function ideal(act: Call['act']): number {
  const lasts = platforms.flatMap((platform) => {
    const { calls, ms } = limits[platform][act];
    return sizes().map((size) => {
      const times: number[] = [];
      for (let call = 0; call < size; call++) times.push(call < calls ? 0 : (times[call - calls] ?? 0) + ms);
      return times.at(-1) ?? 0;
    });
  });
  return Math.max(...lasts) / 1000;
}

/** @param db empty, and empty again afterwards */
export async function benchReach(db: Database): Promise<Row[]> {
  await fill(db);
  const platform = new LimitedPlatforms();
  const start = async (card: string): Promise<ChildProcess> => {
    const env = { ...process.env, DATABASE_URL: db.url, CARD: card };
    const child = fork(`${import.meta.dirname}/reach-worker.ts`, { execArgv: ['--import', 'tsx'], env });
    await once(child, 'message');
    child.on('message', ({ number, call }: { number: number; call: Call }) => {
      void platform.call(call).then((answer) => child.connected && child.send({ number, answer }));
    });
    return child;
  };
  const placing = [await start('Grade Book is down'), await start('Grade Book is down')];
  const placed = await seconds(async () => {
    await enqueue(
      db,
      `insert into delivery (destination_id, banner_id, kind) select destination_id, id, 'banner' from banner order by id`,
    );
    await allSent(db);
  });
  for (const child of placing) await end(child, 'SIGTERM');

  const killed = await start('Grade Book is slow');
  const changing = [await start('Grade Book is slow')];
  const changed = await seconds(async () => {
    await enqueue(db, `update delivery set desired_version = desired_version + 1, state = 'pending'`);
    await wait((ideal('update') * 1000) / 2);
    await end(killed, 'SIGKILL');
    changing.push(await start('Grade Book is slow'));
    await allSent(db);
  });
  for (const child of changing) await end(child, 'SIGTERM');
  mustBeWell(platform);
  await db.pool.query('truncate delivery, banner, channel, destination, notice, person cascade');

  const best = ideal('send') + ideal('update');
  return [
    {
      name: `a banner in ${channels.toLocaleString('en')} channels, then changed, against the platforms' limits alone`,
      ratios: [best / (placed + changed)],
      budget: 1 / 1.1,
      detail:
        `placed ${placed.toFixed(1)} s of ${ideal('send').toFixed(1)} s, changed ${changed.toFixed(1)} s of ${ideal('update').toFixed(1)} s by two processes with a kill -9 ` +
        `of one in between; ${2 * perPlatform} workspaces, the largest ${sizes()[0]} channels; Slack's minute takes ${60 / hurry} s here; no limit broken`,
    },
  ];
}

/** A notice and its banners, in channels of workspaces of each platform. */
async function fill({ pool }: Database): Promise<void> {
  const text = `
    with owner as (
      insert into person (email, name, kind, lead) values ('lead@reach.example', 'Lead', 'advisor', true) returning id
    ), notice as (
      insert into notice (kind, title, severity, state, every_account, starts_at, owner_id, declared_at, announced_at)
      select 'incident', 'Grade Book is down', 'critical', 'Investigating', true, now(), id, now(), now() from owner returning id
    ), place as (
      select platform, 'T' || w.number || platform as workspace_id, 'C' || n as channel_id
      from unnest($1::text[]) platform, unnest($2::int[]) with ordinality w (size, number), generate_series(1, w.size) n
    ), channel as (
      insert into channel (platform, workspace_id, channel_id, purposes)
      select platform::"Platform", workspace_id, channel_id, '{notices}' from place returning id, platform, workspace_id, channel_id
    ), destination as (
      insert into destination (platform, workspace_id, channel_id)
      select platform::"TransportName", workspace_id, channel_id from place order by random() returning id, platform, workspace_id, channel_id
    )
    insert into banner (notice_id, channel_id, destination_id)
    select notice.id, channel.id, destination.id
    from notice, channel join destination on destination.platform::text = channel.platform::text and destination.workspace_id = channel.workspace_id
      and destination.channel_id = channel.channel_id`;
  const { rowCount } = await pool.query(text, [platforms, sizes()]);
  if (rowCount !== channels) throw new Error(`${channels} banners were to be, there are ${rowCount}`);
  await pool.query('vacuum analyze');
}

async function enqueue({ pool }: Database, change: string): Promise<void> {
  await pool.query(change);
  await pool.query(`select pg_notify('outbox', '')`);
}

async function allSent({ pool }: Database): Promise<void> {
  for (;;) {
    const { rows } = await pool.query<{ dead: number; waiting: number }>(
      `select count(*) filter (where state = 'dead')::int dead, count(*)::int waiting from delivery where state <> 'sent'`,
    );
    const [{ dead, waiting } = { dead: 0, waiting: 0 }] = rows;
    if (dead > 0) throw new Error(`${dead} deliveries are dead letters`);
    if (waiting === 0) return;
    await wait(100);
  }
}

/** @throws unless each channel has one banner, as it reads now, and no limit was broken */
function mustBeWell({ channels: standing, broken }: LimitedPlatforms): void {
  if (broken.length > 0) throw new Error(`${broken.length} calls came too soon: ${broken.slice(0, 3).join('; ')}`);
  const odd = [...standing.values()].filter((messages) => [...messages.values()].join() !== 'Grade Book is slow');
  if (standing.size !== channels || odd.length > 0)
    throw new Error(`${standing.size} of ${channels} channels were reached, ${odd.length} of them not as they should be`);
}

async function seconds(run: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await run();
  return (performance.now() - started) / 1000;
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  const gone = once(child, 'exit');
  child.kill(signal);
  await gone;
}
