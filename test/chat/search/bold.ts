import type { Inline } from '../../../src/cards/elements.ts';
import type { Reply } from '../../../src/chat/interaction.ts';

/** Returns the passages of a card's list items, or else their details, with asterisks around what is bold. */
export function markdownOfBold(reply: Reply): string {
  const card = 'card' in reply ? reply.card : undefined;
  return (card?.elements ?? [])
    .flatMap((element) => (element.kind === 'listItem' ? [(element.passage ?? element.detail ?? []).map(written).join('')] : []))
    .join('\n');
}

function written(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  return 'bold' in inline ? `**${inline.bold}**` : '';
}
