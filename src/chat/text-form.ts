// Most verbs ask for one text: as a form behind a button, or as the words behind the case number. One description makes both.
import { formatNumber } from '../domain/case-number.ts';
import type { Person } from '../domain/person.ts';
import { longestPost } from '../usecases/written.ts';
import { viewCase, type ViewedCase } from '../usecases/view-case.ts';
import { advisorsOnly, type Capability, type Turn } from './capability.ts';
import { caseArgument, onlyNumber } from './case-argument.ts';
import type { Form } from './elements.ts';
import type { Reply } from './interaction.ts';
import { tell } from './say-words.ts';

export interface TextVerb {
  /** the word, the button's action and the form's name */
  name: string;
  /** said as a word, too */
  does?: string;
  for?: (person: Person) => boolean;
  /** at most 24 characters */
  title: string;
  label: string;
  hint?: string;
  /** the field's name, as the use-case names its mistakes */
  field: string;
  submit: string;
  /** what is said instead of the form, where the verb cannot be carried out any more but something else can */
  instead?: (viewed: ViewedCase) => Reply | null;
  /** carries the verb out; what it returns is said to the person, nothing where the cards say it all */
  run: (turn: Turn, number: number, text: string) => Promise<Reply | null>;
}

export function textVerb(verb: TextVerb): Capability {
  const open = async (turn: Turn, number: number): Promise<Reply> => {
    const viewed = await viewCase(turn.work, turn.person, number);
    return verb.instead?.(viewed) ?? { kind: 'form', form: formOf(turn, verb, viewed) };
  };
  const press = { opensForm: true, press: (turn: Turn, value: string) => open(turn, Number(value)) };
  return {
    words: verb.does === undefined ? [] : [
      {
        word: verb.name,
        usage: 'CB-123 [text]',
        does: verb.does,
        for: verb.for ?? advisorsOnly,
        opensForm: onlyNumber,
        say: async (turn, rest) => {
          const { number, text } = caseArgument(rest, verb.name);
          if (text === '') return open(turn, number);
          return (await verb.run(turn, number, text)) ?? tell(`Done: ${formatNumber(number)}.`);
        },
      },
    ],
    presses: { [verb.name]: press },
    forms: {
      [verb.name]: {
        submit: async (turn, values, carries) => {
          const reply = await verb.run(turn, Number(carries.number), values[verb.field] ?? '');
          return reply?.kind === 'card' ? { kind: 'done', card: reply.card } : { kind: 'done' };
        },
      },
    },
  }; // prettier-ignore
}

function formOf(turn: Turn, verb: TextVerb, { case: shown }: ViewedCase): Form {
  return {
    name: verb.name,
    title: verb.title,
    submit: verb.submit,
    intro: [{ kind: 'quiet', words: [`${formatNumber(shown.number)} · ${shown.subject}`] }],
    fields: [{ kind: 'paragraph', name: verb.field, label: verb.label, hint: verb.hint, required: true, max: longestPost }],
    carries: { receipt: turn.newId(), number: String(shown.number) },
  };
}
