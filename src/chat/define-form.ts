// Defines a form: its name, the state it keeps from opening to submission, and the values of its fields.
//
//   const assignForm = defineForm({
//     name: 'assign',
//     state: z.object({ number: caseNumber }),
//     fields: z.object({ advisor: chosenId('Choose an advisor.') }),
//   });
//
//   // renders it: the definition adds the name, and encodes the state
//   async function render(context: Context, state: StateOf<typeof assignForm>): Promise<Form> {
//     return assignForm.form(state, { title: 'Assign case', submit: 'Assign', intro: [], fields: [...] });
//   }
//
//   // opens it: the definition adds the id that makes a second submission of the same form harmless
//   { kind: 'form', form: await render(context, assignForm.start(context, { number })) }
//
//   // the capability: both functions get decoded values
//   assignForm.handle({
//     render: (context, typed, state) => render(context, state),
//     submit: async (context, { advisor }, { number }) => ...,
//   })
//
// Values that do not decode are answered as errors at their fields; a state that does not decode is answered with `oldForm`.
// No field name is reserved: adapters keep our data apart from what people typed.
import { z } from 'zod';
import type { Form } from '../cards/elements.ts';
import { CaseError } from '../domain/case-error.ts';
import type { Context, FormHandler, TypedFormHandler, Values } from './capability.ts';
import { plainText } from './codecs.ts';

/** A form with the types of its state and of its values. */
export interface FormDefinition<S extends Keyed, V> {
  readonly name: string;
  /** Makes the state of a form that is opened now. */
  start(context: Context, state: Omit<S, keyof Keyed>): S;
  /** Makes the form as adapters show it. */
  form(state: S, parts: Omit<Form, 'name' | 'state'>): Form;
  /**
   * Reads submitted values.
   * @throws CaseError bad-values, with an error at each field
   */
  decode(values: Values): V;
  /** Pairs the form with what it does, for a capability's `forms`. */
  handle(handler: TypedFormHandler<V, S>): FormHandler;
}

/** The state of a form, as its functions get it. */
export type StateOf<D> = D extends FormDefinition<infer S, infer _> ? S : never;
/** The submitted values of a form, as its functions get them. */
export type ValuesOf<D> = D extends FormDefinition<infer _, infer V> ? V : never;

interface Keyed {
  /** Two submissions of the same form have one effect. */
  idempotencyKey: string;
}
const keyed = { idempotencyKey: plainText };
type KeyedShape<S extends z.ZodRawShape> = S & typeof keyed;

const noFields = z.object({});

/**
 * Defines a form.
 * @param form.state codecs by key, each from text
 * @param form.fields codecs by field name, each from text, or from `undefined` for a field that is left empty or not shown
 */
export function defineForm<S extends z.ZodRawShape = Record<never, never>, F extends z.ZodObject = typeof noFields>(form: {
  name: string;
  state?: z.ZodObject<S>;
  fields?: F;
}): FormDefinition<Keyed & z.output<z.ZodObject<KeyedShape<S>>>, z.output<F>> {
  const { name, state: stateShape, fields = noFields as unknown as F } = form;
  type State = Keyed & z.output<z.ZodObject<KeyedShape<S>>>;
  const codec = z.object({ ...stateShape?.shape, ...keyed });
  const decodeState = (context: Context, { receipt, ...state }: Values): State => {
    // forms opened by 0.4.0 call it `receipt`
    const idempotencyKey = receipt ?? context.request.idempotencyKey;
    const read = codec.safeParse({ idempotencyKey, ...state });
    if (read.success) return read.data as State;
    throw oldForm();
  };
  const decode = (values: Values): z.output<F> => {
    const read = fields.safeParse(values);
    if (read.success) return read.data;
    const errors = Object.fromEntries(read.error.issues.map(({ path, message }) => [String(path[0]), message]));
    throw new CaseError('bad-values', Object.values(errors).join(' '), undefined, errors);
  };
  return {
    name,
    decode,
    start: (context, state) => ({ ...state, idempotencyKey: context.newId() }) as State,
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

/** Makes the error for a form that an older version opened with a different state. */
export function oldForm(): CaseError {
  return new CaseError('old-form', 'This form is from an older version.', 'Close it and open it again.');
}

function encoded(codec: z.ZodObject, state: object): Values {
  const values = z.encode(codec, state as Record<string, unknown>) as Record<string, string | undefined>;
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** Reads the values that decode and leaves out the others, so that a form rendered again keeps what was typed. */
function decodable<F extends z.ZodObject>({ shape, def: { catchall } }: F, values: Values): Partial<z.output<F>> {
  const read = Object.entries(values).flatMap(([name, value]) => {
    const field = Object.hasOwn(shape, name) ? (shape[name] as z.ZodType) : (catchall as z.ZodType | undefined);
    const decoded = field?.safeParse(value);
    return decoded?.success ? [[name, decoded.data] as const] : [];
  });
  return Object.fromEntries(read) as Partial<z.output<F>>;
}
