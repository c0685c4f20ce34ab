// Codecs for values that a platform returns as text: the value of a button, the state and values of a form, the arguments of a command.
// A codec decodes that text into a typed value, refuses everything else, and encodes the value again. The formats have not changed since
// Casebridge 0.4.0, so buttons on cards from that version still work. `define-action.ts`, `define-form.ts` and `define-command.ts` use them.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { showsSomething } from '../domain/case-input.ts';
import { parseCaseNumber } from '../domain/case-number.ts';
import { parseDefectNumber } from '../domain/defect-number.ts';
import type { SentFile } from '../ports.ts';
import { storableText } from './payload.ts';

/** A two-way conversion between the text that a platform carries and a typed value. */
export type Codec<T> = z.ZodType<T, string>;

/** The largest number that an integer column of the database holds. */
const maxInt4 = 2_147_483_647;

/** Makes a codec for a whole number from 1 to `max`. */
export const wholeNumber = (max: number): Codec<number> =>
  z.codec(z.string().regex(/^[1-9]\d{0,9}$/), z.int().max(max), { decode: Number, encode: String });

/** The id of a row, e.g. of a notice or a person. */
export const rowId = wholeNumber(maxInt4);

/** The ID of a change of the directory; 0 before the first one. */
export const changeId = z.codec(z.string().regex(/^\d{1,10}$/), z.int(), { decode: Number, encode: String });

/** The number of a case, without its prefix: 123 for CB-123. */
export const caseNumber = wholeNumber(maxInt4);

/** A development issue number, such as DEV-4711. */
export const defectNumber: Codec<string> = z.string().refine((text) => parseDefectNumber(text) === text);

/** A page of a list, counted from 1. */
export const pageNumber = wholeNumber(999_999);

/** A version 4 UUID: the id of a draft. */
export const draftId: Codec<string> = z.uuid();

/** Text of any length that PostgreSQL can store as it is. Other text is refused; `fieldText` cleans it instead. */
export const plainText: Codec<string> = z.string().refine((text) => text === storableText(text));

/** A value that is not used, such as that of the Help button. */
export const noValue: Codec<undefined> = z.codec(z.string(), z.undefined(), { decode: () => undefined, encode: () => '' });

/** Makes a codec that reads empty text as `undefined`. */
export function optionalValue<T>(codec: Codec<T>): Codec<T | undefined> {
  return z.union([z.codec(z.literal(''), z.undefined(), { decode: () => undefined, encode: () => '' as const }), codec]);
}

/**
 * Makes a codec for several values in one text, separated by spaces, in the order of the keys.
 * @example spaced({ number: caseNumber, page: pageNumber }) // '123 2' is { number: 123, page: 2 }
 */
export function spaced<S extends Record<string, z.ZodType<unknown, string>>>(
  shape: S,
): Codec<{ [K in keyof S]: z.output<S[K]> }> {
  const keys = Object.keys(shape);
  return z.codec(z.string(), z.object(shape), {
    decode: (text, payload) => {
      const values = text.split(' ');
      if (values.length !== keys.length)
        payload.issues.push({ code: 'custom', input: text, message: `expected ${keys.length} values` });
      // with an issue, decoding fails and the value is never used
      return Object.fromEntries(keys.map((key, index) => [key, values[index] ?? ''])) as never;
    },
    encode: (values) => keys.map((key) => (values as Record<string, string>)[key]).join(' '),
  }) as unknown as Codec<{ [K in keyof S]: z.output<S[K]> }>;
}

/** Makes a codec for a page of a list, and what was searched for in it; '' for all. @param max characters of the text */
export const pageAndText = (max: number): Codec<{ page: number; text: string }> =>
  z.codec(
    plainText.refine((text) => /^\d+ /.test(text)),
    z.object({ page: z.int().min(1), text: z.string().max(max) }),
    {
      decode: (value) => ({ page: Number(value.split(' ', 1)[0]), text: value.slice(value.indexOf(' ') + 1) }),
      encode: ({ page, text }) => `${page} ${text}`,
    },
  );

/** A case number as people type it, `CB-123`, `#123` or `123`; for a field of a form. */
export const typedCaseNumber: Codec<number> = z.codec(z.string(), z.int(), {
  decode: (text, payload) => {
    const number = parseCaseNumber(text);
    if (number === null) payload.issues.push({ code: 'custom', input: text, message: 'A case number looks like CB-123.' });
    return number ?? 0;
  },
  encode: String,
});

// What follows is decoded only: forms get their initial values from code.

/** The text of a form field; empty when nothing was typed. */
export const fieldText = z.string().default('').transform(storableText);

/** Makes a codec for the text of a form field that must be filled in. @param missing the error when it shows nothing */
export const requiredText = (missing: string) => fieldText.refine(showsSomething, missing);

/** The text of a form field; `undefined` when nothing was typed or the field was not shown. */
export const optionalText = z.string().transform(storableText).optional();

/** Makes a codec for the id chosen in a form field. @param missing the error when no id, or an invalid one, was chosen */
export const chosenId = (missing: string): Codec<number> =>
  z.codec(z.string({ error: missing }).regex(/^[1-9]\d{0,9}$/, missing), z.int().max(maxInt4, missing), {
    decode: Number,
    encode: String,
  });

const notAnOption = 'Choose one of the options.';

/** Makes a codec for one of a fixed list of options; `undefined` when nothing was chosen. */
export const oneOf = <T extends string>(options: readonly T[]) => z.enum(options, { error: notAnOption }).optional();

const sentFile = z.object({
  name: z.string().transform(storableText),
  size: z.int().nonnegative().optional(),
  ref: plainText.optional(),
  link: plainText.optional(),
});

/**
 * Begins the value of a field for files. Nobody else knows it: what a client says about a form's values proves nothing, and the bot could read a
 * file that this person may not.
 */
const filesMark = randomUUID();

/** Writes the value of a field for files. For adapters, of files that their platform vouches for. */
export function writeSentFiles(files: readonly SentFile[]): string {
  return filesMark + JSON.stringify(files);
}

/** The files chosen in a form field, as `writeSentFiles` wrote them. */
export const sentFiles = z.codec(z.string(), z.array(sentFile), {
  decode: (text, payload) => {
    if (text.startsWith(filesMark)) return JSON.parse(text.slice(filesMark.length)) as z.input<typeof sentFile>[];
    payload.issues.push({ code: 'custom', input: text, message: 'Choose the files again.' });
    return [];
  },
  encode: writeSentFiles,
});
