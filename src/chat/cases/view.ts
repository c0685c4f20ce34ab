// Handles `view CB-123`, the number alone, and the button *View case*: the whole case with its activity, and what this person can do
// next as buttons. The card in a conversation, which everybody there shares, is in case-card.ts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { can, type Permission } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import { isOpen } from '../../domain/status.ts';
import { viewCase, type ViewedCase } from '../../usecases/cases/view-case.ts';
import { actions } from '../actions.ts';
import { everyone, type Capability, type Context } from '../capability.ts';
import { answerBy, attachmentsLabel, callouts, caseFields, isToVerify } from './case-card.ts';
import type { Action } from '../define-action.ts';
import { caseAndText, defineCommand } from '../define-command.ts';
import type { Button, Card, Control, Element } from '../../cards/elements.ts';
import { feed } from './feed.ts';
import { requestedChange, stillToApply } from './requested-change.ts';
import { satisfactionElements } from './satisfaction-card.ts';
import type { Reply } from '../interaction.ts';
import { triageField } from './triage.ts';

/** Shows a case with what the reader can do next. */
export const view: Capability = {
  commands: [
    defineCommand({
      name: 'view',
      usage: 'CB-123',
      description: 'show a case (or just type CB-123)',
      topic: 'find',
      example: 'view CB-123',
      availableTo: everyone,
      args: caseAndText,
      run: (context, { number }) => show(context, number, 1),
    }),
  ],
  actions: [
    // opens in a modal: it is long, and only its reader needs it
    actions.view.handle({ opensForm: true, run: (context, number) => show(context, number, 1) }),
    actions.viewAt.handle({ opensForm: true, run: (context, { number, page }) => show(context, number, page) }),
    actions.feed.handle({
      run: async (context, { number, page }) => ({ ...(await show(context, number, page)), replace: true }),
    }),
  ],
};

/** Answers a button that changed a case: its cards change by themselves, and other messages show the case as it is now. */
export async function changed(context: Context, number: number, done: string): Promise<Reply> {
  const { card } = await show(context, number, 1);
  return {
    kind: 'nothing',
    toast: done,
    card: { ...card, elements: [{ kind: 'callout', tone: 'good', text: [done] }, ...card.elements] },
  };
}

async function show(context: Context, number: number, page: number): Promise<Reply & { kind: 'card' }> {
  return { kind: 'card', card: wholeCase(await viewCase(context.services, context.person, number, page), context) };
}

function wholeCase(viewed: ViewedCase, context: Context): Card {
  const { case: shown } = viewed;
  const side = context.person.kind;
  return {
    summary: `${formatCaseNumber(shown.number)} ${shown.subject}`,
    title: formatCaseNumber(shown.number),
    elements: [
      { kind: 'heading', text: `${formatCaseNumber(shown.number)} · ${shown.subject}` },
      ...callouts(shown, side, context.services.settings),
      ...(side === 'contact' ? answerBy(shown) : []),
      ...question(viewed, context),
      {
        kind: 'fields',
        fields: [...caseFields(shown, side, context.services.settings, !can(context.person, 'post')), ...triageField(shown)],
      },
      ...requestedChange(shown),
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

/** A button and when it is shown. */
interface Offer {
  permission: Permission;
  label: string | ((shown: ViewedCase['case']) => string);
  action: Action<number>;
  style?: Button['style'];
  /** whether it makes sense now; permission is checked separately */
  when?: (shown: ViewedCase['case'], reader: Person) => boolean;
}

function isAsked({ status }: ViewedCase['case'], { kind }: Person): boolean {
  return status === 'PendingCustomerInput' && kind === 'contact';
}

/** Whether the reader is asked to confirm a resolution. *Yes, close case* is their one way to close then. */
function isToConfirm(shown: ViewedCase['case'], { kind }: Person): boolean {
  return kind === 'contact' && isToVerify(shown);
}

/** Everything that can be done with a case, the most frequent first. */
const offers: readonly Offer[] = [
  { permission: 'claim', label: 'Claim', action: actions.claim, when: (shown, reader) => shown.advisor?.id !== reader.id },
  {
    permission: 'apply-contact-change',
    label: 'Apply change',
    action: actions.applyContactChange,
    style: 'primary',
    when: stillToApply,
  },
  { permission: 'confirm', label: 'Yes, close case', action: actions.confirm, style: 'primary', when: isToVerify },
  { permission: 'decline', label: 'No, still happening', action: actions.decline, when: isToVerify },
  { permission: 'return', label: 'Return with answer', action: actions.returnCase },
  { permission: 'ask', label: 'Ask', action: actions.ask },
  { permission: 'resolve', label: 'Resolve', action: actions.resolve },
  { permission: 'post', label: 'Answer', action: actions.answer, style: 'primary', when: isAsked },
  {
    permission: 'post',
    label: 'Post',
    action: actions.post,
    when: (shown, reader) => isOpen(shown.status) && !isAsked(shown, reader),
  },
  { permission: 'note', label: 'Internal note', action: actions.note },
  {
    permission: 'confirm-phone-call',
    label: 'Phone call received',
    action: actions.confirmPhoneCall,
    when: (shown) => shown.phoneCallExpected,
  },
  { permission: 'qualify', label: 'Defect', action: actions.defect },
  { permission: 'escalate', label: 'Escalate', action: actions.escalate },
  { permission: 'link-incident', label: 'Link incident', action: actions.linkIncident, when: ({ status }) => isOpen(status) },
  { permission: 'schedule', label: 'Schedule', action: actions.schedule },
  { permission: 'assign', label: 'Assign', action: actions.assign },
  { permission: 'triage', label: 'Triage', action: actions.triage, when: ({ status }) => isOpen(status) },
  { permission: 'correct', label: 'Correct', action: actions.correct },
  { permission: 'note', label: 'Similar cases', action: actions.similar },
  { permission: 'close', label: 'Close case', action: actions.close, when: (shown, reader) => !isToConfirm(shown, reader) },
  { permission: 'reopen', label: 'Reopen case', action: actions.reopen },
  {
    permission: 'post',
    label: 'Open a follow-up case',
    action: actions.followUp,
    when: ({ status, canReopen }, { kind }) => kind === 'contact' && !isOpen(status) && !canReopen,
  },
  { permission: 'manage-recipients', label: 'Recipients', action: actions.recipients },
  { permission: 'recipient-self', label: 'Recipients', action: actions.recipients },
  {
    permission: 'view',
    label: ({ fileCount }) => attachmentsLabel(fileCount),
    action: actions.files,
    when: ({ fileCount }) => fileCount > 0,
  },
  { permission: 'post', label: 'Add files', action: actions.addFiles, when: ({ hasUploadPage }) => hasUploadPage },
  { permission: 'view', label: 'History', action: actions.history },
];

/** Buttons shown in one row on every platform; the rest goes into a *More* list. */
const maxButtons = 5;

function buttons({ case: shown, may }: ViewedCase, reader: Person): Element[] {
  const now = offers.filter(({ permission, when }) => may.includes(permission) && (when?.(shown, reader) ?? true));
  const first = now.length > maxButtons + 1 ? maxButtons : now.length;
  const possible = now.map(({ label: named, action, style }) => {
    const label = typeof named === 'string' ? named : named(shown);
    return action === actions.claim && shown.advisor
      ? actions.takeOver.button({ number: shown.number, from: shown.advisor.id }, 'Take over')
      : action.button(shown.number, label, style);
  });
  const rest = possible.slice(first).map(({ label, action, value = '' }) => actions.more.option({ action, value }, label));
  const controls: Control[] = possible.slice(0, first);
  if (rest.length > 0) controls.push(actions.more.select('More', rest));
  return controls.length > 0 ? [{ kind: 'actions', actions: controls }] : [];
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
