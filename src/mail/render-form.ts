// A Form as an HTML form: the page a mail's link opens. Mistakes stand at their fields.
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import type { Field, Form } from '../chat/elements.ts';
import { visible } from '../chat/visible-text.ts';
import { renderElements } from './render-html.ts';
import { buttonStyle, styles } from './styles.ts';
import type { Reader } from './words.ts';

export interface FilledForm {
  form: Form;
  /** typed before, by field name: stands before what the form proposes */
  values: Readonly<Record<string, string>>;
  /** by field name */
  mistakes: Readonly<Record<string, string>>;
}

/** The hidden field that carries what the form does, sealed. */
export const stateField = 'state';

/** No form that a mail leads to has a field that refreshes: a choice is only sent. */
export function renderForm({ form, values, mistakes }: FilledForm, state: string, reader: Reader): ElementContent[] {
  const names = new Set(form.fields.map(({ name }) => name));
  const stray = Object.entries(mistakes).filter(([name]) => !names.has(name));
  return [
    h('h1', { style: styles.heading }, visible(form.title)),
    ...stray.map(([, words]) => h('p', { style: styles.mistake, role: 'alert' }, visible(words))),
    ...renderElements(form.intro, reader),
    h('form', { method: 'post', acceptCharset: 'utf-8' }, [
      h('input', { type: 'hidden', name: stateField, value: state }),
      ...form.fields.map((field) => fieldHtml(field, values[field.name] ?? field.initial, mistakes[field.name])),
      h('button', { type: 'submit', style: buttonStyle('primary') }, visible(form.submit ?? 'Send')),
    ]),
  ];
}

function fieldHtml(field: Field, value: string | undefined, mistake: string | undefined): ElementContent {
  const id = `field-${field.name}`;
  const notes = [...(field.hint ? [`${id}-hint`] : []), ...(mistake ? [`${id}-mistake`] : [])];
  const common = {
    id,
    name: field.name,
    required: field.required === true,
    ariaDescribedBy: notes.length > 0 ? notes : undefined,
    ariaInvalid: mistake ? 'true' : undefined,
  };
  return h('div', { style: styles.field }, [
    h('label', { htmlFor: id, style: styles.name }, visible(field.label) + (field.required ? '' : ' (optional)')),
    inputHtml(field, value, common),
    ...(field.hint ? [h('p', { id: `${id}-hint`, style: styles.quiet }, visible(field.hint))] : []),
    ...(mistake ? [h('p', { id: `${id}-mistake`, style: styles.mistake, role: 'alert' }, visible(mistake))] : []),
  ]);
}

function inputHtml(field: Field, value: string | undefined, common: Record<string, unknown>): ElementContent {
  const attributes = { ...common, style: styles.input } as Record<string, string>;
  switch (field.kind) {
    case 'line':
      return h('input', { ...attributes, type: 'text', value, maxLength: field.max, placeholder: field.placeholder });
    case 'paragraph': {
      const area = {
        ...attributes,
        style: `${styles.input};${styles.area}`,
        maxLength: field.max,
        placeholder: field.placeholder,
      };
      // a browser drops the first newline
      return h('textarea', area, `\n${visible(value ?? '')}`);
    }
    case 'date':
      return h('input', { ...attributes, type: 'date', value });
    case 'choice':
      return h('select', attributes, [
        h('option', { value: '' }, visible(field.placeholder ?? 'Choose')),
        ...field.options.map((option) =>
          h('option', { value: option.value, selected: option.value === value }, visible(option.label)),
        ),
      ]);
  }
}
