// Fixtures for tests of the search: a database with a world, and a search that returns the subjects it finds.
import type { Person } from '../../../src/domain/person.ts';
import { parseQuery } from '../../../src/domain/search/parse-query.ts';
import { searchCases, type SearchResult } from '../../../src/usecases/search/search-cases.ts';
import { test as base } from '../fixtures.ts';

/** Test API with `search`, which returns the whole result, and `find`, which returns the subjects in order. */
export const test = base
  .extend(
    'search',
    { scope: 'file' },
    ({ services }) =>
      (actor: Person, text: string, limits?: Parameters<typeof searchCases>[4]): Promise<SearchResult> =>
        searchCases(services, actor, parseQuery(text, services.settings), 'America/Chicago', limits),
  )
  .extend('find', { scope: 'file' }, ({ search }) => async (actor: Person, text: string): Promise<string[]> => {
    const { rows, total } = await search(actor, text);
    if (rows.length !== Math.min(total, 20) && !/page:|size:/.test(text))
      throw new Error(`${total} counted, ${rows.length} shown`);
    return rows.map(({ subject }) => subject);
  });
