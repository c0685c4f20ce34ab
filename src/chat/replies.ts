// Short answers that several capabilities give.
import type { CaseError } from '../domain/case-error.ts';
import type { Card, Control, Inline } from '../cards/elements.ts';
import type { Reply } from './interaction.ts';

type CardReply = Reply & { kind: 'card' };

/** A few words only the speaker sees. */
export function tell(text: string, ...more: Inline[][]): CardReply {
  return { kind: 'card', card: wordsCard(text, ...more) };
}

export function wordsCard(text: string, ...more: Inline[][]): Card {
  return {
    summary: text,
    elements: [{ kind: 'text', words: [text] }, ...more.map((words) => ({ kind: 'quiet' as const, words }))],
  };
}

/** The words of a refusal, and the way on. */
export function refusalCard(error: CaseError): Card {
  return wordsCard(error.message, ...(error.next ? [[error.next]] : []));
}

/** Words with what can be done about them. */
export function offer(words: Inline[], controls: Control[], summary: string): CardReply {
  return {
    kind: 'card',
    card: {
      summary,
      elements: [
        { kind: 'text', words },
        { kind: 'controls', controls },
      ],
    },
  };
}
