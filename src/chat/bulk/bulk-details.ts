// The second and the third form of an action on several cases: what the action needs, and the preview with the button that starts it.
import { z } from 'zod';
import type { Field, Form, Option } from '../../cards/elements.ts';
import { truncate } from '../../cards/visible-text.ts';
import { closeReasonsFor } from '../../domain/close-reason.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { plural } from '../../domain/text/numbers.ts';
import { firstAnswers } from '../../usecases/answers/read-answers.ts';
import { prepareBulk, type BulkInput } from '../../usecases/bulk/prepare-bulk.ts';
import { openNotices } from '../../usecases/notices/notice-facts.ts';
import { listAdvisors } from '../../usecases/people/list-advisors.ts';
import { maxPostLength } from '../../usecases/text-input.ts';
import { asAdvisor, type Context } from '../capability.ts';
import { maxOptions } from '../cases/form-limits.ts';
import { caseNumber, fieldText, type Codec } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Reply } from '../interaction.ts';
import { previewElements, startLabel } from './bulk-cards.ts';

/** Numbers of cases in one text, separated by spaces. */
export const caseNumbers: Codec<number[]> = z.codec(z.string(), z.array(z.int()), {
  decode: (text) => text.split(' ').flatMap((part) => caseNumber.safeParse(part).data ?? []),
  encode: (numbers) => numbers.join(' '),
});

const bulkActions = ['assign', 'close', 'reply', 'link'] as const;

/** The form of what the action needs. */
export const detailsForm = defineForm({
  name: 'bulk-details',
  state: z.object({ cases: caseNumbers, do: z.enum(bulkActions) }),
  fields: z.object({
    advisor: fieldText,
    reason: fieldText,
    comment: fieldText,
    answer: fieldText,
    text: fieldText,
    incident: fieldText,
  }),
});

/** The preview. */
export const runForm = defineForm({ name: 'bulk-run', state: z.object({ run: z.uuid() }) });

type Values = ValuesOf<typeof detailsForm>;
type State = StateOf<typeof detailsForm>;

const titles: Readonly<Record<State['do'], string>> = {
  assign: 'Assign',
  close: 'Close',
  reply: 'Reply',
  link: 'Link to an incident',
};

/** Renders the form of what the action needs. */
export async function drawDetails(context: Context, typed: Partial<Values>, state: State): Promise<Form> {
  return detailsForm.form(state, {
    title: titles[state.do],
    submit: 'Preview',
    intro: [{ kind: 'context', text: [`${plural(state.cases.length, 'case')} chosen`] }],
    fields: await fieldsOf(context, typed, state),
  });
}

/** Checks what was entered and shows the preview. */
export async function prepare(context: Context, values: Values, { cases, do: action }: State): Promise<Reply> {
  const prepared = await prepareBulk(context.services, asAdvisor(context), cases, inputOf(action, values));
  const count = prepared.cases.filter(({ problem }) => problem === null).length;
  const form = runForm.form(runForm.start(context, { run: prepared.id }), {
    title: 'Preview',
    ...(count > 0 ? { submit: startLabel(prepared.plan, count) } : {}),
    intro: previewElements(prepared.plan, prepared.cases),
    fields: [],
  });
  return { kind: 'form', form };
}

function inputOf(action: State['do'], values: Values): BulkInput {
  switch (action) {
    case 'assign':
      return { action, advisor: idOf(values.advisor) ?? 0 };
    case 'close':
      return { action, reason: values.reason, comment: values.comment };
    case 'reply':
      return { action, text: values.text, answer: idOf(values.answer) };
    case 'link':
      return { action, incident: idOf(values.incident) ?? 0 };
  }
}

function idOf(text: string): number | undefined {
  return caseNumber.safeParse(text).data;
}

async function fieldsOf(context: Context, typed: Partial<Values>, { do: action }: State): Promise<Field[]> {
  const { services } = context;
  const advisor = asAdvisor(context);
  switch (action) {
    case 'assign': {
      const options = (await listAdvisors(services)).slice(0, maxOptions).map(optionOf);
      return [{ kind: 'choice', name: 'advisor', label: 'Advisor', required: true, options, initial: typed.advisor }];
    }
    case 'close': {
      // a duplicate is merged with its original, one at a time
      const options = closeReasonsFor(advisor)
        .filter((reason) => reason !== 'Duplicate')
        .map((reason) => ({ label: reason, value: reason }));
      return [
        { kind: 'choice', name: 'reason', label: 'Reason', required: true, options, initial: typed.reason },
        {
          kind: 'paragraph',
          name: 'comment',
          label: 'Comment',
          hint: 'Visible to everyone on the cases.',
          max: maxPostLength,
          initial: typed.comment,
        },
      ];
    }
    case 'reply': {
      const answers = (await firstAnswers(services, advisor, maxOptions)).map(optionOf);
      return [
        { kind: 'choice', name: 'answer', label: 'Canned answer', options: answers, initial: typed.answer },
        {
          kind: 'paragraph',
          name: 'text',
          label: answers.length > 0 ? 'Or write a message' : 'Message',
          hint: 'Placeholders such as {{contact.first_name}} are filled in for each case.',
          max: maxPostLength,
          initial: typed.text,
        },
      ];
    }
    case 'link': {
      const incidents = await openNotices(services, advisor, { kind: 'incident' });
      if (incidents.length === 0) throw fieldError('nothing-open', 'do', 'No incident is open right now.');
      const options = incidents.slice(0, maxOptions).map(({ id, title }) => optionOf({ id, name: title }));
      return [{ kind: 'choice', name: 'incident', label: 'Incident', required: true, options, initial: typed.incident }];
    }
  }
}

function optionOf({ id, name }: { id: number; name: string }): Option {
  return { label: truncate(name, 75), value: String(id) };
}
