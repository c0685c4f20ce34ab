// Reads all cases or their whole history, one batch at a time by ascending ID, so that memory holds one batch whatever the number of rows.
import { caseConditions, type Reader } from '../../db/case-conditions.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import type { CaseQuery } from '../../domain/case-query.ts';
import { pendingPrefix } from '../../domain/issue-number.ts';
import { statuses, statusLabel } from '../../domain/status.ts';
import { writtenText } from '../cases/case-history.ts';
import type { Services } from '../context.ts';
import { idsBetween } from './find-page.ts';
import { incidentFinder } from './search-cases.ts';

/** What can be exported. */
export type Exported = 'cases' | 'history' | 'files';

/** A row by column: text, numbers, dates (ISO 8601, UTC), lists and objects. */
export type ExportedRow = Record<string, unknown>;

/** Which rows are exported. */
export interface ExportFilter {
  accountId?: number;
  /** cases opened, or entries made, at this moment or later */
  from?: Date;
  /** only before this moment */
  until?: Date;
  /** only cases that this search finds; its order and page do not matter */
  query?: CaseQuery;
}

/** Rows per batch. The longest possible case has 50 kB, so a batch has 50 MB at most. */
const exportBatch = 1000;

interface Source {
  table: string;
  /** rows with an ID above $1 up to $2, of account $3, between the times $4 and $5 */
  rows: string;
  /** columns with a status as the database names it */
  statuses: string[];
  columns: readonly string[];
}

const sources: Record<Exported, Source> = {
  cases: {
    table: '"case"',
    columns: [
      'case', 'account', 'accountName', 'contact', 'contactEmail', 'advisor', 'advisorEmail', 'status', 'priority', 'subject',
      'description', 'replicationSteps', 'expected', 'actual', 'environment', 'impact', 'module', 'caseType', 'category', 'dueDate',
      'dueReason', 'source', 'sourceLink', 'phoneCallExpected', 'scheduledFor', 'scheduledWork', 'team', 'defect', 'release', 'triage',
      'slaDueAt', 'contactChange', 'contactChangedAt', 'recipients', 'posts', 'previousCase', 'openedAt', 'lastModifiedAt', 'closedAt',
      'closeReason', 'satisfaction', 'satisfactionComment', 'satisfactionAt',
    ], // prettier-ignore
    statuses: ['status'],
    rows: `
      select x.number "case", a.key account, a.name "accountName", contact.name contact, contact.email "contactEmail",
        advisor.name advisor, advisor.email "advisorEmail", x.status, x.priority, x.subject, x.description,
        x.replication_steps "replicationSteps", x.expected, x.actual, x.environment, x.impact, x.module, x.case_type "caseType", x.category,
        x.due_date::text "dueDate", x.due_reason "dueReason", x.source, x.source_link "sourceLink",
        x.phone_call_expected "phoneCallExpected", x.scheduled_for::text "scheduledFor", x.scheduled_work "scheduledWork", x.team,
        case when defect.number not like '${pendingPrefix}-%' then defect.number end defect, release.name release, x.triage, x.sla_due_at "slaDueAt", x.contact_change "contactChange",
        x.contact_changed_at "contactChangedAt",
        array(select p.email from recipient r join person p on p.id = r.person_id where r.case_id = x.id order by p.email) recipients,
        (select count(*)::int from post where post.case_id = x.id and post.deleted_at is null and post.kind <> 'note') posts,
        previous.number "previousCase", x.created_at "openedAt", x.updated_at "lastModifiedAt", x.closed_at "closedAt",
        x.close_reason "closeReason", rating.score satisfaction, rating.comment "satisfactionComment", rating.answered_at "satisfactionAt"
      from "case" x
      join account a on a.id = x.account_id
      join person contact on contact.id = x.contact_id
      left join person advisor on advisor.id = x.advisor_id
      left join defect on defect.id = x.defect_id
      left join release on release.id = defect.release_id
      left join "case" previous on previous.id = x.previous_case_id
      left join satisfaction rating on rating.case_id = x.id
      where x.id > $1 and x.id <= $2 and ($3::int is null or x.account_id = $3)
        and ($4::timestamptz is null or x.created_at >= $4) and ($5::timestamptz is null or x.created_at < $5)
        and ($6::int[] is null or x.id = any ($6))
      order by x.id`,
  },
  history: {
    table: 'history_entry',
    columns: ['case', 'account', 'at', 'who', 'whoEmail', 'action', 'from', 'to', 'why'],
    statuses: ['from', 'to'],
    rows: `
      select c.number "case", a.key account, h.at, h.actor_name who, person.email "whoEmail", h.action, h."from", h."to",
        coalesce(h.why, ${writtenText}) why
      from history_entry h
      join "case" c on c.id = h.case_id
      join account a on a.id = c.account_id
      left join person on person.id = h.actor_id
      where h.id > $1 and h.id <= $2 and ($3::int is null or c.account_id = $3)
        and ($4::timestamptz is null or h.at >= $4) and ($5::timestamptz is null or h.at < $5)
        and ($6::int[] is null or h.case_id = any ($6))
      order by h.id`,
  },
  files: {
    table: 'file',
    columns: ['case', 'account', 'at', 'name', 'mediaType', 'bytes', 'sha256', 'link', 'who', 'whoEmail', 'internal'],
    statuses: [],
    rows: `
      select c.number "case", a.key account, f.created_at at, f.name, f.media_type "mediaType", f.size bytes, f.checksum sha256, f.link,
        f.uploaded_by_name who, person.email "whoEmail", post.kind = 'note' internal
      from file f
      join post on post.id = f.post_id and post.deleted_at is null
      join "case" c on c.id = f.case_id
      join account a on a.id = c.account_id
      left join person on person.id = f.uploaded_by_id
      where f.id > $1 and f.id <= $2 and ($3::int is null or c.account_id = $3)
        and ($4::timestamptz is null or f.created_at >= $4) and ($5::timestamptz is null or f.created_at < $5)
        and ($6::int[] is null or f.case_id = any ($6)) and f.deleted_at is null and (f.state = 'stored' or f.link is not null)
      order by f.id`,
  },
};

/** Returns the columns in order. */
export const exportedColumns = (what: Exported): readonly string[] => sources[what].columns;

/**
 * Reads the rows in the order they were written, including those added during the export.
 * @param size maximum rows per batch
 */
export async function* exportRows(
  services: Services,
  what: Exported,
  filter: ExportFilter,
  size = exportBatch,
): AsyncGenerator<ExportedRow> {
  const { table, rows, statuses: ofStatus } = sources[what];
  const { pool } = services.db;
  const search = filter.query && (await searchOf(services, filter.query, filter.accountId));
  for (let after = 0; ;) {
    // finds the end of the batch first, so that a narrow filter does not make one query read the whole table
    const page = `select max(id) last from (select id from ${table} where id > $1 order by id limit $2) page`;
    const last = (await pool.query<{ last: number | null }>(page, [after, size])).rows[0]?.last ?? null;
    if (last === null) return;
    const ids = search ? await search(after, last) : null;
    const values = [after, last, filter.accountId ?? null, filter.from ?? null, filter.until ?? null, ids];
    for (const row of (await pool.query<ExportedRow>(rows, values)).rows) yield readable(row, ofStatus);
    after = last;
  }
}

/** @returns a function that finds the cases of a batch of IDs */
async function searchOf(services: Services, query: CaseQuery, accountId: number | undefined) {
  const reader: Reader = {
    kind: 'operator',
    id: null,
    accountIds: accountId === undefined ? null : [accountId],
    timezone: 'UTC',
    now: services.clock.now(),
  };
  const conditions = caseConditions(query, reader, await incidentFinder(services, query));
  return async (after: number, last: number): Promise<number[]> => {
    const { text, values } = idsBetween({ reader, conditions, named: query.named }, after, last);
    return (await services.db.pool.query<{ id: number }>(text, values)).rows.map(({ id }) => id);
  };
}

function readable(row: ExportedRow, ofStatus: readonly string[]): ExportedRow {
  const labeled = Object.fromEntries(ofStatus.map((column) => [column, labelOf(row[column])]));
  const { previousCase } = row;
  return {
    ...row,
    ...labeled,
    case: formatCaseNumber(row.case as number),
    ...(typeof previousCase === 'number' ? { previousCase: formatCaseNumber(previousCase) } : {}),
  };
}

function labelOf(value: unknown): unknown {
  const status = statuses.find((one) => one === value);
  return status ? statusLabel(status) : value;
}

/**
 * Returns the ID of the account with this key.
 * @throws an Error that names up to ten known keys
 */
export async function accountByKey({ db }: Services, key: string): Promise<number> {
  const account = await db.prisma.account.findUnique({ where: { key }, select: { id: true } });
  if (account) return account.id;
  const known = await db.prisma.account.findMany({ select: { key: true }, orderBy: { key: 'asc' } });
  const names = known.slice(0, 10).map((one) => one.key);
  const more = known.length > names.length ? ` and ${known.length - names.length} more` : '';
  throw new Error(`unknown account ${key}. Known accounts: ${names.length > 0 ? names.join(', ') : 'none yet'}${more}`);
}
