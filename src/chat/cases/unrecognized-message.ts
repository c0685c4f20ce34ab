// Handles messages to the bot that are not a command: they are kept, and the bot asks which case they are about. Nothing is guessed.
import { formatCaseNumber, parseCaseNumber } from '../../domain/case-number.ts';
import { can } from '../../domain/permission.ts';
import { saveDraft } from '../../usecases/cases/drafts.ts';
import { latestCases } from '../../usecases/search/latest-cases.ts';
import type { Context } from '../capability.ts';
import type { Button, Element } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';
import { offer } from '../replies.ts';

const maxOffered = 3;

/** Keeps a message and asks which case it is about. Read-Only contacts, who cannot post, are told so instead. */
export async function offerCases(context: Context, text: string): Promise<Reply> {
  if (!can(context.person, 'post')) return readOnlyReply();
  const draft = await saveDraft(context.services, context.person, { text });
  const latest = await latestCases(context.services, context.person, maxOffered);
  const question = 'Which case is this about?';
  return {
    kind: 'card',
    card: {
      summary: question,
      elements: [
        { kind: 'text', text: [{ bold: question }] },
        { kind: 'context', text: [text.length > 200 ? `${text.slice(0, 200)}…` : text] },
        ...latest.map(({ number, subject }): Element => ({
          kind: 'context',
          text: [{ bold: formatCaseNumber(number) }, ` ${subject}`],
        })),
        { kind: 'actions', actions: places(context, numbersIn(text, latest), draft) },
      ],
    },
  };
}

/** Lists the numbers of the latest cases; a case number at the start of the message comes first. */
function numbersIn(text: string, latest: { number: number }[]): number[] {
  const first = text.trim().split(/[\s:,.]+/)[0] ?? '';
  const named = /^cb-/i.test(first) ? parseCaseNumber(first) : null;
  const numbers = latest.map(({ number }) => number);
  return named === null ? numbers : [named, ...numbers.filter((number) => number !== named)];
}

function places({ person }: Context, numbers: number[], draft: string): Button[] {
  return [
    ...numbers.map((number): Button => ({
      kind: 'button',
      label: `Post to ${formatCaseNumber(number)}`,
      action: 'post-draft',
      value: `${number} ${draft}`,
    })),
    { kind: 'button', label: 'Another case', action: 'choose-case', value: draft },
    ...(person.kind === 'contact' ? [{ kind: 'button' as const, label: 'Open a case', action: 'open', value: draft }] : []),
    { kind: 'button', label: 'Help', action: 'help', value: '' },
  ];
}

function readOnlyReply(): Reply {
  return offer(
    [
      { bold: 'Nothing was posted.' },
      " You're a Read-Only Contact: you can view and search your district's cases. Ask an Authorized Contact to post for you.",
    ],
    [
      { kind: 'button', label: 'All cases', action: 'search', value: '' },
      { kind: 'button', label: 'Help', action: 'help', value: '' },
    ],
    'Nothing was posted',
  );
}
