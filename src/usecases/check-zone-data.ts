// Compares the zone data of this Node.js with the zones that accounts are in. The start and `doctor` show the result to the operator.
import { outdatedZones } from '../domain/zone-data.ts';
import { formatList } from '../domain/text/numbers.ts';
import type { Services } from './context.ts';

/** Accounts named in one warning. */
const maxNamed = 5;

/** Describes zones that this Node.js computes wrongly, with the accounts concerned and the way forward. @returns one text per zone rule */
export async function checkZoneData({ db }: Pick<Services, 'db'>): Promise<string[]> {
  const accounts = await db.prisma.account.findMany({
    where: { active: true },
    select: { key: true, timezone: true },
    orderBy: { key: 'asc' },
  });
  return outdatedZones(accounts.map(({ timezone }) => timezone)).map(({ names, change, release }) => {
    const concerned = accounts.filter(({ timezone }) => names.includes(timezone)).map(({ key }) => key);
    const more = concerned.length - maxNamed;
    const list = formatList([...concerned.slice(0, maxNamed), ...(more > 0 ? [`${more} more`] : [])]);
    return `times in ${names[0] ?? ''} are an hour off for ${list}: ${change}, but this Node.js has zone data ${process.versions.tz}. Upgrade to a Node.js with ${release} or newer (node -p process.versions.tz)`;
  });
}
