// Which channels are told of incidents and maintenance: nobody is who did not ask for it.
import { lockPlacing, placeBanners } from "../../outbox/enqueue/banners.js";
import { cadences } from "../../domain/cadence.js";
import { CaseError } from "../../domain/case-error.js";
import { authorize } from "../../domain/permission.js";
import { recordOnce, runOnce } from "../idempotency.js";
/**
 * The channel is told from here on, and gets what is open now at once. Asked again it changes nothing but `changesOnly`.
 * @param options.account an account's key or name: for leads, in the support organisation's own workspace
 * @throws CaseError not-allowed, unknown-workspace, other-workspace, channel-in-use, unknown-account
 */
export async function subscribeChannel(services, actor, at, options, request) {
    authorize(actor, 'subscribe-channel');
    const { platform, workspaceId, channelId } = at;
    const key = { platform, workspaceId, channelId };
    await runOnce(services, async (tx) => {
        await recordOnce(tx, request.idempotencyKey, request.fingerprint);
        await lockPlacing(tx);
        const known = await rowOf(tx, at);
        const { id, active } = known;
        const keeps = actor.kind === 'advisor' && options.account === undefined && active && known.account;
        const account = keeps ? known.account : await accountFor(tx, actor, at, options.account);
        if (active)
            refuseInUse(known, account);
        else if (actor.kind === 'contact')
            await refuseForeign(tx, at);
        const { changesOnly = known.changesOnly } = options;
        const isSo = active && known.purposes.includes('notices') && known.changesOnly === changesOnly;
        // what chat has changed wins over the directory file: only what it did
        if (isSo)
            return;
        const rest = active ? known.purposes.filter((purpose) => purpose !== 'notices') : [];
        const data = { accountId: account?.id ?? null, purposes: { set: [...rest, 'notices'] }, active: true, changesOnly };
        await tx.channel.update({ where: { id }, data: { ...data, changedInChatAt: services.clock.now() } });
        await placeBanners(tx, services.clock.now(), cadences(services.settings), { channelId: id });
    });
    return view(services, { platform_workspaceId_channelId: key });
}
/** The channel's row, which nobody else changes under `lockPlacing`; a new one is no more than a name. */
async function rowOf(tx, { platform, workspaceId, channelId }) {
    const key = { platform, workspaceId, channelId };
    await tx.channel.createMany({ data: { ...key, purposes: [], modules: [], active: false }, skipDuplicates: true });
    return tx.channel.findUniqueOrThrow({ where: { platform_workspaceId_channelId: key }, include: { account: true } });
}
async function view(services, where) {
    const row = await services.db.prisma.channel.findUniqueOrThrow({ where, include: { account: true } });
    const failed = await services.db.prisma.delivery.findFirst({
        where: { kind: 'banner', state: 'dead', gone: false, banner: { channelId: row.id, notice: { closedAt: null } } },
        orderBy: { id: 'desc' },
        select: { errorCode: true },
    });
    return { ...subscribed(row), failed: failed && (failed.errorCode ?? 'unknown') };
}
/**
 * A subscribed channel of the own account; for leads any.
 * @throws CaseError not-allowed, not-subscribed
 */
export async function viewSubscribed(services, actor, id) {
    await own(services.db.prisma, actor, { id });
    return view(services, { id });
}
/** Whose trouble is told there. @returns null: the support organisation's own */
async function accountFor(tx, actor, { platform, workspaceId }, named) {
    const home = await tx.workspace.findFirst({
        where: { platform, externalId: workspaceId, active: true },
        include: { account: true },
    });
    if (!home)
        throw new CaseError('unknown-workspace', 'This workspace is in no directory.', 'An operator lists it first.');
    if (actor.kind === 'contact') {
        if (home.accountId !== null && home.accountId !== actor.accountId)
            throw new CaseError('other-workspace', 'This workspace is not your account’s.', 'Say “channels” in a channel of your own workspace.');
        return tx.account.findUniqueOrThrow({ where: { id: actor.accountId } });
    }
    if (home.account)
        return home.account;
    return named === undefined ? null : accountNamed(tx, named);
}
/** In the support organisation's own workspace guests of other accounts may read along: a lead decides there. */
async function refuseForeign(tx, { platform, workspaceId }) {
    const where = { platform, externalId: workspaceId, active: true, accountId: { not: null } };
    if (await tx.workspace.findFirst({ where, select: { externalId: true } }))
        return;
    throw new CaseError('other-workspace', 'This workspace is the support organisation’s.', 'Ask support to subscribe this channel for you.');
}
async function accountNamed(tx, named) {
    const name = { equals: named, mode: 'insensitive' };
    const found = await tx.account.findFirst({ where: { active: true, OR: [{ key: name }, { name }] } });
    if (found)
        return found;
    throw new CaseError('unknown-account', `There is no account “${named.slice(0, 60)}”.`, 'Write its key or its whole name.');
}
/** Another account's channel stays its own; whose it is, is not said. What shows cases of every account is nobody's but support's. */
function refuseInUse({ accountId, purposes }, account) {
    const isOthers = purposes.length > 0 && accountId !== (account?.id ?? null);
    const isSupports = account !== null && (purposes.includes('queue') || purposes.includes('escalation'));
    if (isOthers || isSupports)
        throw new CaseError('channel-in-use', 'This channel is in use for something else.', 'Say “channels” in another one.');
}
/**
 * The channel is told no more: its banners disappear.
 * @throws CaseError not-allowed, not-subscribed
 */
export async function unsubscribeChannel(services, actor, channel, request) {
    await runOnce(services, async (tx) => {
        await recordOnce(tx, request.idempotencyKey, request.fingerprint);
        await lockPlacing(tx);
        const { id, purposes } = await own(tx, actor, channel);
        const left = purposes.filter((purpose) => purpose !== 'notices');
        const data = { purposes: { set: left }, active: left.length > 0, changesOnly: false, changedInChatAt: services.clock.now() };
        await tx.channel.update({ where: { id }, data });
        await placeBanners(tx, services.clock.now(), cadences(services.settings), { channelId: id });
    });
}
/**
 * Whether the channel is told by the clock, too, that nothing has changed.
 * @throws CaseError not-allowed, not-subscribed
 */
export async function chooseBroadcasts(services, actor, id, changesOnly) {
    await services.db.prisma.$transaction(async (tx) => {
        await own(tx, actor, { id });
        await tx.channel.update({ where: { id }, data: { changesOnly, changedInChatAt: services.clock.now() } });
    });
    return view(services, { id });
}
/** A subscribed channel this person may decide about; another account's is none. @throws CaseError not-allowed, not-subscribed */
async function own(tx, actor, channel) {
    authorize(actor, 'subscribe-channel');
    const row = await tx.channel.findFirst({ where: { ...channel, ...subscribedOf(actor) } });
    if (row)
        return row;
    throw new CaseError('not-subscribed', 'This channel is not subscribed to notices.', 'Say “channels” in it to subscribe it.');
}
function subscribedOf(actor) {
    return { active: true, purposes: { has: 'notices' }, ...(actor.kind === 'contact' ? { accountId: actor.accountId } : {}) };
}
function subscribed({ account, ...row }) {
    const { id, platform, workspaceId, channelId, changesOnly } = row;
    return { id, platform, workspaceId, channelId, changesOnly, accountName: account?.name ?? null };
}
export const channelsPage = 10;
/** The subscribed channels of the own account; for leads everybody's. @param page from 1; past the end the last */
export async function listSubscribed(services, actor, page) {
    authorize(actor, 'subscribe-channel');
    const where = subscribedOf(actor);
    const total = await services.db.prisma.channel.count({ where });
    const pages = Math.max(Math.ceil(total / channelsPage), 1);
    const shown = Math.min(Math.max(page, 1), pages);
    const found = await services.db.prisma.channel.findMany({
        where,
        include: { account: true },
        orderBy: [{ account: { name: 'asc' } }, { id: 'asc' }],
        skip: (shown - 1) * channelsPage,
        take: channelsPage,
    });
    return { total, page: shown, pages, rows: found.map(subscribed) };
}
//# sourceMappingURL=subscribe-channel.js.map