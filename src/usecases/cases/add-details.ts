import { CaseError } from '../../domain/case-error.ts';
import type { CaseDetails } from '../../domain/case-input.ts';
import { contactChangeType } from '../../domain/case-type.ts';
import { fieldError, formError } from '../../domain/form-errors.ts';
import type { Contact } from '../../domain/person.ts';
import { isOpen } from '../../domain/status.ts';
import { formatDay } from '../../domain/text/times.ts';
import type { Case } from '../../db/generated/client.ts';
import { changeCase, type Change } from '../change-case.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Adds what the contact did not say when they opened the case. Everybody on the case reads it as one event in the thread. What is left
 * blank keeps its value, and so does what somebody filled in before; only the case type can be another one.
 * @throws CaseError not-now, nothing-changed; filled-in and bad-value at their fields
 */
export function addDetails(
  services: Services,
  contact: Contact,
  { number, details }: { number: number; details: CaseDetails },
  request: RequestContext,
): Promise<Outcome> {
  return changeCase(services, contact, number, 'post', request, (locked) => {
    if (!isOpen(locked.status)) throw new CaseError('not-now', 'This case is closed.', 'Reopen it if you still need help.');
    checkUnknown(locked, details);
    const added = whatIsNew(locked, details);
    if (added.length === 0) {
      const message = 'Nothing was added. Fill in a field, or cancel.';
      throw new CaseError('nothing-changed', message, undefined, { replicationSteps: message });
    }
    const patch: Change['patch'] = added.reduce((all, one) => ({ ...all, ...one.patch }), {});
    const body = added.map(({ label, text }) => `**${label}**\n\n${text}`).join('\n\n');
    return { patch, post: { kind: 'event', action: 'add-details', body }, history: { action: 'add-details' } };
  });
}

/** The form asks only for what is not known yet; somebody else may have said it after it was opened. */
function checkUnknown(locked: Case, details: CaseDetails): void {
  const { caseType, dueDate, dueReason } = details;
  const names = ['replicationSteps', 'expected', 'actual', 'environment', 'impact'] as const;
  const known: string[] = names.filter(
    (name) => details[name] !== null && locked[name] !== null && details[name] !== locked[name],
  );
  const isOtherDay = dueDate !== null && locked.dueDate !== null && dayOf(dueDate).getTime() !== locked.dueDate.getTime();
  // its reason is shown with the day, so it cannot be another one for the same day
  const isOtherReason = !isOtherDay && dueReason !== null && locked.dueReason !== null && dueReason !== locked.dueReason;
  const wrong = [...known, ...(isOtherDay ? ['dueDate'] : []), ...(isOtherReason ? ['dueReason'] : [])];
  if (wrong.length > 0)
    throw formError(
      'filled-in',
      Object.fromEntries(wrong.map((name) => [name, 'This was filled in before. Add a post instead.'])),
    );
  const isOther = caseType !== undefined && caseType !== locked.caseType;
  if (isOther && [caseType, locked.caseType].includes(contactChangeType))
    throw fieldError('bad-value', 'caseType', `“${contactChangeType}” is a case of its own. Open a new case for it.`);
}

const dayOf = (date: string): Date => new Date(`${date}T00:00:00Z`);

interface Added {
  label: string;
  /** CommonMark */
  text: string;
  patch: NonNullable<Change['patch']>;
}

function whatIsNew(locked: Case, { caseType, dueDate, dueReason, ...texts }: CaseDetails): Added[] {
  const labels = [
    ['replicationSteps', 'Replication steps'],
    ['expected', 'Expected behavior'],
    ['actual', 'Actual behavior'],
    ['environment', 'Environment'],
    ['impact', 'Impact'],
  ] as const;
  const described = labels.flatMap(([name, label]): Added[] => {
    const text = texts[name];
    return text === null || text === locked[name] ? [] : [{ label, text, patch: { [name]: text } }];
  });
  const isOther = caseType !== undefined && caseType !== locked.caseType;
  const due = dueDate === null ? null : dayOf(dueDate);
  const isDue = dueDate !== null && due?.getTime() !== locked.dueDate?.getTime();
  return [
    ...(isOther ? [{ label: 'Case type', text: caseType, patch: { caseType } }] : []),
    ...described,
    ...(isDue
      ? [{ label: 'Due date', text: `${formatDay(dueDate)}: ${dueReason ?? ''}`, patch: { dueDate: due, dueReason } }]
      : []),
  ];
}
