// Cards and forms as a person reads them: buttons in brackets, every field with its label. Nothing that is shown may lead nowhere.
import { expect } from 'vitest';
import type { Card, Control, Element, Field, Form, Inline, Option } from '../../src/cards/elements.ts';
import type { Reply } from '../../src/chat/interaction.ts';
import { actionHandlers, formHandlers } from '../../src/chat/registry.ts';

/** Pressed through the router itself. */
const ofTheRouter = ['help', 'say', 'more'];

export function readReply(reply: Reply): string {
  switch (reply.kind) {
    case 'nothing':
      return '';
    case 'form':
      return readForm(reply.form);
    case 'field-errors':
      return Object.entries(reply.fields)
        .map(([field, words]) => `! ${field}: ${words}`)
        .join('\n');
    case 'done':
      return reply.card ? readCard(reply.card) : '';
    case 'options':
      return reply.options.map(({ label }) => label).join('\n');
    case 'results':
      return reply.results.map(({ title, detail, card }) => `${title} | ${detail}\n${readCard(card)}`).join('\n');
    case 'card':
    case 'home':
      return readCard(reply.card);
  }
}

export function readCard(card: Card): string {
  expect(card.summary.trim(), 'a card has a summary').not.toBe('');
  return card.elements.map(readElement).join('\n');
}

function readElement(element: Element): string {
  switch (element.kind) {
    case 'heading':
      return `# ${element.text}`;
    case 'text':
    case 'context':
      return readWords(element.text);
    case 'markdown':
      return `> ${element.text}`;
    case 'fields':
      return element.fields.map(({ label, value }) => `${label}: ${readWords(value)}`).join('\n');
    case 'listItem':
      return [readWords(element.text), readWords(element.detail ?? []), element.button ? readControl(element.button) : ''].join(
        ' | ',
      );
    case 'callout':
      return `(${element.tone}) ${readWords(element.text)}`;
    case 'divider':
      return '---';
    case 'actions':
      expect(element.actions, 'controls are not empty').not.toEqual([]);
      return element.actions.map(readControl).join(' ');
  }
}

export function readWords(words: readonly Inline[]): string {
  return words.map(readInline).join('');
}

function readInline(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  if ('bold' in inline) return inline.bold;
  if ('at' in inline) return inline.at.toISOString();
  return 'mention' in inline ? `@${inline.name}` : `${inline.text} <${inline.link}>`;
}

function readControl(control: Control): string {
  if (control.kind === 'link') return `[${control.label} ↗]`;
  expect(actionHandlers.has(control.action) || ofTheRouter.includes(control.action), `${control.action} is handled`).toBe(true);
  if (control.kind === 'button') {
    expect(control.value?.length ?? 0).toBeLessThanOrEqual(2000);
    return `[${control.label}]`;
  }
  const chosen = control.options.find(({ value }) => value === control.initial);
  return `[${control.label}: ${chosen?.label ?? 'choose'}]`;
}

export function readForm(form: Form): string {
  expect(formHandlers.has(form.name), `the form ${form.name} is handled`).toBe(true);
  expect(form.title.length).toBeLessThanOrEqual(24);
  expect(JSON.stringify(form.state).length).toBeLessThan(2000);
  return [`# ${form.title}`, ...form.intro.map(readElement), ...form.fields.map(readField), `[${form.submit ?? 'Close'}]`].join(
    '\n',
  );
}

function readField(field: Field): string {
  return `${field.label}${field.required ? '*' : ''}: ${readInitial(field) ?? ''}`;
}

function readInitial(field: Field): string | undefined {
  switch (field.kind) {
    case 'choice':
      return labelOf(field);
    case 'choices':
      return (field.initial ?? []).map((value) => labelOf({ options: field.options, initial: value })).join(', ');
    case 'search':
      return (field.initial ?? []).map(({ label }) => label).join(', ');
    default:
      return field.initial;
  }
}

function labelOf({ options, initial }: { options: readonly Option[]; initial?: string }): string | undefined {
  expect(new Set(options.map(({ value }) => value)).size, 'no two options are the same').toBe(options.length);
  return options.find(({ value }) => value === initial)?.label;
}
