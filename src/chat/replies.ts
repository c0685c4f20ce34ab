// Short answers that several capabilities give.
import type { CaseError } from '../domain/case-error.ts';
import type { Card, Control, Inline } from '../cards/elements.ts';
import type { Reply } from './interaction.ts';

type CardReply = Reply & { kind: 'card' };

/** A few words only the speaker sees. */
export function reply(text: string, ...more: Inline[][]): CardReply {
  return { kind: 'card', card: textCard(text, ...more) };
}

export function textCard(text: string, ...more: Inline[][]): Card {
  return {
    summary: text,
    elements: [{ kind: 'text', text: [text] }, ...more.map((words) => ({ kind: 'context' as const, text: words }))],
  };
}

/** The words of a refusal, and the way on. */
export function errorCard(error: CaseError): Card {
  return textCard(error.message, ...(error.next ? [[error.next]] : []));
}

/** Words with what can be done about them. */
export function offer(words: Inline[], controls: Control[], summary: string): CardReply {
  return {
    kind: 'card',
    card: {
      summary,
      elements: [
        { kind: 'text', text: words },
        { kind: 'actions', actions: controls },
      ],
    },
  };
}
