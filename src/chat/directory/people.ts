// The people of the directory, `people [name]`, for leads: lists and shows contacts and advisors. The forms that add, change and deactivate
// them are in person-form.ts and deactivate-form.ts; the rules are those of an import (usecases/people).
import type { Form } from '../../cards/elements.ts';
import { formError } from '../../domain/form-errors.ts';
import { can } from '../../domain/permission.ts';
import { z } from 'zod';
import { reactivatePerson } from '../../usecases/people/manage-people.ts';
import { listPeople } from '../../usecases/people/read-people.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Capability, type Context } from '../capability.ts';
import { fieldText } from '../codecs.ts';
import { anyText, defineCommand } from '../define-command.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import { maxDirectorySearch } from '../directory-actions.ts';
import type { CardReply } from '../replies.ts';
import { deactivateForm, handleDeactivate, openDeactivate } from './deactivate-form.ts';
import { peopleList } from './people-cards.ts';
import { handlePerson, openPerson, personForm } from './person-form.ts';
import { showPerson } from './show-person.ts';

const findForm = defineForm({ name: 'find-people', fields: z.object({ text: fieldText }) });

/** Lists, adds, changes and deactivates people. */
export const people: Capability = {
  commands: [
    defineCommand({
      name: 'people',
      usage: '[name, email or account]',
      description: 'find, add, change and deactivate contacts and advisors',
      topic: 'directory',
      example: 'people plainview',
      details: () =>
        '- `people contacts`, `people advisors`, `people leads`, `people deactivated`: who is what\n- Changes made here are kept by later imports of the directory file, which lists them as changed in chat.',
      availableTo: (person) => can(person, 'directory'),
      maxWords: 4,
      args: anyText,
      run: (context, text) => list(context, { page: 1, text }),
    }),
  ],
  actions: [
    actions.people.handle({ run: list }),
    actions.peoplePage.handle({ run: async (context, shown) => ({ ...(await list(context, shown)), replace: true }) }),
    actions.findPeople.handle({
      opensForm: true,
      run: async (context) => ({ kind: 'form', form: drawFind(findForm.start(context, {})) }),
    }),
    actions.viewPerson.handle({ opensForm: true, run: showPerson }),
    actions.addContact.handle({
      opensForm: true,
      run: (context, account) => openPerson(context, { kind: 'contact', account }),
    }),
    actions.addAdvisor.handle({ opensForm: true, run: (context) => openPerson(context, { kind: 'advisor' }) }),
    actions.changePerson.handle({ opensForm: true, run: (context, person) => openPerson(context, { person }) }),
    actions.deactivatePerson.handle({ opensForm: true, run: openDeactivate }),
    actions.reactivatePerson.handle({
      run: async (context, id) => {
        await reactivatePerson(context.services, asAdvisor(context), id, context.request);
        return { ...(await showPerson(context, id)), replace: true };
      },
    }),
  ],
  forms: [
    personForm.handle(handlePerson),
    deactivateForm.handle(handleDeactivate),
    findForm.handle({
      render: async (_context, _typed, state) => drawFind(state),
      submit: async (context, { text }) => {
        if (text.trim() === '') throw formError('empty', { text: 'Enter a name, an email address or an account.' });
        return { kind: 'done', card: (await list(context, { page: 1, text })).card };
      },
    }),
  ],
};

async function list(context: Context, { page, text }: { page: number; text: string }): Promise<CardReply> {
  const wanted = text.trim().replace(/\s+/g, ' ').slice(0, maxDirectorySearch);
  const found = await listPeople(context.services, asAdvisor(context), wanted, page);
  return { kind: 'card', card: peopleList(found, wanted) };
}

function drawFind(state: StateOf<typeof findForm>): Form {
  return findForm.form(state, {
    title: 'Search people',
    submit: 'Search',
    intro: [],
    fields: [
      {
        kind: 'line',
        name: 'text',
        label: 'Search for',
        hint: 'Part of a name, an email address or an account.',
        required: true,
        max: maxDirectorySearch,
      },
    ],
  });
}
