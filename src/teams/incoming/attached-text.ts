// The text of what is not typed: a forwarded message, and the cards of other apps. Both come as attachments.
// Follows learn.microsoft.com/graph/api/resources/chatmessageattachment (forwardedMessageReference) and
// learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference.

/** The fields of an attachment that are read. */
interface Attachment {
  contentType: string;
  content?: unknown;
}

/** A forwarded message: its HTML, and who wrote it. */
export interface Forwarded {
  html: string;
  author: string;
}

const forwardedType = 'forwardedMessageReference';

/** Reads the forwarded messages of a message. */
export function forwardedIn(attachments: readonly Attachment[]): Forwarded[] {
  return attachments
    .filter(({ contentType }) => contentType === forwardedType)
    .map(({ content }) => fieldsOf(content))
    .map(({ originalMessageContent: html, originalMessageSender: sender }) => ({
      html: typeof html === 'string' ? html : '',
      author: nameOf(sender),
    }));
}

/** A person, an app or a device, whichever is set. */
function nameOf(sender: unknown): string {
  const names = Object.values(fieldsOf(sender)).map((one) => fieldsOf(one).displayName);
  const name = names.find((one) => typeof one === 'string' && one.trim() !== '');
  return typeof name === 'string' ? name.trim() : '';
}

const cardTypes = /^application\/vnd\.microsoft\.(card\.|teams\.card\.)/;

/** Reads the text of cards, one line per text. Buttons, inputs and pictures are left out. */
export function cardText(attachments: readonly Attachment[]): string {
  return attachments
    .filter(({ contentType }) => cardTypes.test(contentType))
    .flatMap(({ content }) => linesOf(fieldsOf(content)))
    .filter((line) => line.trim() !== '')
    .join('\n');
}

/** Fields with text of their own, then those with further elements, in the order in which cards show them. */
const texts = ['title', 'subtitle', 'activityTitle', 'activitySubtitle', 'activityText', 'text'] as const;
const containers = ['facts', 'body', 'sections', 'items', 'columns', 'rows', 'cells', 'images'] as const;
/** What is shown, or read aloud, instead of an element without any of those. */
const alternatives = ['codeSnippet', 'altText', 'summary', 'fallbackText'] as const;

function linesOf(node: Record<string, unknown>): string[] {
  const { type, inlines, name, value, isVisible } = node;
  if (isVisible === false || (typeof type === 'string' && /^(Action|Input)\./.test(type))) return [];
  // a fact
  const label = typeof name === 'string' ? name : typeof node.title === 'string' ? node.title : '';
  if (typeof value === 'string') return [[label, value].filter(Boolean).join(': ')];
  const lines = [
    ...texts.flatMap((field) => (typeof node[field] === 'string' ? [node[field]] : [])),
    ...(Array.isArray(inlines) ? [inlines.map(inlineText).join('')] : []),
    ...containers.flatMap((field) =>
      (Array.isArray(node[field]) ? (node[field] as unknown[]) : []).flatMap((one) => linesOf(fieldsOf(one))),
    ),
  ];
  return lines.some((line) => line.trim() !== '') ? lines : alternativeTo(node);
}

function alternativeTo(node: Record<string, unknown>): string[] {
  const fallback = typeof node.fallback === 'object' ? linesOf(fieldsOf(node.fallback)) : [];
  const texts = alternatives.map((field) => node[field]).filter((text) => typeof text === 'string');
  return fallback.length > 0 ? fallback : texts.slice(0, 1);
}

function inlineText(inline: unknown): string {
  const text = typeof inline === 'string' ? inline : fieldsOf(inline).text;
  return typeof text === 'string' ? text : '';
}

/** Content comes as an object, or as its JSON. */
function fieldsOf(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  if (typeof value !== 'string' || !value.trimStart().startsWith('{')) return {};
  try {
    return fieldsOf(JSON.parse(value) as unknown);
  } catch {
    return {};
  }
}
