// What a search finds in a text, asked of PostgreSQL itself with the vector and the query that we write.
import pg from 'pg';
import { inject, test as base } from 'vitest';
import { defaultSettings } from '../../../src/domain/settings.ts';
import { parseQuery, type ParseOptions } from '../../../src/domain/search/parse-query.ts';
import { toVector } from '../../../src/domain/search/prepare-text.ts';
import { toTsquery, type Term } from '../../../src/domain/search/search-terms.ts';

/** Reads the words of a search. */
export function termsOf(search: string, options: ParseOptions = {}): readonly Term[] {
  return parseQuery(search, defaultSettings, options).words;
}

/** Test API whose `finds` tells whether a search finds a text. */
export const test = base.extend('finds', { scope: 'file' }, async ({}, { onCleanup }) => {
  const client = new pg.Client(inject('databaseUrl'));
  await client.connect();
  onCleanup(() => client.end());
  return async (search: string, text: string, options: ParseOptions = {}): Promise<boolean> => {
    const query = toTsquery(termsOf(search, options));
    if (query === null) throw new Error(`“${search}” has no words`);
    const { rows } = await client.query<{ found: boolean }>('select $1::tsvector @@ $2::tsquery as found', [
      toVector([{ text, weight: 'B' }]),
      query,
    ]);
    return rows[0]?.found ?? false;
  };
});
