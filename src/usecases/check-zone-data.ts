// Compares the zone data of this Node.js with the zones that accounts are in. The start and `doctor` show the result to the operator.
import { outdatedZones } from '../domain/zone-data.ts';
import { timeZoneMistake } from '../domain/time-zone.ts';
import { formatList } from '../domain/text/numbers.ts';
import type { Services } from './context.ts';

/** Accounts named in one warning. */
const maxNamed = 5;

/**
 * Describes zones that this Node.js computes wrongly, and zones that an import of today would refuse, with the accounts concerned and the way
 * forward.
 */
export async function checkZoneData({ db }: Pick<Services, 'db'>): Promise<string[]> {
  const accounts = await db.prisma.account.findMany({
    where: { active: true },
    select: { key: true, timezone: true },
    orderBy: { key: 'asc' },
  });
  const refused = accounts.flatMap(({ key, timezone }) => {
    const mistake = timeZoneMistake(timezone);
    return mistake === null ? [] : [`the time zone of ${key} ${mistake}. Correct it in the directory and import it again`];
  });
  const outdated = outdatedZones(accounts.map(({ timezone }) => timezone)).map(({ names, change, release }) => {
    const lower = names.map((name) => name.toLowerCase());
    const concerned = accounts.filter(({ timezone }) => lower.includes(timezone.toLowerCase())).map(({ key }) => key);
    const more = concerned.length - maxNamed;
    const list = formatList([...concerned.slice(0, maxNamed), ...(more > 0 ? [`${more} more`] : [])]);
    return `times in ${names[0] ?? ''} are an hour off for ${list}: ${change}, but this Node.js has zone data ${process.versions.tz}. Upgrade to a Node.js with ${release} or newer (node -p process.versions.tz)`;
  });
  return [...refused, ...outdated];
}
