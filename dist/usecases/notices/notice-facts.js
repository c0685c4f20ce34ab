import { CaseError } from "../../domain/case-error.js";
/** What the clock says of a notice carries no words of its own. */
const byPeople = { body: { not: '' } };
export const withNoticeFacts = {
    owner: { select: { id: true, name: true } },
    updates: { where: byPeople, orderBy: { id: 'desc' }, take: 1 },
};
export function noticeFacts(row) {
    const { updates, ...rest } = row;
    const [newest] = updates;
    if (!newest)
        throw new Error(`nobody ever said a word on notice ${row.id}`);
    return { ...rest, newest };
}
/** @returns null where there is none */
export async function loadNotice(db, id) {
    const row = await db.notice.findUnique({ where: { id }, include: withNoticeFacts });
    return row && noticeFacts(row);
}
/** Those a person may read: an advisor all, a contact those that affect their account, once they are announced. */
export function noticesOf(actor) {
    return actor.kind === 'advisor' ? {} : { announcedAt: { not: null }, ...affecting(actor.accountId) };
}
/** Those that affect an account. */
export function affecting(accountId) {
    return { OR: [{ everyAccount: true }, { accounts: { some: { accountId } } }] };
}
/** Another account's notice and one that never was are the same thing to whoever asks. @throws CaseError unknown-notice */
export async function viewNotice(services, actor, id) {
    const row = await services.db.prisma.notice.findFirst({ where: { id, ...noticesOf(actor) }, include: withNoticeFacts });
    if (!row)
        throw unknownNotice();
    return noticeFacts(row);
}
export function unknownNotice() {
    return new CaseError('unknown-notice', 'There is no such notice that you can see.', 'Use “notices” to see them.');
}
/**
 * The open ones a person may read, the gravest first: incidents by severity, then maintenance by its start.
 * @param which of one kind; those of one account; for advisors, with maintenance that is announced later
 */
export async function openNotices(services, actor, which = {}) {
    const { kind, accountId, planned = false } = which;
    if (!(await isAnyOpen(services)))
        return [];
    const rows = await services.db.prisma.notice.findMany({
        where: {
            kind,
            closedAt: null,
            ...(planned ? {} : { announcedAt: { not: null } }),
            AND: [noticesOf(actor), accountId === undefined ? {} : affecting(accountId)],
        },
        include: withNoticeFacts,
        orderBy: [{ kind: 'asc' }, { severity: 'asc' }, { startsAt: 'asc' }, { id: 'asc' }],
    });
    return rows.map(noticeFacts);
}
/** Asked for every case that is opened, and mostly there is none: through Prisma it costs eight times the CPU. */
async function isAnyOpen({ db }) {
    const { rows } = await db.pool.query({ name: 'any-open-notice', text: 'select from notice where closed_at is null limit 1' });
    return rows.length > 0;
}
//# sourceMappingURL=notice-facts.js.map