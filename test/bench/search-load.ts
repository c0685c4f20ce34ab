// Fills the product's schema with cases of 500 accounts for the search benchmark: the n-th largest account has a share of 1/n, the words of
// texts and the numbers of posts are as uneven as real ones (Zipf), nine of ten cases are closed, every seventh post is a note.
import type { Pool, PoolClient } from 'pg';
import { toVector, type WeightedText } from '../../src/domain/search/prepare-text.ts';
import { foldText } from '../../src/domain/search/fold-text.ts';
import { foldNames } from '../../src/db/fold-names.ts';
import { preparationVersion } from '../../src/usecases/search-index.ts';

const known =
  'grade book issue attendance teacher student report login error school schedule class import export transcript missing page cannot save slow parent portal password room bus lunch fee state enrollment calendar roster'.split(' '); // prettier-ignore
const syllables = 'ka lo mi ner to ri sam ven du pel gra si mon ter fo bu len cha ro qua'.split(' ');
const syllable = (n: number): string => syllables[n % 20] ?? '';
/** The words of all texts, most frequent first. */
export const vocabulary: readonly string[] = [
  ...known,
  ...Array.from({ length: 3000 - known.length }, (_, i) =>
    [syllable(i), syllable(i * 7 + Math.floor(i / 20)), syllable(Math.floor(i / 400)), i % 3 ? '' : 's'].join(''),
  ),
];

/**
 * Loads accounts, people, cases, posts and search documents, and says on standard output what took how long.
 * @param withTexts false leaves out posts and documents, which lists do not read
 */
export async function loadCases(pool: Pool, cases: number, withTexts: boolean): Promise<void> {
  const started = performance.now();
  const say = (what: string) => console.log(`${((performance.now() - started) / 1000).toFixed(0)} s  ${what}`);
  const client = await pool.connect();
  try {
    await client.query(
      `set maintenance_work_mem = '1GB'; set work_mem = '256MB'; set synchronous_commit = off; set statement_timeout = 0;
       set max_parallel_workers_per_gather = 0; set max_parallel_maintenance_workers = 2`,
    );
    await loadDirectory(client);
    const [indexes, keys] = await dropIndexes(client, ['case', 'post', 'search_document']);
    await client.query(casesSql, [vocabulary, cases]);
    say(`${cases} cases`);
    await foldNames(pool);
    if (withTexts) {
      await client.query(postsSql, [vocabulary]);
      say('posts');
      await loadDocuments(client);
      say('search documents');
    }
    for (const sql of [...indexes, ...keys]) await client.query(sql);
    say('indexes');
    await client.query(
      `insert into search_progress (version, next_id, last_id, finished_at) values ($1, 0, 0, now())
       on conflict (version) do update set next_id = 0, finished_at = now()`,
      [preparationVersion],
    );
    await client.query('vacuum (analyze)');
    await client.query('vacuum');
    say('vacuum');
  } finally {
    client.release(true);
  }
}

async function loadDirectory(client: PoolClient): Promise<void> {
  await client.query(
    `insert into account (key, name, timezone) select 'd' || n, w[40 + n] || ' District ' || n, 'America/Chicago'
     from generate_series(1, 500) n, (select $1::text[] w) words`,
    [vocabulary],
  );
  await client.query(
    `insert into person (email, name, kind, account_id, contact_type)
     select 'c' || n || '@d.example', initcap(w[1 + n % 2500]) || ' ' || initcap(w[1 + (n * 7) % 2500]), 'contact',
       (select min(id) from account) + n % 500, 'support' from generate_series(0, 9999) n, (select $1::text[] w) words`,
    [vocabulary],
  );
  await client.query(
    `insert into person (email, name, kind) select 'a' || n || '@v.example', 'Advisor ' || n, 'advisor' from generate_series(1, 50) n`,
  );
}

/** @returns the statements that make the indexes and the foreign keys again */
async function dropIndexes(client: PoolClient, tables: readonly string[]): Promise<[string[], string[]]> {
  const { rows: keys } = await client.query<{ table: string; name: string; def: string }>(
    `select conrelid::regclass::text "table", quote_ident(conname) name, pg_get_constraintdef(oid) def from pg_constraint
     where contype = 'f' and conrelid = any (select quote_ident(t)::regclass from unnest($1::text[]) t)`,
    [tables],
  );
  for (const { table, name } of keys) await client.query(`alter table ${table} drop constraint ${name}`);
  const { rows: indexes } = await client.query<{ name: string; def: string }>(
    `select quote_ident(indexname) name, indexdef def from pg_indexes where tablename = any ($1) and indexname not like '%_pkey'
       and indexname not in (select conname from pg_constraint) and indexname <> 'case_number_key'`,
    [tables],
  );
  for (const { name } of indexes) await client.query(`drop index ${name}`);
  return [
    indexes.map(({ def }) => def),
    keys.map(({ table, name, def }) => `alter table ${table} add constraint ${name} ${def} not valid`),
  ];
}

/** A text of `length` words; \`tie\` makes the server choose new ones for every row. */
const text = (length: string, tie: string) =>
  `(select string_agg(words.w[power(3000, random())::int + 0 * g], ' ') from generate_series(1, ${length}) g where ${tie} is not null)`;

const casesSql = `
  with words as materialized (select $1::text[] w),
    acc as materialized (select min(id) first from account), per as materialized (select min(id) first from person where kind = 'contact'),
    adv as materialized (select min(id) first from person where kind = 'advisor')
  insert into "case" (account_id, contact_id, advisor_id, status, priority, subject, description, module, case_type, category, source, created_at, updated_at, closed_at, answered)
  select acc.first + k.account - 1, per.first + k.account - 1 + 500 * floor(random() * 20)::int, case when k.s < 0.985 then adv.first + floor(random() * 50)::int end,
    (case when k.s < 0.90 then 'Closed' when k.s < 0.93 then 'PendingCustomerInput' when k.s < 0.94 then 'PendingCustomerVerification' when k.s < 0.97 then 'Assigned' when k.s < 0.98 then 'AssignedToDevelopment' when k.s < 0.985 then 'Scheduled' else 'New' end)::"Status",
    (array['Low','Medium','Medium','High','Critical'])[1 + floor(random() * 5)::int]::"Priority", initcap(${text('3 + (random() * 3)::int', 'k.n')}), ${text('25', 'k.n')},
    (array['Attendance','Grade Book','Scheduling','State Reporting','Fees','Food Service','Messenger','Other'])[1 + floor(random() * 8)::int], (array['Question','Application Issue','Service Request','Data Request','Enhancement'])[1 + floor(random() * 5)::int], 'Question', 'slack',
    now() - k.age, now() - k.age * random(), case when k.s < 0.90 then now() - k.age * random() end, k.s between 0.90 and 0.91
  from (select n, least(greatest(power(500, random())::int, 1), 500) account, random() s, random() * interval '1000 days' age from generate_series(1, $2::int) n) k, words, acc, per, adv`;

/** Three posts per case on average; a few cases have two hundred. */
const postsSql = `
  with words as materialized (select $1::text[] w)
  insert into post (case_id, kind, author_id, author_name, author_side, body, created_at)
  select c.id, (case when random() < 0.15 then 'note' else 'public' end)::"PostKind", c.contact_id, 'Somebody', 'advisor', ${text('12', 'p')}, c.created_at
  from (select *, least(floor(power(1 - random(), -0.7)), 200)::int posts from "case") c, generate_series(1, c.posts) p, words`;

interface Texts {
  id: number;
  account_id: number;
  number: number;
  subject: string;
  description: string;
  posts: string[] | null;
  notes: string[] | null;
}

/** Writes the documents as the product would, but without indexes and in big batches. */
async function loadDocuments(client: PoolClient): Promise<void> {
  await client.query('create index bench_post on post (case_id)');
  for (let after = 0; ;) {
    const { rows } = await client.query<Texts>(
      `select c.id, c.account_id, c.number, c.subject, c.description, p.posts, p.notes
       from (select * from "case" where id > $1 order by id limit 5000) c
       left join lateral (select array_agg(body order by id) filter (where kind <> 'note') posts, array_agg(body order by id) filter (where kind = 'note') notes
         from post where case_id = c.id) p on true order by c.id`,
      [after],
    );
    const last = rows.at(-1);
    if (!last) break;
    const posts = (bodies: string[] | null): WeightedText[] => (bodies ?? []).map((body) => ({ text: body, weight: 'C' }));
    const words = rows.map(({ subject, description, posts: bodies }) =>
      toVector([{ text: subject, weight: 'A' }, { text: description, weight: 'B' }, ...posts(bodies)]),
    );
    await client.query(
      `insert into search_document (case_id, account_id, version, subject, words, all_words)
       select id, account_id, $1, subject, h || words::tsvector, h || words::tsvector || notes::tsvector
       from (select *, format($q$'§%s' %s:1A cb%s:1A$q$, account_id, number, number)::tsvector h
         from unnest($2::int[], $3::int[], $4::int[], $5::text[], $6::text[], $7::text[]) d (id, account_id, number, subject, words, notes)) d`,
      [
        preparationVersion,
        rows.map(({ id }) => id),
        rows.map((row) => row.account_id),
        rows.map((row) => row.number),
        rows.map(({ subject }) => foldText(subject)),
        words,
        rows.map(({ notes }) => (notes ? toVector(posts(notes)) : null)),
      ],
    );
    after = last.id;
  }
  await client.query('drop index bench_post');
}
