// Handles messages to the bot that are not a command: they are kept, and the bot offers to open a case with them, or asks which case they
// are about. Nothing is guessed.
import { preview } from '../../cards/flat-text.ts';
import { formatCaseNumber, parseCaseNumber } from '../../domain/case-number.ts';
import { can } from '../../domain/permission.ts';
import { seesSeveralAccounts } from '../../domain/person.ts';
import { saveDraft } from '../../usecases/cases/drafts.ts';
import { isNothing, similarCases, type SimilarCases } from '../../usecases/search/similar-cases.ts';
import { latestCases } from '../../usecases/search/latest-cases.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import type { Button, Card, Element } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';
import { offer } from '../replies.ts';
import { namesOf } from './sent-files.ts';
import { similarElements } from './similar-list.ts';

const maxOffered = 3;

/**
 * Keeps a message, and offers to open a case with it or asks which case it is about. Read-Only contacts, who cannot post, get an explanation instead.
 * @param suggestion the command that may be meant, shown first
 */
export async function offerCases(context: Context, text: string, suggestion?: Card): Promise<Reply> {
  const found = await similarCases(context.services, context.person, { subject: '', description: text });
  if (!can(context.person, 'post')) return suggestion ? { kind: 'card', card: suggestion } : readOnlyReply(context, found);
  const draft = await saveDraft(context.services, context.person, { text, files: context.files });
  const latest = await latestCases(context.services, context.person, maxOffered);
  const namesAccount = context.person.kind === 'contact' && seesSeveralAccounts(context.person);
  const question =
    context.person.kind === 'advisor'
      ? 'Which case is this about?'
      : latest.length > 0
        ? 'Is this a new case, or is it about one of these?'
        : 'Is this a new case?';
  return {
    kind: 'card',
    card: {
      summary: suggestion?.summary ?? question,
      elements: [
        ...(suggestion?.elements ?? []),
        { kind: 'text', text: [{ bold: question }] },
        { kind: 'context', text: [preview(text, 200) || namesOf(context.files)] },
        ...latest.map(({ number, subject, accountName }): Element => ({
          kind: 'context',
          text: [{ bold: formatCaseNumber(number) }, ` ${subject}${namesAccount ? ` · ${accountName}` : ''}`],
        })),
        { kind: 'actions', actions: places(context, numbersIn(text, latest), draft) },
        ...alreadyKnown(context, found),
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
    ...(person.kind === 'contact' ? [actions.open.button(draft, 'Open a case with this text', 'primary')] : []),
    ...numbers.map((number) => actions.postDraft.button({ number, draft }, `Post to ${formatCaseNumber(number)}`)),
    actions.chooseCase.button(draft, 'Another case'),
  ];
}

/** Shows what may answer the message without a new case. */
function alreadyKnown({ person }: Context, found: SimilarCases): Element[] {
  if (isNothing(found)) return [];
  return [{ kind: 'text', text: [{ bold: 'This may help already' }] }, ...similarElements(found, person, true)];
}

function readOnlyReply(context: Context, found: SimilarCases): Reply {
  const reply = offer(
    [
      { bold: 'Nothing was posted.' },
      " You're a Read-Only Contact: you can view and search your district's cases. Ask an Authorized Contact to post for you.",
    ],
    [actions.search.button('', 'All cases'), actions.help.button(undefined, 'All commands')],
    'Nothing was posted',
  );
  return { ...reply, card: { ...reply.card, elements: [...reply.card.elements, ...alreadyKnown(context, found)] } };
}
