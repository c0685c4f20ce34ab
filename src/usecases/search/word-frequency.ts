// How many cases have a word. The server's statistics know the thousand most common words of all cases; counting them would read the whole
// index. Internal notes are not part of it.
import { Prisma } from '../../db/generated/client.ts';
import { quoteLexeme } from '../../domain/search/prepare-text.ts';
import type { SearchSession } from './search-session.ts';

const { sql } = Prisma;

/** How often words occur. */
export interface WordFrequency {
  /** number of cases with each word; absent: none */
  casesWith: ReadonlyMap<string, number>;
  /** number of all cases */
  cases: number;
}

/** Up to this many cases, words are counted. */
const maxCounted = 2000;

interface Row {
  word: string;
  cases: number;
}

/** Finds out how many cases have each of these words. */
export async function wordFrequency(session: SearchSession, words: readonly string[]): Promise<WordFrequency> {
  const [size] = await session.query<{ cases: number }>(sql`
    select coalesce(nullif(greatest(reltuples, 0), 0), (select count(*) from (select from visible_document limit ${maxCounted}) few))::float8 cases
    from pg_class where oid = 'search_document'::regclass`);
  const cases = size?.cases ?? 0;
  const rows = await session.query<Row>(cases <= maxCounted ? counted(words) : estimated(words, cases));
  return { cases, casesWith: new Map(rows.map(({ word, cases: having }) => [word, having])) };
}

function counted(words: readonly string[]): Prisma.Sql {
  return sql`
    select word, (select count(*)::int from (select from visible_document d where d.words @@ query::tsquery limit ${maxCounted}) found) cases
    from unnest(${[...words]}::text[], ${words.map(quoteLexeme)}::text[]) w (word, query)`;
}

/** A word that is not among the most common ones counts as half as frequent as the rarest of them. */
function estimated(words: readonly string[], cases: number): Prisma.Sql {
  return sql`
    with stats as (
      select elements, frequencies from casebridge_word_statistics()
    ),
    common as (select element, frequency from stats, unnest(elements, frequencies[1:cardinality(elements)]) c (element, frequency))
    select word, (coalesce(frequency, (select frequencies[cardinality(elements) + 1] from stats) / 2, 0.0005) * ${cases})::float8 cases
    from unnest(${[...words]}::text[]) w (word) left join common on element = word`;
}
