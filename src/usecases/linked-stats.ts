// What signed links to timelines and statistics show, read when somebody opens them.
import { can } from '../domain/permission.ts';
import type { StatsReport } from '../domain/stats/stats-report.ts';
import type { Timeline } from '../domain/timeline.ts';
import type { StatsSource } from '../ports.ts';
import type { Services } from './context.ts';
import { inDatabaseScope, runAs } from './scope.ts';
import { noticeTimeline } from './notices/notice-timeline.ts';
import { personById } from './people/person-by-mail.ts';
import { keptReport } from './search/load-report.ts';
import { readShownReport } from './search/stats.ts';

/** Creates what reads the timeline of a notice and the figures of a link. */
export function createFigures(services: Services) {
  return inDatabaseScope('page', {
    load: (noticeId: number): Promise<Timeline> => noticeTimeline(services, noticeId),
    loadStats: (of: StatsSource): Promise<StatsReport | null> => linkedStats(services, of),
    downloadedStats: (of: StatsSource): void => {
      const asked =
        'reportId' in of
          ? { personId: null, detail: `stats of report ${of.reportId}` }
          : { personId: of.personId, detail: 'stats' };
      services.accessLog?.record({ action: 'download', source: 'web', ...asked });
    },
  });
}

/**
 * Reads the figures that a signed link names. Who it was made for is asked at every request, because a link stays in messages for long.
 * @returns null when the person is no longer a lead, or the channel no longer gets reports
 * @throws CaseError too-broad, busy: as `stats`
 */
export async function linkedStats(services: Services, of: StatsSource): Promise<StatsReport | null> {
  if ('reportId' in of) return (await keptReport(services, of.reportId))?.figures ?? null;
  const person = await personById(services, of.personId);
  return person && can(person, 'stats') ? runAs(person, () => readShownReport(services, person, of)) : null;
}
