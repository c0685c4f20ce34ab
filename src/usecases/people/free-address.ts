import { contactTypeIn } from '../../db/accounts.ts';
import type { CaseError } from '../../domain/case-error.ts';
import { invalidChange } from '../../domain/contact-change.ts';
import type { Person } from '../../db/generated/client.ts';
import type { Tx } from '../context.ts';

/**
 * Checks that a contact of an account may get this address. About people of other accounts it reveals only that the address is in use.
 * @param email lower case
 * @returns the removed contact of this account who had the address, and who is restored by adding them; null when nobody had it
 * @throws CaseError invalid-change, at the field `email`
 */
export async function freeAddress(tx: Pick<Tx, 'person'>, accountId: number, email: string): Promise<Person | null> {
  const has = await tx.person.findUnique({ where: { email }, include: { memberships: true } });
  if (!has) return null;
  if (has.kind !== 'contact' || contactTypeIn(has, accountId) === null) throw addressInUse();
  if (has.active) throw invalidChange({ email: `${has.name} already has this address.` });
  return has;
}

/** Returns the error for an address that someone else has. */
export function addressInUse(): CaseError {
  return invalidChange({ email: 'This address is already in use. Use another one.' });
}
