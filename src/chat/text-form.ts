// Most verbs ask for one text: as a form behind a button, or as the words behind the case number. One description makes both.
import { formatNumber } from '../domain/case-number.ts';
import type { Deed } from '../domain/permission.ts';
import type { Person } from '../domain/person.ts';
import { longestPost } from '../usecases/text-input.ts';
import { viewCase, type ViewedCase } from '../usecases/cases/view-case.ts';
import { checkNow } from './allowed-now.ts';
import { advisorsOnly, type Capability, type Turn, type Values, type Word } from './capability.ts';
import { carriedNumber, caseArgument, onlyNumber } from './case-argument.ts';
import type { Element, Form } from '../cards/elements.ts';
import type { Reply } from './interaction.ts';
import { sentence } from './cases/event-text.ts';
import { tell } from './replies.ts';

export interface TextVerb {
  /** the word, the button's action and the form's name */
  name: string;
  /** what it does to the case: asked before the form is shown */
  deed: Deed;
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
  run: (turn: Turn, number: number, text: string) => Promise<Reply | null>;
}

export function textVerb(verb: TextVerb): Capability {
  return {
    words: verb.word ? [wordOf(verb, verb.word)] : [],
    presses: { [verb.name]: { opensForm: true, press: (turn, value) => ask(turn, verb, carriedNumber(value)) } },
    forms: {
      [verb.name]: {
        draw: async (turn, _values, carries) => {
          const viewed = await viewCase(turn.work, turn.person, carriedNumber(carries.number));
          return formOf(verb, viewed, carries);
        },
        submit: async (turn, values, carries) => {
          const reply = await verb.run(turn, carriedNumber(carries.number), values[verb.field] ?? '');
          return reply?.kind === 'card' ? { kind: 'done', card: reply.card } : { kind: 'done' };
        },
      },
    },
  };
}

function wordOf(verb: TextVerb, { does, for: whom, done }: NonNullable<TextVerb['word']>): Word {
  return {
    word: verb.name,
    usage: 'CB-123 [text]',
    does,
    for: whom ?? advisorsOnly,
    opensForm: onlyNumber,
    say: async (turn, rest) => {
      const { number, text } = caseArgument(rest, verb.name);
      if (text === '') return ask(turn, verb, number);
      return (await verb.run(turn, number, text)) ?? tell(`${formatNumber(number)}: ${done}`);
    },
  };
}

async function ask(turn: Turn, verb: TextVerb, number: number): Promise<Reply> {
  const viewed = await viewCase(turn.work, turn.person, number);
  const instead = verb.instead?.(viewed);
  if (instead) return instead;
  checkNow(turn, viewed, verb.deed);
  return { kind: 'form', form: formOf(verb, viewed, { receipt: turn.newId(), number: String(number) }) };
}

function formOf(verb: TextVerb, viewed: ViewedCase, carries: Values): Form {
  const { number, subject } = viewed.case;
  return {
    name: verb.name,
    title: verb.title,
    submit: verb.submit,
    intro: [{ kind: 'quiet', words: [`${formatNumber(number)} · ${subject}`] }, ...(verb.replies ? repliedTo(viewed) : [])],
    fields: [{ kind: 'paragraph', name: verb.field, label: verb.label, hint: verb.hint, required: true, max: longestPost }],
    carries,
  };
}

/** What the case waits for a word on. */
export function repliedTo({ case: shown, posts }: ViewedCase): Element[] {
  const pending = posts.find((post) => post.id === shown.pendingPostId);
  if (!pending) return [];
  return [
    { kind: 'text', words: [{ bold: pending.authorName }, ` ${sentence(pending) ?? ''}`] },
    { kind: 'markdown', text: pending.body },
  ];
}
