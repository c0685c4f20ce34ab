// An adaptive card as a person reads it: one line per element, buttons in brackets, inputs by their labels.
import { toText } from './card-tree.ts';
import { plain, unmark } from './marks.ts';
import type { Json } from './state.ts';

/** @param mistakes what the client says under inputs it did not take, by input */
export function readCard(card: Json, mistakes: Record<string, string> = {}): string {
  // zero-width joints keep clients from reading text as Markdown; nobody sees them
  return [...readAll(card.body, mistakes), ...readAll(card.actions, mistakes), ...press(card)]
    .join('\n')
    .replaceAll('\u200B', '');
}

type Mistakes = Record<string, string>;

function readAll(elements: unknown, mistakes: Mistakes): string[] {
  return ((elements ?? []) as Json[]).flatMap((element) => readElement(element, mistakes));
}

function readElement(element: Json, mistakes: Mistakes): string[] {
  if (element.isVisible === false) return [];
  const type = String(element.type);
  if (type.startsWith('Action.')) return readAction(element, mistakes);
  if (type.startsWith('Input.')) return readInput(element, mistakes);
  return [...(readers[type]?.(element, mistakes) ?? []), ...press(element)];
}

const readers: Record<string, (element: Json, mistakes: Mistakes) => string[]> = {
  TextBlock: ({ text }) => [unmark(String(text))],
  RichTextBlock: ({ inlines }) => [
    ((inlines ?? []) as (Json | string)[]).map((run) => (typeof run === 'string' ? run : plain(String(run.text)))).join(''),
  ],
  Image: ({ altText }) => (typeof altText === 'string' && altText !== '' ? [altText] : []),
  ImageSet: ({ images }, mistakes) => readAll(images, mistakes),
  Container: ({ items }, mistakes) => readAll(items, mistakes),
  ActionSet: ({ actions }, mistakes) => readAll(actions, mistakes),
  FactSet: ({ facts }) => ((facts ?? []) as Json[]).map(({ title, value }) => pair(unmark(String(title)), unmark(String(value)))),
  ColumnSet: ({ columns }, mistakes) =>
    readRow(
      ((columns ?? []) as Json[])
        .filter(({ isVisible }) => isVisible !== false)
        .map((column) => [...readAll(column.items, mistakes), ...press(column)]),
    ),
  Table: ({ rows }, mistakes) =>
    ((rows ?? []) as Json[]).flatMap(({ cells }) =>
      readRow(((cells ?? []) as Json[]).map((cell) => [...readAll(cell.items, mistakes), ...press(cell)])),
    ),
};

/** Two short columns are a label and its value; more are one line; long ones stand below each other. */
function readRow(columns: string[][]): string[] {
  const filled = columns.filter((lines) => lines.length > 0);
  if (filled.some((lines) => lines.length > 1)) return filled.flat();
  const [label, value, ...more] = filled.flat();
  if (label === undefined) return [];
  if (value === undefined) return [label];
  return more.length > 0 ? [[label, value, ...more].join(' | ')] : [pair(label, value)];
}

function pair(label: string, value: string): string {
  const button = label.startsWith('[') || value.startsWith('[');
  return button || label.endsWith(':') ? `${label} ${value}` : `${label}: ${value}`;
}

function readAction(action: Json, mistakes: Mistakes): string[] {
  const inner = action.type === 'Action.ShowCard' ? [readCard(action.card as Json, mistakes)] : [];
  return [`[${String(action.title)}]`, ...inner];
}

/** what a tap on the whole thing does */
function press(element: Json): string[] {
  const action = element.selectAction as Json | undefined;
  return action ? [`[${String(action.title)}]`] : [];
}

function readInput(input: Json, mistakes: Mistakes): string[] {
  const label = plain(String(input.label ?? input.title ?? input.placeholder ?? input.id));
  const mistake = mistakes[String(input.id)];
  return [`${label}: ${initial(input)}`.trimEnd(), ...(mistake ? [mistake] : [])];
}

/** Reads the value shown before anybody types: for a choice set, the titles of the chosen choices. */
function initial(input: Json): string {
  const value = toText(input.value);
  if (input.type !== 'Input.ChoiceSet') return value;
  const choices = (input.choices ?? []) as { title: string; value: string }[];
  const chosen = input.isMultiSelect === true ? value.split(',') : [value];
  return choices
    .filter((choice) => chosen.includes(choice.value))
    .map(({ title }) => title)
    .join(', ');
}
