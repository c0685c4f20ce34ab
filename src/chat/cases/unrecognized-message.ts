// Words to the bot that are no command are never guessed: the bot asks which case they belong to.
import { formatCaseNumber, parseCaseNumber } from '../../domain/case-number.ts';
import { can } from '../../domain/permission.ts';
import { saveDraft } from '../../usecases/cases/drafts.ts';
import { latestCases } from '../../usecases/search/latest-cases.ts';
import type { Context } from '../capability.ts';
import type { Button, Element } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';
import { offer } from '../replies.ts';

const offered = 3;

export async function offerCases(context: Context, text: string): Promise<Reply> {
  if (!can(context.person, 'post')) return onlyLooks();
  const draft = await saveDraft(context.services, context.person, { text });
  const latest = await latestCases(context.services, context.person, offered);
  const question = 'Which case do these words belong to?';
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

/** Latest ones; a number at the beginning of the words comes first. */
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

/** Whoever may not post is asked nothing. */
function onlyLooks(): Reply {
  return offer(
    [
      { bold: 'Nothing was recorded.' },
      ' You are a Read-Only Contact: you can view and search every case of your district. To have something posted, ask an Authorized Contact.',
    ],
    [
      { kind: 'button', label: 'All cases', action: 'search', value: '' },
      { kind: 'button', label: 'Help', action: 'help', value: '' },
    ],
    'Nothing was recorded',
  );
}
