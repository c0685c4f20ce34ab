// Subscribes channels to notices and unsubscribes them. A channel gets notices only if somebody asked for it here or in a directory
// file. Contacts decide about channels of their account's own workspace, leads about all.
import { truncate } from '../../cards/visible-text.ts';
import { lockSubscriptions, syncBanners } from '../../outbox/enqueue/banners.ts';
import { cadences } from '../../domain/cadence.ts';
import { CaseError } from '../../domain/case-error.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import type { Account, Channel } from '../../db/generated/client.ts';
import type { ChannelRef } from '../../ports.ts';
import { findOwnChannel, keptAccounts, readSubscribedChannel, type SubscribedChannel } from './subscribed-channels.ts';
import { recordChannelChange } from './channel-changes.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import type { RequestContext, Tx, Services } from '../context.ts';

/**
 * Subscribes a channel, which gets the banners of open notices at once. For a channel that is subscribed, only sets `changesOnly`.
 * @param options.account the key or name of an account; for leads, in the support organization's own workspace
 * @throws CaseError not-allowed, unknown-workspace, other-workspace, channel-in-use, unknown-account
 */
export async function subscribeChannel(
  services: Services,
  actor: Person,
  place: ChannelRef,
  options: { account?: string; changesOnly?: boolean; name?: string },
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
    const account = keepsAccount ? known.account : await accountFor(tx, actor, place, options.account, known);
    if (active) refuseInUse(known, account);
    else if (actor.kind === 'contact') await refuseVendorWorkspace(tx, place);
    const { changesOnly = known.changesOnly } = options;
    const isUnchanged = active && known.purposes.includes('notices') && known.changesOnly === changesOnly;
    // `changedInChatAt` makes this row win over the directory file, so it must not be set without a change
    if (isUnchanged) return;
    const rest = active ? known.purposes.filter((purpose) => purpose !== 'notices') : [];
    const data = { accountId: account?.id ?? null, purposes: { set: [...rest, 'notices' as const] }, active: true, changesOnly };
    const { name } = options;
    await tx.channel.update({
      where: { id },
      data: { ...data, ...(name ? { name } : {}), changedInChatAt: services.clock.now() },
    });
    const isOn = active && known.purposes.includes('notices');
    await recordChannelChange(services, tx, known, isOn ? (changesOnly ? 'changes' : 'all') : 'on', actor);
    await syncBanners(tx, services.clock.now(), cadences(services.settings), { channelId: id });
  });
  return readSubscribedChannel(services, { platform_workspaceId_channelId: key });
}

/**
 * Checks whether a person could subscribe a channel, before they are asked to confirm it.
 * @param named the account, as a lead named it
 * @returns the name of the account that its notices would be about; null for all accounts
 * @throws CaseError everything `subscribeChannel` throws
 */
export async function checkSubscription(
  services: Services,
  actor: Person,
  place: ChannelRef,
  named: string | undefined,
): Promise<string | null> {
  authorize(actor, 'subscribe-channel');
  return services.db.transaction(async (tx) => {
    const { platform, workspaceId, channelId } = place;
    const known = await tx.channel.findUnique({
      where: { platform_workspaceId_channelId: { platform, workspaceId, channelId } },
    });
    const account = await accountFor(tx, actor, place, named, known);
    if (known?.active) refuseInUse(known, account);
    else if (actor.kind === 'contact') await refuseVendorWorkspace(tx, place);
    return account?.name ?? null;
  });
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

/**
 * Decides which account's notices a channel gets.
 * @param known the channel, as far as it is used already
 * @returns null for the support organization's own channel
 */
async function accountFor(
  tx: Tx,
  actor: Person,
  { platform, workspaceId }: ChannelRef,
  named: string | undefined,
  known: Channel | null,
): Promise<Account | null> {
  const home = await tx.workspace.findFirst({
    where: { platform, externalId: workspaceId, active: true },
    include: { account: true },
  });
  if (!home)
    throw new CaseError('unknown-workspace', "This workspace isn't set up yet.", 'Ask an operator to add it to the directory.');
  const homeIds = home.accountId === null ? null : [home.accountId, ...home.alsoAccountIds];
  if (actor.kind === 'contact') {
    const own = keptAccounts(actor).filter((id) => homeIds === null || homeIds.includes(id));
    const id = own.find((one) => known?.active && one === known.accountId) ?? own[0];
    if (id === undefined)
      throw new CaseError(
        'other-workspace',
        'This workspace belongs to another account.',
        'Mention me with “channels” in a channel of your own workspace.',
      );
    if (own.length > 1 && !known?.active) throw severalAccounts('Ask support to turn on notices for this channel.');
    return tx.account.findUniqueOrThrow({ where: { id } });
  }
  if (homeIds === null) return named === undefined ? null : accountNamed(tx, named);
  if (homeIds.length === 1) return home.account;
  if (named === undefined) throw severalAccounts('Add the key of the account to the command.');
  const account = await accountNamed(tx, named);
  if (homeIds.includes(account.id)) return account;
  throw new CaseError('other-workspace', `This workspace doesn't belong to ${account.name}.`, 'Name one of its own accounts.');
}

function severalAccounts(next: string): CaseError {
  return new CaseError('several-accounts', 'People of several accounts use this workspace.', next);
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
    const own = await findOwnChannel(tx, actor, channel);
    const { id, purposes } = own;
    const left = purposes.filter((purpose) => purpose !== 'notices');
    const data = { purposes: { set: left }, active: left.length > 0, changesOnly: false, changedInChatAt: services.clock.now() };
    await tx.channel.update({ where: { id }, data });
    await recordChannelChange(services, tx, own, 'off', actor);
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
  await services.db.transaction(async (tx) => {
    await lockSubscriptions(tx);
    const own = await findOwnChannel(tx, actor, { id });
    if (own.changesOnly === changesOnly) return;
    await tx.channel.update({ where: { id }, data: { changesOnly, changedInChatAt: services.clock.now() } });
    await recordChannelChange(services, tx, own, changesOnly ? 'changes' : 'all', actor);
  });
  return readSubscribedChannel(services, { id });
}
