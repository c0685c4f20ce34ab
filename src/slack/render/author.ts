// A message that Slack shows as a person's, with their name and picture, does not repeat the name.
// Follows docs.slack.dev/reference/methods/chat.postMessage (Authorship), which needs the scope chat:write.customize.
import type { Card, CardAuthor, Element } from '../../cards/elements.ts';
import { safeUrl } from '../../cards/safe-url.ts';
import { truncate, visibleText } from '../../cards/visible-text.ts';
import { limits } from './limits.ts';

/** Returns the arguments that show a message as its author's. */
export function shownAs({ name, picture }: CardAuthor): { username: string; icon_url?: string } {
  const icon = picture === undefined ? null : safeUrl(picture);
  return { username: truncate(visibleText(name).trim() || '–', limits.username), ...(icon === null ? {} : { icon_url: icon }) };
}

/** Shortens the byline, the first element, to what it says besides the name. */
export function withoutName(card: Card): Card {
  if (!card.author) return card;
  const { details } = card.author;
  const byline: Element[] = details.length > 0 ? [{ kind: 'context', text: details }] : [];
  return { ...card, elements: [...byline, ...card.elements.slice(1)] };
}
