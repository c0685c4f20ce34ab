// One transaction for SQL of our own and for Prisma. It holds a connection of the pool, and Prisma joins it when a use case first asks for
// a model: starting a transaction and sending a statement through Prisma takes five times the CPU of sending it through pg.
import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { withTimeout } from '../with-timeout.ts';
import type { Prisma, PrismaClient } from './generated/client.ts';
import { StatementNames } from './statement-names.ts';

type Tx = Prisma.TransactionClient;

/** When a transaction is given up, in milliseconds. */
export interface TransactionLimits {
  /** from its start; 5,000 by default */
  timeout?: number;
  /** until there is a free connection; 2,000 by default */
  maxWait?: number;
}

const joining = new AsyncLocalStorage<Held>();

/**
 * A pool whose connection Prisma gets from the transaction that it joins. Code that waits for a connection goes on in its own scope: a callback
 * would be called in that of the code that frees it, so callbacks are refused.
 */
export class SharedPool extends pg.Pool {
  override connect(): Promise<pg.PoolClient>;
  override connect(callback: Parameters<pg.Pool['connect']>[0]): void;
  override connect(callback?: Parameters<pg.Pool['connect']>[0]): Promise<pg.PoolClient> | void {
    if (callback) throw new Error('Connections of this pool are awaited, not called back.');
    const held = joining.getStore();
    return held ? Promise.resolve(held.guest as unknown as pg.PoolClient) : super.connect();
  }

  /** Sends one statement. A connection on which it fails is closed, as pg does it. */
  override query(...args: never[]): never {
    if (typeof args.at(-1) === 'function') throw new Error('Statements of this pool are awaited, not called back.');
    return this.send(args) as never;
  }

  private async send(args: never[]): Promise<unknown> {
    const client = await super.connect();
    client.on('error', ignore); // the statement fails with it
    let failed: Error | undefined;
    try {
      return await client.query(...(args as unknown as [string]));
    } catch (error) {
      failed = error as Error;
      throw error;
    } finally {
      client.removeListener('error', ignore);
      client.release(failed);
    }
  }
}

const ignore = (): void => undefined;

/** Runs a transaction. What `run` throws undoes it. */
export async function runTransaction<T>(
  { pool, prisma }: { pool: pg.Pool; prisma: PrismaClient },
  run: (tx: Tx) => Promise<T>,
  { timeout = 5_000, maxWait = 2_000 }: TransactionLimits = {},
): Promise<T> {
  const connecting = pool.connect();
  const client = await withTimeout(maxWait, () => connecting, () => {
    void connecting.then((late) => late.release(), () => undefined);
    throw new Error(`no connection to the database was free within ${maxWait} ms`);
  }); // prettier-ignore
  const held = new Held(client, prisma, timeout);
  try {
    await held.begin();
    const result = await run(held.transaction);
    await held.commit();
    return result;
  } catch (error) {
    await held.rollback();
    throw error;
  } finally {
    held.release();
  }
}

/**
 * Sends a statement of our own in a transaction, without Prisma. One that is sent often is prepared.
 * @returns its rows; moments are best read as JSON (`to_json`)
 */
export async function send<Row extends object>(tx: Tx, statement: Prisma.Sql): Promise<Row[]> {
  const held = transactions.get(tx);
  return held ? ((await held.send(statement, statementNames.nameOf(statement.text))) as Row[]) : tx.$queryRaw<Row[]>(statement);
}

/** Sends a statement like `send`, and has it planned every time: for thousands of rows, the best plan is another one than for a few. */
export async function sendPlanned<Row extends object>(tx: Tx, statement: Prisma.Sql): Promise<Row[]> {
  const held = transactions.get(tx);
  return held ? ((await held.send(statement)) as Row[]) : tx.$queryRaw<Row[]>(statement);
}

const transactions = new WeakMap<Tx, Held>();
const statementNames = new StatementNames();

/** The connection of a transaction. */
class Held {
  /** why nothing can be sent any longer */
  private over: Error | undefined;
  /** why the connection cannot be used again */
  private broken: Error | undefined;
  private timer: NodeJS.Timeout | undefined;
  private joined: Promise<Joined> | undefined;

  private readonly client: pg.PoolClient;
  private readonly prisma: PrismaClient;
  private readonly timeoutMs: number;

  constructor(client: pg.PoolClient, prisma: PrismaClient, timeoutMs: number) {
    this.client = client;
    this.prisma = prisma;
    this.timeoutMs = timeoutMs;
    transactions.set(this.transaction, this);
  }

  async begin(): Promise<void> {
    this.client.on('error', this.lost);
    this.timer = setTimeout(() => void this.giveUp(), this.timeoutMs);
    await this.client.query('BEGIN');
  }

  /** What the use cases work with: Prisma's transaction, which is joined when it is used. */
  readonly transaction = new Proxy({} as Tx, {
    get: (_, name) => {
      if (typeof name === 'symbol' || name === 'then') return undefined;
      return name.startsWith('$') ? this.lazily((tx) => tx, name) : this.model(name);
    },
  });

  /** Prisma's view of the connection: the transaction has begun already, and ends when we end it. */
  readonly guest = {
    query: async (config: pg.QueryConfig) =>
      /^(BEGIN|COMMIT|ROLLBACK)$/.test(config.text) ? { fields: [], rows: [], rowCount: 0 } : this.query(config),
    on: () => undefined,
    removeListener: () => undefined,
    release: () => undefined,
  };

  async commit(): Promise<void> {
    await this.leave(true);
    const { command } = await this.query({ text: 'COMMIT' });
    this.over = new Error('the transaction was committed');
    // the server undoes a transaction in which a statement failed, even if nobody looked at the error
    if (command !== 'COMMIT') throw new Error('the transaction was undone, because a statement in it failed');
  }

  async rollback(): Promise<void> {
    await this.leave(false);
    await this.giveUp(new Error('the transaction was undone'));
  }

  release(): void {
    clearTimeout(this.timer);
    this.client.removeListener('error', this.lost);
    this.client.release(this.broken);
  }

  private async giveUp(why = new Error(`the transaction took longer than ${this.timeoutMs} ms`)): Promise<void> {
    if (this.over) return;
    this.over = why;
    await this.client.query('ROLLBACK').catch(this.lost);
  }

  private readonly lost = (error: Error): void => {
    this.broken = error;
    this.over ??= error;
  };

  private async query(config: pg.QueryConfig): Promise<pg.QueryResult> {
    if (this.over) throw this.over;
    return this.client.query(config);
  }

  async send({ text, values: all }: Prisma.Sql, name?: string): Promise<object[]> {
    const values = all.map((value) => (value instanceof Date ? value.toISOString() : value));
    return (await this.query({ name, text, values })).rows as object[];
  }

  private model(name: string): unknown {
    return new Proxy(
      {},
      { get: (_, method) => (method === 'then' ? undefined : this.lazily((tx) => tx[name] as Methods, method)) },
    );
  }

  private lazily(of: (tx: Record<string, unknown>) => Methods | Record<string, unknown>, method: string | symbol) {
    return async (...args: unknown[]): Promise<unknown> => {
      this.joined ??= this.join();
      const { tx } = await this.joined;
      return (of(tx) as Methods)[method]?.(...args);
    };
  }

  private join(): Promise<Joined> {
    if (this.over) throw this.over;
    return new Promise((resolve, reject) => {
      const start = () =>
        this.prisma.$transaction(
          (tx) =>
            new Promise<void>((leave, undo) => {
              resolve({ tx: tx as unknown as Record<string, unknown>, ended, leave, undo });
            }),
          { timeout: this.timeoutMs, maxWait: this.timeoutMs },
        );
      const ended = joining.run(this, start).catch(reject);
    });
  }

  /** Has Prisma end its part, which sends nothing. */
  private async leave(committed: boolean): Promise<void> {
    const joined = await this.joined?.catch(() => undefined);
    if (!joined) return;
    if (committed) joined.leave();
    else joined.undo(new Error('the transaction was undone'));
    await joined.ended;
  }
}

type Methods = Record<string | symbol, (...args: unknown[]) => unknown>;

/** Prisma's part of a transaction. */
interface Joined {
  tx: Record<string, unknown>;
  ended: Promise<void>;
  leave: () => void;
  undo: (error: Error) => void;
}
