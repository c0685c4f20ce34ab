import type { types } from '@slack/bolt';
import type { Card } from '../../cards/elements.ts';
import { entities } from './escape.ts';
import { messageBlocks } from './fit.ts';
import { truncate } from '../../cards/visible-text.ts';
import { limits } from './limits.ts';

/** What chat.postMessage and its like take. */
export interface Rendered {
  /** for notifications and screen readers */
  text: string;
  blocks: types.KnownBlock[];
}

export function renderMessage(card: Card): Rendered {
  return { text: entities(truncate(card.summary, limits.fallbackText)) || '–', blocks: messageBlocks(card.elements) };
}
