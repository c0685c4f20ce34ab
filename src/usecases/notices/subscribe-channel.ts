// Subscribes channels to notices, lists them and unsubscribes them. A channel gets notices only if somebody asked for it here or in a directory
// file. Contacts decide about channels of their account's own workspace, leads about all.
import { truncate } from '../../cards/visible-text.ts';
import { lockSubscriptions, syncBanners } from '../../outbox/enqueue/banners.ts';
import { cadences } from '../../domain/cadence.ts';
import { CaseError } from '../../domain/case-error.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import type { Account, Channel, Prisma } from '../../db/generated/client.ts';
import type { ChannelRef } from '../../ports.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import type { RequestContext, Tx, Services } from '../context.ts';

/** A channel that is subscribed to notices. */
export interface SubscribedChannel extends ChannelRef {
  id: number;
  /** Null for the support organization's own channel, which gets only what affects all accounts. */
  accountName: string | null;
  /** Leaves out status broadcasts that say that nothing has changed. */
  changesOnly: boolean;
  /** The platform's error code if the newest banner could not be delivered, else null. */
  failed: string | null;
}

/**
 * Subscribes a channel, which gets the banners of open notices at once. For a channel that is subscribed, only sets `changesOnly`.
 * @param options.account the key or name of an account; for leads, in the support organization's own workspace
 * @throws CaseError not-allowed, unknown-workspace, other-workspace, channel-in-use, unknown-account
 */
export async function subscribeChannel(
  services: Services,
  actor: Person,
  place: ChannelRef,
  options: { account?: string; changesOnly?: boolean },
  request: RequestContext,
): Promise<SubscribedChannel> {
  authorize(actor, 'subscribe-channel');
  const { platform, workspaceId, channelId } = place;
  const key = { platform, workspaceId, channelId };
  await runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    await lockSubscriptions(tx);
    const known = await findOrCreateRow(tx, place);
    const { id, active } = known;
    const keepsAccount = actor.kind === 'advisor' && options.account === undefined && active && known.account;
    const account = keepsAccount ? known.account : await accountFor(tx, actor, place, options.account);
    if (active) refuseInUse(known, account);
    else if (actor.kind === 'contact') await refuseVendorWorkspace(tx, place);
    const { changesOnly = known.changesOnly } = options;
    const isUnchanged = active && known.purposes.includes('notices') && known.changesOnly === changesOnly;
    // `changedInChatAt` makes this row win over the directory file, so it must not be set without a change
    if (isUnchanged) return;
    const rest = active ? known.purposes.filter((purpose) => purpose !== 'notices') : [];
    const data = { accountId: account?.id ?? null, purposes: { set: [...rest, 'notices' as const] }, active: true, changesOnly };
    await tx.channel.update({ where: { id }, data: { ...data, changedInChatAt: services.clock.now() } });
    await syncBanners(tx, services.clock.now(), cadences(services.settings), { channelId: id });
  });
  return readSubscribedChannel(services, { platform_workspaceId_channelId: key });
}

/** Nobody else changes the row while `lockSubscriptions` is held. A new row is inactive and has no purpose. */
async function findOrCreateRow(
  tx: Tx,
  { platform, workspaceId, channelId }: ChannelRef,
): Promise<Channel & { account: Account | null }> {
  const key = { platform, workspaceId, channelId };
  await tx.channel.createMany({ data: { ...key, purposes: [], modules: [], active: false }, skipDuplicates: true });
  return tx.channel.findUniqueOrThrow({ where: { platform_workspaceId_channelId: key }, include: { account: true } });
}

async function readSubscribedChannel(services: Services, where: Prisma.ChannelWhereUniqueInput): Promise<SubscribedChannel> {
  const row = await services.db.prisma.channel.findUniqueOrThrow({ where, include: { account: true } });
  const failed = await services.db.prisma.delivery.findFirst({
    where: {
      kind: 'banner',
      OR: [{ state: 'dead' }, { state: { in: ['pending', 'sending'] }, destination: { outageId: { not: null } } }],
      withdrawn: false,
      banner: { channelId: row.id, notice: { closedAt: null } },
    },
    orderBy: { id: 'desc' },
    select: { errorCode: true },
  });
  return { ...channelFacts(row), failed: failed && (failed.errorCode ?? 'unknown') };
}

/**
 * Shows a subscribed channel; to contacts only one of their account.
 * @throws CaseError not-allowed, not-subscribed
 */
export async function viewSubscribedChannel(services: Services, actor: Person, id: number): Promise<SubscribedChannel> {
  await findOwnChannel(services.db.prisma, actor, { id });
  return readSubscribedChannel(services, { id });
}

/** Decides which account's notices a channel gets. @returns null for the support organization's own channel */
async function accountFor(
  tx: Tx,
  actor: Person,
  { platform, workspaceId }: ChannelRef,
  named: string | undefined,
): Promise<Account | null> {
  const home = await tx.workspace.findFirst({
    where: { platform, externalId: workspaceId, active: true },
    include: { account: true },
  });
  if (!home)
    throw new CaseError('unknown-workspace', "This workspace isn't set up yet.", 'Ask an operator to add it to the directory.');
  if (actor.kind === 'contact') {
    if (home.accountId !== null && home.accountId !== actor.accountId)
      throw new CaseError(
        'other-workspace',
        'This workspace belongs to another account.',
        'Type “channels” in a channel of your own workspace.',
      );
    return tx.account.findUniqueOrThrow({ where: { id: actor.accountId } });
  }
  if (home.account) return home.account;
  return named === undefined ? null : accountNamed(tx, named);
}

/** In the support organization's own workspace, guests of other accounts may be reading, so a lead decides there. */
async function refuseVendorWorkspace(tx: Tx, { platform, workspaceId }: ChannelRef): Promise<void> {
  const where = { platform, externalId: workspaceId, active: true, accountId: { not: null } };
  if (await tx.workspace.findFirst({ where, select: { externalId: true } })) return;
  throw new CaseError('other-workspace', 'This is a support workspace.', 'Ask support to turn on notices for this channel.');
}

async function accountNamed(tx: Tx, named: string): Promise<Account> {
  const name = { equals: named, mode: 'insensitive' as const };
  const found = await tx.account.findFirst({ where: { active: true, OR: [{ key: name }, { name }] } });
  if (found) return found;
  throw new CaseError(
    'unknown-account',
    `We couldn't find an account named “${truncate(named, 60)}”.`,
    'Enter its key or its full name.',
  );
}

/** Refuses a channel of another account, without saying whose it is, and refuses queue channels, where cases of every account are shown. */
function refuseInUse({ accountId, purposes }: Channel, account: Account | null): void {
  const isOthers = purposes.length > 0 && accountId !== (account?.id ?? null);
  const isSupports = account !== null && (purposes.includes('queue') || purposes.includes('escalation'));
  if (isOthers || isSupports)
    throw new CaseError('channel-in-use', 'This channel is already used for something else.', 'Try another channel.');
}

/**
 * Unsubscribes a channel and removes its banners.
 * @throws CaseError not-allowed, not-subscribed
 */
export async function unsubscribeChannel(
  services: Services,
  actor: Person,
  channel: ChannelRef | { id: number },
  request: RequestContext,
): Promise<void> {
  await runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    await lockSubscriptions(tx);
    const { id, purposes } = await findOwnChannel(tx, actor, channel);
    const left = purposes.filter((purpose) => purpose !== 'notices');
    const data = { purposes: { set: left }, active: left.length > 0, changesOnly: false, changedInChatAt: services.clock.now() };
    await tx.channel.update({ where: { id }, data });
    await syncBanners(tx, services.clock.now(), cadences(services.settings), { channelId: id });
  });
}

/**
 * Sets whether a channel gets status broadcasts that say that nothing has changed.
 * @throws CaseError not-allowed, not-subscribed
 */
export async function chooseBroadcasts(
  services: Services,
  actor: Person,
  id: number,
  changesOnly: boolean,
): Promise<SubscribedChannel> {
  await services.db.prisma.$transaction(async (tx) => {
    await findOwnChannel(tx, actor, { id });
    await tx.channel.update({ where: { id }, data: { changesOnly, changedInChatAt: services.clock.now() } });
  });
  return readSubscribedChannel(services, { id });
}

/** Finds a subscribed channel that this person may change. @throws CaseError not-allowed; not-subscribed, also for another account's */
async function findOwnChannel(tx: Pick<Tx, 'channel'>, actor: Person, channel: ChannelRef | { id: number }): Promise<Channel> {
  authorize(actor, 'subscribe-channel');
  const row = await tx.channel.findFirst({ where: { ...channel, ...subscribedOf(actor) } });
  if (row) return row;
  throw new CaseError('not-subscribed', 'Notices are off for this channel.', 'Type “channels” in it to turn them on.');
}

function subscribedOf(actor: Person): Prisma.ChannelWhereInput {
  return { active: true, purposes: { has: 'notices' }, ...(actor.kind === 'contact' ? { accountId: actor.accountId } : {}) };
}

function channelFacts({ account, ...row }: Channel & { account: Account | null }): Omit<SubscribedChannel, 'failed'> {
  const { id, platform, workspaceId, channelId, changesOnly } = row;
  return { id, platform, workspaceId, channelId, changesOnly, accountName: account?.name ?? null };
}

/** Channels on one page. */
const channelsPageSize = 10;

/**
 * Lists subscribed channels: for contacts their account's, for leads all.
 * @param page counted from 1; a page past the end is the last page
 */
export async function listSubscribedChannels(
  services: Services,
  actor: Person,
  page: number,
): Promise<{ total: number; page: number; pages: number; rows: Omit<SubscribedChannel, 'failed'>[] }> {
  authorize(actor, 'subscribe-channel');
  const where = subscribedOf(actor);
  const total = await services.db.prisma.channel.count({ where });
  const pages = Math.max(Math.ceil(total / channelsPageSize), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const found = await services.db.prisma.channel.findMany({
    where,
    include: { account: true },
    orderBy: [{ account: { name: 'asc' } }, { id: 'asc' }],
    skip: (shown - 1) * channelsPageSize,
    take: channelsPageSize,
  });
  return { total, page: shown, pages, rows: found.map(channelFacts) };
}
