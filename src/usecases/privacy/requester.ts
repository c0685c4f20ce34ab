import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import type { AccessAction, AccessSource } from '../../domain/access.ts';
import { writeAccesses, type Access } from '../access-log.ts';
import type { Services } from '../context.ts';

/** Who asks for something that only leads and operators may do: a lead in chat, or the operator on their machine. */
export type Requester = { person: Person; source: AccessSource } | { operator: string };

/** Checks that this is an operator or a lead. @throws CaseError not-allowed */
export function authorizeRequester(by: Requester): void {
  if ('person' in by) authorize(by.person, 'privacy');
}

/** Names them in records. */
export function requesterName(by: Requester): string {
  return 'person' in by ? by.person.name : by.operator;
}

/** Returns the id of the lead; null for an operator. */
export function requesterId(by: Requester): number | null {
  return 'person' in by ? by.person.id : null;
}

/** Writes what they did to the access log, at once: it must not be lost. */
export async function recordPrivacy(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  by: Requester,
  access: Pick<Access, 'accountId' | 'caseNumber' | 'detail'> & { action: AccessAction },
): Promise<void> {
  const who =
    'person' in by
      ? { personId: by.person.id, source: by.source }
      : { personId: null, operator: by.operator, source: 'command-line' as const };
  await writeAccesses(db, [{ ...access, ...who, at: clock.now() }]);
}
