// Codecs for what a platform hands back to us as text: the value of a button, the state and the values of a form, the words after a command.
// A codec decodes that text into a typed value, refuses everything else, and encodes the value again. Wire formats are those of 0.4.0,
// so that cards it posted still work. `define-action.ts`, `define-form.ts` and `define-command.ts` use them.
import { z } from 'zod';
import { parseCaseNumber } from "../domain/case-number.js";
/** The largest number that an integer column of the database holds. */
const maxInt4 = 2_147_483_647;
const integer = (max) => z.codec(z.string().regex(/^[1-9]\d{0,9}$/), z.int().max(max), { decode: Number, encode: String });
/** The id of a row, e.g. of a notice or a person. */
export const rowId = integer(maxInt4);
/** The number of a case, without its prefix: 123 for CB-123. */
export const caseNumber = integer(maxInt4);
/** A page of a list, counted from 1. */
export const pageNumber = integer(999_999);
/** A version 4 UUID: the id of a draft. */
export const draftId = z.uuid();
/** Text of any length that the database can store. */
export const plainText = z.string().refine((text) => text === storable(text));
/** A value that is not used, such as that of the Help button. */
export const noValue = z.codec(z.string(), z.undefined(), { decode: () => undefined, encode: () => '' });
/** Makes a codec that reads empty text as `undefined`. */
export function optionalValue(codec) {
    return z.union([z.codec(z.literal(''), z.undefined(), { decode: () => undefined, encode: () => '' }), codec]);
}
/**
 * Makes a codec for several values in one text, separated by spaces, in the order of the keys.
 * @example spaced({ number: caseNumber, page: pageNumber }) // '123 2' is { number: 123, page: 2 }
 */
export function spaced(shape) {
    const keys = Object.keys(shape);
    return z.codec(z.string(), z.object(shape), {
        decode: (text, payload) => {
            const values = text.split(' ');
            if (values.length !== keys.length)
                payload.issues.push({ code: 'custom', input: text, message: `expected ${keys.length} values` });
            return Object.fromEntries(keys.map((key, index) => [key, values[index] ?? '']));
        },
        encode: (values) => keys.map((key) => values[key]).join(' '),
    });
}
/** Removes what PostgreSQL cannot store: NUL characters and halves of surrogate pairs. People cannot type either. */
export function storable(text) {
    return text.replace(/\0|\p{Surrogate}/gu, '');
}
/** A case number as people type it, `CB-123`, `#123` or `123`; for a field of a form. */
export const typedCaseNumber = z.codec(z.string(), z.int(), {
    decode: (text, payload) => {
        const number = parseCaseNumber(text);
        if (number === null)
            payload.issues.push({ code: 'custom', input: text, message: 'A case number looks like CB-123.' });
        return number ?? 0;
    },
    encode: String,
});
/** What was typed into a field of a form; empty where nothing was. */
export const fieldText = z.string().default('').transform(storable);
/** The id chosen in a field of a form. @param missing the error where nothing, or none of the options, was chosen */
export const chosenId = (missing) => z.codec(z.string({ error: missing }).regex(/^[1-9]\d{0,9}$/, missing), z.int().max(maxInt4, missing), {
    decode: Number,
    encode: String,
});
//# sourceMappingURL=codecs.js.map