// The cards of canned answers: the list, and one answer.
import type { Button, Card, Element } from '../../cards/elements.ts';
import { preview } from '../../cards/flat-text.ts';
import type { Advisor } from '../../domain/person.ts';
import { formatCount, plural } from '../../domain/text/numbers.ts';
import type { AnswerPage, CannedAnswer } from '../../usecases/answers/read-answers.ts';
import { mayChangeAnswer } from '../../usecases/answers/save-answer.ts';
import { actions } from '../actions.ts';
import { pageButtons } from '../page-buttons.ts';

/** Renders a page of canned answers. @param text what was searched for, or '' */
export function answerList({ answers, total, page, pages }: AnswerPage, text: string): Card {
  const count = plural(total, 'answer');
  const position = pages > 1 ? ` · page ${formatCount(page)} of ${formatCount(pages)}` : '';
  const title = text === '' ? 'Canned answers' : `Canned answers: ${text}`;
  return {
    summary: `${title}: ${count}`,
    title: 'Canned answers',
    elements: [
      { kind: 'heading', text: title },
      ...(total === 0 ? empty(text) : [{ kind: 'context' as const, text: [{ bold: count }, position] }, ...answers.map(line)]),
      {
        kind: 'actions',
        actions: [
          ...pageButtons(page, pages, (target, label) => actions.answersPage.button({ page: target, text }, label)),
          actions.addAnswer.button(undefined, 'Add answer', total === 0 && text === '' ? 'primary' : undefined),
          ...(total === 0 && text === '' ? [] : [actions.findAnswers.button(undefined, 'Search')]),
          ...(text === '' ? [] : [actions.answers.button({ page: 1, text: '' }, 'All answers')]),
        ],
      },
    ],
  };
}

function empty(text: string): Element[] {
  const message =
    text === ''
      ? 'No canned answers yet. Add the texts that you write again and again.'
      : 'No answers found. Try another search.';
  return [{ kind: 'text', text: [message] }];
}

function line({ id, name, text, shared }: CannedAnswer): Element {
  return {
    kind: 'listItem',
    text: [{ bold: name }, ...(shared ? [] : [' · only you'])],
    detail: [preview(text, 150)],
    button: actions.viewAnswer.button(id, 'View'),
  };
}

/** Renders one canned answer as it is stored. */
export function answerCard(answer: CannedAnswer, reader: Advisor): Card {
  const { id, name, text, shared, updatedAt, updatedByName } = answer;
  const change: Button[] = mayChangeAnswer(reader, answer)
    ? [actions.changeAnswer.button(id, 'Change'), actions.deleteAnswer.button(id, 'Delete')]
    : [];
  return {
    summary: `Canned answer: ${name}`,
    title: 'Canned answer',
    elements: [
      { kind: 'heading', text: name },
      {
        kind: 'context',
        text: [shared ? 'All advisors' : 'Only you', ` · changed by ${updatedByName} `, { at: updatedAt, as: 'moment' }],
      },
      { kind: 'markdown', text },
      { kind: 'context', text: [`To send it: answer CB-123 ${name}`] },
      ...(change.length > 0 || !shared ? [] : [{ kind: 'context' as const, text: ['Leads change shared answers.'] }]),
      { kind: 'actions', actions: [...change, actions.answers.button({ page: 1, text: '' }, 'Canned answers')] },
    ],
  };
}
