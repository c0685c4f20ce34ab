// A case, whole: its details, its feed newest first, and what this person may do next.
import { formatNumber } from '../../domain/case-number.ts';
import type { Deed } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import { isOpen } from '../../domain/status.ts';
import { viewCase, type ViewedCase } from '../../usecases/cases/view-case.ts';
import { everybody, type Capability, type Turn } from '../capability.ts';
import { callouts, factFields } from './case-card.ts';
import { carriedNumber, caseArgument } from '../case-argument.ts';
import type { Button, Card, Control, Element } from '../../cards/elements.ts';
import { feed } from './feed.ts';
import { requestedChange, stillToApply } from './requested-change.ts';
import type { Reply } from '../interaction.ts';
import { triageField } from './triage.ts';

export const view: Capability = {
  words: [
    {
      word: 'view',
      usage: 'CB-123',
      does: 'a case, and what you can do next (the number alone does it, too)',
      for: everybody,
      say: (turn, rest) => show(turn, caseArgument(rest, 'view').number, 1),
    },
  ],
  presses: {
    // much to read, for one reader: in a window of its own
    view: { opensForm: true, press: (turn, value) => show(turn, carriedNumber(value), 1) },
    /** value: `<case number> <page>` */
    feed: {
      press: async (turn, value) => {
        const [number, page] = value.split(' ');
        return { ...(await show(turn, carriedNumber(number), carriedNumber(page))), replace: true };
      },
    },
  },
};

async function show(turn: Turn, number: number, page: number): Promise<Reply & { kind: 'card' }> {
  return { kind: 'card', card: wholeCase(await viewCase(turn.work, turn.person, number, page), turn) };
}

function wholeCase(viewed: ViewedCase, turn: Turn): Card {
  const { case: shown } = viewed;
  const side = turn.person.kind;
  return {
    summary: `${formatNumber(shown.number)} ${shown.subject}`,
    title: formatNumber(shown.number),
    elements: [
      { kind: 'heading', text: `${formatNumber(shown.number)} · ${shown.subject}` },
      ...callouts(shown, side, turn.work.settings),
      { kind: 'fields', fields: [...factFields(shown, side, turn.work.settings), ...triageField(shown)] },
      ...requestedChange(shown),
      ...buttons(viewed, turn.person),
      ...details(viewed),
      ...feed(viewed, turn),
    ],
  };
}

interface Offer {
  deed: Deed;
  label: string;
  action: string;
  style?: Button['style'];
  /** whether it makes sense now, beside being allowed */
  when?: (shown: ViewedCase['case'], reader: Person) => boolean;
}

function isAsked({ status }: ViewedCase['case'], { kind }: Person): boolean {
  return status === 'PendingCustomerInput' && kind === 'contact';
}

/** What can be done with a case, what is done most first. */
const offers: readonly Offer[] = [
  { deed: 'claim', label: 'Claim', action: 'claim', when: (shown, reader) => shown.advisor?.id !== reader.id },
  {
    deed: 'apply-contact-change',
    label: 'Apply change',
    action: 'apply-contact-change',
    style: 'primary',
    when: stillToApply,
  },
  { deed: 'confirm', label: 'Yes, close case', action: 'confirm', style: 'primary' },
  { deed: 'decline', label: 'No, still happening', action: 'decline' },
  { deed: 'return', label: 'Return with answer', action: 'return' },
  { deed: 'ask', label: 'Ask', action: 'ask' },
  { deed: 'resolve', label: 'Resolve', action: 'resolve' },
  { deed: 'post', label: 'Answer', action: 'answer', style: 'primary', when: isAsked },
  { deed: 'post', label: 'Post', action: 'post', when: (shown, reader) => isOpen(shown.status) && !isAsked(shown, reader) },
  { deed: 'note', label: 'Internal note', action: 'note' },
  { deed: 'tick-phone-call', label: 'Phone call received', action: 'tick-phone-call', when: (shown) => shown.phoneCallExpected },
  { deed: 'qualify', label: 'Defect', action: 'defect' },
  { deed: 'escalate', label: 'Escalate', action: 'escalate' },
  { deed: 'link-incident', label: 'Link incident', action: 'link-incident', when: ({ status }) => isOpen(status) },
  { deed: 'schedule', label: 'Schedule', action: 'schedule' },
  { deed: 'assign', label: 'Assign', action: 'assign' },
  { deed: 'triage', label: 'Triage', action: 'triage', when: ({ status }) => isOpen(status) },
  { deed: 'correct', label: 'Correct', action: 'correct' },
  { deed: 'close', label: 'Close case', action: 'close' },
  { deed: 'reopen', label: 'Reopen case', action: 'reopen' },
  { deed: 'manage-recipients', label: 'Recipients', action: 'recipients' },
  { deed: 'recipient-self', label: 'Recipients', action: 'recipients' },
  { deed: 'view', label: 'History', action: 'history' },
];

/** As buttons, as many as one row of every platform holds; the rest in a list. */
const mostButtons = 5;

function buttons({ case: shown, may }: ViewedCase, reader: Person): Element[] {
  const value = String(shown.number);
  const now = offers.filter(({ deed, when }) => may.includes(deed) && (when?.(shown, reader) ?? true));
  const first = now.length > mostButtons + 1 ? mostButtons : now.length;
  const controls: Control[] = now
    .slice(0, first)
    .map(({ label, action, style }) => ({ kind: 'button', label, action, value, ...(style ? { style } : {}) }));
  const rest = now.slice(first).map(({ label, action }) => ({ label, value: `${action} ${value}` }));
  if (rest.length > 0) controls.push({ kind: 'select', label: 'More', action: 'more', options: rest });
  return controls.length > 0 ? [{ kind: 'controls', controls }] : [];
}

/** Names in one line. */
const mostNames = 20;

function toldOf(names: readonly string[]): Element {
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  const told = names.length === 0 ? 'nobody' : names.slice(0, mostNames).join(', ') + more;
  return { kind: 'quiet', words: [`Notification recipients: ${told}`] };
}

function details({ case: shown, recipients }: ViewedCase): Element[] {
  const texts = [
    ['Description', shown.description],
    ['Replication steps', shown.replicationSteps],
    ['Expected behaviour', shown.expected],
    ['Actual behaviour', shown.actual],
    ['Impact', shown.impact],
  ] as const;
  const facts: Element = {
    kind: 'quiet',
    words: [
      'Opened ',
      { at: shown.createdAt, as: 'moment' },
      ...(shown.environment ? [` · ${shown.environment}`] : []),
      ...(shown.previousNumber ? [` · follows ${formatNumber(shown.previousNumber)}`] : []),
      ...(shown.sourceLink ? [' · ', { link: shown.sourceLink, text: 'the message it came from' }] : []),
    ],
  };
  return [
    { kind: 'divider' },
    ...texts.flatMap(([label, text]): Element[] =>
      text
        ? [
            { kind: 'text', words: [{ bold: label }] },
            { kind: 'markdown', text },
          ]
        : [],
    ),
    facts,
    toldOf(recipients),
  ];
}
