import type { Services } from '../context.ts';
import { addContacts, findPeople, type WantedContact } from './match-people.ts';
import { noCounts, type ImportCounts, type ImportRun } from './import-run.ts';

/** Adds the contacts of an export to the directory. Who is there already gets the further account, and stays as they are otherwise. */
export async function importContacts(
  services: Services,
  run: ImportRun,
  wanted: readonly WantedContact[],
): Promise<ImportCounts> {
  return services.db.transaction(
    async (tx) => {
      const people = await findPeople(tx, run, wanted.map(({ email }) => email)); // prettier-ignore
      return { ...noCounts, ...(await addContacts(tx, run, wanted, people)) };
    },
    { timeout: 120_000, maxWait: 120_000 },
  );
}
