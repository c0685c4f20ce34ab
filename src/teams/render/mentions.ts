// The mentions in a card. Teams pairs a mention's text in the card with an entity beside the card
// (learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-format, Mention support within Adaptive Cards).
import type { Element, Inline } from '../../cards/elements.ts';
import { truncate, visibleText } from '../../cards/visible-text.ts';
import type { Mention } from './adaptive-card.ts';
import { joint } from './plain-text.ts';

/** The mentions of a card by user id. */
export type Mentions = ReadonlyMap<string, Mention>;

/** A Teams user id, a directory object id, or a user principal name. For any other id the service refuses the whole message. */
const userId = /^(29:\S+|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[\w.+-]+@[\w-]+(\.[\w-]+)+)$/i;

/** Mentions per card. Each takes space in the card twice, and a card that calls more people calls nobody. */
const maxMentions = 20;

/** Finds the people whom a card's elements mention. */
export function mentionsOf(elements: readonly Element[]): Mentions {
  const found = new Map<string, Mention>();
  const texts = new Set<string>();
  for (const part of elements.flatMap(inlineIn)) {
    if (typeof part === 'string' || !('mention' in part) || !userId.test(part.mention) || found.has(part.mention)) continue;
    if (found.size === maxMentions) break;
    const name = nameIn(part.name);
    let text = `<at>${name}</at>`;
    // two people of the same name need different texts
    while (texts.has(text)) text = text.replace('</at>', `${joint}</at>`);
    texts.add(text);
    found.set(part.mention, { type: 'mention', text, mentioned: { id: part.mention, name } });
  }
  return found;
}

/** A name without characters that Markdown or the mention's tag could be read from. */
function nameIn(name: string): string {
  const plain = visibleText(name).replace(/[<>&*_~`[\]\\{}#|"\s]+/g, ' ');
  return truncate(plain.trim(), 100) || 'someone';
}

function inlineIn(element: Element): Inline[] {
  switch (element.kind) {
    case 'text':
    case 'context':
    case 'callout':
      return element.text;
    case 'listItem':
      return [...element.text, ...(element.detail ?? [])];
    case 'fields':
      return element.fields.flatMap(({ value }) => value);
    case 'heading':
    case 'markdown':
    case 'divider':
    case 'image':
    case 'chart':
    case 'files':
    case 'actions':
      return [];
  }
}
