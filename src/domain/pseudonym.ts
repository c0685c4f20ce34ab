// What a record has in place of a name that was erased. The ID stays the same, so the record is still readable: one can tell who
// answered whom, and nobody can tell who it was.
import type { Side } from './person.ts';

/** The name and address of a person who was erased. `.invalid` is reserved, so that nothing can be sent there (RFC 2606). */
export function personPseudonym({ id, kind }: { id: number; kind: Side }): { name: string; email: string } {
  return { name: `Former ${kind} ${id}`, email: `erased-${id}@erased.invalid` };
}

/** The name and key of an account that was erased. */
export function accountPseudonym(id: number): { name: string; key: string } {
  return { name: `Former account ${id}`, key: `erased-account-${id}` };
}

/** The contact of cases of an account that retention erased. */
export function formerContactsOf(accountId: number): { name: string; email: string } {
  return { name: 'Former contact', email: `erased-account-${accountId}@erased.invalid` };
}

/** The subject of a case whose texts were erased. */
export const erasedSubject = 'Erased';

/** Who deleted a file that went with its account. */
export const byErasure = 'erasure';

/** Who deleted a file, when retention did. */
export const byRetention = 'retention';
