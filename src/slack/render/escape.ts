// Plain text inside mrkdwn, which has entities for three characters and no way to escape its markers.
// Follows docs.slack.dev/messaging/formatting-message-text.

import { safeUrl } from '../../cards/safe-url.ts';
import { visibleText } from '../../cards/visible-text.ts';

/** A zero-width space: invisible, and neither letter nor space to Slack, so a marker beside it formats nothing. */
export const joint = '\u200B';

/**
 * Literal markers are replaced by noncharacters until their whole line is known. Most need no joint then, and a joint would be copied along
 * with the text.
 */
const heldBy: Record<string, string> = { '*': '\uFDD0', _: '\uFDD1', '~': '\uFDD2', '`': '\uFDD3' };
const markerOf = new Map(Object.entries(heldBy).map(([marker, holder]) => [holder, marker]));

/** Escapes text for mrkdwn. The whole line it becomes part of must go through `release` afterwards. */
export function hold(text: string): string {
  if (!special.test(text)) return visibleText(text);
  return entities(text)
    .replace(/[*_~`]/g, (marker) => heldBy[marker] ?? marker)
    .replace(/^(?=&gt;)/gm, joint); // an entity at the start of a line begins a quotation as well
}

/** What mrkdwn formats or reserves. */
const special = /[*_~`&<>]/;

/** Turns held markers into characters, with joints where two of a kind on one line would format the text between them. */
export function release(text: string): string {
  if (!held.test(text)) return text;
  return text.replace(/[^\n]+/g, (line) =>
    line.replace(/([\uFDD0-\uFDD3])\1*/g, (run, holder: string, at: number) => released(line, run, holder, at)),
  );
}

const held = /[\uFDD0-\uFDD3]/;

function released(line: string, run: string, holder: string, at: number): string {
  const marker = markerOf.get(holder) ?? '';
  const [before, after] = [line.slice(0, at), line.slice(at + run.length)];
  const alone = ![before, after].some((rest) => rest.includes(holder) || rest.includes(marker));
  const insideWord = /[\p{L}\p{N}]$/u.test(before) && /^[\p{L}\p{N}]/u.test(after);
  const plain = run.length > 2 && marker === '`' ? [...run].fill(marker).join(joint) : marker.repeat(run.length);
  return alone || insideWord ? plain : `${joint}${plain}${joint}`;
}

/** Escapes plain text so that mrkdwn shows it unchanged. */
export function escape(text: string): string {
  return release(hold(text));
}

/** Replaces the three characters that mrkdwn reserves with their entities. */
export function entities(text: string): string {
  const visible = visibleText(text);
  return /[&<>]/.test(visible) ? visible.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;') : visible;
}

/** Makes a code block. A fence in it is replaced by characters that look like it. */
export function codeBlock(text: string): string {
  return `\`\`\`\n${entities(text).replace(/```/g, 'ˋˋˋ')}\n\`\`\``;
}

/** A link is never split, so with its label it must fit into a section's 3,000 characters. */
const maxLength = { url: 2000, label: 500 };

/** Makes a link, or only the label where the address may not be linked. @param label mrkdwn, held or escaped */
export function link(url: string, label: string): string {
  const address = entities(safeUrl(url) ?? '');
  if (address === '' || address.length > maxLength.url) return label === '' ? hold(url) : label;
  const shown = label.replace(/\|/g, '¦').replace(/\s+/g, ' ').trim();
  return shown.length > maxLength.label ? `${shown} <${address}>` : `<${address}|${shown || address}>`;
}
