// The Home tab and the `home` command, which show the same: open notices, what needs this person, their open cases, and buttons to
// everything else.
import { can } from '../../domain/permission.ts';
import { isAuthorized, seesSeveralAccounts } from '../../domain/person.ts';
import { formatCount } from '../../domain/text/numbers.ts';
import { homeSummary, type HomeSummary } from '../../usecases/search/home-summary.ts';
import { listViews } from '../../usecases/search/saved-views.ts';
import { openNotices } from '../../usecases/notices/notice-facts.ts';
import { actions } from '../actions.ts';
import { accountNames, everyone, type Capability, type Context } from '../capability.ts';
import { defineCommand, noArguments } from '../define-command.ts';
import type { Card, Control, Element } from '../../cards/elements.ts';
import { noticeIntro } from '../cases/incident-field.ts';
import { caseRow, type RowReader } from './result-card.ts';

/** Shows what is open. */
export const home: Capability = {
  commands: [
    defineCommand({
      name: 'home',
      description: (reader) =>
        reader.kind === 'advisor' ? 'open cases and what is waiting on you' : 'open cases and what needs your reply',
      topic: 'find',
      example: 'home',
      availableTo: everyone,
      maxWords: 0,
      args: noArguments,
      run: async (context) => ({ kind: 'card', card: await homeCard(context) }),
    }),
  ],
};

/** Makes the card of the Home tab. */
export async function homeCard(context: Context): Promise<Card> {
  const summary = await homeSummary(context.services, context.person);
  const notices = await openNotices(context.services, context.person);
  const isAdvisor = context.person.kind === 'advisor';
  const { brand } = context.services.settings;
  const reader = { isAdvisor, hasAccounts: seesSeveralAccounts(context.person), now: context.services.clock.now() };
  const waiting: Section = {
    title: isAdvisor ? 'Waiting on you' : 'Needs your reply',
    rows: summary.waiting,
    total: summary.waitingCount,
    empty: isAdvisor ? 'Nothing is waiting on you.' : 'Nothing needs your reply.',
    query: 'is:waiting-on-me sort:priority',
  };
  const isSplit = summary.waitingCount > 0;
  const recent: Section = {
    title: isSplit ? 'Other open cases, last modified first' : 'Open cases, last modified first',
    rows: summary.recent,
    total: summary.openCount - summary.waitingCount,
    empty: isSplit ? 'No other open cases.' : 'No open cases.',
    query: 'is:open',
  };
  return {
    summary: brand,
    elements: [
      { kind: 'heading', text: isAdvisor ? `${brand} · Cases` : `Cases of ${accountNames(context.actor.accounts)}` },
      ...noticeIntro(notices, context.services.clock.now()),
      { kind: 'text', text: [countsText(summary, isAdvisor)] },
      { kind: 'actions', actions: buttons(context, (await listViews(context.services, context.person)).length > 0) },
      { kind: 'divider' },
      ...section(waiting, reader),
      { kind: 'divider' },
      ...section(recent, reader),
    ],
  };
}

/** E.g. `9 open · 1 needs your reply`, and for advisors `17 open · 1 unassigned · 4 need you`. */
function countsText({ openCount, unassignedCount, waitingCount }: HomeSummary, isAdvisor: boolean): string {
  const needs = waitingCount === 0 ? 'none need' : `${formatCount(waitingCount)} ${waitingCount === 1 ? 'needs' : 'need'}`;
  const parts = [
    `${formatCount(openCount)} open`,
    ...(isAdvisor ? [`${formatCount(unassignedCount)} unassigned`] : []),
    `${needs} ${isAdvisor ? 'you' : 'your reply'}`,
  ];
  return parts.join(' · ');
}

function buttons({ person }: Context, hasViews: boolean): Control[] {
  return [
    ...(isAuthorized(person) ? [actions.open.button(undefined, 'Open a case', 'primary')] : []),
    ...(person.kind === 'advisor' ? [actions.queue.button(undefined, 'Queue', 'primary')] : []),
    ...(can(person, 'open') ? [actions.search.button('is:mine is:open', 'My cases')] : []),
    actions.search.button('', 'All cases'),
    ...(hasViews ? [actions.views.button(undefined, 'Your views')] : []),
    actions.notices.button(1, 'Notices'),
    ...(can(person, 'incident') ? [actions.declare.button({ kind: 'incident' }, 'Declare incident')] : []),
    ...(can(person, 'directory') ? [actions.accounts.button({ page: 1, text: '' }, 'Accounts')] : []),
    ...(can(person, 'subscribe-channel') ? [actions.channels.button(1, 'Channels')] : []),
    ...(person.kind === 'contact' ? [actions.notify.button(undefined, 'Notifications')] : []),
    actions.help.button(undefined, 'All commands'),
  ];
}

interface Section {
  title: string;
  rows: HomeSummary['recent'];
  /** number of cases, of which `rows` are the first */
  total: number;
  empty: string;
  /** finds all of them */
  query: string;
}

function section({ title, rows, total, empty, query }: Section, reader: RowReader): Element[] {
  const more = total - rows.length;
  return [
    { kind: 'text', text: [{ bold: title }] },
    ...(rows.length === 0 ? [{ kind: 'context' as const, text: [empty] }] : rows.map((row) => caseRow(row, reader))),
    ...(more > 0
      ? [{ kind: 'actions' as const, actions: [actions.search.button(query, `Show ${formatCount(more)} more`)] }]
      : []),
  ];
}
