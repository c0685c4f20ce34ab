// Most actions on a case ask for one text: in a form behind a button, or as the text after the case number. One description makes both.
import { z } from 'zod';
import { CaseError } from '../domain/case-error.ts';
import { formatCaseNumber } from '../domain/case-number.ts';
import type { Permission } from '../domain/permission.ts';
import type { Person } from '../domain/person.ts';
import { maxPostLength } from '../usecases/text-input.ts';
import { viewCase, type ViewedCase } from '../usecases/cases/view-case.ts';
import { checkNow } from './allowed-now.ts';
import { answerMenu, answerState, choseAnswer, filledName, insertable, insertAnswer } from './answer-field.ts';
import { advisorsOnly, typedMarkdown, type Capability, type Context, type HelpTopic, type Values } from './capability.ts';
import { caseNumber, fieldText, sentFiles } from './codecs.ts';
import type { Action } from './define-action.ts';
import { caseAndText, defineCommand } from './define-command.ts';
import { defineForm, type StateOf } from './define-form.ts';
import { asTyped } from '../cards/as-typed.ts';
import type { Element, Field, Form } from '../cards/elements.ts';
import { channelOf, type Reply } from './interaction.ts';
import type { NewFile } from '../usecases/context.ts';
import { acceptFiles } from '../usecases/files/accept-files.ts';
import { chosenFiles, filesField } from './files-field.ts';
import { filesNotSent, joinReplies } from './cases/sent-files.ts';
import { eventText } from './cases/event-text.ts';
import { reply } from './replies.ts';

/** An action on a case that asks for one text. */
export interface TextForm {
  /** The button; the form and the command have its name. */
  action: Action<number>;
  /** What it does to the case: checked before the form is shown. */
  permission: Permission;
  /** Present when it is a command as well. `done` confirms it, given the case number as people write it. */
  command?: {
    description: string;
    topic: HelpTopic;
    /** the text after the case number in the example of `help` */
    example: string;
    availableTo?: (person: Person) => boolean;
    done: (number: string) => string;
  };
  /** At most 24 characters. */
  title: string;
  label: string;
  hint?: string;
  /** The name of the field, as the use case names its errors. */
  field: string;
  submit: string;
  /** Shows the question or the resolution that this text replies to. */
  showsPending?: boolean;
  /** Lets advisors insert a canned answer into the text. */
  takesAnswers?: boolean;
  /** Returns what is shown instead of the form, where something else can be done. */
  instead?: (viewed: ViewedCase, context: Context) => Reply | null;
  /** Carries out the action. Returns what is shown to the person, or null when the cards show the result. */
  run: (context: Context, number: number, text: string) => Promise<Reply | null>;
}

/** The capability of an action that asks for one text. */
export interface TextCapability extends Capability {
  /** Opens its form. @param text proposed in it, as CommonMark */
  open: (context: Context, number: number, text?: string) => Promise<Reply>;
}

/** Makes the button, the form and the command of an action that asks for one text. */
export function textForm(of: TextForm): TextCapability {
  const { action, command, field } = of;
  const definition = defineForm({
    name: action.name,
    state: z.object({ number: caseNumber, ...answerState }),
    fields: z.object({ files: sentFiles.optional() }).catchall(fieldText),
  });
  type State = StateOf<typeof definition>;
  const open = async (context: Context, number: number, text?: string): Promise<Reply> => {
    const viewed = await viewCase(context.services, context.person, number);
    const instead = of.instead?.(viewed, context);
    if (instead) return instead;
    checkNow(context, viewed, of.permission);
    const state = definition.start(context, { number });
    const answers = of.takesAnswers ? await insertable(context) : [];
    return {
      kind: 'form',
      form: definition.form(state, partsOf(of, viewed, context, { proposed: text, menu: answerMenu(answers, state) })),
    };
  };
  /** Renders the form again, with the canned answer that was chosen in it. */
  const drawAgain = async (context: Context, values: Values, before: State): Promise<Form> => {
    const viewed = await viewCase(context.services, context.person, before.number);
    const answers = of.takesAnswers ? await insertable(context) : [];
    const { text, state } = insertAnswer(context, answers, { values, state: before, field, viewed });
    const shown = { text, menu: answerMenu(answers, state), name: filledName(field, state) };
    return definition.form(state, partsOf(of, viewed, context, shown));
  };
  return {
    open,
    commands: command
      ? [
          defineCommand({
            name: action.name,
            usage: 'CB-123 [text]',
            description: command.description,
            topic: command.topic,
            example: `${action.name} CB-123 ${command.example}`,
            formButton: of.title,
            availableTo: command.availableTo ?? advisorsOnly,
            args: caseAndText,
            opensForm: ({ text }) => text === '',
            takesFiles: true,
            run: async (context, { number, text }) => {
              const sent = acceptFiles(context.services, context.files);
              const refused = filesNotSent(sent, number, context.services);
              if (text === '' && sent.files.length === 0) return refused ? { ...refused, refused: true } : open(context, number);
              const shown = await of.run(placedAt(context, sent.files), number, typedMarkdown(context, text));
              return joinReplies(shown ?? reply(command.done(formatCaseNumber(number))), refused);
            },
          }),
        ]
      : [],
    actions: [action.handle({ opensForm: true, run: (context, number) => open(context, number) })],
    forms: [
      definition.handle({
        render: (context, typed, state) => drawAgain(context, typed as Values, state),
        submit: async (context, { files, ...values }, state) => {
          // where a platform does not report a choice, nobody has read the text with the answer yet
          if (of.takesAnswers && choseAnswer(values, state))
            return { kind: 'form', form: await drawAgain(context, values, state) };
          const { number } = state;
          const sent = acceptFiles(context.services, chosenFiles(context, files));
          const refused = filesNotSent(sent, number, context.services);
          const request = { ...context.request, files: sent.files };
          const name = filledName(field, state);
          const shown = await of.run({ ...context, request }, number, values[name] ?? '').catch((error: unknown) => {
            throw errorAt(error, field, name);
          });
          const reply = shown === null ? refused : joinReplies(shown, refused);
          if (reply?.kind === 'card') return { kind: 'done', card: reply.card };
          return { kind: 'done', toast: command?.done(formatCaseNumber(number)) };
        },
      }),
    ],
  };
}

/**
 * Makes the post belong to where it was typed, and to its message, whose edits and deletion it follows. A slash command leaves no message.
 * A message itself shows the post in a conversation, but not in a channel's threads.
 */
function placedAt(context: Context, files: readonly NewFile[]): Context {
  const { request, typedAs, place, speaker } = context;
  const origin = typedAs ?? (speaker && place ? channelOf(speaker, place) : undefined);
  const repeatInOrigin = place?.kind === 'channel' || typedAs === undefined;
  return { ...context, request: { ...request, origin, repeatInOrigin, files } };
}

/** Moves the error of a field to the name that the field has in the form. */
function errorAt(error: unknown, field: string, name: string): unknown {
  if (!(error instanceof CaseError) || name === field || error.fields?.[field] === undefined) return error;
  const fields = Object.entries(error.fields).map(([key, message]) => [key === field ? name : key, message]);
  return new CaseError(error.code, error.message, error.next, Object.fromEntries(fields) as Values);
}

function partsOf(
  { title, submit, field, label, hint, showsPending }: TextForm,
  viewed: ViewedCase,
  { services }: Context,
  { text, proposed, menu, name = field }: { text?: string; proposed?: string | undefined; menu: readonly Field[]; name?: string },
): Omit<Form, 'name' | 'state'> {
  const { number, subject } = viewed.case;
  return {
    title,
    submit,
    intro: [
      { kind: 'context', text: [`${formatCaseNumber(number)} · ${subject}`] },
      ...(showsPending ? pendingElements(viewed) : []),
    ],
    fields: [...menu, postField({ name, label, hint, initial: text, proposed }), ...filesField(services)],
  };
}

/**
 * Builds the field for a required text that becomes a post, a note or a reason.
 * @param proposed CommonMark that fills the field until somebody types; where the field shows plain text, it has no escapes
 */
export function postField({
  proposed,
  initial,
  ...field
}: Pick<Field, 'name' | 'label' | 'hint'> & { initial?: string | undefined; proposed?: string | undefined }): Field {
  const text = initial ?? proposed;
  const plain = initial === undefined && proposed ? { plain: asTyped(proposed) } : {};
  return { kind: 'paragraph', required: true, max: maxPostLength, ...field, initial: text, ...plain };
}

/** Shows the question or the resolution that waits for a reply. */
export function pendingElements({ case: shown, posts }: ViewedCase): Element[] {
  const pending = posts.find((post) => post.id === shown.pendingPostId);
  if (!pending) return [];
  return [
    { kind: 'text', text: [{ bold: pending.authorName }, ` ${eventText(pending) ?? ''}`] },
    { kind: 'markdown', text: pending.body },
  ];
}
