// What an alarm about an outage, and its all-clear, show at the moment they are sent (outbox/record-outage.ts says when).
import type { TransportName } from '../../ports.ts';
import type { Services } from '../context.ts';

/** An outage as leads read about it. */
export interface OutageFacts {
  /** what it concerns */
  place: OutagePlace;
  platform: TransportName;
  workspaceId: string;
  /** empty for a whole workspace */
  channelId: string;
  /** the names of the workspace and the channel; null where they are not known */
  workspaceName: string | null;
  channelName: string | null;
  /** the platform's error code */
  code: string;
  startedAt: Date;
  /** null while nothing arrives there */
  endedAt: Date | null;
  /** messages that wait, or for a mailbox messages that it refused */
  waiting: number;
  /** the first cases that these messages are about, by number */
  cases: number[];
  /** how many cases there are */
  totalCases: number;
}

/** What an outage concerns: a person's direct messages or mailbox, a webhook endpoint, or a channel by what the directory says of it. */
export type OutagePlace =
  | { kind: 'workspace' }
  | { kind: 'person'; name: string }
  | { kind: 'mailbox'; name: string }
  | { kind: 'endpoint'; name: string; host: string }
  | { kind: 'queue'; modules: string[] }
  | { kind: 'team'; team: string }
  | { kind: 'account'; name: string }
  | { kind: 'channel' };

/** Cases named in an alarm. */
const maxCases = 5;

/** Loads an outage. @returns null if it does not exist */
export async function loadOutage({ db: { prisma } }: Services, id: number): Promise<OutageFacts | null> {
  const outage = await prisma.outage.findUnique({ where: { id } });
  if (!outage) return null;
  const { platform, workspaceId, channelId, code, startedAt, endedAt } = outage;
  const [counts] = await prisma.$queryRaw<{ waiting: number; cases: number[] }[]>`
    select count(*)::int waiting, coalesce(array_agg(distinct c.number) filter (where c.number is not null), '{}') cases
    from destination l join delivery d on d.destination_id = l.id
      and (d.state in ('pending', 'sending') or l.platform = 'mail' and d.state = 'dead') left join "case" c on c.id = d.case_id
    where l.outage_id = ${id}`;
  const { waiting, cases } = counts ?? { waiting: 0, cases: [] };
  const place = await placeOf({ db: { prisma } }, platform, workspaceId, channelId);
  const names = await namesOf(prisma, outage);
  const known = { place, platform, workspaceId, channelId, ...names, code, startedAt, endedAt };
  return { ...known, waiting, cases: cases.slice(0, maxCases), totalCases: cases.length };
}

async function namesOf(
  prisma: Services['db']['prisma'],
  { platform, workspaceId, channelId }: Pick<OutageFacts, 'platform' | 'workspaceId' | 'channelId'>,
): Promise<Pick<OutageFacts, 'workspaceName' | 'channelName'>> {
  if (platform === 'mail' || platform === 'webhook') return { workspaceName: null, channelName: null };
  const installation = await prisma.installation.findUnique({
    where: { platform_workspaceId: { platform, workspaceId } },
    select: { name: true },
  });
  const channel = await prisma.channel.findUnique({
    where: { platform_workspaceId_channelId: { platform, workspaceId, channelId } },
    select: { name: true },
  });
  return { workspaceName: installation?.name || null, channelName: channel?.name || null };
}

async function placeOf(
  { db: { prisma } }: { db: Pick<Services['db'], 'prisma'> },
  transport: TransportName,
  workspaceId: string,
  channelId: string,
): Promise<OutagePlace> {
  if (transport === 'webhook') {
    const endpoint = await prisma.webhookEndpoint.findUnique({ where: { id: Number(workspaceId) } });
    return { kind: 'endpoint', name: endpoint?.name ?? workspaceId, host: endpoint ? new URL(endpoint.url).host : '' };
  }
  if (channelId === '') return { kind: 'workspace' };
  if (transport === 'mail') {
    const person = await prisma.person.findUnique({ where: { email: channelId }, select: { name: true } });
    return { kind: 'mailbox', name: person?.name ?? channelId };
  }
  const [found] = await prisma.$queryRaw<{ name: string | null; isQueue: boolean; modules: string[]; team: string | null }[]>`
    select 'queue' = any (c.purposes) "isQueue", coalesce(c.modules, '{}') modules, c.team, a.name from channel c left join account a on a.id = c.account_id
    where c.platform::text = ${transport} and c.workspace_id = ${workspaceId} and c.channel_id = ${channelId}`;
  if (found?.isQueue) return { kind: 'queue', modules: found.modules };
  if (found?.team) return { kind: 'team', team: found.team };
  if (found?.name) return { kind: 'account', name: found.name };
  const owner = await prisma.identity.findFirst({ where: { workspaceId, directChannel: channelId }, select: { name: true } });
  return owner ? { kind: 'person', name: owner.name } : { kind: 'channel' };
}
