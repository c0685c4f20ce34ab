// The commands that list cases: list, mine, search and queue, and the buttons that turn their pages. What a search can filter by is
// domain/case-query.ts; the page size is configured as search.pageSize.
import { parseSearch } from '../../domain/search/parse-query.ts';
import { can } from '../../domain/permission.ts';
import { formatCount } from '../../domain/text/numbers.ts';
import { queue as readQueue } from '../../usecases/search/queue.ts';
import { actions } from '../actions.ts';
import { asAdvisor, advisorsOnly, everyone, type Capability, type Context } from '../capability.ts';
import { anyText, defineCommand, pageArgument } from '../define-command.ts';
import { withNames } from '../mentions.ts';
import { findInFeed } from './feed-search.ts';
import { findCases } from './find-cases.ts';
import type { Card } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';
import { resultCard } from './result-card.ts';
import { searchHelp } from './search-help.ts';

/** Lists cases. */
export const list: Capability = {
  commands: [
    defineCommand({
      name: 'list',
      description: 'all cases, last modified first',
      topic: 'find',
      example: 'list 2',
      availableTo: everyone,
      maxWords: 2,
      args: anyText,
      takesMention: true,
      run: async (context, text) => find(context, withPage(await quotedNames(context, text))),
    }),
    defineCommand({
      name: 'mine',
      description: (reader) => (reader.kind === 'advisor' ? 'cases assigned to you' : 'cases you opened'),
      topic: 'find',
      example: 'mine status:pending',
      // Read-Only contacts have no cases of their own
      availableTo: (person) => can(person, 'open'),
      maxWords: 2,
      args: anyText,
      takesMention: true,
      run: async (context, text) => find(context, `is:mine ${withPage(await quotedNames(context, text))}`),
    }),
    defineCommand({
      name: 'search',
      usage: 'text status:… priority:… module:… contact:… subject:"…" sort:… page:…',
      details: searchHelp,
      description: 'find cases that match all filters',
      topic: 'find',
      example: 'search grade book status:pending',
      availableTo: everyone,
      maxWords: Infinity,
      args: anyText,
      takesMention: true,
      run: async (context, text) => find(context, await quotedNames(context, text)),
    }),
    defineCommand({
      name: 'queue',
      usage: '[page]',
      description: 'cases waiting on support, most urgent first',
      topic: 'find',
      example: 'queue',
      availableTo: advisorsOnly,
      maxWords: 1,
      args: pageArgument,
      run: showQueue,
    }),
  ],
  actions: [
    actions.search.handle({ run: find }),
    actions.page.handle({ run: async (context, query) => ({ ...(await find(context, query)), replace: true }) }),
    actions.queue.handle({ run: (context) => showQueue(context, 1) }),
    actions.queuePage.handle({ run: async (context, page) => ({ ...(await showQueue(context, page)), replace: true }) }),
  ],
};

async function find(context: Context, text: string): Promise<Reply & { kind: 'card' }> {
  const search = parseSearch(text, context.services.settings);
  return {
    kind: 'card',
    card: search.kind === 'feed' ? await findInFeed(context, search) : await findCases(context, search.query),
  };
}

/** Replaces mentions with names in quotation marks, because a name has spaces: `contact:@Ada` finds the contact. */
function quotedNames(context: Context, text: string): Promise<string> {
  return withNames(context, text.replace(/@\{[^{}]+\}/g, '"$&"'));
}

/** Reads the number in `list 2` as a page, so that `list 0` is answered like `list page:0`. */
function withPage(text: string): string {
  return text.trim().replace(/^(?:page\s+)?([-\u2013\u2212]?\d+)(?=\s|$)/i, 'page:$1');
}

async function showQueue(context: Context, page: number): Promise<Reply & { kind: 'card' }> {
  return { kind: 'card', card: await queueCard(context, page) };
}

async function queueCard(context: Context, page: number): Promise<Card> {
  const result = await readQueue(context.services, asAdvisor(context), page, context.services.settings.search.pageSize);
  return resultCard({
    title: 'Queue',
    result,
    requestedPage: page,
    pageButton: (target, label) => actions.queuePage.button(target, label),
    withAccount: true,
    slaAt: context.services.clock.now(),
    empty: 'The queue is empty. Nothing is waiting on support.',
    more: [
      ...(result.snoozed > 0 ? [actions.search.button('is:snoozed', `Snoozed (${formatCount(result.snoozed)})`)] : []),
      ...(result.total > 0 ? [actions.bulk.button({ queue: result.page }, 'Several cases')] : []),
      actions.search.button('', 'All cases'),
    ],
  });
}
