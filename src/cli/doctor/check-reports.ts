import type { Settings } from '../../domain/settings.ts';
import type { Services } from '../../usecases/context.ts';
import { belongsToAccount } from '../../usecases/search/load-report.ts';
import type { Finding } from './finding.ts';

/** Finds weekly reports that are not posted, because customers would read them. */
export async function checkReports(services: Pick<Services, 'db'>, { reports }: Settings): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { channel } of reports) {
    if (!(await belongsToAccount(services, channel))) continue;
    const text = `the report for ${channel.channelId} is not posted: the directory lists the channel or its workspace for a customer`;
    findings.push({ verdict: 'warn', part: 'Reports', text });
  }
  return findings;
}
