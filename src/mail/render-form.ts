// A form as HTML, on the page that the link of a mail opens. Error messages are shown at their fields.
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import { chosenValues, joinChosenValues } from '../cards/chosen-values.ts';
import type { Field, Form, Option } from '../cards/elements.ts';
import { visibleText } from '../cards/visible-text.ts';
import { renderElements } from './render-html.ts';
import { buttonStyle, styles } from './styles.ts';
import type { Reader } from './inline.ts';

/** A form and what was typed into it. */
export interface FilledForm {
  form: Form;
  /** what was typed before, by field name; it replaces what the form suggests */
  values: Readonly<Record<string, string>>;
  /** by field name */
  mistakes: Readonly<Record<string, string>>;
}

/** Name of the hidden field with the form's sealed state. */
export const stateField = 'casebridge:state';

/** Renders a form. Fields that refresh the form do not occur on these pages, which run no script. */
export function renderForm({ form, values, mistakes }: FilledForm, state: string, reader: Reader): ElementContent[] {
  const names = new Set(form.fields.map(({ name }) => name));
  const stray = Object.entries(mistakes).filter(([name]) => !names.has(name));
  return [
    h('h1', { style: styles.heading }, visibleText(form.title)),
    ...stray.map(([, message]) => h('p', { style: styles.mistake, role: 'alert' }, visibleText(message))),
    ...renderElements(form.intro, reader),
    h('form', { method: 'post', acceptCharset: 'utf-8' }, [
      h('input', { type: 'hidden', name: stateField, value: state }),
      ...form.fields
        .flatMap(onPage)
        .map((field) => fieldHtml(field, values[field.name] ?? proposed(field), mistakes[field.name])),
      h('button', { type: 'submit', style: buttonStyle('primary') }, visibleText(form.submit ?? 'Send')),
    ]),
  ];
}

/** A page without script has no search field, and files have a page of their own. */
type PageField = Exclude<Field, { kind: 'search' | 'files' }>;

function onPage(field: Field): PageField[] {
  if (field.kind === 'search') throw new Error(`a mail page cannot show the search field ${field.name}`);
  return field.kind === 'files' ? [] : [field];
}

function proposed(field: PageField): string | undefined {
  if (field.kind === 'choices') return joinChosenValues(field.initial ?? []);
  return (field.kind === 'paragraph' ? field.plain : undefined) ?? field.initial;
}

function nameOf({ label, required }: PageField): string {
  return visibleText(label) + (required ? '' : ' (optional)');
}

function fieldHtml(field: PageField, value: string | undefined, mistake: string | undefined): ElementContent {
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
    ...(field.kind === 'choices' ? [] : [h('label', { htmlFor: id, style: styles.name }, nameOf(field))]),
    inputHtml(field, value, common),
    ...(field.hint ? [h('p', { id: `${id}-hint`, style: styles.context }, visibleText(field.hint))] : []),
    ...(mistake ? [h('p', { id: `${id}-mistake`, style: styles.mistake, role: 'alert' }, visibleText(mistake))] : []),
  ]);
}

function inputHtml(field: PageField, value: string | undefined, common: Record<string, unknown>): ElementContent {
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
      // browsers drop the first newline
      return h('textarea', area, `\n${visibleText(value ?? '')}`);
    }
    case 'date':
      return h('input', { ...attributes, type: 'date', value });
    case 'choices':
      return h('fieldset', { id: attributes.id, style: styles.group, ariaDescribedBy: attributes.ariaDescribedBy }, [
        h('legend', { style: styles.name }, nameOf(field)),
        // browsers do not send unchecked boxes: this tells us that all of them were cleared
        h('input', { type: 'hidden', name: field.name, value: '' }),
        ...field.options.map((option) => checkbox(field.name, option, chosenValues(value).includes(option.value))),
      ]);
    case 'choice':
      return h('select', attributes, [
        h('option', { value: '' }, visibleText(field.placeholder ?? 'Choose')),
        ...field.options.map((option) =>
          h('option', { value: option.value, selected: option.value === value }, visibleText(option.label)),
        ),
      ]);
  }
}

function checkbox(name: string, { label, value }: Option, checked: boolean): ElementContent {
  return h('label', { style: styles.option }, [h('input', { type: 'checkbox', name, value, checked }), ` ${visibleText(label)}`]);
}
