// The limits of a search: it ends within three seconds (statistics take longer), a person has two at a time, and all of them share a quarter of the
// connections.
// So no search, however broad, can slow a claim, a post or a delivery.
import { createHash } from 'node:crypto';
import type { Connection } from '../../db/client.ts';
import type { Prisma } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { NoAnswer, type SearchServer } from '../../db/search-servers.ts';
import type { Services } from '../context.ts';

/** How long a search may take, and what ends it earlier. */
export interface SearchLimits {
  /** milliseconds, waiting for a connection included */
  limitMs: number;
  /** Ends the search when the person who asked is gone. */
  signal?: AbortSignal;
  /** All statements see the database at the same moment, and each may take all the time that is left. */
  snapshot?: boolean;
  /** Says that the time was over. */
  tooLong?: string;
}

/** Whose searches count together: a person's, by ID, or all statistics of this process. */
type Turns = number | 'statistics';

/** Searches of one person at a time, and statistics. */
const maxPerPerson = 2;
const defaultLimits: SearchLimits = { limitMs: 3000 };

/** How a statement is run. */
export interface StatementOptions {
  /** of the time that is left, from 0 to 1 */
  share?: number;
  /** The server keeps the statement, which saves reading and often planning it again. Not where the plan depends on the values. */
  prepared?: boolean;
}

/** Runs the statements of one search. */
export interface SearchSession {
  /** @throws OutOfTime */
  query: <Row extends object>(statement: Prisma.Sql, options?: StatementOptions) => Promise<Row[]>;
}

/** The time of a statement was over. */
export class OutOfTime extends Error {}

/**
 * Runs a search within its limits.
 * @param services with the connections for searches
 * @param who whose searches count together
 * @param narrower says how to narrow this search
 * @param run uses the session for its statements
 * @param limits other limits than the usual ones
 * @throws CaseError too-broad when the time is over, busy when other searches take it
 */
export async function searchWithin<T>(
  services: Pick<Services, 'db'>,
  who: Turns,
  narrower: string,
  run: (session: SearchSession) => Promise<T>,
  limits: Partial<SearchLimits> = {},
): Promise<T> {
  const {
    limitMs,
    signal,
    snapshot = false,
    tooLong = 'This search is too broad to finish in time.',
  } = { ...defaultLimits, ...limits };
  const { db } = services;
  const deadline = performance.now() + limitMs;
  const left = (): number => deadline - performance.now();
  const free = await takeTurn(who, left, signal);
  try {
    return await db.searchServers.run(async (server) => {
      const client = await connect(server, left);
      let broken = false;
      try {
        const session: SearchSession = {
          query: async <Row extends object>(statement: Prisma.Sql, { share = 1, prepared = false }: StatementOptions = {}) => {
            const { text, values } = statement;
            const named = { name: prepared ? nameOf(text) : undefined, text, values };
            return (await queryWithin(server, client, named, left() * share, signal)) as Row[];
          },
        };
        return await (snapshot ? inSnapshot(client, limitMs, () => run(session)) : run(session));
      } catch (error) {
        broken = error instanceof NoAnswer;
        throw error;
      } finally {
        client.release(broken);
      }
    });
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    throw new CaseError('too-broad', tooLong, narrower);
  } finally {
    free();
  }
}

/** Runs statements in a transaction that only reads: its time limit holds behind a pooler too, and ends with it. */
async function inSnapshot<T>(client: Connection, limitMs: number, run: () => Promise<T>): Promise<T> {
  try {
    await client.query(`begin isolation level repeatable read read only; set local statement_timeout = ${limitMs}`);
    const result = await run();
    await client.query('rollback');
    return result;
  } catch (error) {
    // a server that does not answer does not answer this either
    if (!(error instanceof NoAnswer)) await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

const busy = (): CaseError => new CaseError('busy', 'Other searches are still running.', 'Try again in a few seconds.');

/** Searches that run or wait, in the order they came. */
const turns = new Map<Turns, Promise<void>[]>();

/** Waits until fewer than two searches run that count together. @returns a function that ends this one */
async function takeTurn(who: Turns, left: () => number, signal?: AbortSignal): Promise<() => void> {
  const running = turns.get(who) ?? [];
  turns.set(who, running);
  let end: () => void = () => undefined;
  const turn = new Promise<void>((resolve) => (end = resolve));
  const before = [...running];
  running.push(turn);
  const free = (): void => {
    end();
    void running.splice(running.indexOf(turn), 1);
    if (running.length === 0) turns.delete(who);
  };
  try {
    while (before.length >= maxPerPerson) void before.splice(await within(firstOf(before), left(), signal), 1);
    return free;
  } catch (error) {
    free();
    throw error;
  }
}

/** @returns the index of the first of these that ends */
function firstOf(turnsBefore: readonly Promise<void>[]): Promise<number> {
  return Promise.race(turnsBefore.map((turn, index) => turn.then(() => index)));
}

async function connect({ pool }: SearchServer, left: () => number): Promise<Connection> {
  const take = async (): Promise<Connection> => {
    for (;;) {
      try {
        return await pool.connect();
      } catch (error) {
        // other searches have all connections: the pool waits as long as it would for a server
        if ((error as Error).message !== 'timeout exceeded when trying to connect') throw error;
        if (left() <= 0) throw busy();
      }
    }
  };
  const connecting = take();
  try {
    return await within(connecting, left());
  } catch (error) {
    // the connection comes later, and nobody waits for it any longer
    void connecting.then((client) => client.release(), () => undefined); // prettier-ignore
    throw error;
  }
}

/** @throws CaseError busy when it takes longer */
async function within<T>(promise: Promise<T>, ms: number, signal?: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let stop: () => void = () => undefined;
  const late = new Promise<never>((_resolve, reject) => {
    stop = () => reject(busy()); // prettier-ignore
    timer = setTimeout(stop, Math.max(ms, 0));
    signal?.addEventListener('abort', stop);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  }
}

/** Prepared statements. There are as many as shapes of searches; a connection keeps each, so they are limited. */
const names = new Map<string, string>();
const maxNames = 500;

function nameOf(text: string): string | undefined {
  const name = names.get(text);
  if (name !== undefined || names.size >= maxNames) return name;
  names.set(text, `search-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`);
  return names.get(text);
}

/** Behind a pooler the process may run a statement of somebody else by now. Then the session's own timeout ends the search. */
const cancelStatement = `select pg_cancel_backend(pid) from pg_stat_activity where pid = $1 and state = 'active' and left(query, 500) = left($2, 500)`;

/** Milliseconds for a server to say that it canceled a statement. One that says nothing is gone, with its connections. */
const graceMs = 2_000;

/** Runs one statement, and cancels it on the server when its time is over or its asker is gone. */
async function queryWithin(
  { cancelPool }: SearchServer,
  client: Connection,
  statement: { name?: string; text: string; values: unknown[] },
  ms: number,
  signal?: AbortSignal,
): Promise<object[]> {
  if (ms <= 0 || signal?.aborted) throw new OutOfTime();
  const { processID } = client as Connection & { processID: number };
  const canceling: Promise<unknown>[] = [];
  const cancel = (): void => {
    canceling.push(cancelPool.query(cancelStatement, [processID, statement.text]).catch(() => undefined));
  };
  const timer = setTimeout(cancel, ms);
  let silence: NodeJS.Timeout | undefined;
  const noAnswer = new Promise<never>((_resolve, reject) => {
    silence = setTimeout(() => {
      canceling.length = 0; // it would wait as long
      reject(new NoAnswer(`a statement was not answered within ${Math.round(ms + graceMs)} ms`));
    }, ms + graceMs);
  });
  signal?.addEventListener('abort', cancel);
  try {
    const asking = client.query<object>(statement);
    asking.catch(() => undefined); // nobody waits for it after the race
    return (await Promise.race([asking, noAnswer])).rows;
  } catch (error) {
    throw (error as { code?: string }).code === '57014' ? new OutOfTime() : error;
  } finally {
    clearTimeout(timer);
    clearTimeout(silence);
    signal?.removeEventListener('abort', cancel);
    // the next statement of this connection must not be the one that is canceled
    await Promise.all(canceling);
  }
}
