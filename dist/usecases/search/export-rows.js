// Everything there is, a batch at a time by ascending id: what is in memory is one batch, however many rows there are.
import { formatCaseNumber } from "../../domain/case-number.js";
import { statuses, statusLabel } from "../../domain/status.js";
import { wordsWritten } from "../cases/case-history.js";
/** Rows per batch: a case of the longest texts is 50 kB, so 50 MB at the very most. */
export const exportBatch = 1000;
const sources = {
    cases: {
        table: '"case"',
        columns: [
            'case', 'account', 'accountName', 'contact', 'contactEmail', 'advisor', 'advisorEmail', 'status', 'priority', 'subject',
            'description', 'replicationSteps', 'expected', 'actual', 'environment', 'impact', 'module', 'caseType', 'category', 'dueDate',
            'dueReason', 'source', 'sourceLink', 'phoneCallExpected', 'scheduledFor', 'scheduledWhat', 'team', 'defect', 'release', 'triage',
            'slaDueAt', 'contactChange', 'contactChangedAt', 'recipients', 'posts', 'previousCase', 'openedAt', 'lastModifiedAt', 'closedAt',
            'closeReason',
        ], // prettier-ignore
        statuses: ['status'],
        rows: `
      select x.number "case", a.key account, a.name "accountName", contact.name contact, contact.email "contactEmail",
        advisor.name advisor, advisor.email "advisorEmail", x.status, x.priority, x.subject, x.description,
        x.replication_steps "replicationSteps", x.expected, x.actual, x.environment, x.impact, x.module, x.case_type "caseType", x.category,
        x.due_date::text "dueDate", x.due_reason "dueReason", x.source, x.source_link "sourceLink",
        x.phone_call_expected "phoneCallExpected", x.scheduled_for::text "scheduledFor", x.scheduled_what "scheduledWhat", x.team,
        defect.number defect, release.name release, x.triage, x.sla_due_at "slaDueAt", x.contact_change "contactChange",
        x.contact_changed_at "contactChangedAt",
        array(select p.email from recipient r join person p on p.id = r.person_id where r.case_id = x.id order by p.email) recipients,
        (select count(*)::int from post where post.case_id = x.id and post.deleted_at is null and post.kind <> 'note') posts,
        previous.number "previousCase", x.created_at "openedAt", x.updated_at "lastModifiedAt", x.closed_at "closedAt",
        x.close_reason "closeReason"
      from "case" x
      join account a on a.id = x.account_id
      join person contact on contact.id = x.contact_id
      left join person advisor on advisor.id = x.advisor_id
      left join defect on defect.id = x.defect_id
      left join release on release.id = defect.release_id
      left join "case" previous on previous.id = x.previous_case_id
      where x.id > $1 and x.id <= $2 and ($3::int is null or x.account_id = $3)
        and ($4::timestamptz is null or x.created_at >= $4) and ($5::timestamptz is null or x.created_at < $5)
      order by x.id`,
    },
    history: {
        table: 'history_entry',
        columns: ['case', 'account', 'at', 'who', 'whoEmail', 'action', 'from', 'to', 'why'],
        statuses: ['from', 'to'],
        rows: `
      select c.number "case", a.key account, h.at, h.actor_name who, person.email "whoEmail", h.action, h."from", h."to",
        coalesce(h.why, ${wordsWritten}) why
      from history_entry h
      join "case" c on c.id = h.case_id
      join account a on a.id = c.account_id
      left join person on person.id = h.actor_id
      where h.id > $1 and h.id <= $2 and ($3::int is null or c.account_id = $3)
        and ($4::timestamptz is null or h.at >= $4) and ($5::timestamptz is null or h.at < $5)
      order by h.id`,
    },
};
/** The columns in their order. */
export const exportedColumns = (what) => sources[what].columns;
/**
 * @param size rows per batch at most
 * @returns the rows in the order they were written; what is added meanwhile is in it, too
 */
export async function* exportRows(services, what, filter, size = exportBatch) {
    const { table, rows, statuses: ofStatus } = sources[what];
    const { pool } = services.db;
    for (let after = 0;;) {
        // the end of the batch first: a filter that leaves few rows must not make one query read the whole table
        const page = `select max(id) last from (select id from ${table} where id > $1 order by id limit $2) page`;
        const last = (await pool.query(page, [after, size])).rows[0]?.last ?? null;
        if (last === null)
            return;
        const values = [after, last, filter.accountId ?? null, filter.from ?? null, filter.until ?? null];
        for (const row of (await pool.query(rows, values)).rows)
            yield readable(row, ofStatus);
        after = last;
    }
}
function readable(row, ofStatus) {
    const labelled = Object.fromEntries(ofStatus.map((column) => [column, labelOf(row[column])]));
    const { previousCase } = row;
    return {
        ...row,
        ...labelled,
        case: formatCaseNumber(row.case),
        ...(typeof previousCase === 'number' ? { previousCase: formatCaseNumber(previousCase) } : {}),
    };
}
function labelOf(value) {
    const status = statuses.find((one) => one === value);
    return status ? statusLabel(status) : value;
}
/**
 * The account of a key.
 * @throws Error that names the keys there are, ten at most
 */
export async function accountByKey({ db }, key) {
    const account = await db.prisma.account.findUnique({ where: { key }, select: { id: true } });
    if (account)
        return account.id;
    const known = await db.prisma.account.findMany({ select: { key: true }, orderBy: { key: 'asc' } });
    const names = known.slice(0, 10).map((one) => one.key);
    const more = known.length > names.length ? ` and ${known.length - names.length} more` : '';
    throw new Error(`there is no account ${key}; there are: ${names.length > 0 ? names.join(', ') : 'none yet'}${more}`);
}
//# sourceMappingURL=export-rows.js.map