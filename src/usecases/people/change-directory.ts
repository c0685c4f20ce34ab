// Changes of the directory that a lead makes in chat. They run the code of an import with one entry, so both have the same rules and the same
// history; a later import keeps them unless it is forced.
import { Prisma } from '../../db/generated/client.ts';
import type { CaseError } from '../../domain/case-error.ts';
import { formError } from '../../domain/form-errors.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { RequestContext, Services, Tx } from '../context.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { DirectoryError, emptyDirectory, type Directory, type Mistake } from './directory.ts';
import { addressInUse } from './free-address.ts';
import { applyDirectory, lockDirectory } from './import-directory.ts';

/**
 * Changes entries of the directory.
 * @param entriesOf returns the entries, after it has checked what an import does not check
 * @returns 'repeat' when the request had its effect before
 * @throws CaseError not-allowed; invalid-directory, with every mistake at its field
 */
export async function changeDirectory(
  services: Services,
  lead: Advisor,
  entriesOf: (tx: Tx) => Promise<Partial<Directory>>,
  request: RequestContext,
): Promise<'changed' | 'repeat'> {
  authorize(lead, 'directory');
  try {
    return await runOnce(
      services,
      async (tx) => {
        await recordOnce(tx, request.idempotencyKey, request.fingerprint);
        await lockDirectory(tx);
        await authorizeNow(tx, lead);
        const entries = await entriesOf(tx);
        await applyDirectory(services, tx, { ...emptyDirectory(), ...entries }, { force: true, by: lead });
        return 'changed' as const;
      },
      15_000,
    );
  } catch (error) {
    if (error instanceof DirectoryError) throw asFormError(error.mistakes);
    // a contact change of a case took the address at the same moment
    if (error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002') throw addressInUse();
    throw error;
  }
}

/** Two leads may end each other's rights at the same moment; the second one is no longer a lead by then. @throws CaseError not-allowed */
async function authorizeNow(tx: Tx, lead: Advisor): Promise<void> {
  const isLead = await tx.person.count({ where: { id: lead.id, kind: 'advisor', active: true, lead: true } });
  authorize({ ...lead, lead: isLead > 0 }, 'directory');
}

function asFormError(mistakes: readonly Mistake[]): CaseError {
  const fields: Record<string, string> = {};
  for (const { field = 'form', message } of mistakes) fields[field] ??= `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
  return formError('invalid-directory', fields);
}
