// Reads and writes searches of the access log, such as `person:"Ada Park" case:CB-123 since:2026-11-01`.
import { CaseError } from './case-error.ts';
import { formatCaseNumber, parseCaseNumber } from './case-number.ts';

/** What to look for in the access log. */
export interface AccessQuery {
  /** part of a name, a whole email address, or an operator's name on their machine */
  person?: string;
  /** part of a name, or a whole key */
  account?: string;
  caseNumber?: number;
  /** ISO dates; both days are included */
  since?: string;
  until?: string;
}

/** The longest search. */
export const maxAccessQuery = 300;

const usage =
  'Try access person:"Ada Park", access account:plainview, access CB-123, or access since:2026-11-01 until:2026-11-30.';

/**
 * Reads a search. A case number alone is a case, and other text alone is a person.
 * @throws CaseError bad-access-query
 */
export function parseAccessQuery(text: string): AccessQuery {
  const query: AccessQuery = {};
  const plainParts: string[] = [];
  const typed = text.slice(0, maxAccessQuery).replace(/[“”]/g, '"');
  for (const [, name, quoted, plain, bare] of typed.matchAll(/(?:(\w+):(?:"([^"]*)"|(\S+)))|(\S+)/g)) {
    if (bare !== undefined) plainParts.push(bare);
    else Object.assign(query, filterOf((name ?? '').toLowerCase(), (quoted ?? plain ?? '').trim()));
  }
  const rest = plainParts.join(' ').replaceAll('"', '').trim();
  const number = rest === '' ? null : parseCaseNumber(rest);
  if (number !== null) query.caseNumber = number;
  else if (rest !== '') query.person = rest;
  if (query.since && query.until && query.since > query.until)
    throw new CaseError('bad-access-query', 'The last day is before the first one.', usage);
  return query;
}

function filterOf(name: string, value: string): AccessQuery {
  switch (name) {
    case 'person':
    case 'account':
      return { [name]: value };
    case 'case': {
      const caseNumber = parseCaseNumber(value);
      if (caseNumber !== null) return { caseNumber };
      throw new CaseError('bad-access-query', `“${value}” isn't a case number.`, 'A case number looks like CB-123.');
    }
    case 'since':
    case 'until':
      if (isDay(value)) return { [name]: value };
      throw new CaseError('bad-access-query', `“${value}” isn't a date.`, 'Use a date such as 2026-11-24.');
    default:
      throw new CaseError('bad-access-query', `You can't filter the access log by “${name}:”.`, usage);
  }
}

function isDay(text: string): boolean {
  const day = new Date(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}

/** Writes a search as `parseAccessQuery` reads it. */
export function formatAccessQuery({ person, account, caseNumber, since, until }: AccessQuery): string {
  const quoted = (value: string): string => (/\s/.test(value) ? `"${value.replaceAll('"', '')}"` : value.replaceAll('"', ''));
  return [
    ...(person ? [`person:${quoted(person)}`] : []),
    ...(account ? [`account:${quoted(account)}`] : []),
    ...(caseNumber === undefined ? [] : [`case:${formatCaseNumber(caseNumber)}`]),
    ...(since ? [`since:${since}`] : []),
    ...(until ? [`until:${until}`] : []),
  ].join(' ');
}
