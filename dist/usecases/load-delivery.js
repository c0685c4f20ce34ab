import { loadBanner } from "./notices/load-banner.js";
import { loadNudge } from "./notices/load-nudge.js";
import { caseFacts, forContacts, postFacts, withCaseFacts } from "./read-case-facts.js";
const withFacts = {
    destination: { select: { platform: true, workspaceId: true, channelId: true } },
    digest: { select: { personId: true, person: { select: { email: true } } } },
    person: { select: { id: true, email: true, kind: true, lead: true, active: true } },
    conversation: {
        select: {
            side: true,
            personId: true,
            team: true,
            person: { select: { email: true, contactType: true, active: true, accountId: true } },
        },
    },
    case: { include: withCaseFacts },
    post: true,
};
/** What a delivery is about, as things stand now. @returns null for a delivery that is no more */
export async function loadDelivery(services, deliveryId) {
    const row = await services.db.prisma.delivery.findUnique({ where: { id: deliveryId }, include: withFacts });
    if (!row)
        return null;
    if (row.kind === 'digest')
        return digestDelivery(services, row);
    if (row.kind === 'release')
        return row.releaseId === null ? null : { kind: row.kind, releaseId: row.releaseId };
    if (row.kind === 'banner' || row.kind === 'broadcast')
        return loadBanner(services, { ...row, kind: row.kind });
    if (row.kind === 'cluster')
        return clusterDelivery(services, row);
    if (row.kind === 'nudge')
        return (await isALeads(services, row)) ? loadNudge(services, row) : null;
    if (row.kind !== 'card' && row.kind !== 'post')
        return null;
    return (await isOver(services, row)) ? null : caseDelivery(services, row, row.kind);
}
/** The mailbox or the chat identity may be theirs no more. */
async function digestDelivery(services, { destination, digestId, digest }) {
    if (digestId === null || !digest)
        return null;
    const theirs = destination.platform === 'mail'
        ? destination.channelId === digest.person.email
        : await isTheirs(services, destination, digest.personId, digest.person.email);
    return theirs ? { kind: 'digest', digestId } : null;
}
/** It names accounts: in a direct conversation only while that is an active lead's. One that is nobody's stands in a queue. */
async function clusterDelivery(services, row) {
    const { clusterId, personId } = row;
    if (clusterId === null)
        return null;
    return personId === null || (await isALeads(services, row)) ? { kind: 'cluster', clusterId } : null;
}
/** The direct conversation of an active lead, whose chat identity it still is. */
async function isALeads(services, { destination, person }) {
    return !!person?.active && person.kind === 'advisor' && person.lead && isTheirs(services, destination, person.id, person.email);
}
/**
 * The conversation is of somebody who is no contact of the case's account any more, or whose chat identity it is no more; or it is a
 * channel that is not listed for cases of the account any more. What stands there stays, nothing new is shown.
 */
async function isOver(services, { destination, conversation, case: of }) {
    if (conversation?.side !== 'contact' || !of)
        return false;
    const { person, personId } = conversation;
    if (!person || personId === null)
        return !(await isListed(services, destination, of.accountId));
    if (!person.active || person.accountId !== of.accountId)
        return true;
    // mail that was not sent yet moves with its reader's address (db/place-mail)
    return destination.platform !== 'mail' && !(await isTheirs(services, destination, personId, person.email));
}
/** As `told` decides (db/told): a chat identity whose address nobody knows at the moment stays whose it was. */
async function isTheirs(services, { platform, workspaceId, channelId }, personId, email) {
    if (platform === 'mail')
        return false;
    const other = { OR: [{ personId: { not: personId } }, { personId: null, email: { not: email } }] };
    const where = { platform, workspaceId, directChannel: channelId, ...other };
    return (await services.db.prisma.identity.findFirst({ where, select: { id: true } })) === null;
}
/** A channel that was listed once stays in the directory, as what it is now. */
async function isListed(services, { platform, ...where }, accountId) {
    if (platform === 'mail')
        return false;
    const channel = await services.db.prisma.channel.findFirst({ where: { platform, ...where } });
    return channel === null || (channel.active && channel.purposes.includes('cases') && channel.accountId === accountId);
}
async function caseDelivery(services, row, kind) {
    if (!row.case || !row.conversation)
        throw new Error(`delivery ${row.id} is of no case`);
    const facts = caseFacts(services, row.case);
    const { side, personId, team } = row.conversation;
    return {
        id: row.id,
        kind,
        side,
        personId,
        looksOnly: row.conversation.person?.contactType === 'readOnly',
        team,
        asked: kind === 'card' && team !== null && team === row.case.team ? await askedOfTeam(services, row.case.id) : null,
        case: side === 'contact' ? forContacts(facts) : facts,
        post: row.post && postFacts(row.post),
        waiting: await waiting(services, row),
        mentions: await mentioned(services, row, await whoMustAct(services, row)),
    };
}
/** The reason of the newest escalation. */
async function askedOfTeam(services, caseId) {
    const where = { caseId, kind: 'note', action: 'escalate' };
    const asked = await services.db.prisma.post.findFirst({ where, orderBy: { id: 'desc' } });
    return asked && postFacts(asked);
}
/** Read for the newest reminder only: no other post quotes another. */
async function waiting(services, { post, case: of }) {
    if (!post || !of || of.pendingPostId === null || !isNewestReminder(of, post))
        return null;
    const pending = await services.db.prisma.post.findUnique({ where: { id: of.pendingPostId } });
    return pending && postFacts(pending);
}
function isNewestReminder(of, post) {
    return of.followUp?.reminderPostId === post.id;
}
/**
 * Only who must act: the case contact of a live question, resolution or reminder, the assigned advisor of a contact's words or of a case
 * that comes back to them or whose time is nearly over, the leads, too, where it is over; the team of what is escalated to it.
 */
async function whoMustAct(services, { post, case: of, conversation }) {
    if (!post || !of)
        return [];
    if (conversation?.team)
        return post.kind === 'event' && post.action === 'escalate' ? membersOf(services, conversation.team) : [];
    if (post.kind === 'note' && post.action?.startsWith('sla-'))
        return whoMustHurry(services, of, post.action === 'sla-breach');
    const asked = conversation?.side === 'contact' && (of.pendingPostId === post.id || isNewestReminder(of, post));
    const comesBack = post.kind === 'event' && comingBack.includes(post.action ?? '') && post.authorId !== of.advisorId;
    const answered = conversation?.side === 'advisor' && (post.authorSide === 'contact' || comesBack);
    const personId = asked ? of.contactId : answered ? of.advisorId : null;
    return personId === null ? [] : [personId];
}
/** Where nobody is assigned, the queue that reads it is told. */
async function whoMustHurry(services, { advisorId }, isBreach) {
    const where = { kind: 'advisor', active: true, lead: true };
    const leads = isBreach ? await services.db.prisma.person.findMany({ where, select: { id: true }, orderBy: { id: 'asc' } }) : [];
    return [...(advisorId === null ? [] : [advisorId]), ...leads.map(({ id }) => id)];
}
/** What brings a case back to its advisor. */
const comingBack = ['return', 'fall-due'];
/** A bigger team than this is not called together for one case. */
const mostMentions = 10;
async function membersOf(services, team) {
    const where = { kind: 'advisor', active: true, team };
    const members = await services.db.prisma.person.findMany({
        where,
        select: { id: true },
        orderBy: { id: 'asc' },
        take: mostMentions,
    });
    return members.map(({ id }) => id);
}
/** These people as users of the workspace in which it is said; who is none there is not mentioned. */
async function mentioned(services, { destination }, people) {
    if (people.length === 0 || destination.platform === 'mail')
        return [];
    const { platform, workspaceId } = destination;
    return services.db.prisma.identity.findMany({
        where: { personId: { in: people }, platform, workspaceId },
        distinct: ['personId'],
        select: { userId: true, name: true },
    });
}
//# sourceMappingURL=load-delivery.js.map