// Asks the contact of a closed case how support did: as a message, in the email that the case is closed, and wherever they see the case.
import type { Button, Card, Element, Inline } from '../../cards/elements.ts';
import { preview } from '../../cards/flat-text.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { scoreLabels, scores, type Score } from '../../domain/satisfaction.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';
import type { SatisfactionDelivery } from '../../usecases/notifications/load-satisfaction.ts';
import { actions } from '../actions.ts';

/** What was asked and answered. */
export interface Asked {
  number: number;
  /** null: not answered yet */
  score: Score | null;
  hasComment: boolean;
  /** in an email or on a page, where a button opens a page that asks again before anything is recorded */
  isMail: boolean;
}

/** Renders the question as a message. */
export function satisfactionCard(asked: SatisfactionDelivery): Card {
  const number = formatCaseNumber(asked.number);
  const summary = asked.score === null ? `How did we do on ${number}?` : `Thanks for your feedback on ${number}.`;
  return { summary, about: `${number} · ${asked.subject}`, happened: 'How did we do?', elements: satisfactionElements(asked) };
}

const oneClick = 'One click is enough. You can add a comment afterwards.';

/** Asks, or thanks for the answer. The comment is not repeated, because others may read it where this is shown. */
export function satisfactionElements({ number, score, hasComment, isMail }: Asked): Element[] {
  const name = formatCaseNumber(number);
  if (score === null)
    return [
      { kind: 'text', text: [{ bold: `How did we do on ${name}?` }, ` ${isMail ? 'You can add a comment.' : oneClick}`] },
      { kind: 'actions', actions: scores.map((one) => scoreButton(number, one, isMail)) },
    ];
  return [
    { kind: 'text', text: [`Thanks for your feedback on ${name}: `, { bold: scoreLabels[score] }] },
    {
      kind: 'actions',
      actions: [actions.rateForm.button({ number, score }, hasComment ? 'Change my answer' : 'Add a comment')],
    },
  ];
}

function scoreButton(number: number, score: Score, isMail: boolean): Button {
  return (isMail ? actions.rateForm : actions.rate).button({ number, score }, scoreLabels[score]);
}

/** Characters of the comment on a card; the note below it has all of it. */
const maxComment = 150;

/** Makes the field that tells advisors how the contact rates a case, once they did. */
export function satisfactionField({ satisfaction: said }: CaseFacts): { label: string; value: Inline[] }[] {
  if (!said?.score) return [];
  const comment = said.comment === null ? '' : ` “${preview(said.comment, maxComment)}”`;
  return [{ label: 'Satisfaction', value: [`${scoreLabels[said.score]}${comment}`] }];
}
