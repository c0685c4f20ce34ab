// Writes down who saw, searched, downloaded or exported what. Requests only put an entry in memory, and never wait for the log: one statement a
// second writes what has come together, and another one at the stop. A process that is killed loses the entries of its last second. While
// the database cannot be reached, entries wait in memory up to a limit; beyond, they are counted, and the log itself says how many are missing.
import type { Database } from '../db/client.ts';
import { withDatabaseScope } from '../db/database-scope.ts';
import type { AccessAction, AccessSource } from '../domain/access.ts';
import type { Clock, Log } from '../ports.ts';

/** Something that a person or an operator saw, searched, downloaded or exported. */
export interface Access {
  action: AccessAction;
  source: AccessSource;
  /** null: an operator, or somebody in the conversation */
  personId: number | null;
  /** the operator's name on their machine */
  operator?: string;
  /** the only account whose data it was; that of the case by default */
  accountId?: number | null;
  caseNumber?: number;
  fileId?: number;
  /** the conversation whose link was used; of a direct one, its person is written down */
  conversationId?: number;
  /** what was searched for or exported; it may name people, so it belongs into the log of nothing else */
  detail?: string;
}

/** Takes entries of the access log. */
export interface AccessRecorder {
  /** Notes an access. It costs no statement of its own and never throws. */
  record(access: Access): void;
}

/** The log of a process. */
export interface AccessLog extends AccessRecorder {
  /** Writes what is waiting. @throws when the database cannot be reached; the entries wait for the next time then */
  flush(): Promise<void>;
  /** Writes what is waiting and takes nothing more. */
  stop(): Promise<void>;
}

/** How often the log is written, and how much may wait. */
export interface AccessLogOptions {
  everyMs?: number;
  /** entries that may wait */
  max?: number;
  /** entries per statement */
  batch?: number;
}

type Waiting = Access & { at: Date };

/** Starts the log of a process. */
export function startAccessLog(
  { db, clock, log }: { db: Pick<Database, 'pool'>; clock: Clock; log: Log },
  { everyMs = 1_000, max = 20_000, batch = 1_000 }: AccessLogOptions = {},
): AccessLog {
  let waiting: Waiting[] = [];
  let lost = 0;
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let writing: Promise<void> = Promise.resolve();

  const plan = (): void => {
    if (timer || stopped) return;
    timer = setTimeout(() => {
      timer = undefined;
      flush().catch((err: unknown) => {
        log.error({ err, what: 'access log' }, 'entries of the access log wait, because they cannot be written');
        plan();
      });
    }, everyMs);
    timer.unref();
  };

  const write = async (): Promise<void> => {
    while (waiting.length > 0) {
      const part = waiting.slice(0, batch);
      await withDatabaseScope('worker', () => writeAccesses(db, part));
      waiting = waiting.slice(part.length);
    }
    if (lost === 0) return;
    const missing = lost;
    await withDatabaseScope('worker', () => writeAccesses(db, [lostEntry(clock.now(), missing)]));
    lost -= missing;
  };

  const flush = (): Promise<void> => {
    const next = writing.then(write);
    writing = next.catch(() => undefined);
    return next;
  };

  return {
    record: (access) => {
      if (waiting.length < max) waiting.push({ ...access, at: clock.now() });
      else if ((lost += 1) === 1) log.error({ what: 'access log' }, 'the access log loses entries, because too many wait');
      plan();
    },
    flush,
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await flush();
    },
  };
}

const lostEntry = (at: Date, count: number): Waiting => ({
  at,
  action: 'lost',
  source: 'web',
  personId: null,
  detail: String(count),
});

/** An entry that repeats another one within this time is left out. Entries that had to wait may be hours apart. */
const repeatedWithinMs = 1_000;

/** Writes entries in one statement, which looks up the case and the account of each. Entries that repeat another one are left out. */
export async function writeAccesses({ pool }: Pick<Database, 'pool'>, accesses: readonly Waiting[]): Promise<void> {
  const latest = new Map<string, Date>();
  const all = accesses.filter((access) => {
    const { at, ...rest } = access;
    const what = JSON.stringify(rest);
    const before = latest.get(what);
    if (before && at.getTime() - before.getTime() < repeatedWithinMs) return false;
    latest.set(what, at);
    return true;
  });
  const column = <T>(of: (access: Waiting) => T | undefined): (T | null)[] => all.map((access) => of(access) ?? null);
  await pool.query({
    name: 'access-log',
    text: insertAccesses,
    values: [
      column(({ at }) => at.toISOString()),
      column(({ action }) => action),
      column(({ source }) => source),
      column(({ personId }) => personId),
      column(({ operator }) => operator),
      column(({ accountId }) => accountId),
      column(({ caseNumber }) => caseNumber),
      column(({ fileId }) => fileId),
      column(({ conversationId }) => conversationId),
      column(({ detail }) => detail?.replaceAll('\0', '').slice(0, maxDetail)),
    ],
  });
}

/** Characters kept of what was searched for: as many as a search may have. */
const maxDetail = 4_000;

const insertAccesses = `
  insert into access_entry (at, action, source, person_id, operator, account_id, case_id, file_id, conversation_id, detail)
  select e.at, e.action, e.source, coalesce(e.person_id, v.person_id), e.operator, coalesce(e.account_id, c.account_id), c.id, e.file_id,
    e.conversation_id, e.detail
  from unnest($1::timestamptz[], $2::text[], $3::text[], $4::int[], $5::text[], $6::int[], $7::int[], $8::int[], $9::int[], $10::text[])
    with ordinality e(at, action, source, person_id, operator, account_id, case_number, file_id, conversation_id, detail, position)
  left join file f on f.id = e.file_id
  left join conversation v on v.id = e.conversation_id
  left join "case" n on n.number = e.case_number
  left join "case" c on c.id = coalesce(n.id, f.case_id)
  order by e.position`;
