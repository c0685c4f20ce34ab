// The list of canned answers, `answers [text]`, and the forms that add and change them. Advisors manage their own, leads the shared ones
// as well. How an answer is sent is in send-answer.ts, and how it is inserted into a form in chat/answer-field.ts.
import { z } from 'zod';
import { unlessUnchanged } from '../../cards/as-typed.ts';
import type { Form } from '../../cards/elements.ts';
import { maxAnswerName, writtenPlaceholders } from '../../domain/canned-answer.ts';
import { formError } from '../../domain/form-errors.ts';
import { listAnswers, readAnswer, type CannedAnswer } from '../../usecases/answers/read-answers.ts';
import { addAnswer, changeAnswer, deleteAnswer } from '../../usecases/answers/save-answer.ts';
import { actions } from '../actions.ts';
import { maxAnswerSearch } from '../answer-actions.ts';
import { advisorsOnly, asAdvisor, type Capability, type Context } from '../capability.ts';
import { fieldText, oneOf, rowId } from '../codecs.ts';
import { anyText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import { offer, reply, type CardReply } from '../replies.ts';
import { postField } from '../text-form.ts';
import { answerCard, answerList } from './answer-cards.ts';

const scopes = ['everyone', 'me'] as const;

const answerForm = defineForm({
  name: 'canned-answer',
  state: z.object({ answer: rowId.optional() }),
  fields: z.object({ name: fieldText, text: fieldText, for: oneOf(scopes) }),
});
type Values = ValuesOf<typeof answerForm>;
type State = StateOf<typeof answerForm>;

const findForm = defineForm({ name: 'find-answers', fields: z.object({ text: fieldText }) });

/** Lists, adds, changes and deletes canned answers. */
export const cannedAnswers: Capability = {
  commands: [
    defineCommand({
      name: 'answers',
      usage: '[text]',
      description: 'canned answers that you insert when you write to a contact',
      topic: 'cases',
      example: 'answers term dates',
      availableTo: advisorsOnly,
      maxWords: 4,
      args: anyText,
      run: (context, text) => list(context, { page: 1, text }),
    }),
  ],
  actions: [
    actions.answers.handle({ run: list }),
    actions.answersPage.handle({ run: async (context, shown) => ({ ...(await list(context, shown)), replace: true }) }),
    actions.findAnswers.handle({
      opensForm: true,
      run: async (context) => ({ kind: 'form', form: drawFind(findForm.start(context, {})) }),
    }),
    actions.viewAnswer.handle({ opensForm: true, run: show }),
    actions.addAnswer.handle({
      opensForm: true,
      run: async (context) => ({ kind: 'form', form: await draw(context, {}, answerForm.start(context, {})) }),
    }),
    actions.changeAnswer.handle({
      opensForm: true,
      run: async (context, answer) => ({ kind: 'form', form: await draw(context, {}, answerForm.start(context, { answer })) }),
    }),
    actions.deleteAnswer.handle({ run: askToDelete }),
    actions.deleteAnswerNow.handle({
      run: async (context, id) => {
        const deleted = await deleteAnswer(context.services, asAdvisor(context), id, context.request);
        const done = deleted === 'repeat' ? 'Deleted.' : `“${deleted.name}” is deleted.`;
        return { ...offer([done], [allAnswers()], done), replace: true };
      },
    }),
  ],
  forms: [
    answerForm.handle({ render: draw, submit }),
    findForm.handle({
      render: async (_context, _typed, state) => drawFind(state),
      submit: async (context, { text }) => {
        if (text.trim() === '') throw formError('empty', { text: 'Enter what to search for.' });
        return { kind: 'done', card: (await list(context, { page: 1, text: text.trim().slice(0, maxAnswerSearch) })).card };
      },
    }),
  ],
};

async function list(context: Context, { page, text }: { page: number; text: string }): Promise<CardReply> {
  const wanted = text.trim().slice(0, maxAnswerSearch);
  const found = await listAnswers(context.services, asAdvisor(context), wanted, page);
  return { kind: 'card', card: answerList(found, wanted) };
}

async function show(context: Context, id: number): Promise<CardReply> {
  const advisor = asAdvisor(context);
  return { kind: 'card', card: answerCard(await readAnswer(context.services, advisor, id), advisor) };
}

async function askToDelete(context: Context, id: number): Promise<Reply> {
  const { name, shared } = await readAnswer(context.services, asAdvisor(context), id);
  const question = `Delete “${name}”?`;
  const text = `${shared ? 'No advisor will find it any longer.' : "You won't find it any longer."} Posts that were written with it stay.`;
  const buttons = [actions.deleteAnswerNow.button(id, 'Delete', 'danger'), actions.viewAnswer.button(id, 'Keep')];
  return { ...offer([{ bold: question }, ` ${text}`], buttons, question), replace: true };
}

function allAnswers() {
  return actions.answers.button({ page: 1, text: '' }, 'Canned answers');
}

async function submit(context: Context, { name, text, for: scope }: Values, { answer: id }: State): Promise<Reply> {
  const advisor = asAdvisor(context);
  const { services, request } = context;
  const saved =
    id === undefined
      ? await addAnswer(services, advisor, { name, text, shared: scope === 'everyone' }, request)
      : await changeAnswer(services, advisor, { id, name, text: await original(context, id, text) }, request);
  if (saved === 'repeat') return { kind: 'done', card: reply('Saved.').card };
  return { kind: 'done', card: (await show(context, saved.id)).card };
}

/** Returns the stored text of an answer whose text nobody changed in a form that shows it without escapes. */
async function original(context: Context, id: number, text: string): Promise<string> {
  const { text: stored } = await readAnswer(context.services, asAdvisor(context), id);
  return unlessUnchanged(text, stored);
}

async function draw(context: Context, typed: Partial<Values>, state: State): Promise<Form> {
  const advisor = asAdvisor(context);
  const { answer: id } = state;
  const stored: Partial<CannedAnswer> = id === undefined ? {} : await readAnswer(context.services, advisor, id);
  return answerForm.form(state, {
    title: id === undefined ? 'Add canned answer' : 'Change canned answer',
    submit: 'Save answer',
    intro: [
      { kind: 'context', text: ['These are filled in for each case:'] },
      { kind: 'context', text: [writtenPlaceholders.join('  ')] },
    ],
    fields: [
      {
        kind: 'line',
        name: 'name',
        label: 'Name',
        hint: 'What you type to find it, such as “term dates”.',
        required: true,
        max: maxAnswerName,
        initial: typed.name ?? stored.name,
      },
      postField({ name: 'text', label: 'Text', initial: typed.text, proposed: stored.text }),
      ...(id === undefined && advisor.lead
        ? [
            {
              kind: 'choice' as const,
              name: 'for',
              label: 'Who can use it',
              required: true,
              options: [
                { label: 'All advisors', value: 'everyone' },
                { label: 'Only you', value: 'me' },
              ],
              initial: typed.for ?? 'everyone',
            },
          ]
        : []),
    ],
  });
}

function drawFind(state: StateOf<typeof findForm>): Form {
  return findForm.form(state, {
    title: 'Search canned answers',
    submit: 'Search',
    intro: [],
    fields: [
      {
        kind: 'line',
        name: 'text',
        label: 'Search for',
        hint: 'Finds answers by their name and text.',
        required: true,
        max: maxAnswerSearch,
      },
    ],
  });
}
