// The whole case, for `view CB-123` (search/views.ts), the number alone, and the button *View case*: its activity, and what this person can do
// next as buttons. The card in a conversation, which everybody there shares, is in case-card.ts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { can } from '../../domain/permission.ts';
import { seesSeveralAccounts, type Person } from '../../domain/person.ts';
import { isOpen } from '../../domain/status.ts';
import { viewCase, type ViewedCase } from '../../usecases/cases/view-case.ts';
import { contactsOf } from '../../usecases/people/contacts-of.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { recordAccess } from '../record-access.ts';
import { newestPost, nextStep, readOnlyLine } from './at-a-glance.ts';
import { callouts, caseFields } from './case-card.ts';
import { keptOrErased } from './kept-or-erased.ts';
import { moreSelect, offerButton, offersNow } from './case-offers.ts';
import type { Card, Control, Element } from '../../cards/elements.ts';
import { markFixedControls } from './dev-issue.ts';
import { feed } from './feed.ts';
import { requestedChange } from './requested-change.ts';
import { satisfactionElements } from './satisfaction-card.ts';
import type { Reply } from '../interaction.ts';
import { snoozedCallout } from './snooze-card.ts';
import { triageField } from './triage.ts';

/** Shows a case with what the reader can do next. */
export const view: Capability = {
  actions: [
    // opens in a modal: it is long, and only its reader needs it
    actions.view.handle({ opensForm: true, run: showCase }),
    actions.viewAt.handle({ opensForm: true, run: (context, { number, page }) => showAsked(context, number, page) }),
    actions.feed.handle({
      run: async (context, { number, page }) => ({ ...(await showAsked(context, number, page)), replace: true }),
    }),
  ],
};

/** Answers a button that changed a case: its cards change by themselves, and other messages show the case as it is now. */
export async function changed(context: Context, number: number, done: string): Promise<Reply & { card: Card }> {
  const { card } = await show(context, number, 1);
  return {
    kind: 'nothing',
    toast: done,
    card: { ...card, elements: [{ kind: 'callout', tone: 'good', text: [done] }, ...card.elements] },
  };
}

/** Shows a case, with the newest posts. */
export function showCase(context: Context, number: number): Promise<Reply & { kind: 'card' }> {
  return showAsked(context, number, 1);
}

/** Shows a case to somebody who asked for it, and writes that down. */
async function showAsked(context: Context, number: number, page: number): Promise<Reply & { kind: 'card' }> {
  const shown = await show(context, number, page);
  recordAccess(context, { action: 'view', caseNumber: number });
  return shown;
}

async function show(context: Context, number: number, page: number): Promise<Reply & { kind: 'card' }> {
  const { services, person } = context;
  const viewed = await viewCase(services, person, number, page);
  const canReply = can(person, 'post', viewed.case.account.id);
  const hint = canReply ? [] : [readOnlyLine((await contactsOf(services, viewed.case.account.id)).map(({ name }) => name))];
  return { kind: 'card', card: wholeCase(viewed, context, hint) };
}

/** @param hint what a reader who cannot reply can do */
function wholeCase(viewed: ViewedCase, context: Context, hint: readonly Element[]): Card {
  const { case: shown } = viewed;
  const side = context.person.kind;
  const { person } = context;
  const reader = {
    readOnly: !can(person, 'post', shown.account.id),
    hasAccounts: seesSeveralAccounts(person),
    id: person.id,
  };
  return {
    summary: `${formatCaseNumber(shown.number)} ${shown.subject}`,
    title: formatCaseNumber(shown.number),
    elements: [
      { kind: 'heading', text: `${formatCaseNumber(shown.number)} · ${shown.subject}` },
      ...keptOrErased(viewed),
      ...(viewed.erasedAt === null ? callouts(shown, side, context.services.settings) : []),
      ...(person.kind === 'advisor' && person.lead ? markFixedControls(shown) : []),
      ...snoozedCallout(shown, context.person.id),
      ...(side === 'contact' ? nextStep(shown, reader.readOnly) : []),
      ...question(viewed, context),
      {
        kind: 'fields',
        fields: [...caseFields(shown, side, context.services.settings, reader), ...triageField(shown)],
      },
      ...requestedChange(shown),
      ...(side === 'contact' ? newestPost(viewed) : []),
      ...hint,
      ...buttons(viewed, context.person),
      ...details(viewed),
      ...feed(viewed, context),
    ],
  };
}

/** Asks the contact of a closed case how support did, until they answer. */
function question({ feedback, case: { number, status } }: ViewedCase, { speaker }: Context): Element[] {
  if (!feedback || feedback.score !== null || isOpen(status)) return [];
  return satisfactionElements({ number, score: null, hasComment: false, isMail: speaker === null });
}

/** Buttons shown in one row on every platform; the rest goes into a *More* list. */
const maxButtons = 5;

function buttons({ case: shown, may }: ViewedCase, reader: Person): Element[] {
  const now = offersNow(shown, may, reader);
  const first = now.length > maxButtons + 1 ? maxButtons : now.length;
  const controls: Control[] = now.slice(0, first).map((offer) => offerButton(offer, shown));
  const rest = now.slice(first);
  return controls.length > 0 ? [{ kind: 'actions', actions: [...controls, ...moreSelect(rest, shown)] }] : [];
}

/** Names of recipients that are listed. */
const maxNames = 20;

function recipientsLine(names: readonly string[]): Element {
  const more = names.length > maxNames ? ` and ${names.length - maxNames} more` : '';
  const listed = names.length === 0 ? 'none' : names.slice(0, maxNames).join(', ') + more;
  return { kind: 'context', text: [`Notification recipients: ${listed}`] };
}

function details({ case: shown, recipients }: ViewedCase): Element[] {
  const texts = [
    ['Description', shown.description],
    ['Replication steps', shown.replicationSteps],
    ['Expected behavior', shown.expected],
    ['Actual behavior', shown.actual],
    ['Impact', shown.impact],
  ] as const;
  const facts: Element = {
    kind: 'context',
    text: [
      'Opened ',
      { at: shown.createdAt, as: 'moment' },
      ...(shown.environment ? [` · ${shown.environment}`] : []),
      ...(shown.previousNumber ? [` · follow-up to ${formatCaseNumber(shown.previousNumber)}`] : []),
      ...(shown.sourceLink ? [' · ', { link: shown.sourceLink, text: 'original message' }] : []),
    ],
  };
  return [
    { kind: 'divider' },
    ...texts.flatMap(([label, text]): Element[] =>
      text
        ? [
            { kind: 'text', text: [{ bold: label }] },
            { kind: 'markdown', text },
          ]
        : [],
    ),
    facts,
    recipientsLine(recipients),
  ];
}
