import { Prisma } from '../../db/generated/client.ts';
import type { Advisor } from '../../domain/person.ts';
import { newestDirectConversation } from '../../outbox/enqueue/destinations.ts';
import type { ChannelRef } from '../../ports.ts';
import type { Services } from '../context.ts';

/**
 * Finds the newest direct conversation of an advisor with the bot, in a workspace of the support organization (see resolve-actor.ts).
 * @returns null if the advisor has no such conversation
 */
export async function directConversationOf({ db }: Services, { id, email }: Advisor): Promise<ChannelRef | null> {
  const trusted = Prisma.sql`i.email = ${email} and exists (select from workspace w where w.platform = i.platform
    and w.external_id = i.home_workspace and w.active and w.account_id is null)`;
  const [found] = await db.prisma.$queryRaw<ChannelRef[]>`
    select platform::text platform, workspace_id "workspaceId", channel_id "channelId"
    from ${newestDirectConversation(Prisma.sql`${id}::int`, trusted)} found`;
  return found ?? null;
}
