// Reads which channels are subscribed to notices, as far as a person may see and change them. Subscribing and unsubscribing is in
// subscribe-channel.ts.
import { CaseError } from '../../domain/case-error.ts';
import { authorize, can } from '../../domain/permission.ts';
import { membershipsOf, type Contact, type Person } from '../../domain/person.ts';
import type { Channel, Prisma } from '../../db/generated/client.ts';
import type { ChannelRef } from '../../ports.ts';
import type { Tx, Services } from '../context.ts';

/** A channel that is subscribed to notices. */
export interface SubscribedChannel extends ChannelRef {
  id: number;
  /** Null for the support organization's own channel, which gets only what affects all accounts. */
  accountName: string | null;
  /** Leaves out status broadcasts that say that nothing has changed. */
  changesOnly: boolean;
  /** The platform's error code if the newest banner could not be delivered, else null. */
  failed: string | null;
  /** As far as the platform told it. */
  name: string | null;
  /** Who turned notices on in chat; null for a channel of the directory. */
  addedBy: string | null;
}

/** Reads a channel that is known to be subscribed. */
export async function readSubscribedChannel(
  services: Services,
  where: Prisma.ChannelWhereUniqueInput,
): Promise<SubscribedChannel> {
  const row = await services.db.prisma.channel.findUniqueOrThrow({ where, include: withFacts });
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
 * Shows a subscribed channel; to contacts only one of their accounts.
 * @throws CaseError not-allowed, not-subscribed
 */
export async function viewSubscribedChannel(services: Services, actor: Person, id: number): Promise<SubscribedChannel> {
  await findOwnChannel(services.db.prisma, actor, { id });
  return readSubscribedChannel(services, { id });
}

/** Finds a subscribed channel that this person may change. @throws CaseError not-allowed; not-subscribed, also for another account's */
export async function findOwnChannel(
  tx: Pick<Tx, 'channel'>,
  actor: Person,
  channel: ChannelRef | { id: number },
): Promise<Channel> {
  authorize(actor, 'subscribe-channel');
  const row = await tx.channel.findFirst({ where: { ...channel, ...subscribedOf(actor) } });
  if (row) return row;
  throw new CaseError(
    'not-subscribed',
    'Notices are off for this channel.',
    'To turn them on, mention me with “channels” in it.',
  );
}

function subscribedOf(actor: Person): Prisma.ChannelWhereInput {
  const own = actor.kind === 'contact' ? { accountId: { in: keptAccounts(actor) } } : {};
  return { active: true, purposes: { has: 'notices' }, ...own };
}

/** Lists the accounts whose channels a contact may change. */
export function keptAccounts(contact: Contact): number[] {
  return membershipsOf(contact).flatMap(({ accountId }) => (can(contact, 'subscribe-channel', accountId) ? accountId : []));
}

/** The relations that `channelFacts` needs. */
const withFacts = {
  account: true,
  changes: { where: { what: 'on' }, orderBy: { id: 'desc' }, take: 1, select: { byName: true } },
} satisfies Prisma.ChannelInclude;

function channelFacts(row: Prisma.ChannelGetPayload<{ include: typeof withFacts }>): Omit<SubscribedChannel, 'failed'> {
  const { id, platform, workspaceId, channelId, changesOnly, name, account, changes } = row;
  const addedBy = changes[0]?.byName ?? null;
  return { id, platform, workspaceId, channelId, changesOnly, name, addedBy, accountName: account?.name ?? null };
}

/**
 * Finds a channel that gets notices.
 * @returns null where notices are off, or about another account
 * @throws CaseError not-allowed
 */
export async function subscribedChannel(services: Services, actor: Person, place: ChannelRef): Promise<SubscribedChannel | null> {
  authorize(actor, 'subscribe-channel');
  const { platform, workspaceId, channelId } = place;
  const where = { platform, workspaceId, channelId, ...subscribedOf(actor) };
  const row = await services.db.prisma.channel.findFirst({ where, select: { id: true } });
  return row && readSubscribedChannel(services, { id: row.id });
}

/** Keeps the name that the platform reports for a channel that is known, and that people see instead of its id. */
export async function rememberChannelName({ db }: Services, { platform, workspaceId, channelId }: ChannelRef, name: string) {
  const data = { name };
  await db.prisma.channel.updateMany({ where: { platform, workspaceId, channelId, OR: [{ name: null }, { NOT: data }] }, data });
}

/** Channels on one page. */
const channelsPageSize = 10;

/**
 * Lists subscribed channels: for contacts those of their accounts, for leads all.
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
    include: withFacts,
    orderBy: [{ account: { name: 'asc' } }, { id: 'asc' }],
    skip: (shown - 1) * channelsPageSize,
    take: channelsPageSize,
  });
  return { total, page: shown, pages, rows: found.map(channelFacts) };
}
