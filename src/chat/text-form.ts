// Most verbs ask for one text: as a form behind a button, or as the words behind the case number. One description makes both.
import { formatCaseNumber } from '../domain/case-number.ts';
import type { Permission } from '../domain/permission.ts';
import type { Person } from '../domain/person.ts';
import { maxPostLength } from '../usecases/text-input.ts';
import { viewCase, type ViewedCase } from '../usecases/cases/view-case.ts';
import { checkNow } from './allowed-now.ts';
import { advisorsOnly, type Capability, type Context, type Values, type Command } from './capability.ts';
import { carriedNumber, caseArgument, onlyNumber } from './case-argument.ts';
import type { Element, Form } from '../cards/elements.ts';
import type { Reply } from './interaction.ts';
import { eventText } from './cases/event-text.ts';
import { reply } from './replies.ts';

export interface TextForm {
  /** the word, the button's action and the form's name */
  name: string;
  /** what it does to the case: asked before the form is shown */
  permission: Permission;
  /** said as a word, too */
  word?: { does: string; for?: (person: Person) => boolean; done: string };
  /** at most 24 characters */
  title: string;
  label: string;
  hint?: string;
  /** the field's name, as the use-case names its mistakes */
  field: string;
  submit: string;
  /** shows the question or the resolution that this text replies to */
  replies?: boolean;
  /** what is said instead of the form, where the verb cannot be carried out any more but something else can */
  instead?: (viewed: ViewedCase) => Reply | null;
  /** carries the verb out; what it returns is said to the person, nothing where the cards say it all */
  run: (context: Context, number: number, text: string) => Promise<Reply | null>;
}

export function textForm(verb: TextForm): Capability {
  return {
    commands: verb.word ? [wordOf(verb, verb.word)] : [],
    actions: { [verb.name]: { opensForm: true, run: (context, value) => ask(context, verb, carriedNumber(value)) } },
    forms: {
      [verb.name]: {
        render: async (context, _values, state) => {
          const viewed = await viewCase(context.services, context.person, carriedNumber(state.number));
          return formOf(verb, viewed, state);
        },
        submit: async (context, values, state) => {
          const reply = await verb.run(context, carriedNumber(state.number), values[verb.field] ?? '');
          return reply?.kind === 'card' ? { kind: 'done', card: reply.card } : { kind: 'done' };
        },
      },
    },
  };
}

function wordOf(verb: TextForm, { does, for: whom, done }: NonNullable<TextForm['word']>): Command {
  return {
    name: verb.name,
    usage: 'CB-123 [text]',
    description: does,
    availableTo: whom ?? advisorsOnly,
    opensForm: onlyNumber,
    run: async (context, rest) => {
      const { number, text } = caseArgument(rest, verb.name);
      if (text === '') return ask(context, verb, number);
      return (await verb.run(context, number, text)) ?? reply(`${formatCaseNumber(number)}: ${done}`);
    },
  };
}

async function ask(context: Context, verb: TextForm, number: number): Promise<Reply> {
  const viewed = await viewCase(context.services, context.person, number);
  const instead = verb.instead?.(viewed);
  if (instead) return instead;
  checkNow(context, viewed, verb.permission);
  return { kind: 'form', form: formOf(verb, viewed, { idempotencyKey: context.newId(), number: String(number) }) };
}

function formOf(verb: TextForm, viewed: ViewedCase, state: Values): Form {
  const { number, subject } = viewed.case;
  return {
    name: verb.name,
    title: verb.title,
    submit: verb.submit,
    intro: [{ kind: 'context', text: [`${formatCaseNumber(number)} · ${subject}`] }, ...(verb.replies ? repliedTo(viewed) : [])],
    fields: [{ kind: 'paragraph', name: verb.field, label: verb.label, hint: verb.hint, required: true, max: maxPostLength }],
    state: state,
  };
}

/** What the case waits for a word on. */
export function repliedTo({ case: shown, posts }: ViewedCase): Element[] {
  const pending = posts.find((post) => post.id === shown.pendingPostId);
  if (!pending) return [];
  return [
    { kind: 'text', text: [{ bold: pending.authorName }, ` ${eventText(pending) ?? ''}`] },
    { kind: 'markdown', text: pending.body },
  ];
}
