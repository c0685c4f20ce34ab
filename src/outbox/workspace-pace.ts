// How fast one workspace may be called. The calls of all processes are counted together, in PostgreSQL: each process works on a copy of a
// window and stores it under the condition that no other process has stored one meanwhile, so a call costs one statement, and calls to the
// same workspace at the same time share it.
import type { Pool } from 'pg';
import type { Act, TransportName, WorkspaceLimit } from '../ports.ts';
import { emptyWindow, jitterMs, requestCall, type CallRequest, type CallWindow } from './call-window.ts';

const load = `
  select extract(epoch from clock_timestamp())::float * 1000 as now, coalesce(version, 0)::float as version, calls
  from (select 1) one left join workspace_pace on platform = $1::"TransportName" and workspace_id = $2 and acts = $3`;

const store = `
  insert into workspace_pace (platform, workspace_id, acts, version, calls) values ($1::"TransportName", $2, $3, 1, $4::jsonb)
  on conflict (platform, workspace_id, acts) do update set version = workspace_pace.version + 1, calls = excluded.calls
  where workspace_pace.version = $5
  returning extract(epoch from clock_timestamp())::float * 1000 as now, version::float as version`;

/** How often a call is counted before it is made, when the database is slow. */
const maxTries = 3;

interface Stored {
  now: number;
  version: number;
}

interface Answer {
  waitMs: number;
  /** when the call was counted, or asked for */
  at: number;
}

interface Waiting extends CallRequest {
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

/** Limits how often all processes together call each workspace of one platform. */
export class WorkspacePace {
  private readonly windows = new Map<string, SharedWindow>();
  private readonly clock = new DatabaseClock();

  private readonly pool: Pool;
  private readonly platform: TransportName;
  private readonly limits: readonly WorkspaceLimit[];

  constructor(pool: Pool, platform: TransportName, limits: readonly WorkspaceLimit[]) {
    this.pool = pool;
    this.platform = platform;
    this.limits = limits;
  }

  /**
   * Asks whether a call may be made, without making it: a call that would have to wait gets its slot.
   * @param caller the id of a destination or a banner
   * @returns in how many milliseconds the call may be made; 0 means now
   */
  async ask(workspaceId: string, act: Act, caller: number): Promise<number> {
    const answer = await this.windowOf(workspaceId, act)?.request({ caller, makes: false });
    return answer?.waitMs ?? 0;
  }

  /**
   * Counts a call that is about to be made, if it may be made now.
   * @returns 0, or in how many milliseconds the call may be made; it is not counted then
   */
  async spend(workspaceId: string, act: Act, caller: number): Promise<number> {
    const window = this.windowOf(workspaceId, act);
    if (!window) return 0;
    let replaces: number | undefined;
    for (let tries = 1; ; tries += 1) {
      const askedAt = performance.now();
      const { waitMs, at } = await window.request({ caller, makes: true, replaces });
      // a call that comes much later than it was counted would leave the window too early, so it is counted again
      if (waitMs > 0 || performance.now() - askedAt < jitterMs || tries === maxTries) return waitMs;
      replaces = at;
    }
  }

  /** Returns the window of an act. Acts that the platform limits together share one. */
  private windowOf(workspaceId: string, act: Act): SharedWindow | undefined {
    const limit = this.limits.find(({ acts }) => acts.includes(act));
    if (!limit) return undefined;
    const acts = limit.acts.join(' ');
    const key = `${acts} ${workspaceId}`;
    let window = this.windows.get(key);
    if (!window) {
      window = new SharedWindow(this.pool, [this.platform, workspaceId, acts], limit, this.clock);
      this.windows.set(key, window);
    }
    return window;
  }
}

/** One window, shared with the other processes. */
class SharedWindow {
  private version = -1;
  private window = emptyWindow;
  private requests: Waiting[] = [];
  private running = false;

  private readonly pool: Pool;
  private readonly key: readonly [platform: TransportName, workspaceId: string, acts: string];
  private readonly limit: WorkspaceLimit;
  private readonly clock: DatabaseClock;

  constructor(
    pool: Pool,
    key: readonly [platform: TransportName, workspaceId: string, acts: string],
    limit: WorkspaceLimit,
    clock: DatabaseClock,
  ) {
    this.pool = pool;
    this.key = key;
    this.limit = limit;
    this.clock = clock;
  }

  request(request: CallRequest): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.requests.push({ ...request, resolve, reject });
      if (!this.running) void this.answerAll();
    });
  }

  /** Answers the requests. Those that come while a statement is under way share the next one. */
  private async answerAll(): Promise<void> {
    this.running = true;
    while (this.requests.length > 0) {
      const requests = this.requests.splice(0);
      try {
        const { at, waits } = await this.answer(requests);
        requests.forEach(({ resolve }, index) => resolve({ at, waitMs: waits[index] ?? 0 }));
      } catch (error) {
        requests.forEach(({ reject }) => reject(error));
      }
    }
    this.running = false;
  }

  private async answer(requests: readonly CallRequest[]): Promise<{ at: number; waits: number[] }> {
    if (this.version < 0) await this.load();
    for (;;) {
      const at = this.clock.now();
      let window = this.window;
      const waits = requests.map((request) => {
        const answer = requestCall(window, this.limit, request, at);
        window = answer.window;
        return Math.ceil(answer.waitMs);
      });
      if (window === this.window || (await this.store(window))) return { at, waits };
      await this.load();
    }
  }

  private async load(): Promise<void> {
    const row = await this.query<Stored & { calls: CallWindow | null }>('outbox-pace-load', load, [...this.key]);
    this.version = row?.version ?? 0;
    this.window = row?.calls ?? emptyWindow;
  }

  /** Stores the window. @returns false when another process has stored one since it was loaded */
  private async store(window: CallWindow): Promise<boolean> {
    const row = await this.query('outbox-pace-store', store, [...this.key, JSON.stringify(window), this.version]);
    if (!row) return false;
    this.version = row.version;
    this.window = window;
    return true;
  }

  private async query<T extends Stored>(name: string, text: string, values: unknown[]): Promise<T | undefined> {
    const sentAt = performance.now();
    const { rows } = await this.pool.query<T>({ name, text, values });
    const [row] = rows;
    if (row) this.clock.set(row.now, sentAt, performance.now());
    return row;
  }
}

/** The database's clock, which the processes share. */
class DatabaseClock {
  /** what to add to `performance.now()` */
  private offset: number | null = null;

  /** Returns the time in milliseconds, after a first `set`. */
  now(): number {
    return Math.round(performance.now() + (this.offset ?? 0));
  }

  /** Compares the clocks. @param read what the database's clock showed between `from` and `to`, which are `performance.now()` */
  set(read: number, from: number, to: number): void {
    const [least, most] = [read - to, read - from];
    this.offset = this.offset === null ? (least + most) / 2 : Math.min(Math.max(this.offset, least), most);
  }
}
