import type { PlatformName, StatsSource } from '../../ports.ts';
import type { Services } from '../context.ts';

/** Addresses of a chart and of all figures as CSV. */
export interface StatsLinks {
  png: string;
  csv: string;
}

/** Signs the links to the chart and the CSV file of statistics. @returns null where links cannot be signed */
export function statsLinks({ links }: Services, of: StatsSource): StatsLinks | null {
  return links ? { png: links.stats(of, 'png'), csv: links.stats(of, 'csv') } : null;
}

/** Tells whether a platform can show a picture by its address at this bot. */
export function showsPictures({ pictures = {} }: Services, platform: PlatformName): boolean {
  return pictures[platform] === true;
}
