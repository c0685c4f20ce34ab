// Mrkdwn text as blocks of its own.
import type { types } from '@slack/bolt';
import { limits } from './limits.ts';
import { cutMrkdwn, splitMrkdwn } from './split.ts';

/** Makes sections of a text of any length. @param most sections to show; the rest is left out with a notice */
export function sections(text: string, most: number): types.KnownBlock[] {
  const pieces = splitMrkdwn(text || '–', limits.sectionText);
  const shown = pieces.slice(0, most);
  return [
    ...shown.map((piece): types.KnownBlock => ({ type: 'section', text: mrkdwn(piece, limits.sectionText) })),
    ...(shown.length < pieces.length ? [contextBlock('… This text is too long to show in full.')] : []),
  ];
}

/** Makes a context block of one line. */
export function contextBlock(text: string): types.ContextBlock {
  return { type: 'context', elements: [mrkdwn(text, limits.sectionText)] };
}

/** Makes a text object. `verbatim` keeps Slack from turning what people typed into links and mentions. @param max characters */
export function mrkdwn(text: string, max: number): types.MrkdwnElement {
  return { type: 'mrkdwn', text: cutMrkdwn(text.trim() || '–', max), verbatim: true };
}
