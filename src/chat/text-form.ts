// Most actions on a case ask for one text: in a form behind a button, or as the text after the case number. One description makes both.
import { z } from 'zod';
import { formatCaseNumber } from '../domain/case-number.ts';
import type { Permission } from '../domain/permission.ts';
import type { Person } from '../domain/person.ts';
import { maxPostLength } from '../usecases/text-input.ts';
import { viewCase, type ViewedCase } from '../usecases/cases/view-case.ts';
import { checkNow } from './allowed-now.ts';
import { advisorsOnly, typedMarkdown, type Capability, type Context, type HelpTopic } from './capability.ts';
import { caseNumber, fieldText, sentFiles } from './codecs.ts';
import type { Action } from './define-action.ts';
import { caseAndText, defineCommand } from './define-command.ts';
import { defineForm } from './define-form.ts';
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
  /** Returns what is shown instead of the form, where something else can be done. */
  instead?: (viewed: ViewedCase, context: Context) => Reply | null;
  /** Carries out the action. Returns what is shown to the person, or null when the cards show the result. */
  run: (context: Context, number: number, text: string) => Promise<Reply | null>;
}

/** Makes the button, the form and the command of an action that asks for one text. */
export function textForm(of: TextForm): Capability {
  const { action, command, field } = of;
  const definition = defineForm({
    name: action.name,
    state: z.object({ number: caseNumber }),
    fields: z.object({ files: sentFiles.optional() }).catchall(fieldText),
  });
  const open = async (context: Context, number: number): Promise<Reply> => {
    const viewed = await viewCase(context.services, context.person, number);
    const instead = of.instead?.(viewed, context);
    if (instead) return instead;
    checkNow(context, viewed, of.permission);
    return { kind: 'form', form: definition.form(definition.start(context, { number }), partsOf(of, viewed, context)) };
  };
  return {
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
              const shown = await of.run(asTyped(context, sent.files), number, typedMarkdown(context, text));
              return joinReplies(shown ?? reply(command.done(formatCaseNumber(number))), refused);
            },
          }),
        ]
      : [],
    actions: [action.handle({ opensForm: true, run: open })],
    forms: [
      definition.handle({
        render: async (context, _typed, state) => {
          const viewed = await viewCase(context.services, context.person, state.number);
          return definition.form(state, partsOf(of, viewed, context));
        },
        submit: async (context, { files, ...values }, { number }) => {
          const sent = acceptFiles(context.services, chosenFiles(context, files));
          const refused = filesNotSent(sent, number, context.services);
          const request = { ...context.request, files: sent.files };
          const shown = await of.run({ ...context, request }, number, values[field] ?? '');
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
function asTyped(context: Context, files: readonly NewFile[]): Context {
  const { request, typedAs, place, speaker } = context;
  const origin = typedAs ?? (speaker && place ? channelOf(speaker, place) : undefined);
  const repeatInOrigin = place?.kind === 'channel' || typedAs === undefined;
  return { ...context, request: { ...request, origin, repeatInOrigin, files } };
}

function partsOf(
  { title, submit, field, label, hint, showsPending }: TextForm,
  viewed: ViewedCase,
  { services }: Context,
): Omit<Form, 'name' | 'state'> {
  const { number, subject } = viewed.case;
  return {
    title,
    submit,
    intro: [
      { kind: 'context', text: [`${formatCaseNumber(number)} · ${subject}`] },
      ...(showsPending ? pendingElements(viewed) : []),
    ],
    fields: [postField({ name: field, label, hint }), ...filesField(services)],
  };
}

/** Builds the field for a required text that becomes a post, a note or a reason. */
export function postField(field: Pick<Field, 'name' | 'label' | 'hint'> & { initial?: string }): Field {
  return { kind: 'paragraph', required: true, max: maxPostLength, ...field };
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
