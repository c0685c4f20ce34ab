// Handles *Several cases* below a list, and `bulk [search]`: an advisor chooses cases of the page and an action, fills in what it needs, looks at
// what will happen, and starts it. The forms of the second step are in bulk-details.ts.
import { z } from 'zod';
import { chosenValues } from '../../cards/chosen-values.ts';
import type { Element, Form } from '../../cards/elements.ts';
import { truncate } from '../../cards/visible-text.ts';
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { parseQuery, parseSearch } from '../../domain/search/parse-query.ts';
import type { CaseRow } from '../../usecases/case-facts.ts';
import { maxBulkCases } from '../../usecases/bulk/plan.ts';
import { newestBulk, readBulk } from '../../usecases/bulk/read-bulk.ts';
import { startBulk } from '../../usecases/bulk/run-bulk.ts';
import { undoBulk } from '../../usecases/bulk/undo-bulk.ts';
import { casesNumbered } from '../../usecases/search/cases-numbered.ts';
import { queue } from '../../usecases/search/queue.ts';
import { searchCases } from '../../usecases/search/search-cases.ts';
import { actions } from '../actions.ts';
import { advisorsOnly, asAdvisor, type Capability, type Context } from '../capability.ts';
import { fieldText, oneOf } from '../codecs.ts';
import { anyText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import { offer, type CardReply } from '../replies.ts';
import type { ListPage } from '../work-actions.ts';
import { bulkCard } from './bulk-cards.ts';
import { caseNumbers, detailsForm, drawDetails, prepare, runForm } from './bulk-details.ts';

const chooseForm = defineForm({
  name: 'bulk',
  state: z.object({ cases: caseNumbers }),
  fields: z.object({ cases: fieldText, do: oneOf(['assign', 'close', 'reply', 'link']) }),
});

/** Assigns, closes, answers or links several cases at once. */
export const bulk: Capability = {
  commands: [
    defineCommand({
      name: 'bulk',
      usage: '[search]',
      description: 'assign, close, answer or link several cases of the queue or of a search',
      topic: 'assignment',
      example: 'bulk module:attendance status:new',
      formButton: 'Choose cases',
      availableTo: advisorsOnly,
      maxWords: 4,
      args: anyText,
      opensForm: true,
      run: (context, text) => open(context, text === '' ? { queue: '' } : { search: text }),
    }),
  ],
  actions: [
    actions.bulk.handle({ opensForm: true, run: open }),
    actions.bulkView.handle({ run: async (context, id) => ({ ...(await result(context, id)), replace: true }) }),
    actions.bulkUndo.handle({ run: askToUndo }),
    actions.bulkUndoNow.handle({
      run: async (context, id) => {
        const undo = await undoBulk(context.services, asAdvisor(context), id, context.request);
        return { ...(await result(context, undo === 'repeat' ? id : undo.id)), replace: true };
      },
    }),
  ],
  forms: [
    chooseForm.handle({ render: draw, submit: choose }),
    detailsForm.handle({ render: drawDetails, submit: prepare }),
    runForm.handle({
      render: async (_context, _typed, state) => runForm.form(state, { title: 'Start', submit: 'Start', intro: [], fields: [] }),
      submit: async (context, _values, { run }) => {
        await startBulk(context.services, asAdvisor(context), run, context.request);
        return { kind: 'done', card: (await result(context, run)).card };
      },
    }),
  ],
};

async function result(context: Context, id: string): Promise<CardReply> {
  return { kind: 'card', card: bulkCard(await readBulk(context.services, asAdvisor(context), id)) };
}

async function askToUndo(context: Context, id: string): Promise<Reply> {
  const { plan, done } = await readBulk(context.services, asAdvisor(context), id);
  const from = plan.action === 'assign' ? plan.name : '';
  const question = `Take ${done === 1 ? 'the case' : `all ${done} cases`} back from ${from}?`;
  const text = ' Each one returns to the advisor who had it, or to the queue. Cases that somebody else has by now stay there.';
  const buttons = [actions.bulkUndoNow.button(id, 'Undo', 'danger'), actions.bulkView.button(id, 'Keep')];
  return { ...offer([{ bold: question }, text], buttons, question), replace: true };
}

async function open(context: Context, from: ListPage): Promise<Reply> {
  const rows = await rowsOf(context, from);
  if (rows.length === 0) throw new CaseError('nothing-found', 'There are no cases to choose from.', 'Try another search.');
  const cases = rows.slice(0, maxBulkCases).map(({ number }) => number);
  return { kind: 'form', form: await draw(context, {}, chooseForm.start(context, { cases })) };
}

async function rowsOf(context: Context, from: ListPage): Promise<CaseRow[]> {
  const { services } = context;
  const advisor = asAdvisor(context);
  const timezone = context.actor.timezone ?? 'UTC';
  if ('queue' in from) return (await queue(services, advisor, parseQuery(from.queue, services.settings), timezone)).rows;
  const search = parseSearch(from.search, services.settings);
  if (search.kind === 'feed') return casesNumbered(services, advisor, [search.number]);
  return (await searchCases(services, advisor, search.query, timezone)).rows;
}

async function draw(
  context: Context,
  typed: Partial<ValuesOf<typeof chooseForm>>,
  state: StateOf<typeof chooseForm>,
): Promise<Form> {
  const { services } = context;
  const advisor = asAdvisor(context);
  const rows = await casesNumbered(services, advisor, state.cases);
  const newest = await newestBulk(services, advisor);
  const latest: Element[] =
    newest === null ? [] : [{ kind: 'actions', actions: [actions.bulkView.button(newest, 'Result of the last one')] }];
  return chooseForm.form(state, {
    title: 'Several cases',
    submit: 'Next',
    intro: [{ kind: 'context', text: ['Nothing changes before you have seen a preview.'] }, ...latest],
    fields: [
      {
        kind: 'choices',
        name: 'cases',
        label: 'Cases',
        required: true,
        options: rows.map(({ number, subject, accountName }) => ({
          label: truncate(`${formatCaseNumber(number)} · ${subject} · ${accountName}`, 75),
          value: String(number),
        })),
        initial: chosenValues(typed.cases),
      },
      {
        kind: 'choice',
        name: 'do',
        label: 'What to do',
        required: true,
        options: [
          { label: 'Assign', value: 'assign' },
          { label: 'Close', value: 'close' },
          { label: 'Reply', value: 'reply' },
          { label: 'Link to an incident', value: 'link' },
        ],
        initial: typed.do,
      },
    ],
  });
}

async function choose(
  context: Context,
  { cases, do: action }: ValuesOf<typeof chooseForm>,
  { cases: offered }: StateOf<typeof chooseForm>,
): Promise<Reply> {
  const chosen = chosenValues(cases)
    .map(Number)
    .filter((number) => offered.includes(number));
  if (chosen.length === 0) throw fieldError('nothing-chosen', 'cases', 'Choose at least one case.');
  if (action === undefined) throw fieldError('nothing-chosen', 'do', 'Choose what to do.');
  return { kind: 'form', form: await drawDetails(context, {}, detailsForm.start(context, { cases: chosen, do: action })) };
}
