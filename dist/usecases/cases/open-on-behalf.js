import { casePlaces } from "../../outbox/enqueue/case-conversations.js";
import { authorize } from "../../domain/permission.js";
import { changeCase } from "../change-case.js";
import { storeCase } from "./open-case.js";
/**
 * An advisor opens a case for a contact who phones. It is the contact's case like one they filed: its card is on the way to their direct
 * conversation, where one is known. The call has been made, so a critical one expects none.
 * @returns told: whether the contact has a conversation; 'repeat' where the form had its effect before
 * @throws CaseError not-allowed, unknown-case
 */
export async function openOnBehalf(services, advisor, contact, input, filed, request) {
    authorize(advisor, 'open');
    const { accountId, id: contactId } = contact;
    const identity = await newestConversation(services, contact);
    const found = await casePlaces(services.db.pool, {
        platform: identity?.platform ?? null,
        workspaceId: identity?.workspaceId ?? '',
        channelId: null,
        directChannel: identity?.directChannel ?? null,
        accountId,
        contactId,
        module: input.module,
    });
    if (!found)
        throw new Error('a conversation that is known cannot be missing');
    const how = { ...filed, source: 'phone', phoneCallExpected: false };
    const outcome = await storeCase(services, contact, input, found, how, {
        idempotencyKey: request.idempotencyKey,
        actor: advisor,
    });
    if (outcome === 'repeat')
        return outcome;
    // also what mail brings to whoever has no conversation
    const told = { ...request, idempotencyKey: `${request.idempotencyKey}:told`, origin: undefined };
    await changeCase(services, advisor, outcome.number, 'open', told, () => ({
        post: { kind: 'event', action: 'open', body: `opened the case for ${contact.name}` },
    }));
    return { number: outcome.number, told: identity !== null };
}
/** Where the contact was met last: in a workspace that is believed about them, as `whoIs` believes it. */
async function newestConversation(services, { id, email, accountId }) {
    const [found] = await services.db.prisma.$queryRaw `
    select i.id from identity i
    join workspace w on w.platform = i.platform and w.external_id = i.home_workspace and w.active
    where i.person_id = ${id} and i.email = ${email} and coalesce(i.direct_channel, '') <> ''
      and (w.account_id is null or w.account_id = ${accountId})
    order by i.checked_at desc, i.id desc limit 1`;
    return found ? services.db.prisma.identity.findUnique({ where: { id: found.id } }) : null;
}
//# sourceMappingURL=open-on-behalf.js.map