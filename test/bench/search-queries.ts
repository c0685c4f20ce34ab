// The searches of the benchmark, each with the SQL that somebody would write by hand for the same page and count, and what we aim for.
import { foldText } from '../../src/domain/search/fold-text.ts';
import { parseQuery } from '../../src/domain/search/parse-query.ts';
import { toTsquery } from '../../src/domain/search/search-terms.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import type { Person } from '../../src/domain/person.ts';
import { vocabulary } from './search-load.ts';

/** Somebody who searches. */
export interface Asker {
  person: Person;
  who: string;
  /** name of the account; empty for the largest one and for advisors */
  account: string;
}

/** One search. */
export interface Measured {
  name: string;
  /** as people type it */
  text: string;
  byHand: (asker: Asker) => string;
  /** milliseconds that are fast enough whatever the ratio; 0: the ratio decides */
  target: number | ((asker: Asker) => number);
}

const columns = `c.number, c.subject, c.status, c.priority, c.module, a.name "accountName", p.name "contactName", v.name "advisorName", c.updated_at, c.sla_due_at`;
const joins = `join account a on a.id = c.account_id join person p on p.id = c.contact_id left join person v on v.id = c.advisor_id`;
const newest = 'c.updated_at desc, c.id desc';

/** Few matches are found first, and the page is taken from them. */
const few = (from: string, order = newest) =>
  `with m as materialized (select c.id, c.updated_at from ${from}), page as (select id from m c order by ${order} limit 20)
   select ${columns}, (select count(*)::int from m) total from page join "case" c on c.id = page.id ${joins} order by ${order}`;
/** Many are counted apart from the page. */
const many = (from: string, order = newest, offset = 0, more = '') =>
  `select ${columns}, (select count(*)::int from ${from}) total
   from (select c.id from ${more === '' ? from : from.replace(' where', ` ${more} where`)} order by ${order} limit 20 offset ${offset}) page
   join "case" c on c.id = page.id ${joins} ${more} order by ${order}`;
/** Very many are counted up to a limit. */
const common = (from: string) =>
  `select ${columns}, (select count(*)::int from (select from ${from} limit 1001) x) total
   from (select c.id from ${from} order by ${newest} limit 20) page join "case" c on c.id = page.id ${joins} order by ${newest}`;

/** The newest 5,000 by relevance. */
const ranked = (asker: Asker, text: string) =>
  `with newest as materialized (
     select c.id, c.updated_at, ts_rank(d.words, ${literal(toTsquery(parseQuery(text, defaultSettings).words) ?? '')}::tsquery) rank
     from ${documents(asker, matches(asker, text, false))} order by ${newest} limit 5000
   ), page as (select * from newest order by rank desc limit 20)
   select ${columns}, (select count(*)::int from newest) total from page join "case" c on c.id = page.id ${joins} order by page.rank desc`;

const scope = ({ person }: Asker) => (person.kind === 'contact' ? `c.account_id = ${person.accountId}` : 'true');
const cases = (asker: Asker, condition = 'true') => `"case" c where ${scope(asker)} and ${condition}`;
const documents = (asker: Asker, condition: string, more = 'true') =>
  `"case" c join search_document d on d.case_id = c.id where ${scope(asker)} and ${condition} and ${more}`;
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** The condition of words for an index that is asked first, or for cases that are walked. */
function matches({ person }: Asker, text: string, isProbe = true): string {
  const words = toTsquery(parseQuery(text, defaultSettings).words) ?? '';
  if (person.kind === 'contact') return `d.words @@ ${literal(isProbe ? `'§${person.accountId}' & (${words})` : words)}::tsquery`;
  return `(d.words @@ ${literal(words)}::tsquery or d.all_words @@ ${literal(words)}::tsquery)`;
}

const word = (rank: number) => vocabulary[rank - 1] ?? '';

/** Lists the searches. @param account name of an account of average size */
export function searches(account: string): Measured[] {
  const middling = ({ person }: Asker) => (person.kind === 'contact' ? 100 : 300);
  const week = new Date(performance.timeOrigin - 7 * 86_400_000).toISOString().slice(0, 10);
  const rare = (name: string, text: string, more = 'true', words = text): Measured => ({
    name,
    text,
    byHand: (asker) => few(documents(asker, matches(asker, words), more)),
    target: 0,
  });
  const filter = (name: string, text: string, condition: string, target = 0): Measured => ({
    name,
    text,
    byHand: (asker) => many(cases(asker, condition)),
    target,
  });
  const subject = (name: string, text: string, pattern: string, target = 0): Measured => ({
    name,
    text,
    byHand: (asker) => few(documents(asker, `d.subject ${pattern}`, asker.person.kind === 'contact' ? `d.account_id = ${asker.person.accountId}` : 'true')),
    target,
  }); // prettier-ignore
  const sorted = (by: string, order: string, more = ''): Measured => ({
    name: `sort:${by}`,
    text: `sort:${by}`,
    byHand: (asker) => many(cases(asker), order, 0, more),
    target: 0,
  });
  const named = (value: string) => `%${foldText(value)}%`;
  return [
    { name: 'default list', text: '', byHand: (asker) => many(cases(asker)), target: 0 },
    { name: 'page 50', text: 'page:50', byHand: (asker) => many(cases(asker), newest, 980), target: 0 },
    ...[1, 5].map((rank): Measured => ({
      name: `word no ${rank} (${word(rank)})`,
      text: word(rank),
      byHand: (asker) => common(documents(asker, matches(asker, word(rank), false))),
      target: 60,
    })), // prettier-ignore
    ...[15, 30, 60, 150].map((rank): Measured => ({
      name: `word no ${rank} (${word(rank)})`,
      text: word(rank),
      byHand: (asker) => few(documents(asker, matches(asker, word(rank)))),
      target: middling,
    })), // prettier-ignore
    rare(`rare word (${word(900)})`, word(900)),
    rare(`rarer word (${word(2900)})`, word(2900)),
    rare('two rare words', `${word(900)} ${word(2900)}`),
    { ...rare('two common words', `${word(1)} ${word(5)}`), byHand: (asker) => common(documents(asker, matches(asker, `${word(1)} ${word(5)}`, false))), target: 60 },
    rare('word + status', `${word(900)} status:=assigned`, `c.status = 'Assigned'`, word(900)),
    { ...rare('relevance', `${word(900)} sort:relevance`, 'true', word(900)), target: middling },
    { ...rare('common, by relevance', `${word(1)} sort:relevance`, 'true', word(1)), byHand: (asker) => ranked(asker, word(1)), target: 0 },
    filter('number', 'number:CB-50000', 'c.number = 50000', 5),
    filter('status:new', 'status:new', `c.status = 'New'`, 5),
    filter('status:closed', 'status:closed', `c.status = 'Closed'`, 5),
    filter('status:pending', 'status:pending', `c.status in ('PendingCustomerInput', 'PendingCustomerVerification')`, 5),
    filter('is:open', 'is:open', `c.status <> 'Closed'`),
    { ...filter('is:mine', 'is:mine', 'true'), byHand: (asker) => many(cases(asker, `${asker.person.kind === 'contact' ? 'c.contact_id' : 'c.advisor_id'} = ${asker.person.id}`)) },
    filter('module + priority', 'module:fees priority:critical', `c.module = 'Fees' and c.priority = 'Critical'`),
    filter('modified from', `from:${week}`, `c.updated_at >= '${week}T00:00:00Z'`),
    subject('subject contains', `subject:${word(900)}`, `like '%${word(900)}%'`),
    subject('subject starts with', `subject:^${word(900)}`, `like '${word(900)}%'`, 5),
    subject('subject ends with', `subject:$${word(900)}`, `like '%${word(900)}'`),
    { ...subject('subject not contains', `-subject:${word(900)}`, ''), byHand: (asker) => many(documents(asker, `d.subject not like '%${word(900)}%'`)) },
    filter('contact name', `contact:${word(2)}`, `c.contact_id in (select id from person x where x.name_folded like '${named(word(2))}' or x.email = '${word(2)}')`),
    filter('account name', `account:"${account}"`, `c.account_id in (select id from account x where x.name_folded like '${named(account)}' or x.key = '${account}')`),
    sorted('number', 'c.number asc'),
    sorted('subject', 'd.subject asc, d.case_id asc', 'join search_document d on d.case_id = c.id'),
    sorted('status', 'c.status asc, c.updated_at desc, c.id desc'),
    sorted('priority', 'c.priority desc, c.updated_at desc, c.id desc'),
    sorted('module', 'c.module asc, c.updated_at desc, c.id desc'),
    sorted('type', 'c.case_type asc, c.updated_at desc, c.id desc'),
    sorted('contact', 'k.name_folded asc, k.id asc, c.updated_at desc, c.id desc', 'join person k on k.id = c.contact_id'),
    sorted('account', 'k.name_folded asc, k.id asc, c.updated_at desc, c.id desc', 'join account k on k.id = c.account_id'),
    sorted('advisor', 'k.name_folded asc nulls last, k.id asc, c.updated_at desc, c.id desc', 'left join person k on k.id = c.advisor_id'),
  ]; // prettier-ignore
}
