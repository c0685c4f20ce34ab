// Finds the keywords that the cases of a cluster have in common. They give leads a hint and start the incident's title.
import { Prisma } from '../../db/generated/client.ts';
import type { Tx } from '../context.ts';

/** Limits on the keywords shown. Error codes count as keywords; email addresses and HTML tags do not. */
const maxKeywords = 6;
const maxKeywordLength = 24;
/** The newest cases are enough; a thousand of the longest would take seconds. */
const sample = { cases: 100, characters: 2_000 };
/** Terms that say nothing about the problem. */
const ignoredTerms = `hello hi dear please thanks regards kind issue problem case cannot help urgent asap need want try tried use user
  happen happens happening work works working stop stopped start started begin began see seen show shows appear look find open click press button
  page screen window since every each always never sometimes again still now often already suddenly today yesterday tomorrow tonight morning
  noon afternoon evening night day week month year hour minute second time school district everybody everyone anybody anyone nobody nothing
  something anything whole entire new last first next old`;
/** A term in this share of other cases, of the same accounts or of all, is how people write, not what these cases are about. */
const commonShare = 0.2;
/** Fewer other cases say nothing about how people write. */
const minOthers = 10;

/**
 * Finds the keywords that appear in at least half of a cluster's cases, from at least two accounts. Terms are compared by their stems in
 * PostgreSQL's english dictionary and returned in lower case in their most frequent spelling. The most widely shared come first, then the
 * earliest in the text. Terms that say nothing, and those common in earlier cases of the same accounts or of all, are left out. The module's name adds nothing and the accounts' names must not become public, so their terms are left out.
 */
export async function sharedKeywords(tx: Tx, clusterId: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ word: string }[]>`
    with sample as (
      select c.id, c.account_id, c.created_at, ${textOf} text
      from "case" c where c.cluster_id = ${clusterId} order by c.created_at desc, c.id desc limit ${sample.cases}
    ), common (text) as (
      select module || ' ' || ${ignoredTerms} from cluster where id = ${clusterId}
      union all select name from account where id in (select account_id from sample)
    ), other as (
      ${otherCases(clusterId, Prisma.sql`c.account_id in (select account_id from sample)`, 'accounts')}
      union all ${otherCases(clusterId, Prisma.sql`true`, 'all')}
    ), usual as (
      select distinct stem from other, ts_parse('default', text) token, unnest(ts_lexize('english_stem', token.token)) stem
      group by origin, total, stem having count(distinct id) >= ${commonShare}::float8 * total and total >= ${minOthers}::int
    ), token as (
      -- 1, 2: letters only; 3: with digits; 10, 11: parts of a hyphenated term
      select id, account_id, lower(token) word, stem, place
      from sample, ts_parse('default', text) with ordinality t (tokid, token, place), unnest(ts_lexize('english_stem', token)) stem
      where tokid in (1, 2, 3, 10, 11) and length(token) between 3 and ${maxKeywordLength}::int
    )
    select mode() within group (order by word) word from token
    where stem not in (
      select unnest(ts_lexize('english_stem', token)) from common, ts_parse('default', regexp_replace(text, '[/._@-]+', ' ', 'g')) t)
      and stem not in (select stem from usual)
    group by stem
    having count(distinct id) * 2 >= (select count(*) from sample) and count(distinct account_id) >= 2
    order by count(distinct id) desc, count(distinct account_id) desc, min(place), stem limit ${maxKeywords}`;
  return rows.map(({ word }) => word);
}

/** SQL: the text of the case `c`. */
const textOf = Prisma.sql`c.subject || ' ' || left(c.description, ${sample.characters}::int)`;

/** SQL: the newest cases from before the cluster, whose problem may be in every account under other modules, with how many there are. */
const otherCases = (clusterId: number, condition: Prisma.Sql, origin: 'accounts' | 'all'): Prisma.Sql => Prisma.sql`(
  select ${origin}::text origin, c.id, ${textOf} text, count(*) over () total from (
    select * from "case" c
    where ${condition} and c.cluster_id is distinct from ${clusterId}::int and c.created_at < (select min(created_at) from sample)
    order by c.created_at desc, c.id desc limit ${sample.cases}::int) c)`;
