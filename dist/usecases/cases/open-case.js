import { casePlaces } from "../../outbox/enqueue/case-conversations.js";
import { insertCase } from "../../outbox/enqueue/insert-case.js";
import { CaseError } from "../../domain/case-error.js";
import { authorize } from "../../domain/permission.js";
import { linkOf } from "../notices/link-case.js";
import { affecting, noticeFacts, withNoticeFacts } from "../notices/notice-facts.js";
import { scopeOf, scopeWhere } from "../scope.js";
import { newSla } from "../sla-columns.js";
/**
 * Opens a case, durably, with its card on the way to where it was filed and to the queue of its module. What a case says may concern
 * children: its card stands only in channels the directory lists `for: cases` of that account, else in the contact's direct conversation.
 * @throws CaseError not-allowed, unknown-case
 */
export async function openCase(services, contact, input, filed, request) {
    authorize(contact, 'open', contact.accountId);
    const { workspaceId, directChannel, channelId = null } = filed;
    const { accountId, id: contactId } = contact;
    const at = { platform: request.platform, workspaceId, channelId, directChannel, accountId, contactId, module: input.module };
    const found = await casePlaces(services.db.pool, at);
    if (!found)
        throw new CaseError('no-conversation', 'The bot has no conversation with you yet.', 'Send it a direct message first.');
    const how = {
        ...filed,
        source: request.platform,
        phoneCallExpected: input.priority === 'Critical' && services.settings.supportPhone !== null,
    };
    return storeCase(services, contact, input, found, how, { idempotencyKey: request.idempotencyKey, actor: contact });
}
/**
 * @param found where it stands, and when its account works
 * @param by who opens it: the contact, or an advisor for them
 * @throws CaseError unknown-case
 */
export async function storeCase(services, contact, input, found, how, by) {
    const now = services.clock.now();
    const columns = {
        accountId: contact.accountId,
        contactId: contact.id,
        source: how.source,
        sourceLink: how.sourceLink ?? null,
        previousCaseId: how.previousNumber === undefined ? null : await previousCase(services, contact, how.previousNumber),
        phoneCallExpected: how.phoneCallExpected,
        contactChange: how.contactChange,
        incidentId: null,
        incidentToldId: null,
        ...(how.incidentId === undefined ? {} : await incidentOf(services, contact, how.incidentId, now)),
        ...newSla(services, input.priority, found.days, now),
        // the form it came through: every case type is a form of its own, so the category is the type
        category: input.caseType,
        ...input,
    };
    const number = await insertCase(services.db.pool, columns, found.places, {
        idempotencyKey: by.idempotencyKey,
        at: now,
        actorId: by.actor.id,
        actorName: by.actor.name,
    });
    return number === null ? 'repeat' : { number };
}
async function previousCase(services, contact, number) {
    const row = await services.db.prisma.case.findFirst({
        where: { number, ...scopeWhere(scopeOf(contact)) },
        select: { id: true },
    });
    if (!row)
        throw new CaseError('unknown-case', 'The case this follows up on is not one of yours.');
    return row.id;
}
async function incidentOf(services, { accountId }, id, now) {
    const where = { id, kind: 'incident', closedAt: null, ...affecting(accountId) };
    const row = await services.db.prisma.notice.findFirst({ where, include: withNoticeFacts });
    return row && linkOf(noticeFacts(row), now);
}
//# sourceMappingURL=open-case.js.map