// Finding cases: list, mine, search, queue.
import { parseQuery } from '../../domain/case-query.ts';
import { queue as readQueue } from '../../usecases/search/queue.ts';
import { asAdvisor } from '../cases/advisor-commands.ts';
import { advisorsOnly, everybody, type Capability, type Turn } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import { findCases } from './find-cases.ts';
import type { Card } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';
import { resultCard } from './result-card.ts';

export const list: Capability = {
  words: [
    { word: 'list', does: 'all cases, last modified first', for: everybody, mostWords: 2, say: (turn, rest) => find(turn, rest) },
    {
      word: 'mine',
      does: 'cases filed by you (advisors: assigned to you)',
      for: everybody,
      mostWords: 2,
      say: (turn, rest) => find(turn, `is:mine ${rest}`),
    },
    {
      word: 'search',
      usage: 'words status:… priority:… module:… contact:… subject:"…" sort:… page:…',
      does: 'find cases; every condition must hold',
      for: everybody,
      mostWords: Infinity,
      say: (turn, rest) => find(turn, rest),
    },
    {
      word: 'queue',
      usage: '[page]',
      does: 'what waits on support, most urgent first',
      for: advisorsOnly,
      mostWords: 1,
      say: async (turn, rest) => ({ kind: 'card', card: await queueCard(turn, pageOf(rest)) }),
    },
  ],
  presses: {
    /** value: a query as text */
    search: { press: (turn, value) => find(turn, value) },
    page: { press: async (turn, value) => ({ ...(await find(turn, value)), replace: true }) },
    queue: { press: async (turn) => ({ kind: 'card', card: await queueCard(turn, 1) }) },
    'queue-page': {
      press: async (turn, value) => ({ kind: 'card', card: await queueCard(turn, carriedNumber(value)), replace: true }),
    },
  },
};

async function find(turn: Turn, text: string): Promise<Reply & { kind: 'card' }> {
  return { kind: 'card', card: await findCases(turn, parseQuery(text, turn.work.settings)) };
}

/** `queue 2` and `queue page:2`; anything else begins at the beginning. */
function pageOf(rest: string): number {
  return Number(/^(?:page:)?([1-9]\d{0,5})$/.exec(rest)?.[1] ?? 1);
}

async function queueCard(turn: Turn, page: number): Promise<Card> {
  return resultCard({
    title: 'Queue',
    result: await readQueue(turn.work, asAdvisor(turn), page, turn.work.settings.search.pageSize),
    asked: page,
    action: 'queue-page',
    pageValue: String,
    withAccount: true,
    slaAt: turn.work.clock.now(),
    empty: 'Nothing waits on support. Well done.',
    more: [{ kind: 'button', label: 'All cases', action: 'search', value: '' }],
  });
}
