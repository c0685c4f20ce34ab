// A case, whole: its details, its feed newest first, and what this person may do next.
import { formatNumber } from '../domain/case-number.ts';
import type { Deed } from '../domain/permission.ts';
import { viewCase, type ViewedCase } from '../usecases/view-case.ts';
import { everybody, type Capability, type Turn } from './capability.ts';
import { callouts, factFields } from './case-card.ts';
import { carriedNumber, caseArgument } from './case-argument.ts';
import type { Button, Card, Element } from './elements.ts';
import { feed } from './feed.ts';
import type { Reply } from './interaction.ts';

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
      { kind: 'fields', fields: factFields(shown, side, turn.work.settings) },
      ...buttons(viewed, turn.person.id),
      ...details(viewed),
      ...feed(viewed, turn),
    ],
  };
}

const labels: Partial<Record<Deed, Omit<Button, 'kind' | 'value'>>> = {
  claim: { label: 'Claim', action: 'claim' },
  confirm: { label: 'Yes, close case', action: 'confirm', style: 'primary' },
  decline: { label: 'No, still happening', action: 'decline' },
  ask: { label: 'Ask', action: 'ask' },
  resolve: { label: 'Resolve', action: 'resolve' },
  post: { label: 'Post', action: 'post' },
  note: { label: 'Internal note', action: 'note' },
  assign: { label: 'Assign', action: 'assign' },
  'tick-phone-call': { label: 'Phone call received', action: 'tick-phone-call' },
  close: { label: 'Close case', action: 'close' },
  reopen: { label: 'Reopen case', action: 'reopen' },
};

function buttons({ case: shown, may }: ViewedCase, reader: number): Element[] {
  const value = String(shown.number);
  const controls = (Object.keys(labels) as Deed[]).flatMap((deed) => {
    const face = labels[deed];
    const taken = deed === 'claim' && shown.advisor?.id === reader;
    const idle =
      taken || (deed === 'tick-phone-call' && !shown.phoneCallExpected) || (deed === 'post' && shown.status === 'Closed');
    return face && may.includes(deed) && !idle ? [{ kind: 'button' as const, ...face, value }] : [];
  });
  return controls.length > 0 ? [{ kind: 'controls', controls }] : [];
}

function details({ case: shown }: ViewedCase): Element[] {
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
  ];
}
