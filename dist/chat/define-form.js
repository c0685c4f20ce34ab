// Defines a form: its name, the state it keeps from opening to submission, and the values of its fields.
//
//   const assignForm = defineForm({
//     name: 'assign',
//     state: z.object({ number: caseNumber }),
//     fields: z.object({ advisor: chosenId('Choose an advisor.') }),
//   });
//
//   // draws it: the definition adds the name, and encodes the state
//   async function draw(context: Context, state: StateOf<typeof assignForm>): Promise<Form> {
//     return assignForm.form(state, { title: 'Assign case', submit: 'Assign', intro: [], fields: [...] });
//   }
//
//   // opens it: the definition adds the id that makes a second submission of the same form harmless
//   { kind: 'form', form: await draw(context, assignForm.start(context, { number })) }
//
//   // the capability: both functions get decoded values
//   assignForm.handle({
//     render: (context, typed, state) => draw(context, state),
//     submit: async (context, { advisor }, { number }) => ...,
//   })
//
// Values that do not decode are answered as errors at their fields; a state that does not decode is answered with `oldForm`.
// No field name is reserved: adapters keep our data apart from what people typed.
import { z } from 'zod';
import { CaseError } from "../domain/case-error.js";
import { storable } from "./codecs.js";
const keyed = { idempotencyKey: z.string().refine((text) => text === storable(text)) };
const noFields = z.object({});
/**
 * Defines a form.
 * @param state codecs by key, each from text
 * @param fields codecs by field name, each from text, or from `undefined` for a field that is left empty or not shown
 */
export function defineForm({ name, state: stateShape, fields = noFields, }) {
    const codec = z.object({ ...stateShape?.shape, ...keyed });
    const decodeState = (context, { receipt, ...state }) => {
        // forms opened by 0.4.0 call it `receipt`
        const idempotencyKey = receipt ?? context.request.idempotencyKey;
        const read = codec.safeParse({ idempotencyKey, ...state });
        if (read.success)
            return read.data;
        throw oldForm();
    };
    const decode = (values) => {
        const read = fields.safeParse(values);
        if (read.success)
            return read.data;
        const errors = Object.fromEntries(read.error.issues.map(({ path, message }) => [String(path[0]), message]));
        throw new CaseError('bad-values', Object.values(errors).join(' '), undefined, errors);
    };
    return {
        name,
        decode,
        start: (context, state) => ({ ...state, idempotencyKey: context.newId() }),
        form: (state, parts) => ({ ...parts, name, state: encoded(codec, state) }),
        handle: ({ render, submit, suggest }) => ({
            name,
            accepts: (state) => codec.safeParse({ idempotencyKey: '', ...state }).success,
            hasField: (field) => Object.hasOwn(fields.shape, field) || fields.def.catchall !== undefined,
            render: async (context, values, state) => render(context, decodable(fields, values), decodeState(context, state)),
            submit: async (context, values, state) => submit(context, decode(values), decodeState(context, state)),
            ...(suggest ? { suggest } : {}),
        }),
    };
}
/** Tells the person that a form was opened by a version whose state looked different. */
export function oldForm() {
    return new CaseError('old-form', 'This form is from an older version.', 'Close it and open it again.');
}
function encoded(codec, state) {
    const values = z.encode(codec, state);
    return Object.fromEntries(Object.entries(values).filter((entry) => entry[1] !== undefined));
}
/** Reads the values that decode and leaves out the others: a form that is drawn again shows what was typed so far. */
function decodable({ shape, def: { catchall } }, values) {
    const read = Object.entries(values).flatMap(([name, value]) => {
        const field = Object.hasOwn(shape, name) ? shape[name] : catchall;
        const decoded = field?.safeParse(value);
        return decoded?.success ? [[name, decoded.data]] : [];
    });
    return Object.fromEntries(read);
}
//# sourceMappingURL=define-form.js.map