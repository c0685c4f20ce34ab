// The promise of webhooks under kill -9: no event is lost, and those of a case arrive in order, repeats aside, which keep their ID.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { expect } from 'vitest';
import { forkTypeScript } from '../fork-typescript.ts';
import { until } from '../outbox/harness.ts';
import { isSoak, soakNumber, soakProgress, soakTimeout } from '../soak.ts';
import { test } from './fixtures.ts';

const events = soakNumber('SOAK_WEBHOOKS', 200);
const seed = soakNumber('SOAK_SEED', 11);
/** A process is killed each time this number of further events has arrived. */
const killEvery = events > 1_000 ? 100 : 50;

/** Pseudorandom numbers below `below` (mulberry32). */
function randomOf(start: number): (below: number) => number {
  let state = start;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

test(
  `loses none of ${events} events and keeps the order of each case (seed ${seed})`,
  { timeout: soakTimeout },
  async ({ db, world, add, endpoint }) => {
    await add({ events: ['post.created'] });
    const random = randomOf(seed);
    const numbers: number[] = [];
    for (let n = 0; n < 20; n++) numbers.push(await world.open());
    const cases = await db.prisma.case.findMany({
      where: { number: { in: numbers } },
      orderBy: { id: 'asc' },
      select: { id: true },
    });
    const written = new Map<number, string[]>(cases.map(({ id }) => [id, []]));

    let arrived = 0;
    let kills = 0;
    let child: ChildProcess | null = null;
    const progress = soakProgress('events', 1_000);
    endpoint.now = () => new Date();
    endpoint.answer = () => {
      if (random(100) === 0) return { status: 500 };
      arrived += 1;
      progress();
      if (arrived % killEvery === 0 && child && !child.killed) {
        kills += 1;
        child.kill('SIGKILL');
        // the event has arrived, and nobody is left to learn it
        if (random(2) === 0) return 'cut';
      }
      return { status: 200 };
    };

    let done = false;
    const keepRunning = async (): Promise<void> => {
      const ready = async (): Promise<ChildProcess> => {
        const next = await forkTypeScript(`${import.meta.dirname}/kill-child.ts`, [db.url, endpoint.host]);
        await once(next, 'message');
        return next;
      };
      let waiting = ready();
      while (!done) {
        child = await waiting;
        waiting = ready(); // loads while this one works
        const died = once(child, 'exit');
        child.send('go');
        await died;
      }
      (await waiting).kill('SIGKILL');
    };
    const running = keepRunning();

    for (let n = 0; n < events;) {
      const { id } = cases[random(cases.length)] ?? { id: 0 };
      const some = Math.min(1 + random(5), events - n);
      const bodies = Array.from({ length: some }, (_, index) => `post ${n + index + 1}`);
      await db.pool.query(
        `insert into post (case_id, kind, author_name, body, created_at) select $1, 'public', 'Kill', body, now() from unnest($2::text[]) with ordinality b (body, n) order by n`,
        [id, bodies],
      );
      written.get(id)?.push(...bodies);
      n += some;
    }
    const left = `select count(*)::int as left from webhook_event e where dispatched_at is null
    or exists (select from delivery d where d.webhook_event_id = e.id and d.state <> 'sent')`;
    await until(
      async () => (await db.pool.query<{ left: number }>(left)).rows[0]?.left === 0,
      isSoak ? 60_000 + events * 400 : 110_000,
    );
    done = true;
    (child as ChildProcess | null)?.kill('SIGKILL');
    await running;

    const posts = endpoint
      .accepted()
      .map(({ payload }) => payload.data as unknown as { case: { number: string }; post: { text: string } });
    const byId = new Map((await db.prisma.case.findMany()).map((one) => [one.id, `CB-${one.number}`]));
    for (const [id, bodies] of written)
      expect(posts.filter((one) => one.case.number === byId.get(id)).map(({ post }) => post.text)).toEqual(bodies);
    expect(posts).toHaveLength(events);
    expect(kills).toBeGreaterThanOrEqual(Math.floor(events / killEvery / 2));
  },
);
