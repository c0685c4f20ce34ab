// The application's role may not do what benches do to their own databases: create tables beside the product's, empty tables and rebuild indexes.
import { openDatabase, type Database } from '../../src/db/client.ts';

/** Opens the database of a bench as the owner of its tables. */
export function asOwner({ url }: Pick<Database, 'url'>): Database {
  return openDatabase(Object.assign(new URL(url), { username: 'casebridge' }).href, { scope: 'operator', statementTimeoutMs: 0 });
}

/** Lets the application's role of a bench create tables that refer to the product's, and empty the product's. */
export async function grantBenchRights(db: Pick<Database, 'url'>): Promise<void> {
  const owner = asOwner(db);
  try {
    await owner.pool.query(
      'grant create on schema public to casebridge_app; grant truncate, references on all tables in schema public to casebridge_app',
    );
  } finally {
    await owner.close();
  }
}
