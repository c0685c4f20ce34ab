// Defines what a button does and what it carries, so that the value is encoded and decoded in one place.
//
//   // actions.ts: the name, and the type of the value
//   feed: defineAction('feed', spaced({ number: caseNumber, page: pageNumber })),
//
//   // any card: a button that carries a value
//   actions.feed.button({ number: 123, page: 2 }, 'Older posts')
//
//   // the capability: the handler gets the decoded value
//   actions.feed.handle({ run: async (context, { number, page }) => show(context, number, page) })
//
// A value that does not decode (a forged one, or a button of a version whose values looked different) is answered with `oldButton`.
import { z } from 'zod';
import { CaseError } from "../domain/case-error.js";
import { noValue } from "./codecs.js";
export function defineAction(name, codec = noValue) {
    const decode = (value) => {
        const read = codec.safeParse(value);
        if (read.success)
            return read.data;
        throw oldButton();
    };
    const encode = (value) => z.encode(codec, value);
    return {
        name,
        decode,
        button: (value, label, style) => ({
            kind: 'button',
            label,
            action: name,
            value: encode(value),
            ...(style ? { style } : {}),
        }),
        option: (value, label) => ({ label, value: encode(value) }),
        select: (label, options, initial) => ({
            kind: 'select',
            label,
            action: name,
            options,
            ...(initial === undefined ? {} : { initial: encode(initial) }),
        }),
        handle: ({ opensForm, run }) => ({
            name,
            ...(opensForm ? { opensForm } : {}),
            accepts: (value) => codec.safeParse(value).success,
            run: async (context, value) => run(context, decode(value)),
        }),
    };
}
/** Tells the person that a button does nothing any longer. */
export function oldButton() {
    return new CaseError('old-button', 'This button is from an older version and no longer works.', 'Type help to see what you can do.');
}
//# sourceMappingURL=define-action.js.map