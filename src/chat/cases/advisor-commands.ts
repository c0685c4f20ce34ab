// Handles `ask`, `resolve` and `note`: what an advisor writes on a case, with the text after the number or in a form.
// Ordinary posts are in post.ts.
import { addNote } from '../../usecases/cases/add-note.ts';
import { askContact } from '../../usecases/cases/ask-contact.ts';
import { resolveCase } from '../../usecases/cases/resolve-case.ts';
import { actions } from '../actions.ts';
import { asAdvisor, type Capability } from '../capability.ts';
import { textForm } from '../text-form.ts';
import { noteSaved } from './after-post.ts';
import { unreachedReply } from './unreached.ts';

/** Asks the contact a question. */
export const ask = textForm({
  action: actions.ask,
  takesAnswers: true,
  permission: 'ask',
  command: {
    description: 'ask the contact a question',
    topic: 'cases',
    example: 'Which term do you see?',
    done: (number) => `Question sent. ${number} is waiting on the contact.`,
  },
  title: 'Ask the contact',
  label: 'Question',
  hint: 'The case is set to Pending Customer Input until the contact answers.',
  field: 'question',
  submit: 'Ask',
  run: async (context, number, question) => {
    const outcome = await askContact(context.services, asAdvisor(context), { number, question }, context.request);
    return unreachedReply(context, number, outcome);
  },
});

/** Sends a resolution to the contact, who confirms or declines it. */
export const resolve = textForm({
  action: actions.resolve,
  takesAnswers: true,
  permission: 'resolve',
  command: {
    description: 'send the resolution for the contact to confirm',
    topic: 'cases',
    example: 'The new term is active now.',
    done: (number) => `Resolution sent for ${number}. The contact will be asked to confirm it.`,
  },
  title: 'Resolve case',
  label: 'Explanation',
  hint: 'What was wrong and what you did about it. The contact will be asked to confirm it.',
  field: 'explanation',
  submit: 'Resolve',
  run: async (context, number, explanation) => {
    const outcome = await resolveCase(context.services, asAdvisor(context), { number, explanation }, context.request);
    return unreachedReply(context, number, outcome);
  },
});

/** Adds an internal note. */
export const note: Capability = textForm({
  action: actions.note,
  permission: 'note',
  command: {
    description: 'add an internal note (advisors only)',
    topic: 'cases',
    example: 'Same as last spring.',
    done: noteSaved,
  },
  title: 'Internal note',
  label: 'Note',
  hint: 'Only advisors can see this.',
  field: 'note',
  submit: 'Save note',
  run: async (context, number, text) => {
    await addNote(context.services, asAdvisor(context), { number, text }, context.request);
    return null;
  },
});
