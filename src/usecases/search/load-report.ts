// What a weekly report shows. A report has the figures of all accounts: only channels that the configuration still names get it, and none that
// belong to a customer.
import { readStatsReport, type StatsReport } from '../../domain/stats/stats-report.ts';
import type { ChannelRef } from '../../ports.ts';
import type { Services } from '../context.ts';
import { showsPictures, statsLinks, type StatsLinks } from './stats-links.ts';

/** A report as its message shows it. */
export interface ReportDelivery {
  kind: 'report';
  report: StatsReport;
  /** null where links cannot be signed */
  links: StatsLinks | null;
  /** whether the platform shows the chart by its address */
  showsChart: boolean;
}

/** Loads a report. @returns null if its channel must not have it anymore */
export async function loadReport(services: Services, { reportId }: { reportId: number | null }): Promise<ReportDelivery | null> {
  const report = reportId === null ? null : await keptReport(services, reportId);
  if (!report || reportId === null) return null;
  const { figures, platform } = report;
  return {
    kind: 'report',
    report: figures,
    links: statsLinks(services, { reportId }),
    showsChart: showsPictures(services, platform),
  };
}

/** Reads the figures of a report that was posted. @returns null if its channel must not have it anymore */
export async function keptReport(
  services: Services,
  id: number,
): Promise<{ figures: StatsReport; platform: ChannelRef['platform'] } | null> {
  const row = await services.db.prisma.report.findUnique({ where: { id } });
  if (!row) return null;
  const { platform, workspaceId, channelId } = row;
  const isListed = services.settings.reports.some(
    ({ channel }) => channel.platform === platform && channel.workspaceId === workspaceId && channel.channelId === channelId,
  );
  if (!isListed || (await belongsToAccount(services, { platform, workspaceId, channelId }))) return null;
  return { figures: readStatsReport(row.figures), platform };
}

/** Tells whether the directory lists a channel, or its workspace, for an account: its members are customers. */
export async function belongsToAccount(
  { db }: Pick<Services, 'db'>,
  { platform, workspaceId, channelId }: ChannelRef,
): Promise<boolean> {
  const ofAccount = { accountId: { not: null } };
  const [channels, workspaces] = await Promise.all([
    db.prisma.channel.count({ where: { platform, workspaceId, channelId, ...ofAccount } }),
    db.prisma.workspace.count({ where: { platform, externalId: workspaceId, ...ofAccount } }),
  ]);
  return channels + workspaces > 0;
}
