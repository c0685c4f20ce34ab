/** So many are shown, of at most so many letters; an error code is a word, an address or a tag is none. */
const most = 6;
const longestWord = 24;
/** The newest cases say enough: a thousand of the longest would take seconds. */
const sample = { cases: 100, letters: 2_000 };
/** They say nothing of what is wrong. */
const courtesies = 'hello hi dear please thanks regards kind issue problem case cannot';
/**
 * The words that at least half of a cluster's cases share, of at least two accounts, by their stems in PostgreSQL's english dictionary. Each
 * is shown as it is written most often, in small letters; the most shared stand first, then what is said first. Words of the module say
 * nothing new; those of the accounts' names are for nobody else to read.
 */
export async function sharedWords(tx, clusterId) {
    const rows = await tx.$queryRaw `
    with sample as (
      select c.id, c.account_id, c.subject || ' ' || left(c.description, ${sample.letters}::int) said
      from "case" c where c.cluster_id = ${clusterId} order by c.created_at desc, c.id desc limit ${sample.cases}
    ), common (said) as (
      select module || ' ' || ${courtesies} from cluster where id = ${clusterId}
      union all select name from account where id in (select account_id from sample)
    ), token as (
      -- 1, 2: words; 3: with digits; 10, 11: parts of one with hyphens
      select id, account_id, lower(token) word, stem, place
      from sample, ts_parse('default', said) with ordinality t (tokid, token, place), unnest(ts_lexize('english_stem', token)) stem
      where tokid in (1, 2, 3, 10, 11) and length(token) between 3 and ${longestWord}::int
    )
    select mode() within group (order by word) word from token
    where stem not in (
      select unnest(ts_lexize('english_stem', token)) from common, ts_parse('default', regexp_replace(said, '[/._@-]+', ' ', 'g')) t)
    group by stem
    having count(distinct id) * 2 >= (select count(*) from sample) and count(distinct account_id) >= 2
    order by count(distinct id) desc, count(distinct account_id) desc, min(place), stem limit ${most}`;
    return rows.map(({ word }) => word);
}
//# sourceMappingURL=shared-words.js.map