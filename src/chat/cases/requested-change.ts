// The change that a "Modify Support Contacts" case asks for, as its cards show it.
import { fieldsOf } from '../../domain/contact-change.ts';
import { isOpen } from '../../domain/status.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';
import type { Element } from '../../cards/elements.ts';

/** Shows the requested change and when it was applied; empty for every other case. */
export function requestedChange({ contactChange, contactChangedAt }: CaseFacts): Element[] {
  if (!contactChange) return [];
  const fields = fieldsOf(contactChange).map(({ label, value }) => ({ label, value: [value] }));
  const applied: Element[] = contactChangedAt
    ? [{ kind: 'context', text: ['Applied ', { at: contactChangedAt, as: 'moment' }] }]
    : [];
  return [{ kind: 'fields', fields }, ...applied];
}

/** Whether an advisor can still apply the requested change. */
export function stillToApply({ status, contactChange, contactChangedAt }: CaseFacts): boolean {
  return isOpen(status) && contactChange !== null && contactChangedAt === null;
}
