// Tables that every request or message adds to would grow forever. Their rows are deleted once they have served, in batches of their own
// transactions, so that nothing waits for them. What a case is (its posts, history, files, recipients and conversations) is never deleted
// here; usecases/privacy/retention.ts does that where it is configured. What a legal hold keeps stays.
import { pruneDeliveries } from '../../outbox/enqueue/prune.ts';
import { pruneEventsStatement } from '../../outbox/enqueue/webhooks.ts';
import { isHeldAccess } from '../../db/legal-holds.ts';
import type { Services } from '../context.ts';
import { emptyMails } from '../empty-mails.ts';
import { Failures } from '../failures.ts';

const dayMs = 24 * 60 * 60 * 1000;
/** What people were about to do: a form may stay open for days. */
const draftsKeptMs = 7 * dayMs;
/** Rows deleted per statement. */
const batch = 1_000;

/** Rows that the clean-up deleted. */
export interface Cleaned {
  idempotencyKeys: number;
  apiAnswers: number;
  drafts: number;
  bulkRuns: number;
  deliveries: number;
  webhookEvents: number;
  digests: number;
  accessEntries: number;
  /** emails whose text was deleted */
  mailTexts: number;
}

/**
 * Deletes what is older than `settings.keep` says, and drafts and bulk actions of a week ago. Safe to run concurrently.
 * @returns how many rows
 * @throws AggregateError at the end, when the rows of a table could not be deleted
 */
export async function cleanUp(services: Pick<Services, 'db' | 'clock' | 'settings' | 'secretKeys'>): Promise<Cleaned> {
  const {
    db: { pool },
    clock,
    settings: { keep },
  } = services;
  const ago = (ms: number): Date => new Date(clock.now().getTime() - ms);
  const messages = ago(keep.messages * dayMs);
  const steps: Record<keyof Cleaned, () => Promise<number>> = {
    idempotencyKeys: () => deleteInBatches(pool, 'idempotency_key', 'key', sql.idempotencyKeys, ago(keep.requests * dayMs)),
    apiAnswers: () => deleteInBatches(pool, 'api_answer', 'ctid', sql.apiAnswers, ago(keep.requests * dayMs)),
    drafts: () => deleteInBatches(pool, 'draft', 'id', sql.drafts, ago(draftsKeptMs)),
    bulkRuns: () => deleteInBatches(pool, 'bulk_run', 'id', sql.bulkRuns, ago(draftsKeptMs)),
    deliveries: () => pruneDeliveries(pool, { messages, closedCases: ago(keep.closedCases * dayMs) }),
    // after their deliveries
    webhookEvents: () => inBatches(pool, pruneEventsStatement, messages),
    // the newest of a person says where the next one begins
    digests: () => deleteInBatches(pool, 'digest', 'id', sql.digests, messages),
    accessEntries: () => deleteInBatches(pool, 'access_entry', 'id', sql.accessEntries, ago(keep.accessLog * dayMs)),
    mailTexts: () => emptyMails(services, ago(keep.mail * dayMs)),
  };
  const failures = new Failures();
  const cleaned: Partial<Cleaned> = {};
  // one table that cannot be cleaned must not let the others grow, night after night
  for (const [name, step] of Object.entries(steps)) cleaned[name as keyof Cleaned] = (await failures.past(step)) ?? 0;
  failures.raise('tables could not be cleaned up');
  return cleaned as Cleaned;
}

/** Conditions on a row `x` that is older than `$1`. */
const sql = {
  idempotencyKeys: 'x.at < $1',
  apiAnswers: 'x.at < $1',
  drafts: 'x.created_at < $1',
  bulkRuns: 'x.created_at < $1 and (x.started_at is null or x.finished_at is not null)',
  digests: `x.until < $1 and not exists (select from delivery d where d.digest_id = x.id)
    and exists (select from digest newer where newer.person_id = x.person_id and newer.until > x.until)`,
  // the log is append-only: its trigger lets only a statement delete that says it is the clean-up. The setting ends with the statement
  accessEntries: `x.at < $1 and not (${isHeldAccess.text}) and set_config('casebridge.access_log', 'clean-up', true) = 'clean-up'`,
};

/** Two processes at once share the work, because each skips the rows that the other holds. */
function deleteInBatches(
  pool: Services['db']['pool'],
  table: string,
  key: string,
  condition: string,
  before: Date,
): Promise<number> {
  const text = `
    delete from ${table} where ${key} in (select x.${key} from ${table} x where ${condition} limit ${batch} for update of x skip locked)`;
  return inBatches(pool, text, before);
}

/** Repeats a statement that changes at most `batch` rows. @returns how many it changed in all */
async function inBatches(pool: Services['db']['pool'], text: string, before: Date): Promise<number> {
  for (let deleted = 0; ;) {
    const { rowCount } = await pool.query(text, [before]);
    deleted += rowCount ?? 0;
    if ((rowCount ?? 0) < batch) return deleted;
  }
}
