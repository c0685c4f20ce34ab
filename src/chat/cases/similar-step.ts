// The step between filling in the form for a new case and opening it, shown only when something similar is found. It is the same form with a
// question at the top, so nothing that was typed is lost: choosing a case shows it there.
import { preview } from '../../cards/flat-text.ts';
import { truncate } from '../../cards/visible-text.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { inAccount } from '../../domain/person.ts';
import { isOpen, statusLabel } from '../../domain/status.ts';
import { saveDraft } from '../../usecases/cases/drafts.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { hadEffect } from '../../usecases/idempotency.ts';
import { isNothing, similarCases, type SimilarCases } from '../../usecases/search/similar-cases.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import type { Element, Field, Form } from '../../cards/elements.ts';
import type { Reply } from '../interaction.ts';
import { accountOf } from './account-field.ts';
import { filesOf } from './filing.ts';
import type { NewCaseState, NewCaseValues } from './new-case-form.ts';
import { similarElements } from './similar-list.ts';

const none = 'none';
/** The longest option of a select on either platform. */
const maxOption = 75;

/** Finds what is similar to what was typed into the form, in the account that the case is for. */
function findSimilar(context: Context, values: NewCaseValues, state: NewCaseState): Promise<SimilarCases> {
  const { subject = '', description = '' } = values;
  const account = accountOf(context, values, state);
  const { services, person } = context;
  const asker = person.kind === 'contact' && account !== undefined ? (inAccount(person, account) ?? person) : person;
  return similarCases(services, asker, { subject, description });
}

/** Tells whether the form must be shown again, with what is similar. It is shown once. */
export async function asksAboutSimilar(context: Context, values: NewCaseValues, state: NewCaseState): Promise<boolean> {
  if (state.similar !== undefined || knowsAlready(values, state) || isNothing(await findSimilar(context, values, state)))
    return false;
  // the other submission of a double click opened the case, which is now the most similar of all
  return !(await hadEffect(context.services, context.request.idempotencyKey));
}

/** Whether the person has said what the case belongs to. A critical case never waits for a question. */
function knowsAlready({ incident, priority }: NewCaseValues, { previous }: NewCaseState): boolean {
  return previous !== undefined || typeof incident === 'number' || priority === 'Critical';
}

/** Adds the question to the form, if it was asked. */
export async function withSimilar(
  context: Context,
  values: NewCaseValues,
  state: NewCaseState,
  form: Omit<Form, 'name' | 'state'>,
): Promise<Omit<Form, 'name' | 'state'>> {
  if (state.similar === undefined) return form;
  const found = await findSimilar(context, values, state);
  if (isNothing(found)) return form;
  const chosen = found.cases.find(({ number }) => number === values.similar)?.number;
  const intro: Element[] = [
    { kind: 'text', text: [{ bold: 'Is it one of these?' }, ' Your case is not open yet.'] },
    ...similarElements(found, context.person, false),
    ...(chosen === undefined ? [] : await closerLook(context, chosen)),
    { kind: 'divider' },
  ];
  return {
    ...form,
    submit: found.cases.length > 0 ? 'Continue' : 'Open my case anyway',
    intro: [...intro, ...form.intro],
    fields: [...whichField(found, chosen), ...form.fields],
  };
}

function whichField({ cases }: SimilarCases, chosen?: number): Field[] {
  if (cases.length === 0) return [];
  const options = [
    { label: 'No, open my case anyway', value: none },
    ...cases.map(({ number, subject }) => ({
      label: truncate(`${formatCaseNumber(number)} · ${subject}`, maxOption),
      value: String(number),
    })),
  ];
  const hint = 'Choose a case to see more of it here. What you typed stays.';
  return [
    {
      ...{ kind: 'choice', name: 'similar', label: 'Is it one of these?', hint, required: true, refreshes: true },
      ...{ options, initial: String(chosen ?? none) },
    },
  ];
}

const maxExcerpt = 400;

/** Shows what a chosen case is about, and the newest post on it. */
async function closerLook({ services, person }: Context, number: number): Promise<Element[]> {
  const { case: shown, posts } = await viewCase(services, person, number);
  const newest = posts.filter(({ kind, body }) => kind !== 'note' && body !== '').sort((one, other) => other.id - one.id)[0];
  return [
    { kind: 'text', text: [{ bold: formatCaseNumber(number) }, ` ${preview(shown.description, maxExcerpt)}`] },
    ...(newest
      ? [{ kind: 'context' as const, text: [{ bold: newest.authorName }, ` ${preview(newest.body, maxExcerpt)}`] }]
      : []),
  ];
}

/**
 * Answers the form when one of the similar cases was chosen. What was typed is kept.
 * @returns null when the case is to be opened
 */
export async function similarChosen(context: Context, values: NewCaseValues, state: NewCaseState): Promise<Reply | null> {
  const { services, person } = context;
  if (state.similar === undefined || values.similar === undefined || values.similar === none) return null;
  const { case: shown } = await viewCase(services, person, values.similar);
  const { number, subject, status } = shown;
  const name = formatCaseNumber(number);
  const texts = [values.subject, values.description].filter((text) => text !== undefined && text !== '');
  const draft = await saveDraft(services, person, { text: texts.join('\n\n'), files: await filesOf(context, values, state) });
  const buttons = [
    ...(isOpen(status) ? [actions.postDraft.button({ number, draft }, `Post my text to ${name}`, 'primary')] : []),
    actions.view.button(number, `View ${name}`),
    ...(person.kind === 'contact' ? [actions.open.button(draft, 'Open my case anyway')] : []),
  ];
  return {
    kind: 'done',
    card: {
      summary: `${name} ${subject}`,
      elements: [
        { kind: 'heading', text: `${name} · ${subject}` },
        { kind: 'text', text: [{ bold: statusLabel(status) }, '. No new case was opened. We kept what you typed.'] },
        { kind: 'actions', actions: buttons },
      ],
    },
  };
}
