// Writes to the access log what an operator exports, before the first row is read. A replica cannot be written to, so the entry goes to
// the database that it copies.
import { readConfig } from '../config/index.ts';
import { openDatabase } from '../db/client.ts';
import { writeAccesses, type Access } from '../usecases/access-log.ts';
import type { Services } from '../usecases/context.ts';
import { operatorName } from './operator.ts';
import { forOperators, type Terminal } from './terminal.ts';

/** Writes an export down. @throws when that is not possible, so that nothing is exported without an entry */
export async function recordExport(
  { environment }: Terminal,
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  access: Pick<Access, 'action' | 'accountId' | 'caseNumber' | 'detail'>,
): Promise<void> {
  const entry = { ...access, at: clock.now(), source: 'command-line' as const, personId: null, operator: operatorName() };
  const { databaseUrl, databaseReadUrl } = readConfig(environment);
  if (databaseUrl === null || databaseReadUrl === null || db.url !== databaseReadUrl) return writeAccesses(db, [entry]);
  const primary = openDatabase(databaseUrl, { ...forOperators, connections: 1 });
  try {
    await writeAccesses(primary, [entry]);
  } finally {
    await primary.close();
  }
}
