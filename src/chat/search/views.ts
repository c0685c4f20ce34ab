// Handles `view`: a case by its number, or a saved view by its name, and `view save`, `view delete` and `views`. A view is a search with its
// order, under a name of its owner's; nobody else sees it. The whole case is in cases/view.ts. There is nothing to configure.
import { z } from 'zod';
import type { Card, Element, Form } from '../../cards/elements.ts';
import { truncate } from '../../cards/visible-text.ts';
import { CaseError } from '../../domain/case-error.ts';
import { parseCaseNumber } from '../../domain/case-number.ts';
import { parseQuery } from '../../domain/search/parse-query.ts';
import { maxViewName, parseViewRequest, type ViewRequest } from '../../domain/search/view-name.ts';
import { plural } from '../../domain/text/numbers.ts';
import { deleteView, findView, listViews, loadView, saveView, type SavedView } from '../../usecases/search/saved-views.ts';
import { actions } from '../actions.ts';
import { everyone, type Capability, type Context } from '../capability.ts';
import { showCase } from '../cases/view.ts';
import { fieldText, plainText } from '../codecs.ts';
import { argumentsOf, defineCommand, noArguments } from '../define-command.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import { withNames } from '../mentions.ts';
import { offer, type CardReply } from '../replies.ts';
import type { Reply } from '../interaction.ts';
import { findCases } from './find-cases.ts';
import { asQueue, queueCard } from './queue-card.ts';

type ViewArguments = { do: 'case'; number: number } | ViewRequest;

/** A case number, or what to do with saved views. */
const viewArguments = argumentsOf<ViewArguments>((rest) => {
  const number = parseCaseNumber(rest.split(/\s+/)[0] ?? '');
  if (number !== null) return { args: { do: 'case', number } };
  if (rest === '') return { code: 'no-number', error: 'Which case? Try view CB-123.' };
  return { args: parseViewRequest(rest) };
});

const viewForm = defineForm({
  name: 'save-view',
  state: z.object({ query: plainText }),
  fields: z.object({ name: fieldText, query: fieldText }),
});

/** Shows cases and saved views, and saves and deletes views. */
export const views: Capability = {
  commands: [
    defineCommand({
      name: 'view',
      usage: 'CB-123',
      description: 'show a case (or just type CB-123)',
      details: () => viewsHelp,
      topic: 'find',
      example: 'view CB-123',
      formButton: 'Save view',
      availableTo: everyone,
      isMeant: (rest) => /^(?:["“]|(?:save|delete)\s|list$)/i.test(rest),
      takesMention: true,
      args: viewArguments,
      opensForm: (args) => args.do === 'save' && args.query.trim() === '',
      run: runView,
    }),
    defineCommand({
      name: 'views',
      description: 'your saved views; save one with view save "My pending" is:mine status:pending',
      details: () => viewsHelp,
      topic: 'find',
      example: 'views',
      availableTo: everyone,
      maxWords: 0,
      args: noArguments,
      run: async (context) => ({ kind: 'card', card: await viewsCard(context) }),
    }),
  ],
  actions: [
    actions.views.handle({ run: async (context) => ({ kind: 'card', card: await viewsCard(context) }) }),
    actions.saveView.handle({
      opensForm: true,
      run: async (context, query) => ({ kind: 'form', form: draw(viewForm.start(context, { query })) }),
    }),
    actions.runView.handle({
      run: async (context, id) => show(context, await loadView(context.services, context.person, id)),
    }),
    actions.deleteView.handle({
      run: async (context, id) => {
        const name = await deleteView(context.services, context.person, id);
        return { kind: 'card', card: await viewsCard(context, `Deleted “${name}”.`), replace: true };
      },
    }),
  ],
  forms: [
    viewForm.handle({
      render: async (_context, typed, state) => draw(state, typed),
      submit: async (context, values) => ({ kind: 'done', card: (await save(context, values)).card }),
    }),
  ],
};

const viewsHelp = [
  'A saved view is a search with its order. Only you see yours.',
  '',
  '- `view save "My pending" is:mine status:pending sort:priority`: saves a view; `help search` lists the filters',
  '- `view "My pending"`: shows it',
  '- `view delete "My pending"`: deletes it',
  '- `views`: lists yours',
].join('\n');

async function runView(context: Context, args: ViewArguments): Promise<Reply> {
  switch (args.do) {
    case 'case':
      return showCase(context, args.number);
    case 'list':
      return { kind: 'card', card: await viewsCard(context) };
    case 'save': {
      const query = (await withNames(context, args.query.replace(/@\{[^{}]+\}/g, '"$&"'))).trim();
      if (query !== '') return save(context, { name: args.name, query });
      return { kind: 'form', form: draw(viewForm.start(context, { query: '' }), { name: args.name.slice(0, maxViewName) }) };
    }
    case 'delete': {
      const { id } = await named(context, args.name, 'unknown-view');
      const name = await deleteView(context.services, context.person, id);
      return { kind: 'card', card: await viewsCard(context, `Deleted “${name}”.`) };
    }
    case 'show':
      return show(context, await named(context, args.name, 'no-number'));
  }
}

/** @throws CaseError `code` without a view of this name */
async function named({ services, person }: Context, name: string, code: 'no-number' | 'unknown-view'): Promise<SavedView> {
  const view = await findView(services, person, name);
  if (view) return view;
  const typed = truncate(name, 40);
  throw code === 'no-number'
    ? new CaseError(code, `“${typed}” isn't a case number or one of your views.`, 'A case number looks like CB-123.')
    : new CaseError(code, `You have no view named “${typed}”.`, 'Choose one of yours.');
}

async function show(context: Context, { name, query }: SavedView): Promise<CardReply> {
  const { settings } = context.services;
  const asked = readQuery(name, () => parseQuery(query, settings));
  const queued = context.person.kind === 'advisor' ? asQueue(asked) : null;
  return { kind: 'card', card: await (queued ? queueCard(context, queued, name) : findCases(context, asked, name)) };
}

/** A view can name a module or a status that the configuration no longer has. */
function readQuery<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    throw new CaseError('unknown-view', `“${name}” no longer works. ${error.message}`, 'Delete the view, or save it again.');
  }
}

async function save(context: Context, values: ValuesOf<typeof viewForm>): Promise<CardReply> {
  const saved = await saveView(context.services, context.person, values, context.request);
  if (saved === 'repeat') return { kind: 'card', card: await viewsCard(context) };
  const { view, replaced } = saved;
  const text = `${replaced ? 'Updated' : 'Saved'} “${view.name}”.`;
  return offer([text], [actions.runView.button(view.id, 'Show', 'primary'), actions.views.button(undefined, 'Your views')], text);
}

function draw(state: StateOf<typeof viewForm>, typed: Partial<ValuesOf<typeof viewForm>> = {}): Form {
  return viewForm.form(state, {
    title: 'Save view',
    submit: 'Save view',
    intro: [{ kind: 'context', text: ['Only you see your views. A view of the same name is replaced.'] }],
    fields: [
      {
        kind: 'line',
        name: 'name',
        label: 'Name',
        required: true,
        max: maxViewName,
        initial: typed.name,
        placeholder: 'My pending',
      },
      {
        kind: 'line',
        name: 'query',
        label: 'Search',
        hint: 'Words, filters and an order, as after search. Leave blank for all cases.',
        max: 1000,
        initial: typed.query ?? state.query,
        placeholder: 'is:mine status:pending sort:priority',
      },
    ],
  });
}

/** Renders the list of a person's views. @param done what was just done */
async function viewsCard(context: Context, done?: string): Promise<Card> {
  const saved = await listViews(context.services, context.person);
  const title = 'Your views';
  return {
    summary: `${title}: ${saved.length}`,
    elements: [
      ...(done === undefined ? [] : [{ kind: 'callout' as const, tone: 'good' as const, text: [done] }]),
      { kind: 'heading', text: title },
      ...(saved.length === 0
        ? none
        : [
            { kind: 'context' as const, text: [{ bold: plural(saved.length, 'view') }, '. Only you see them.'] },
            ...saved.map(viewRow),
          ]),
      {
        kind: 'actions',
        actions: [...deleteMenu(saved), actions.saveView.button('', 'Save view'), actions.search.button('', 'All cases')],
      },
    ],
  };
}

const none: Element[] = [
  { kind: 'text', text: ['No saved views yet. Search for cases, then save the search with the button below the results.'] },
];

function viewRow({ id, name, query }: SavedView): Element {
  return {
    kind: 'listItem',
    text: [{ bold: name }],
    detail: [query === '' ? 'All cases' : query],
    button: actions.runView.button(id, 'Show'),
    menu: 'Show a view',
  };
}

function deleteMenu(saved: readonly SavedView[]) {
  if (saved.length === 0) return [];
  const options = saved.map(({ id, name }) => actions.deleteView.option(id, name));
  return [actions.deleteView.select('Delete a view', options, undefined, 'Delete')];
}
