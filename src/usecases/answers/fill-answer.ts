import { fillPlaceholders } from '../../cards/placeholders.ts';
import { placeholderValue } from '../../domain/canned-answer.ts';
import type { Advisor } from '../../domain/person.ts';
import type { CaseFacts } from '../case-facts.ts';
import type { Services } from '../context.ts';

/**
 * Fills the placeholders of a canned answer for a case.
 * @param text of the answer, CommonMark
 * @param advisor the one who sends it
 * @returns CommonMark, in which every value is text
 */
export function fillAnswer(services: Services, text: string, shown: CaseFacts, advisor: Advisor): string {
  const { number, subject, module, status, priority, contact, account } = shown;
  const facts = {
    case: { number, subject, module, status, priority },
    contactName: contact.name,
    accountName: account.name,
    advisorName: advisor.name,
    brand: services.settings.brand,
  };
  return fillPlaceholders(text, (name) => placeholderValue(name, facts));
}
