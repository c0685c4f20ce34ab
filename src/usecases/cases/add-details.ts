import { CaseError } from '../../domain/case-error.ts';
import type { CaseDetails } from '../../domain/case-input.ts';
import type { Contact } from '../../domain/person.ts';
import { isOpen } from '../../domain/status.ts';
import { formatDay } from '../../domain/text/times.ts';
import type { Case } from '../../db/generated/client.ts';
import { changeCase, type Change } from '../change-case.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/**
 * Adds what the contact did not say when they opened the case. Everybody on the case reads it as one event in the thread. What is left
 * blank keeps its value.
 * @throws CaseError not-now, nothing-changed
 */
export function addDetails(
  services: Services,
  contact: Contact,
  { number, details }: { number: number; details: CaseDetails },
  request: RequestContext,
): Promise<Outcome> {
  return changeCase(services, contact, number, 'post', request, (locked) => {
    if (!isOpen(locked.status)) throw new CaseError('not-now', 'This case is closed.', 'Reopen it if you still need help.');
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
  const due = dueDate === null ? null : new Date(`${dueDate}T00:00:00Z`);
  const isDue = dueDate !== null && due?.getTime() !== locked.dueDate?.getTime();
  return [
    ...(isOther ? [{ label: 'Case type', text: caseType, patch: { caseType } }] : []),
    ...described,
    ...(isDue
      ? [{ label: 'Due date', text: `${formatDay(dueDate)}: ${dueReason ?? ''}`, patch: { dueDate: due, dueReason } }]
      : []),
  ];
}
