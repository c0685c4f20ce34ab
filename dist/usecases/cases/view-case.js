import { permissionsNow, authorize } from "../../domain/permission.js";
import { caseFacts, forContacts, postFacts, withCaseFacts } from "../read-case-facts.js";
import { scopeOf, scopeWhere, unknownCase } from "../scope.js";
/** Posts on one page of a case's feed. */
export const feedPage = 10;
/**
 * Reads a case with a page of its feed, as this person may see it: contacts see no note and no delivery failure.
 * @param page from 1; past the end the last page
 * @throws CaseError unknown-case
 */
export async function viewCase(services, actor, number, page = 1) {
    const row = await services.db.prisma.case.findFirst({
        where: { number, ...scopeWhere(scopeOf(actor)) },
        include: withCaseFacts,
    });
    if (!row)
        throw unknownCase(number);
    authorize(actor, 'view', row.accountId);
    const visible = { caseId: row.id, ...(actor.kind === 'contact' ? { kind: { not: 'note' } } : {}) };
    const postCount = await services.db.prisma.post.count({ where: visible });
    const shown = Math.min(Math.max(page, 1), Math.max(Math.ceil(postCount / feedPage), 1));
    const posts = await services.db.prisma.post.findMany({
        where: visible,
        orderBy: { id: 'desc' },
        skip: (shown - 1) * feedPage,
        take: feedPage,
    });
    const told = await services.db.prisma.recipient.findMany({
        where: { caseId: row.id, person: { kind: 'contact', active: true, accountId: row.accountId } },
        select: { person: { select: { name: true } } },
        orderBy: [{ person: { name: 'asc' } }, { personId: 'asc' }],
    });
    const facts = caseFacts(services, row);
    return {
        case: actor.kind === 'contact' ? forContacts(facts) : facts,
        posts: posts.map(postFacts),
        postCount,
        page: shown,
        recipients: told.map(({ person }) => person.name),
        may: permissionsNow(actor, row, services.clock.now(), services.settings.reopenWithin),
    };
}
//# sourceMappingURL=view-case.js.map