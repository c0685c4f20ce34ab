// Tells the author of a message which of its files are not kept. The rest of the message is kept.
import { cleanName, problemSentence } from '../../domain/files.ts';
import { formatList } from '../../domain/text/numbers.ts';
import { formatSize } from '../../cards/file-line.ts';
import type { Card, Element } from '../../cards/elements.ts';
import type { Services } from '../../usecases/context.ts';
import type { AcceptedFiles, SentFiles } from '../../usecases/files/accept-files.ts';
import { actions } from '../actions.ts';
import type { Reply } from '../interaction.ts';
import type { CardReply } from '../replies.ts';

/** Says which files were not sent, and offers the page on which they can be added. @returns null if all of them were */
export function filesNotSent(
  { refused, linked }: Pick<AcceptedFiles, 'refused' | 'linked'>,
  number: number,
  { settings, links }: Services,
): CardReply | null {
  const sentences = refused.map((file) => problemSentence(file, settings.attachments, formatSize));
  if (linked.length > 0) sentences.push(linkSentence(linked));
  const [first] = sentences;
  if (first === undefined) return null;
  // the page has the same limit
  const helps = linked.length > 0 || refused.some(({ problem }) => problem !== 'too-large' && problem !== 'empty');
  const elements: Element[] = sentences.map((sentence) => ({ kind: 'text', text: [sentence] }));
  if (helps && links) elements.push({ kind: 'actions', actions: [actions.addFiles.button(number, 'Add files')] });
  return { kind: 'card', card: { summary: first, elements } };
}

function linkSentence(names: readonly string[]): string {
  const listed = formatList(names.map((name) => `“${name}”`));
  return `We can't read ${listed} here, so only ${names.length === 1 ? 'the link was' : 'the links were'} passed on.`;
}

/** Names the files of a message that has no text. */
export function namesOf(sent: SentFiles | null | undefined): string {
  return formatList((sent?.files ?? []).map(({ name }) => `“${cleanName(name)}”`));
}

/** Puts two replies into one card. */
export function joinReplies(first: CardReply | null, second: CardReply | null): CardReply | null;
export function joinReplies(first: Reply, second: CardReply | null): Reply;
export function joinReplies(first: Reply | null, second: CardReply | null): Reply | null {
  if (first === null || second === null) return first ?? second;
  if (first.kind !== 'card') return first;
  return { ...first, card: withRefused(first.card, second) };
}

/** Adds to a card which files were not sent. */
export function withRefused(card: Card, refused: CardReply | null): Card {
  return refused ? { ...card, elements: [...card.elements, ...refused.card.elements] } : card;
}
