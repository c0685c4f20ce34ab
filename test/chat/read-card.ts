// Renders cards and forms as text: buttons in brackets, every field with its label. Fails on a control or form that nothing handles.
// A soak reads millions of controls, so these are assertions of Node: an `expect` takes fifty times as long.
import assert from 'node:assert/strict';
import { fileLine } from '../../src/cards/file-line.ts';
import type { Card, Control, Element, Field, Form, Inline, Option } from '../../src/cards/elements.ts';
import type { Reply } from '../../src/chat/interaction.ts';
import { actions } from '../../src/chat/actions.ts';
import { actionHandlers, formHandlers } from '../../src/chat/registry.ts';

/** Actions that the router itself handles. */
const ofTheRouter = ['help', 'say'];

export function readReply(reply: Reply): string {
  switch (reply.kind) {
    case 'form':
      return readForm(reply.form);
    case 'field-errors':
      return Object.entries(reply.fields)
        .map(([field, message]) => `! ${field}: ${message}`)
        .join('\n');
    case 'nothing':
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
  assert(card.summary.trim() !== '', 'a card has a summary');
  return card.elements.map(readElement).join('\n');
}

function readElement(element: Element): string {
  switch (element.kind) {
    case 'heading':
      return `# ${element.text}`;
    case 'text':
    case 'context':
      return readInlines(element.text);
    case 'markdown':
      return `> ${element.text}`;
    case 'fields':
      return element.fields.map(({ label, value }) => `${label}: ${readInlines(value)}`).join('\n');
    case 'listItem':
      return [
        readInlines(element.text),
        readInlines(element.detail ?? []),
        ...(element.passage ? [readInlines(element.passage)] : []),
        element.button ? readControl(element.button) : '',
      ].join(' | ');
    case 'callout':
      return `(${element.tone}) ${readInlines(element.text)}`;
    case 'divider':
      return '---';
    case 'image':
      return `[image ${readInlines(fileLine(element.file))}]`;
    case 'chart':
      assert(element.text.trim() !== '', 'a chart has a text');
      return `[chart ${element.text}]`;
    case 'files':
      return element.files.map((file) => `[file ${readInlines(fileLine(file))}]`).join('\n');
    case 'actions':
      assert(element.actions.length > 0, 'controls are not empty');
      return element.actions.map(readControl).join(' ');
  }
}

function readInlines(inlines: readonly Inline[]): string {
  return inlines.map(readInline).join('');
}

function readInline(inline: Inline): string {
  if (typeof inline === 'string') return inline;
  if ('bold' in inline) return inline.bold;
  if ('at' in inline) return inline.at.toISOString();
  return 'mention' in inline ? `@${inline.name}` : `${inline.text} <${inline.link}>`;
}

function readControl(control: Control): string {
  if (control.kind === 'link') return `[${control.label} ↗]`;
  const values = control.kind === 'button' ? [control.value ?? ''] : control.options.map(({ value }) => value);
  for (const value of values) expectHandled(control.action, value);
  if (control.kind === 'button') {
    assert((control.value?.length ?? 0) <= 2000, `the value of ${control.label} has at most 2,000 characters`);
    return `[${control.label}]`;
  }
  const chosen = control.options.find(({ value }) => value === control.initial);
  return `[${control.label}: ${chosen?.label ?? 'choose'}]`;
}

function expectHandled(action: string, value: string): void {
  if (action === actions.more.name) {
    const chosen = actions.more.decode(value);
    return expectHandled(chosen.action, chosen.value);
  }
  const accepted = ofTheRouter.includes(action) || actionHandlers.get(action)?.accepts(value) === true;
  assert(accepted, `${action} is handled and accepts “${value}”`);
}

function readForm(form: Form): string {
  const handler = formHandlers.get(form.name);
  assert(handler?.accepts(form.state) === true, `the form ${form.name} is handled and accepts its state`);
  const names = [...form.fields, ...(form.more ? [form.more] : [])].map(({ name }) => name);
  const unread = names.filter((name) => !handler.hasField(name));
  assert.deepEqual(unread, [], `the form ${form.name} reads its fields`);
  assert(form.title.length <= 24, `the title “${form.title}” has at most 24 characters`);
  assert(JSON.stringify(form.state).length < 2000, `the state of ${form.name} has less than 2,000 characters`);
  const more = form.more ? [`[${form.more.label}]`] : [];
  const fields = [...form.fields.map(readField), ...more];
  return [`# ${form.title}`, ...form.intro.map(readElement), ...fields, `[${form.submit ?? 'Close'}]`].join('\n');
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
    case 'files':
      return `(up to ${field.max} files)`;
    default:
      return field.kind === 'paragraph' ? (field.plain ?? field.initial) : field.initial;
  }
}

function labelOf({ options, initial }: { options: readonly Option[]; initial?: string }): string | undefined {
  assert.equal(new Set(options.map(({ value }) => value)).size, options.length, 'no two options are the same');
  return options.find(({ value }) => value === initial)?.label;
}
