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
import type { Button, Option, Select } from '../cards/elements.ts';
import { CaseError } from '../domain/case-error.ts';
import type { ActionHandler, Context } from './capability.ts';
import { noValue, type Codec } from './codecs.ts';
import type { Reply } from './interaction.ts';

/** An action that a button or a select can start, with the type of its value. */
export interface Action<T> {
  readonly name: string;
  /** Makes a button. */
  button(value: T, label: string, style?: Button['style']): Button;
  /** Makes an option of a select; see `select`. */
  option(value: T, label: string): Option;
  /** Makes a select; choosing an option sends the option's value. @param submit label of the button that sends it, where one is needed */
  select(label: string, options: Option[], initial?: T, submit?: string): Select;
  /**
   * Reads the value that the platform returned.
   * @throws CaseError old-button
   */
  decode(value: string): T;
  /** Pairs the action with what it does, for a capability's `actions`. */
  handle(handler: TypedActionHandler<T>): ActionHandler;
}

/** The handler of a button or select with a value of type T. */
export interface TypedActionHandler<T> {
  /** Whether the reply is a form or a long text. A platform that has modals opens one before it calls `run`. */
  opensForm?: boolean;
  run: (context: Context, value: T) => Promise<Reply>;
}

/** Defines an action whose buttons carry no value. */
export function defineAction(name: string): Action<undefined>;
/** Defines an action whose buttons carry a value. */
export function defineAction<T>(name: string, codec: Codec<T>): Action<T>;
export function defineAction(name: string, codec: Codec<unknown> = noValue): Action<unknown> {
  const decode = (value: string): unknown => {
    const read = codec.safeParse(value);
    if (read.success) return read.data;
    throw oldButton();
  };
  const encode = (value: unknown): string => z.encode(codec, value);
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
    select: (label, options, initial, submit) => ({
      kind: 'select',
      label,
      action: name,
      options,
      ...(initial === undefined ? {} : { initial: encode(initial) }),
      ...(submit === undefined ? {} : { submit }),
    }),
    handle: ({ opensForm, run }) => ({
      name,
      ...(opensForm ? { opensForm } : {}),
      accepts: (value) => codec.safeParse(value).success,
      run: async (context, value) => run(context, decode(value)),
    }),
  };
}

/** Makes the error for a button that no longer works. */
export function oldButton(): CaseError {
  return new CaseError('old-button', 'This button is from an older version and no longer works.');
}
