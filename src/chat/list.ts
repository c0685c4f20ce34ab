// Finding cases: list, mine, search, queue.
import { parseQuery, formatQuery, type CaseQuery } from '../domain/case-query.ts';
import { can } from '../domain/permission.ts';
import { queue as readQueue } from '../usecases/queue.ts';
import { searchCases } from '../usecases/search-cases.ts';
import { asAdvisor } from './advisor-verbs.ts';
import { advisorsOnly, everybody, type Capability, type Turn } from './capability.ts';
import type { Reply } from './interaction.ts';
import { resultCard, sortSelect } from './result-card.ts';

export const list: Capability = {
  words: [
    { word: 'list', does: 'all cases, last modified first', for: everybody, say: (turn, rest) => find(turn, rest) },
    {
      word: 'mine',
      does: 'cases filed by you (advisors: assigned to you)',
      for: everybody,
      say: (turn, rest) => find(turn, `is:mine ${rest}`),
    },
    {
      word: 'search',
      usage: 'words status:… priority:… module:… contact:… subject:"…" sort:… page:…',
      does: 'find cases; every condition must hold',
      for: everybody,
      say: (turn, rest) => find(turn, rest),
    },
    {
      word: 'queue',
      does: 'what waits on support, most urgent first',
      for: advisorsOnly,
      say: (turn, rest) => showQueue(turn, Number(rest) || 1),
    },
  ],
  presses: {
    /** value: a query as text */
    search: { press: (turn, value) => find(turn, value) },
    page: { press: async (turn, value) => ({ ...(await find(turn, value)), replace: true }) },
    /** value: `<column>-<direction>|<query>` */
    sort: {
      press: async (turn, value) => {
        const [order = '', ...query] = value.split('|');
        return { ...(await find(turn, `${query.join('|')} sort:${order}`)), replace: true };
      },
    },
    queue: { press: (turn) => showQueue(turn, 1) },
    'queue-page': { press: async (turn, value) => ({ ...(await showQueue(turn, Number(value))), replace: true }) },
  },
};

async function find(turn: Turn, text: string): Promise<Reply & { kind: 'card' }> {
  const query = parseQuery(text, turn.work.settings);
  const result = await searchCases(turn.work, turn.person, query);
  const withAccount = turn.person.kind === 'advisor';
  const card = resultCard({
    title: titleOf(query),
    result,
    action: 'page',
    pageValue: (page) => formatQuery({ ...query, page }),
    withAccount,
    more: result.total > 1 ? sortSelect(query, withAccount) : wayOn(turn, query),
    empty:
      query.words.length + query.filters.length > 0
        ? 'No case meets every condition. Use fewer words, or look at all cases.'
        : 'There are no cases yet.',
  });
  return { kind: 'card', card };
}

/** What was searched for, as people wrote it. */
function titleOf(query: CaseQuery): string {
  const filters = formatQuery({ ...query, words: [], mine: false, open: false, sort: { by: 'modified', dir: 'desc' }, page: 1 });
  const conditions = [...query.words, filters.replace(/ ?size:\d+$/, '')].filter((part) => part !== '').join(' ');
  const what = query.mine ? 'My cases' : query.open ? 'Open cases' : conditions === '' ? 'All cases' : 'Cases';
  return conditions === '' ? what : `${what}: ${conditions}`;
}

function wayOn(turn: Turn, query: CaseQuery) {
  const narrowed = query.words.length + query.filters.length > 0 || query.mine;
  return [
    ...(narrowed ? [{ kind: 'button' as const, label: 'All cases', action: 'search', value: '' }] : []),
    ...(can(turn.person, 'open') && turn.person.kind === 'contact'
      ? [{ kind: 'button' as const, label: 'Open a case', action: 'open', value: '' }]
      : []),
  ];
}

async function showQueue(turn: Turn, page: number): Promise<Reply & { kind: 'card' }> {
  const result = await readQueue(turn.work, asAdvisor(turn), page, turn.work.settings.search.pageSize);
  const card = resultCard({
    title: 'Queue',
    result,
    action: 'queue-page',
    pageValue: String,
    withAccount: true,
    empty: 'Nothing waits on support. Well done.',
  });
  return { kind: 'card', card };
}
