// What a "Modify Support Contacts" case asks for, as it stands on the case.
import { fieldsOf } from '../../domain/contact-change.ts';
import { isOpen } from '../../domain/status.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';
import type { Element } from '../../cards/elements.ts';

export function requestedChange({ contactChange, contactChangedAt }: CaseFacts): Element[] {
  if (!contactChange) return [];
  const fields = fieldsOf(contactChange).map(({ label, value }) => ({ label, value: [value] }));
  const applied: Element[] = contactChangedAt
    ? [{ kind: 'context', text: ['The change was applied on ', { at: contactChangedAt, as: 'moment' }, '.'] }]
    : [];
  return [{ kind: 'fields', fields }, ...applied];
}

/** Whether an advisor's press carries it out. */
export function stillToApply({ status, contactChange, contactChangedAt }: CaseFacts): boolean {
  return isOpen(status) && contactChange !== null && contactChangedAt === null;
}
