// The menu *Canned answer* above a text that an advisor writes to a contact. Choosing an answer fills it into the text, which can be edited
// before it is sent. Platforms keep what was typed in a field when a form is rendered again, so the filled text is a field with another name:
// `question-1` after the first answer, `question-2` after the second.
import { flatText } from '../cards/flat-text.ts';
import type { Field } from '../cards/elements.ts';
import { truncate } from '../cards/visible-text.ts';
import { formatCount } from '../domain/text/numbers.ts';
import { fillAnswer } from '../usecases/answers/fill-answer.ts';
import { firstAnswers, type CannedAnswer } from '../usecases/answers/read-answers.ts';
import type { ViewedCase } from '../usecases/cases/view-case.ts';
import type { Context, Values } from './capability.ts';
import { maxOptions } from './cases/form-limits.ts';
import { rowId, wholeNumber } from './codecs.ts';

/** What a form keeps of the canned answers in it. */
export const answerState = { canned: rowId.optional(), fills: wholeNumber(999).optional() };

/** The answer that was filled in last, and how often one was. */
export interface AnswerState {
  canned?: number | undefined;
  fills?: number | undefined;
}

/** The field that holds the chosen answer. */
const menu = 'canned';

/** Returns the present name of the field with the text. */
export function filledName(field: string, { fills }: AnswerState): string {
  return fills === undefined ? field : `${field}-${fills}`;
}

/** Whether an answer was chosen that is not in the text yet. */
export function choseAnswer(values: Values, { canned }: AnswerState): boolean {
  const chosen = values[menu] ?? '';
  return chosen !== '' && chosen !== String(canned ?? '');
}

/** Reads the answers that this person can insert. @returns none for contacts, and in an email */
export async function insertable({ services, person, speaker }: Context): Promise<CannedAnswer[]> {
  return person.kind === 'advisor' && speaker ? firstAnswers(services, person, maxOptions + 1) : [];
}

/** Makes the menu, if there is an answer to choose. */
export function answerMenu(answers: readonly CannedAnswer[], { canned }: AnswerState): Field[] {
  if (answers.length === 0) return [];
  const options = answers.slice(0, maxOptions).map(({ id, name, shared }) => ({
    label: truncate(shared ? name : `${name} (only you)`, 75),
    value: String(id),
  }));
  const isFull = answers.length > maxOptions;
  const limit = `Showing the first ${formatCount(maxOptions)}. For others, type answer CB-123 and the name.`;
  return [
    {
      kind: 'choice',
      name: menu,
      label: 'Canned answer',
      hint: isFull ? limit : 'Fills in the text, which you can edit before you send it.',
      options,
      refreshes: true,
      refreshLabel: 'Insert answer',
      ...(canned === undefined ? {} : { initial: String(canned) }),
    },
  ];
}

/**
 * Fills the chosen answer into what was typed so far: in place of an answer that was inserted before and left as it was, otherwise below the
 * text.
 * @param field the name of the field with the text, without a number
 * @returns the text, and the state in which the form is rendered again
 */
export function insertAnswer<S extends AnswerState>(
  { services, person }: Context,
  answers: readonly CannedAnswer[],
  { values, state, field, viewed }: { values: Values; state: S; field: string; viewed: ViewedCase },
): { text: string; state: S } {
  const typed = values[filledName(field, state)] ?? '';
  const chosen = answers.find(({ id }) => String(id) === values[menu]);
  if (person.kind !== 'advisor' || !chosen || !choseAnswer(values, state)) return { text: typed, state };
  const former = answers.find(({ id }) => id === state.canned);
  const fill = (text: string): string => fillAnswer(services, text, viewed.case, person);
  const isUnchanged = former !== undefined && flatText(typed) === flatText(fill(former.text));
  const kept = isUnchanged || typed.trim() === '' ? [] : [typed.trimEnd()];
  return {
    text: [...kept, fill(chosen.text)].join('\n\n'),
    state: { ...state, canned: chosen.id, fills: (state.fills ?? 0) + 1 },
  };
}
