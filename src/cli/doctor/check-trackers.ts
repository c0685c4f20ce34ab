// Checks of the developers' trackers: whether each answers, accepts the token and has the project, and what is waiting for it.
import type { Config } from '../../config/index.ts';
import type { Database } from '../../db/client.ts';
import { formatDate } from '../../domain/text/times.ts';
import { plural } from '../../domain/text/numbers.ts';
import { TrackerError } from '../../ports.ts';
import { createTracker } from '../../trackers/index.ts';
import type { Finding } from './finding.ts';

const fixes: Readonly<Record<string, string>> = {
  unauthorized: 'It does not accept the token. Create a new one',
  forbidden: 'The user of the token may not do this. Give them access to the project',
  not_found: 'It has no such project, or the user of the token may not see it',
  no_issue_type: 'The project has no issues of this type. Set issueType',
  issues_are_off: 'The repository has no issues. Turn them on in its settings',
};

/** Asks every tracker. @param db null: what is waiting is not known */
export async function checkTrackers({ trackers }: Config, db: Database | null): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const config of trackers) {
    const { name, url } = config.setting;
    const part = `Tracker ${name}`;
    try {
      const found = await createTracker(config).check();
      findings.push({ verdict: 'ok', part, text: `${url} answers: ${found}; webhooks at /trackers/${name}` });
    } catch (error) {
      if (!(error instanceof TrackerError)) throw error;
      findings.push({
        verdict: 'fail',
        part,
        text: `${url}: ${fixes[error.code] ?? 'It does not answer as expected'} (${error.code})`,
      });
    }
    const where = { tracker: name, nextAt: { not: null }, failingAt: { not: null } };
    if (db === null) continue;
    const { prisma } = db;
    const count = await prisma.devIssue.count({ where });
    const first = count > 0 ? await prisma.devIssue.findFirst({ where, orderBy: { failingAt: 'asc' } }) : null;
    if (first?.failingAt)
      findings.push({
        verdict: 'warn',
        part,
        text: `${plural(count, 'issue')} could not be created or read since ${formatDate(first.failingAt, 'UTC')} (${first.errorCode ?? 'no answer'}); ${count === 1 ? 'it is' : 'they are'} tried again`,
      });
  }
  return findings;
}
