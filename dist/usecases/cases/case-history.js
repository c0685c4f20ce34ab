import { Prisma } from "../../db/generated/client.js";
import { readAtAll, readInFull } from "../../domain/history.js";
import { authorize } from "../../domain/permission.js";
import { scopeOf, scopeWhere, unknownCase } from "../scope.js";
/** Entries on one page. */
export const historyPage = 20;
/**
 * Reads a page of what happened to a case, as this person may see it: a contact sees nothing that is internal (domain/history).
 * @param page from 1; past the end the last page
 * @throws CaseError unknown-case
 */
export async function caseHistory(services, actor, number, page = 1) {
    const { prisma } = services.db;
    const found = await prisma.case.findFirst({ where: { number, ...scopeWhere(scopeOf(actor)) } });
    if (!found)
        throw unknownCase(number);
    authorize(actor, 'view', found.accountId);
    const isContact = actor.kind === 'contact';
    const where = { caseId: found.id, ...(isContact ? { action: { in: readAtAll } } : {}) };
    const total = await prisma.historyEntry.count({ where });
    const pages = Math.max(Math.ceil(total / historyPage), 1);
    const shown = Math.min(Math.max(page, 1), pages);
    const entries = await prisma.$queryRaw `
    select h.at, h.actor_name actor, h.action, h."from", h."to",
      case when ${isContact} and not h.action = any(${readInFull}) then null else coalesce(h.why, ${Prisma.raw(wordsWritten)}) end why
    from history_entry h
    where h.case_id = ${found.id} and (not ${isContact} or h.action = any(${readAtAll}))
    order by h.id desc limit ${historyPage} offset ${(shown - 1) * historyPage}`;
    return { number, subject: found.subject, entries, total, page: shown, pages };
}
/**
 * What was written with an entry `h`: read from its post, written at the same moment, so that an edit or a deletion holds for the
 * history, too. Never a note.
 */
export const wordsWritten = `(
  select nullif(p.body, '') from post p
  where p.case_id = h.case_id and p.created_at = h.at and p.action = h.action and p.kind <> 'note' and p.deleted_at is null
  order by p.id desc limit 1)`;
//# sourceMappingURL=case-history.js.map