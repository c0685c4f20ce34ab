// Whether a contact should say more about a case than the four fields that its form asks for.
import type { CaseDetails } from '../../domain/case-input.ts';
import { contactChangeType } from '../../domain/case-type.ts';
import { isOpen, waitsOn } from '../../domain/status.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';

/** Whether the contact has described the case beyond the four fields. */
export function hasDetails({ replicationSteps, expected, actual, impact }: Omit<CaseDetails, 'caseType'>): boolean {
  return [replicationSteps, expected, actual, impact].some((text) => text !== null);
}

/** Whether a contact can add details. To a question or a resolution they reply instead. */
export function takesDetails({ status }: Pick<CaseFacts, 'status'>): boolean {
  return isOpen(status) && waitsOn(status) !== 'contact';
}

/** Whether the card of a case asks its contact for details: a critical case did not wait for them. */
export function lacksDetails(shown: CaseFacts): boolean {
  return shown.priority === 'Critical' && takesDetails(shown) && shown.caseType !== contactChangeType && !hasDetails(shown);
}
