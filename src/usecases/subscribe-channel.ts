// Which channels are told of incidents and maintenance: nobody is who did not ask for it.
import { placeBanners } from '../db/banners.ts';
import { cadences } from '../domain/cadence.ts';
import { CaseError } from '../domain/case-error.ts';
import { permit } from '../domain/permission.ts';
import type { Person } from '../domain/person.ts';
import type { Account, Channel, ChannelPurpose, Prisma } from '../db/generated/client.ts';
import type { PlatformName } from '../ports.ts';
import { noteReceipt, unlessRepeated } from './receipts.ts';
import type { Said, Tx, Work } from './work.ts';

export interface At {
  platform: PlatformName;
  workspaceId: string;
  channelId: string;
}

export interface Subscribed extends At {
  id: number;
  /** null: the support organisation's own, told only of what affects all accounts */
  accountName: string | null;
  changesOnly: boolean;
}

/**
 * The channel is told from here on, and gets what is open now at once. Asked again it changes nothing but `changesOnly`.
 * @param options.account an account's key or name: for leads, in the support organisation's own workspace
 * @throws CaseError not-allowed, unknown-workspace, other-workspace, channel-in-use, unknown-account
 */
export async function subscribeChannel(
  work: Work,
  actor: Person,
  at: At,
  options: { account?: string; changesOnly?: boolean },
  said: Said,
): Promise<Subscribed> {
  permit(actor, 'subscribe-channel');
  const { platform, workspaceId, channelId } = at;
  const key = { platform, workspaceId, channelId };
  await unlessRepeated(work, async (tx) => {
    await noteReceipt(tx, said.receipt, said.again);
    const where = { platform_workspaceId_channelId: key };
    const known = await tx.channel.findUnique({ where, include: { account: true } });
    const keeps = actor.kind === 'advisor' && options.account === undefined && known?.active && known.account;
    const account = keeps ? known.account : await accountFor(tx, actor, at, options.account);
    if (known?.active) refuseInUse(known, account);
    const data = {
      accountId: account?.id ?? null,
      purposes: { set: withNotices(known) },
      active: true,
      changedInChatAt: work.clock.now(),
      ...(options.changesOnly === undefined ? {} : { changesOnly: options.changesOnly }),
    };
    const { id } = await tx.channel.upsert({
      where,
      create: { ...key, ...data, purposes: ['notices'], modules: [] },
      update: data,
    });
    await placeBanners(tx, work.clock.now(), cadences(work.settings), { channelId: id });
  });
  const row = await work.db.prisma.channel.findUniqueOrThrow({
    where: { platform_workspaceId_channelId: key },
    include: { account: true },
  });
  return subscribed(row);
}

function withNotices(known: Channel | null): ChannelPurpose[] {
  return known?.active ? [...new Set<ChannelPurpose>([...known.purposes, 'notices'])] : ['notices'];
}

/** Whose trouble is told there. @returns null: the support organisation's own */
async function accountFor(
  tx: Tx,
  actor: Person,
  { platform, workspaceId }: At,
  named: string | undefined,
): Promise<Account | null> {
  const home = await tx.workspace.findFirst({
    where: { platform, externalId: workspaceId, active: true },
    include: { account: true },
  });
  if (!home) throw new CaseError('unknown-workspace', 'This workspace is in no directory.', 'An operator lists it first.');
  if (actor.kind === 'contact') {
    if (home.accountId !== null && home.accountId !== actor.accountId)
      throw new CaseError(
        'other-workspace',
        'This workspace is not your account’s.',
        'Say “channels” in a channel of your own workspace.',
      );
    return tx.account.findUniqueOrThrow({ where: { id: actor.accountId } });
  }
  if (home.account) return home.account;
  return named === undefined ? null : accountNamed(tx, named);
}

async function accountNamed(tx: Tx, named: string): Promise<Account> {
  const name = { equals: named, mode: 'insensitive' as const };
  const found = await tx.account.findFirst({ where: { active: true, OR: [{ key: name }, { name }] } });
  if (found) return found;
  throw new CaseError('unknown-account', `There is no account “${named.slice(0, 60)}”.`, 'Write its key or its whole name.');
}

/** Another account's channel stays its own; whose it is, is not said. What shows cases of every account is nobody's but support's. */
function refuseInUse({ accountId, purposes }: Channel, account: Account | null): void {
  const isOthers = purposes.length > 0 && accountId !== (account?.id ?? null);
  const isSupports = account !== null && (purposes.includes('queue') || purposes.includes('escalation'));
  if (isOthers || isSupports)
    throw new CaseError('channel-in-use', 'This channel is in use for something else.', 'Say “channels” in another one.');
}

/**
 * The channel is told no more: its banners disappear.
 * @throws CaseError not-allowed, not-subscribed
 */
export async function unsubscribeChannel(work: Work, actor: Person, channel: At | { id: number }, said: Said): Promise<void> {
  await unlessRepeated(work, async (tx) => {
    await noteReceipt(tx, said.receipt, said.again);
    const { id, purposes } = await own(tx, actor, channel);
    const left = purposes.filter((purpose) => purpose !== 'notices');
    const data = { purposes: { set: left }, active: left.length > 0, changesOnly: false, changedInChatAt: work.clock.now() };
    await tx.channel.update({ where: { id }, data });
    await placeBanners(tx, work.clock.now(), cadences(work.settings), { channelId: id });
  });
}

/**
 * Whether the channel is told by the clock, too, that nothing has changed.
 * @throws CaseError not-allowed, not-subscribed
 */
export async function chooseBroadcasts(work: Work, actor: Person, id: number, changesOnly: boolean): Promise<Subscribed> {
  return work.db.prisma.$transaction(async (tx) => {
    await own(tx, actor, { id });
    const data = { changesOnly, changedInChatAt: work.clock.now() };
    return subscribed(await tx.channel.update({ where: { id }, data, include: { account: true } }));
  });
}

/** A subscribed channel this person may decide about; another account's is none. @throws CaseError not-allowed, not-subscribed */
async function own(tx: Tx, actor: Person, channel: At | { id: number }): Promise<Channel> {
  permit(actor, 'subscribe-channel');
  const row = await tx.channel.findFirst({ where: { ...channel, ...subscribedOf(actor) } });
  if (row) return row;
  throw new CaseError('not-subscribed', 'This channel is not subscribed to notices.', 'Say “channels” in it to subscribe it.');
}

function subscribedOf(actor: Person): Prisma.ChannelWhereInput {
  return { active: true, purposes: { has: 'notices' }, ...(actor.kind === 'contact' ? { accountId: actor.accountId } : {}) };
}

function subscribed({ account, ...row }: Channel & { account: Account | null }): Subscribed {
  const { id, platform, workspaceId, channelId, changesOnly } = row;
  return { id, platform, workspaceId, channelId, changesOnly, accountName: account?.name ?? null };
}

export const channelsPage = 10;

/** The subscribed channels of the own account; for leads everybody's. @param page from 1; past the end the last */
export async function listSubscribed(
  work: Work,
  actor: Person,
  page: number,
): Promise<{ total: number; page: number; pages: number; rows: Subscribed[] }> {
  permit(actor, 'subscribe-channel');
  const where = subscribedOf(actor);
  const total = await work.db.prisma.channel.count({ where });
  const pages = Math.max(Math.ceil(total / channelsPage), 1);
  const shown = Math.min(Math.max(page, 1), pages);
  const found = await work.db.prisma.channel.findMany({
    where,
    include: { account: true },
    orderBy: [{ account: { name: 'asc' } }, { id: 'asc' }],
    skip: (shown - 1) * channelsPage,
    take: channelsPage,
  });
  return { total, page: shown, pages, rows: found.map(subscribed) };
}
