// What a reader sees of a card, and whether a client would take it.
import type * as Client from 'adaptivecards';
import { createRequire } from 'node:module';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import type { Action, AdaptiveCard, CardElement, TextRun } from '../../../src/teams/render/adaptive-card.ts';
import { limits } from '../../../src/teams/render/limits.ts';

// Microsoft's own renderer, as one script: its modules do not load in Node
const client = createRequire(import.meta.url)('adaptivecards/dist/adaptivecards.js') as typeof Client;

/** A line for each line of text; indentation and joints show nothing. */
export function shownText(elements: readonly CardElement[]): string {
  return elements
    .flatMap(linesOf)
    .join('\n')
    .replace(/\u200B/g, '')
    .replace(/\u00A0/g, ' ');
}

function linesOf(element: CardElement): string[] {
  switch (element.type) {
    case 'RichTextBlock':
      return [element.inlines.map(({ text }) => text).join('')];
    case 'TextBlock':
      return [plain(fromMarkdown(element.text))];
    case 'Container':
      return element.items.flatMap(linesOf);
    case 'ColumnSet':
      return element.columns.flatMap(({ items }) => items.flatMap(linesOf));
    case 'Image':
      return [`(${element.altText})`];
    case 'Table':
      return element.rows.map(({ cells }) => cells.map(({ items }) => items.flatMap(linesOf).join(' ')).join(' | '));
    case 'ActionSet':
      return [element.actions.map(({ title }) => `[${title}]`).join(' ')];
    default:
      return [`${element.label}: ${element.value ?? ''}`];
  }
}

function plain(node: Nodes): string {
  if ('value' in node) return node.value;
  return 'children' in node ? node.children.map((child) => plain(child)).join('') : '';
}

/** Everything of a kind in a card, however deep. */
export function allOf<T extends { type: string }>(json: unknown, type: T['type']): T[] {
  if (typeof json !== 'object' || json === null) return [];
  const inside = Object.values(json).flatMap((value: unknown) => allOf<T>(value, type));
  return (json as { type?: unknown }).type === type ? [json as T, ...inside] : inside;
}

/** Lists the buttons of the whole card, without the select actions of lines and text runs. */
export function buttonsOf(card: AdaptiveCard): Action[] {
  return [
    ...allOf<{ type: 'ActionSet'; actions: Action[] }>(card.body, 'ActionSet').flatMap(({ actions }) => actions),
    ...(card.actions ?? []),
  ];
}

/** What a client, or the service, would not take; nothing for a good card. */
export function problemsOf(card: AdaptiveCard): string[] {
  const problems = clientProblems(card);
  const found = (isProblem: boolean, problem: string): void => void (isProblem && problems.push(problem));
  const bytes = Buffer.byteLength(JSON.stringify(card));
  const ids = [...JSON.stringify(card.body).matchAll(/"id":"([^"]*)"/g)].map(([, id]) => id);
  const executes = allOf<{ type: string; fallback?: { type: string } }>(card, 'Action.Execute');
  const texts = allOf<TextRun>(card, 'TextRun').map(({ text }) => text);
  found(card.version !== '1.5', `version ${card.version}`);
  found(bytes > limits.cardBytes, `${bytes} bytes`);
  found(buttonsOf(card).length > limits.actions, `${buttonsOf(card).length} buttons`);
  found(new Set(ids).size < ids.length, 'ids that are not unique');
  found(
    executes.some(({ fallback }) => fallback?.type !== 'Action.Submit'),
    'an Action.Execute without fallback',
  );
  found(texts.includes(''), 'an empty run');
  found(
    texts.some((text) => text.includes('{{')),
    'a function in a run',
  );
  found(card.body.length === 0, 'an empty body');
  for (const { text } of card.msteams.entities ?? [])
    found(!JSON.stringify(card.body).includes(text), `nobody mentioned as ${text}`);
  for (const [text] of JSON.stringify(card.body).matchAll(/<at>[^<]*<\/at>/g))
    found(!card.msteams.entities?.some((entity) => entity.text === text), `no entity for ${text}`);
  return problems;
}

function clientProblems(card: AdaptiveCard): string[] {
  const shown = new client.AdaptiveCard();
  shown.hostConfig = new client.HostConfig({ actions: { maxActions: limits.actions }, supportsInteractivity: true });
  const context = new client.SerializationContext();
  shown.parse(JSON.parse(JSON.stringify(card)), context);
  const parsed = Array.from({ length: context.eventCount }, (_, at) => context.getEventAt(at).message);
  const invalid = shown.validateProperties().validationEvents.filter(
    // a choice that is searched for needs none to begin with
    ({ source, message }) =>
      !(source instanceof client.ChoiceSetInput && source.choicesData?.dataset && /at least one choice/.test(message)),
  );
  return [...parsed, ...invalid.map(({ message }) => message)];
}
