// GET /files/stats/…: a chart of statistics, or all their figures as CSV. A signed link is the only permission needed; whom it was made for is
// asked at every request.
import type { IncomingMessage } from 'node:http';
import type { StatsReport } from '../../domain/stats/stats-report.ts';
import { inZone } from '../../domain/text/times.ts';
import type { StatsSource } from '../../ports.ts';
import type { SignedFiles } from '../links.ts';
import { statsCsv } from './csv.ts';
import { badLink, message, wrongMethod, type Answer, type RespondParts } from '../respond.ts';

/** What serving statistics needs. */
export interface StatsParts extends RespondParts {
  links: SignedFiles;
  /** @returns null when the person or channel of the link may not have the figures @throws CaseError when they cannot be counted in time */
  loadStats?: (of: StatsSource) => Promise<StatsReport | null>;
  /** writes down that figures were downloaded as a table */
  downloadedStats?: (of: StatsSource) => void;
}

/** Answers a request for statistics. */
export async function statsAnswer(parts: StatsParts, { method = 'GET', url = '' }: IncomingMessage): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return wrongMethod(parts, 'GET, HEAD');
  const requested = parts.links.readStats(url);
  if (requested === null || !parts.loadStats) return badLink(parts);
  if (requested === 'expired')
    return message(parts, 410, 'This link has expired.', 'Type stats in Slack or Teams to get a new one.');
  const { of, format } = requested;
  const report = await parts.loadStats(of);
  if (!report) return message(parts, 403, "You can't open these figures anymore.", 'Ask a lead of your support team.');
  // a chart is loaded by the card that shows it
  if (format === 'csv' && method === 'GET') parts.downloadedStats?.(of);
  const disposition = format === 'png' ? 'inline' : 'attachment';
  return {
    status: 200,
    headers: {
      'content-type': format === 'png' ? 'image/png' : 'text/csv; charset=utf-8',
      'content-disposition': `${disposition}; filename="${fileName(report)}.${format}"`,
      'cache-control': 'private, max-age=60',
    },
    body: format === 'png' ? await draw(report) : statsCsv(report),
  };
}

/** Draws the image. The drawing code is loaded with the first image, because that takes half a second and 40 MB. */
async function draw(report: StatsReport): Promise<Buffer> {
  const { statsPng } = await import('./stats-png.ts');
  return statsPng(report);
}

/** Returns a file name such as `stats-2026-10-01-2026-10-31-by-account`. */
function fileName({ from, until, zone, split }: StatsReport): string {
  const days = [from, new Date(until.getTime() - 1)].map((at) => inZone(at, zone).toISODate());
  return ['stats', ...days, ...(split ? ['by', split] : [])].join('-');
}
