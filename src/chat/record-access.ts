// Writes down what a person asked to see in chat, or on the page of a link in an email.
import type { Access } from '../usecases/access-log.ts';
import type { CaseQuery } from '../domain/case-query.ts';
import { formatConditions } from '../domain/search/format-query.ts';
import type { Context } from './capability.ts';

/** Writes down that this person saw something. The entry is written later, so it costs the request nothing. */
export function recordAccess(
  { services, person, speaker }: Pick<Context, 'services' | 'person' | 'speaker'>,
  access: Pick<Access, 'action' | 'caseNumber' | 'accountId' | 'detail'>,
): void {
  services.accessLog?.record({ ...access, personId: person.id, source: speaker?.platform ?? 'mail' });
}

/** Writes down a search of cases. @param list the list that it is a part of, such as `queue` */
export function recordSearch(context: Context, query: CaseQuery, list?: string): void {
  const { person } = context;
  // a contact of one account can find nothing else
  const accountId = person.kind === 'contact' && !person.also?.length ? person.accountId : null;
  const page = query.page === 1 ? undefined : `page:${query.page}`;
  const detail = [list, ...formatConditions(query), page].filter(Boolean).join(' ') || 'all cases';
  recordAccess(context, { action: 'search', detail, accountId });
}
