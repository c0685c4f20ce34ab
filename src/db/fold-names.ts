// Keeps the folded names of people and accounts, which searches compare and sort, in step with their names.
import { foldText } from '../domain/search/fold-text.ts';
import type { Pool } from 'pg';
import { Prisma, type PrismaClient } from './generated/client.ts';

/** Makes every Prisma query that writes the name of a person or an account write the folded name as well. */
export function withFoldedNames(prisma: PrismaClient): PrismaClient {
  const writes = {
    $allOperations: ({ operation, args, query }: Operation): Promise<unknown> =>
      /^(create|update|upsert)/.test(operation) ? query(foldedArgs(args)) : query(args),
  };
  return prisma.$extends(Prisma.defineExtension({ query: { person: writes, account: writes } })) as unknown as PrismaClient;
}

interface Operation {
  operation: string;
  args: Record<string, unknown>;
  query: (args: Record<string, unknown>) => Promise<unknown>;
}

function foldedArgs(args: Record<string, unknown>): Record<string, unknown> {
  const folded = { ...args };
  for (const key of ['data', 'create', 'update']) if (key in args) folded[key] = foldedData(args[key]);
  return folded;
}

function foldedData(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(foldedData);
  if (typeof data !== 'object' || data === null || !('name' in data)) return data;
  return typeof data.name === 'string' ? { ...data, nameFolded: foldText(data.name) } : data;
}

/**
 * Folds names that are not folded yet: those written before there were folded names.
 * @param again folds every name, because the folding has changed
 */
export async function foldNames(pool: Pool, again = false): Promise<void> {
  for (const table of ['person', 'account']) {
    const { rows } = await pool.query<{ id: number; name: string }>(
      `select id, name from ${table} where $1 or name_folded is null order by id`,
      [again],
    );
    for (let start = 0; start < rows.length; start += batch) {
      const some = rows.slice(start, start + batch);
      // a name that was changed meanwhile was folded by its writer
      await pool.query(
        `update ${table} t set name_folded = n.folded from unnest($1::int[], $2::text[], $3::text[]) n (id, name, folded)
         where t.id = n.id and t.name = n.name and t.name_folded is distinct from n.folded`,
        [some.map(({ id }) => id), some.map(({ name }) => name), some.map(({ name }) => foldText(name))],
      );
    }
  }
}

const batch = 1000;
