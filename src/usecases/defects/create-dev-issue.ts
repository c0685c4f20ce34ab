// Creates the issue of a product defect. The case moves on at once and the issue is created by create-at-tracker.ts afterwards, so a tracker
// that does not answer holds nothing up.
import { randomUUID } from 'node:crypto';
import type { Case, Defect } from '../../db/generated/client.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { defectDue } from '../../domain/defect-due.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { pendingNumber } from '../../domain/issue-number.ts';
import type { Advisor } from '../../domain/person.ts';
import type { NewIssue, Qualification } from '../../domain/qualification.ts';
import type { Outcome, RequestContext, Services, Tx } from '../context.ts';
import { qualifyCase } from './qualify-case.ts';

/**
 * Qualifies a case as a product defect whose issue is created in a tracker. Until the tracker has given its number, the defect has a number of
 * its own.
 * @param input.number of the case
 * @throws CaseError as `qualifyCase`; no-tracker, issue-in-doubt
 */
export async function createDevIssue(
  services: Services,
  advisor: Advisor,
  input: Qualification & { number: number; issue: NewIssue },
  request: RequestContext,
): Promise<Outcome> {
  const { issue, number, ...qualification } = input;
  const { tracker, title, severity } = issue;
  if (!services.settings.trackers.some(({ name }) => name === tracker))
    throw fieldError('no-tracker', 'tracker', 'This tracker is not configured anymore. Choose another one.');
  const defect = { number: pendingNumber(number), summary: title, severity };
  const outcome = await qualifyCase(services, advisor, { ...qualification, number, defect }, request, (tx, locked, linked) =>
    requestIssue(services, tx, locked, linked, issue),
  );
  services.trackers?.wake?.();
  return outcome;
}

async function requestIssue(services: Services, tx: Tx, locked: Case, { id, createdAt }: Defect, issue: NewIssue): Promise<void> {
  const { settings, clock } = services;
  const now = clock.now();
  const mark = settings.trackers.find(({ name }) => name === issue.tracker)?.supportMark ?? '';
  const marker = `cb${randomUUID().replaceAll('-', '')}`;
  const { tracker, title } = issue;
  const body = issueBody(locked, issue.text, mark, marker);
  const data = { tracker, marker, caseId: locked.id, title, body, nextAt: now };
  const { count } = await tx.devIssue.createMany({ data: [{ ...data, defectId: id, createdAt: now }], skipDuplicates: true });
  if (count > 0) return;
  // the case was unlinked before the issue was created, and now it is entered again
  const replaced = await tx.devIssue.updateMany({
    where: { defectId: id, externalId: null, sentAt: null },
    data: { ...data, failingAt: null, attempts: 0, errorCode: null },
  });
  if (replaced.count === 0)
    throw fieldError(
      'issue-in-doubt',
      'issue-title',
      'The issue that you asked for before may exist. Try again in a few minutes.',
    );
  const dueAt = defectDue(settings, issue.severity, createdAt)?.dueAt ?? null;
  await tx.defect.update({ where: { id }, data: { summary: issue.title, severity: issue.severity, dueAt } });
}

/** Adds the way back to the case, how developers reach support, and the reference by which the issue is found again. */
function issueBody({ number, sourceLink }: Case, text: string, mark: string, marker: string): string {
  const name = formatCaseNumber(number);
  return [
    ...(text === '' ? [] : [text, '---']),
    `Support case ${sourceLink === null ? name : `[${name}](${sourceLink})`}. To answer support, write ${mark.replace(/[\\`*_[\]<>#]/g, '\\$&')} in a comment.`,
    `Reference: ${marker}`,
  ].join('\n\n');
}
