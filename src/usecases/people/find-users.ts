// Finds advisors and contacts of the directory on the chat platforms by their email address, before they have ever written to the bot, so
// that they can be mentioned and messaged from the first minute. Runs on the schedule, a few people at a time, advisors and leads first.
import type { ChannelRef, PlatformName } from '../../ports.ts';
import { Failures } from '../failures.ts';
import type { Services } from '../context.ts';
import { resolveActor, storeIdentity } from './resolve-actor.ts';

/** People looked up per minute. Slack allows 50 look-ups per minute and workspace, and a person takes two calls. */
const batch = 20;

/** Somebody who was not found, or could not be looked up, is looked for again after this long. */
const retryAfterMs = { absent: 24 * 60 * 60_000, failed: 60 * 60_000 };

interface Missing {
  personId: number;
  email: string;
  platform: PlatformName;
  workspaceId: string;
}

/**
 * Looks for people who have no user yet in a workspace that vouches for them.
 * @returns how many were found
 * @throws AggregateError at the end when single look-ups failed; the others are done
 */
export async function findUsers(services: Services): Promise<{ found: number }> {
  const { prisma } = services.db;
  const now = services.clock.now();
  const failures = new Failures();
  let found = 0;
  for (const missing of await listMissing(services, now)) {
    const isFound = await failures.past(() => lookUp(services, missing));
    const { personId, platform, workspaceId, email } = missing;
    // a failed look-up is dated back, so that it is repeated earlier
    const lookedAt = isFound === undefined ? new Date(now.getTime() - retryAfterMs.absent + retryAfterMs.failed) : now;
    const key = { personId, platform, workspaceId };
    const data = { email, lookedAt };
    await prisma.personLookup.upsert({
      where: { personId_platform_workspaceId: key },
      create: { ...key, ...data },
      update: data,
    });
    if (isFound) found += 1;
  }
  failures.raise('people could not be looked up');
  return { found };
}

async function listMissing({ db: { prisma }, userDirectories }: Services, now: Date): Promise<Missing[]> {
  const platforms = Object.entries(userDirectories).flatMap(([platform, directory]) => ('find' in directory ? [platform] : []));
  if (platforms.length === 0) return [];
  return prisma.$queryRaw<Missing[]>`
    select p.id "personId", p.email, w.platform, w.external_id "workspaceId"
    from person p join workspace w on w.active and w.platform::text = any (${platforms}) and (w.account_id is not distinct from p.account_id
        or p.account_id = any (w.also_account_ids) or exists (
          select from membership m where m.person_id = p.id and (m.account_id = w.account_id or m.account_id = any (w.also_account_ids))))
      left join person_lookup u on u.person_id = p.id and u.platform = w.platform and u.workspace_id = w.external_id
    where p.active and not exists (
        select from identity i where i.person_id = p.id and i.platform = w.platform and i.workspace_id = w.external_id)
      and (u.person_id is null or u.email <> p.email or u.looked_at <= ${new Date(now.getTime() - retryAfterMs.absent)})
    order by p.kind = 'advisor' desc, p.lead desc, u.looked_at nulls first, p.id limit ${batch}`;
}

/** Looks for one person, and binds the user who has their address by the same rule as if the user had written. */
async function lookUp(services: Services, { email, platform, workspaceId }: Missing): Promise<boolean> {
  const channels = await knownChannels(services, platform, workspaceId);
  const found = await services.userDirectories[platform]?.find?.(workspaceId, email, channels);
  if (!found || found.inactive || found.email !== email) return false;
  const { userId, ...profile } = found;
  await storeIdentity(services, { platform, workspaceId, userId }, profile);
  return (await resolveActor(services, { platform, workspaceId, userId })).person !== null;
}

/** Lists the channels of a workspace in which the bot is used. */
async function knownChannels({ db: { prisma } }: Services, platform: PlatformName, workspaceId: string): Promise<string[]> {
  const rows = await prisma.channel.findMany({ where: { platform, workspaceId, active: true }, orderBy: { id: 'asc' } });
  return rows.map(({ channelId }: Pick<ChannelRef, 'channelId'>) => channelId);
}
