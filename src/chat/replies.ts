// Makes short replies that several capabilities use.
import type { CaseError } from '../domain/case-error.ts';
import type { Card, Control, Inline } from '../cards/elements.ts';
import type { Reply } from './interaction.ts';

/** A reply that is a card. */
export type CardReply = Reply & { kind: 'card' };

/** Makes a reply of one text, with smaller paragraphs below it. */
export function reply(text: string, ...more: Inline[][]): CardReply {
  return { kind: 'card', card: textCard(text, ...more) };
}

/** Makes a card of one text, with smaller paragraphs below it. */
export function textCard(text: string, ...more: Inline[][]): Card {
  return {
    summary: text,
    elements: [{ kind: 'text', text: [text] }, ...more.map((inlines) => ({ kind: 'context' as const, text: inlines }))],
  };
}

/** Makes a card of an error: what is wrong, then what to do next. @param controls lead to it */
export function errorCard(error: CaseError, controls: Control[] = []): Card {
  const card = textCard(error.message, ...(error.next ? [[error.next]] : []));
  return controls.length === 0 ? card : { ...card, elements: [...card.elements, { kind: 'actions', actions: controls }] };
}

/** Makes a reply of one text with the controls that go with it. */
export function offer(text: Inline[], controls: Control[], summary: string): CardReply {
  return {
    kind: 'card',
    card: {
      summary,
      elements: [
        { kind: 'text', text },
        { kind: 'actions', actions: controls },
      ],
    },
  };
}
