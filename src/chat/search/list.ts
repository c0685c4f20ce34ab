// The commands that list cases: list, mine, search and queue, and the buttons that turn their pages. What a search can filter by is
// domain/case-query.ts; the page size is configured as search.pageSize. The card of the queue is in queue-card.ts.
import type { CaseQuery } from '../../domain/case-query.ts';
import { parseQuery, parseSearch, type Search } from '../../domain/search/parse-query.ts';
import { can } from '../../domain/permission.ts';
import { actions } from '../actions.ts';
import { asAdvisor, advisorsOnly, everyone, type Capability, type Context } from '../capability.ts';
import { anyText, defineCommand } from '../define-command.ts';
import { withNames } from '../mentions.ts';
import { findInFeed } from './feed-search.ts';
import { findCases } from './find-cases.ts';
import type { CardReply } from '../replies.ts';
import { asSearch, isGrouped, queueCard } from './queue-card.ts';
import { searchHelp } from './search-help.ts';

/** Lists cases. */
export const list: Capability = {
  commands: [
    defineCommand({
      name: 'list',
      description: 'open cases, last modified first; list all shows closed cases as well',
      topic: 'find',
      example: 'list priority:high',
      availableTo: everyone,
      maxWords: 2,
      args: anyText,
      takesMention: true,
      run: (context, text) => showList(context, text),
    }),
    defineCommand({
      name: 'mine',
      description: (reader) =>
        reader.kind === 'advisor' ? 'cases assigned to you that are open' : 'cases you opened that are not closed',
      topic: 'find',
      example: 'mine status:pending',
      // Read-Only contacts have no cases of their own
      availableTo: (person) => can(person, 'open'),
      maxWords: 2,
      args: anyText,
      takesMention: true,
      run: (context, text) => showList(context, text, 'is:mine '),
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
      usage: '[filters]',
      description: 'cases waiting on support, by when they are due',
      topic: 'find',
      example: 'queue account:plainview priority:high',
      availableTo: advisorsOnly,
      maxWords: 2,
      args: anyText,
      takesMention: true,
      run: async (context, text) => {
        asAdvisor(context);
        return showQueue(context, withPage(await quotedNames(context, text)));
      },
    }),
  ],
  actions: [
    actions.search.handle({ run: find }),
    actions.page.handle({ run: async (context, query) => ({ ...(await find(context, query)), replace: true }) }),
    actions.queue.handle({ run: (context) => showQueue(context, '') }),
    actions.queuePage.handle({
      run: async (context, query) => ({ ...(await showQueue(context, withPage(query))), replace: true }),
    }),
  ],
};

function find(context: Context, text: string): Promise<CardReply> {
  return answer(context, parseSearch(text, context.services.settings));
}

async function answer(context: Context, search: Search): Promise<CardReply> {
  const card = search.kind === 'feed' ? await findInFeed(context, search) : await findCases(context, search.query);
  return { kind: 'card', card };
}

/** Lists cases: the open ones, unless the text begins with "all" or says which. @param before filters of the list */
async function showList(context: Context, text: string, before = ''): Promise<CardReply> {
  const typed = (await quotedNames(context, text)).trim();
  const all = /^all(?=\s|$)\s*/i.exec(typed)?.[0];
  const search = parseSearch(before + withPage(typed.slice(all?.length ?? 0)), context.services.settings);
  if (search.kind === 'feed' || all !== undefined) return answer(context, search);
  return answer(context, { kind: 'cases', query: withoutClosed(search.query) });
}

/** Hides closed cases, unless the search says which statuses it is about. */
function withoutClosed(query: CaseQuery): CaseQuery {
  const saysWhich = query.filters.some(
    (filter) =>
      filter.field === 'status' ||
      filter.field === 'closed' ||
      filter.field === 'number' ||
      (filter.field === 'is' && (filter.value === 'open' || filter.value === 'closed')),
  );
  if (saysWhich) return query;
  return { ...query, filters: [...query.filters, { field: 'is', operator: 'equals', value: 'open', negated: false }] };
}

/** Replaces mentions with names in quotation marks, because a name has spaces: `contact:@Ada` finds the contact. */
function quotedNames(context: Context, text: string): Promise<string> {
  return withNames(context, text.replace(/@\{[^{}]+\}/g, '"$&"'));
}

/** Reads the number in `list 2` as a page, so that `list 0` is answered like `list page:0`. */
function withPage(text: string): string {
  return text.trim().replace(/^(?:page\s+)?([-\u2013\u2212]?\d+)(?=\s|$)/i, 'page:$1');
}

/** Shows the queue. In an order of its own, or for words, it is a search, which has no groups. */
async function showQueue(context: Context, text: string): Promise<CardReply> {
  const query = parseQuery(text, context.services.settings);
  if (isGrouped(query)) return { kind: 'card', card: await queueCard(context, query) };
  return answer(context, { kind: 'cases', query: asSearch(query) });
}
