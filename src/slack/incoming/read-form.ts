// What comes back from a modal: the metadata that its form was opened with, and the values of its fields.
import { z } from 'zod';
import { joinChosenValues } from '../../cards/chosen-values.ts';
import { writeSentFiles } from '../../chat/codecs.ts';
import { typedText, optional } from '../../chat/payload.ts';
import { slackFile, toSentFiles, type SlackFile } from './sent-files.ts';
import { toCommonMark } from './message-markdown.ts';
import { richText } from './message-payload.ts';
import type { ReadOptions } from './read-options.ts';
import type { RichText } from './rich-text.ts';
import { typedMarkdown } from './typed-markdown.ts';
import type { FormMetadata } from '../render/form.ts';

const option = z.object({ value: typedText });

/** One input's state (docs.slack.dev/reference/interaction-payloads/view-interactions-payload, `state.values`). */
export const inputState = z.object({
  value: z.union([typedText, z.null()]).optional(),
  rich_text_value: richText.nullish(),
  selected_option: option.nullish(),
  selected_options: z.array(option).nullish(),
  selected_date: z.string().nullish(),
  files: z.array(slackFile).nullish(),
});

/** A block of a view with the values it was shown with. */
export const shownField = z.object({
  type: z.string(),
  block_id: optional(z.string()),
  optional: optional(z.boolean()),
  element: optional(
    z.object({
      multiline: optional(z.boolean()),
      type: optional(z.string()),
      initial_value: optional(z.union([typedText, richText])),
      initial_option: optional(option),
      initial_options: optional(z.array(option)),
      initial_date: optional(z.string()),
    }),
  ),
});

type InputState = Omit<z.output<typeof inputState>, 'files' | 'rich_text_value'> & {
  files?: readonly SlackFile[] | null;
  rich_text_value?: RichText | null;
};
/** A block of a view, with the values it was shown with. */
export type ShownField = z.output<typeof shownField>;

/** A key of a record that PostgreSQL can store. */
const key = z.string().regex(/^[^\p{Cc}\p{Cs}]*$/u);

const values = z.record(key, typedText);

/** 0.4.0 called the state `carries`. */
const metadata = z.union([
  z.object({ form: key, state: values }),
  z.object({ form: key, carries: values }).transform(({ form, carries }) => ({ form, state: carries })),
]);

/** Reads a view's metadata. @returns null where it was not written by `renderForm` */
export function readMetadata(privateMetadata: string): FormMetadata | null {
  try {
    return metadata.safeParse(JSON.parse(privateMetadata)).data ?? null;
  } catch {
    return null;
  }
}

/**
 * Reads the values of a view's fields by name. An empty field is absent; a multi-select without a choice is ''. Rich text becomes CommonMark,
 * and so does text of several lines in a form that an older version opened.
 * @param shown the view's blocks. Slack sends every field, but other clients (the demo's) leave out what nobody touched, and send a
 * required field empty: both mean what the field showed
 * @param options the names of the people whom rich text mentions
 */
export function readValues(
  values: Record<string, Record<string, InputState>>,
  shown: readonly ShownField[] = [],
  options: ReadOptions = {},
): Record<string, string> {
  const read: Record<string, string> = {};
  for (const { block_id: name = '', element, optional: isOptional } of shown) {
    const [state] = Object.values(values[name] ?? {});
    const initial =
      element?.initial_option?.value ??
      textOf(element?.initial_value, options) ??
      element?.initial_date ??
      (element?.initial_options && joined(element.initial_options));
    const untouched =
      state === undefined ||
      (element?.initial_option !== undefined && state.selected_option === undefined) ||
      (element?.initial_options !== undefined && !state.selected_options) ||
      (isOptional === false && valueOf(state, options) === undefined);
    if (initial !== undefined && untouched) read[name] = initial;
  }
  for (const [name, block] of Object.entries(values)) {
    const [state] = Object.values(block);
    const value = state && valueOf(state, options);
    if (value) read[name] = value;
    // an explicit "nothing chosen", or the form would fall back to what it proposed
    else if (state?.selected_options) read[name] ??= '';
  }
  for (const { block_id: name = '', element } of shown)
    if (element?.multiline && read[name]) read[name] = typedMarkdown(read[name]);
  return read;
}

function valueOf(state: InputState, options: ReadOptions): string | undefined {
  const chosen = state.selected_options && joined(state.selected_options);
  // people upload these files to the form itself, so Slack describes them in full
  const files = state.files && state.files.length > 0 ? writeSentFiles(toSentFiles(state.files)) : undefined;
  const text = state.value ?? textOf(state.rich_text_value ?? undefined, options);
  return text ?? state.selected_option?.value ?? state.selected_date ?? (chosen || undefined) ?? files;
}

function textOf(text: string | RichText | undefined, options: ReadOptions): string | undefined {
  return typeof text === 'object' ? toCommonMark({ blocks: [text] }, options) : text;
}

/** Lists the ids of the users whom the fields mention. */
export function mentionedInForm(values: Record<string, Record<string, InputState>>): string[] {
  const states = Object.values(values).flatMap((block) => Object.values(block));
  return states.flatMap(({ rich_text_value: text }) => (text ? usersIn(text) : []));
}

function usersIn({ type, user_id: user, elements = [] }: RichText): string[] {
  return [...(type === 'user' && user ? [user] : []), ...elements.flatMap(usersIn)];
}

function joined(options: readonly { value: string }[]): string {
  return joinChosenValues(options.map(({ value }) => value));
}
