// Canned answers: texts that advisors insert into what they write, with placeholders for what is different in every case. How a text is filled
// in is usecases/answers/fill-answer.ts.
import { formatCaseNumber } from './case-number.ts';
import { fieldError } from './form-errors.ts';
import type { Priority } from './priority.ts';
import { statusLabel, type Status } from './status.ts';

/** Length limit of an answer's name: people type it, and it is an option of a menu. */
export const maxAnswerName = 40;

/** What placeholders are filled with. */
export interface AnswerFacts {
  case: { number: number; subject: string; module: string; status: Status; priority: Priority };
  contactName: string;
  accountName: string;
  /** the advisor who sends the answer */
  advisorName: string;
  /** the name of the support organization */
  brand: string;
}

const placeholders: Readonly<Record<string, (facts: AnswerFacts) => string>> = {
  'contact.first_name': ({ contactName }) => firstName(contactName),
  'contact.name': ({ contactName }) => contactName,
  'account.name': ({ accountName }) => accountName,
  'case.number': (facts) => formatCaseNumber(facts.case.number),
  'case.subject': (facts) => facts.case.subject,
  'case.module': (facts) => facts.case.module,
  'case.status': (facts) => statusLabel(facts.case.status),
  'case.priority': (facts) => facts.case.priority,
  'advisor.first_name': ({ advisorName }) => firstName(advisorName),
  'advisor.name': ({ advisorName }) => advisorName,
  'support.name': ({ brand }) => brand,
};

/** Every placeholder as people write it. */
export const writtenPlaceholders: readonly string[] = Object.keys(placeholders).map((name) => `{{${name}}}`);

/** Returns what a placeholder stands for, on one line; undefined for an unknown name. */
export function placeholderValue(name: string, facts: AnswerFacts): string | undefined {
  if (!Object.hasOwn(placeholders, name)) return undefined;
  return placeholders[name]?.(facts).replace(/\s+/g, ' ').trim();
}

/**
 * Checks the placeholders of a text.
 * @param names as they are written between the braces
 * @throws CaseError unknown-placeholder, which lists the known ones
 */
export function checkPlaceholders(names: readonly string[]): void {
  const unknown = names.find((name) => !Object.hasOwn(placeholders, name));
  if (unknown === undefined) return;
  const message = `“{{${unknown.slice(0, 40)}}}” isn't a placeholder. Use one of these: ${writtenPlaceholders.join(' ')}`;
  throw fieldError('unknown-placeholder', 'text', message);
}

const courtesyTitle = /^(?:dr|mr|mrs|ms|mx|prof)\.?\s+/i;

/** Returns how a person is addressed: “Ada” for “Ada Park”, “Dr. Ada Park” and “Park, Ada”. */
function firstName(name: string): string {
  const given = name.split(',')[1] ?? name;
  return given.trim().replace(courtesyTitle, '').split(/\s+/)[0] ?? name;
}
