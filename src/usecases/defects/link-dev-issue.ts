// Links a case to an issue that exists in a tracker. The tracker is asked for a moment; when it does not answer, the number is kept, and
// follow-dev-issues.ts goes on asking.
import { fieldError } from '../../domain/form-errors.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { maxQualificationLengths, type Qualification } from '../../domain/qualification.ts';
import { trackerLabel, trackerOfNumber } from '../../domain/tracker-setting.ts';
import { TrackerError } from '../../ports.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';
import { qualifyCase } from './qualify-case.ts';

/** How long a form waits for a tracker, in milliseconds: Slack allows 3 s in all. */
const maxWaitMs = 1_200;

/**
 * Qualifies a case as a product defect with a known issue, or in any other way. The title of the issue is the summary where none is typed.
 * @param input.number of the case
 * @throws CaseError as `qualifyCase`; no-issue
 */
export async function linkDevIssue(
  services: Services,
  advisor: Advisor,
  input: Omit<Qualification, 'issue' | 'unlinks'> & { number: number; unlinks?: boolean; unlinksFrom?: string },
  request: RequestContext,
): Promise<Outcome> {
  authorize(advisor, 'qualify');
  const { defect } = input;
  const summary = defect && (defect.summary ?? (await titleOf(services, defect.number)));
  const outcome = await qualifyCase(services, advisor, { ...input, defect: defect && { ...defect, summary } }, request);
  services.trackers?.wake?.();
  return outcome;
}

/** @returns null where nobody has to be asked */
async function titleOf({ db, settings, trackers }: Services, number: string): Promise<string | null> {
  const setting = trackerOfNumber(settings.trackers, number);
  const tracker = trackers?.list.find((one) => one.setting.name === setting?.name);
  if (!tracker || (await db.prisma.defect.findUnique({ where: { number }, select: { id: true } }))) return null;
  const label = trackerLabel(settings.trackers, tracker.setting.name);
  try {
    const issue = await tracker.read({ number }, { timeoutMs: maxWaitMs });
    if (issue) return issue.title.slice(0, maxQualificationLengths.summary);
  } catch (error) {
    if (!(error instanceof TrackerError)) throw error;
    throw fieldError('no-summary', 'summary', `${label} isn't answering right now, and ${number} is new. Enter a summary.`);
  }
  throw fieldError('no-issue', 'defect-number', `${label} has no issue ${number}. Check the number.`);
}
