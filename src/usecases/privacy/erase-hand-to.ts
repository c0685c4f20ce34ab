import type { Person } from '../../db/generated/client.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { changeCaseByClock } from '../change-case.ts';
import type { Services } from '../context.ts';
import { enqueueForNewRecipient } from '../notify-new-recipient.ts';
import { contactsOf } from '../people/contacts-of.ts';

/**
 * Gives the open cases of a contact who will be erased to another contact of the same account.
 * @param email of that contact
 * @returns how many
 * @throws CaseError no-contact; cases that were given before stay with the other contact
 */
export async function handCasesTo(services: Services, from: Person, email: string): Promise<number> {
  const wanted = email.trim().toLowerCase();
  const where = from.kind === 'contact' ? { contactId: from.id, status: { not: 'Closed' as const } } : { id: -1 };
  const cases = await services.db.prisma.case.findMany({
    where,
    orderBy: { id: 'asc' },
    select: { number: true, accountId: true },
  });
  for (const { number, accountId } of cases) {
    const to = (await contactsOf(services, accountId)).find((one) => one.email === wanted && one.id !== from.id);
    if (!to)
      throw fieldError('no-contact', 'handTo', `${wanted} is not an Authorized Contact of the account. Enter another address.`);
    await changeCaseByClock(services, number, `erase:${from.id}:${number}`, async (locked, tx) => {
      if (locked.status === 'Closed' || locked.contactId !== from.id) return null;
      const addedAt = services.clock.now();
      await tx.recipient.createMany({ data: [{ caseId: locked.id, personId: to.id, addedAt }], skipDuplicates: true });
      await enqueueForNewRecipient(services, tx, locked, to.id);
      return {
        patch: { contactId: to.id },
        post: { kind: 'event', action: 'correct', body: `changed the case contact to ${to.name}` },
        history: { action: 'correct', from: from.name, to: to.name },
        why: 'The former contact was erased.',
      };
    });
  }
  return cases.length;
}
