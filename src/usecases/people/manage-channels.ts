// What leads use channels for, in chat: queues, escalation channels, and channels for cases or notices of an account. The rules are those
// of an import.
import { CaseError } from '../../domain/case-error.ts';
import { formError } from '../../domain/form-errors.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { lockSubscriptions } from '../../outbox/enqueue/banners.ts';
import type { Channel, Prisma } from '../../db/generated/client.ts';
import type { ChannelRef } from '../../ports.ts';
import type { RequestContext, Services, Tx } from '../context.ts';
import { pageOf } from '../page-of.ts';
import { recordChannelChange } from '../notices/channel-changes.ts';
import { changeDirectory } from './change-directory.ts';
import type { ChannelFacts, Directory } from './directory.ts';
import { changedSince, newestChange, readHistory, refuseUnseen, type DirectoryChangeFacts } from './directory-history.ts';

/** What a channel is used for. */
export type ChannelPurpose = ChannelFacts['for'][number];

/** What a lead enters for a channel. `account` is a key; null: the support organization's own. Without a purpose the channel is no longer used. */
export interface ChannelUse {
  for: ChannelPurpose[];
  modules: string[];
  team: string | null;
  account: string | null;
}

/**
 * Sets what a channel is used for. Where notices are turned on or off, the channel is notified.
 * @param place.name as far as the platform tells it
 * @param use.seen the newest changes when the form was opened
 * @throws CaseError not-allowed, changed-since; invalid-channel and invalid-directory, with every mistake at its field
 */
export async function setChannelUse(
  services: Services,
  lead: Advisor,
  place: ChannelRef & { name: string | null },
  use: ChannelUse & { seen?: SeenChanges },
  request: RequestContext,
): Promise<void> {
  const { platform, workspaceId, channelId, name } = place;
  const key = { platform, workspaceId, channelId };
  const listed = readUse(use);
  const entriesOf = async (tx: Tx): Promise<Partial<Directory>> => {
    await lockSubscriptions(tx);
    if (use.seen) await refuseUnseenUse(tx, key, name, use.seen);
    await announceNotices(services, tx, key, use, lead);
    if (name !== null) await tx.channel.updateMany({ where: key, data: { name } });
    const entry = { platform, workspace: workspaceId, id: channelId, line: 1 };
    return {
      channels: use.for.length === 0 ? { listed: [], removed: [entry] } : { listed: [{ ...entry, ...listed }], removed: [] },
    };
  };
  await changeDirectory(services, lead, entriesOf, request);
  // a channel that is new has its name from here
  if (name !== null) await services.db.prisma.channel.updateMany({ where: { ...key, name: null }, data: { name } });
}

/** Reads what was entered; what belongs to a purpose that was not chosen is left out. */
function readUse({ for: purposes, modules, team, account }: ChannelUse): ChannelFacts {
  const isEscalation = purposes.includes('escalation');
  const fields: Record<string, string> = {};
  if (isEscalation && team === null) fields.team = 'Choose the team whose escalations are shown here.';
  if (purposes.includes('cases') && account === null) fields.account = 'Choose the account whose cases may be shown here.';
  if (purposes.includes('queue') && account !== null) fields.account = 'A queue shows cases of every account. Choose no account.';
  if (Object.keys(fields).length > 0) throw formError('invalid-channel', fields);
  return { for: purposes, modules: purposes.includes('queue') ? modules : [], team: isEscalation ? team : null, account };
}

async function announceNotices(services: Services, tx: Tx, key: ChannelRef, use: ChannelUse, lead: Advisor): Promise<void> {
  const row = await tx.channel.findUnique({ where: { platform_workspaceId_channelId: key } });
  const before = row?.active === true && row.purposes.includes('notices');
  const after = use.for.includes('notices');
  // a new channel has no row yet; it gets its banners without an announcement
  if (row && before !== after) await recordChannelChange(services, tx, row, after ? 'on' : 'off', lead);
}

/** The newest changes of a channel: of its use, and of its notices by people in it. 0 before the first one. */
export interface SeenChanges {
  use: number;
  notices: number;
}

/** Reads the newest changes of a channel, before a form reads what it shows. */
async function seenChanges(services: Services, id: number): Promise<SeenChanges> {
  const { _max } = await services.db.prisma.channelChange.aggregate({ where: { channelId: id }, _max: { id: true } });
  return { use: await newestChange(services, { channelId: id }), notices: _max.id ?? 0 };
}

async function refuseUnseenUse(tx: Tx, key: ChannelRef, name: string | null, seen: SeenChanges): Promise<void> {
  const row = await tx.channel.findUnique({ where: { platform_workspaceId_channelId: key }, select: { id: true } });
  if (!row) return;
  const of = { channelId: row.id };
  const title = name === null ? 'this channel' : `#${name}`;
  await refuseUnseen(tx, of, title, seen.use);
  const notices = await tx.channelChange.findFirst({ where: { ...of, id: { gt: seen.notices } }, orderBy: { id: 'desc' } });
  if (notices) throw changedSince(notices.byName, `the notices of ${title}`);
}

/** A channel with what it is used for. */
export interface UsedChannel extends ChannelRef {
  id: number;
  name: string | null;
  purposes: ChannelPurpose[];
  modules: string[];
  team: string | null;
  accountId: number | null;
  accountName: string | null;
  active: boolean;
}

/** A page of channels. */
export interface ChannelsPage {
  channels: UsedChannel[];
  total: number;
  page: number;
  pages: number;
}

/**
 * Lists the channels that are used for anything.
 * @param text part of a name, an account, a team or a module; '' for all
 * @param page from 1; beyond the end, the last page is returned
 * @throws CaseError not-allowed
 */
export async function listChannels(services: Services, lead: Advisor, text: string, page: number): Promise<ChannelsPage> {
  authorize(lead, 'directory');
  const { db, settings } = services;
  const { pageSize } = settings.search;
  const contains = { contains: text, mode: 'insensitive' as const };
  const modules = settings.modules.filter((module) => module.toLowerCase().includes(text.toLowerCase()));
  const matches = [{ name: contains }, { team: contains }, { modules: { hasSome: modules } }, { account: { name: contains } }];
  const where: Prisma.ChannelWhereInput = { active: true, ...(text === '' ? {} : { OR: matches }) };
  const total = await db.prisma.channel.count({ where });
  const shown = pageOf(total, page, pageSize);
  const rows = await db.prisma.channel.findMany({
    where,
    include: { account: { select: { name: true } } },
    orderBy: [{ purposes: 'asc' }, { id: 'asc' }],
    ...shown.rows,
  });
  return { channels: rows.map(used), ...shown.position };
}

/** Reads one channel with its latest changes. @returns null where nothing is known of it @throws CaseError not-allowed */
export async function viewChannel(
  services: Services,
  lead: Advisor,
  where: { id: number } | ChannelRef,
): Promise<(UsedChannel & { history: DirectoryChangeFacts[]; seen: SeenChanges }) | null> {
  authorize(lead, 'directory');
  const known = await services.db.prisma.channel.findFirst({ where, select: { id: true } });
  if (!known) return null;
  const seen = await seenChanges(services, known.id);
  const row = await services.db.prisma.channel.findUnique({
    where: { id: known.id },
    include: { account: { select: { name: true } } },
  });
  return row && { ...used(row), history: await readHistory(services, { channelId: row.id }, 5), seen };
}

/** Makes the error for a channel that is no longer known. */
export function unknownChannel(): CaseError {
  return new CaseError('unknown-channel', 'This channel is no longer known.', 'Mention me with “channel” in it.');
}

function used(row: Channel & { account: { name: string } | null }): UsedChannel {
  const { id, platform, workspaceId, channelId, name, purposes, modules, team, accountId, account, active } = row;
  const uses = active ? purposes : [];
  return {
    id,
    platform,
    workspaceId,
    channelId,
    name,
    purposes: uses,
    modules,
    team,
    accountId,
    accountName: account?.name ?? null,
    active,
  };
}
