// A card as a message. Modals and the Home tab are in view.ts.
import type { types } from '@slack/bolt';
import type { Card } from '../../cards/elements.ts';
import { entities } from './escape.ts';
import type { Copies } from './element.ts';
import { messageBlocks } from './fit.ts';
import { truncate } from '../../cards/visible-text.ts';
import { limits } from './limits.ts';

/** A message as chat.postMessage and chat.update take it. */
export interface RenderedMessage {
  /** shown in notifications and read by screen readers */
  text: string;
  blocks: types.KnownBlock[];
}

/** Renders a card as a message, shortened where Slack's limits ask for it. @param copies of its images; others are links */
export function renderMessage(card: Card, copies?: Copies): RenderedMessage {
  return { text: entities(truncate(card.summary, limits.fallbackText)) || '–', blocks: messageBlocks(card.elements, copies) };
}
