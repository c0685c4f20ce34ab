// Lets an advisor link a case to an open incident, or unlink it. Contacts link their own cases while opening them
// (chat/cases/incident-field.ts).
import { truncate } from '../../cards/visible-text.ts';
import { z } from 'zod';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { linkCase } from '../../usecases/notices/link-case.ts';
import { openNotices } from '../../usecases/notices/notice-facts.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { actions } from '../actions.ts';
import { checkNow } from '../allowed-now.ts';
import { asAdvisor, type Capability, type Context } from '../capability.ts';
import { caseNumber, rowId } from '../codecs.ts';
import { defineForm, type StateOf } from '../define-form.ts';
import type { Form } from '../../cards/elements.ts';

const noIncident = 'none';

const linkForm = defineForm({
  name: 'link-incident',
  state: z.object({ number: caseNumber }),
  fields: z.object({ incident: z.union([z.literal(noIncident), rowId], { error: 'Choose an incident.' }) }),
});

/** The button and the form that link a case to an incident. */
export const linkIncident: Capability = {
  actions: [
    actions.linkIncident.handle({
      opensForm: true,
      run: async (context, number) => ({ kind: 'form', form: await render(context, linkForm.start(context, { number })) }),
    }),
  ],
  forms: [
    linkForm.handle({
      render: (context, { incident }, state) => render(context, state, incident),
      submit: async (context, { incident }, { number }) => {
        const incidentId = incident === noIncident ? null : incident;
        await linkCase(context.services, asAdvisor(context), { number, incidentId }, context.request);
        return { kind: 'done' };
      },
    }),
  ],
};

/** The most options a select of either platform takes, less one for "No incident". */
const maxIncidents = 99;

async function render(context: Context, state: StateOf<typeof linkForm>, typed?: number | typeof noIncident): Promise<Form> {
  const viewed = await viewCase(context.services, asAdvisor(context), state.number);
  checkNow(context, viewed, 'link-incident');
  const { number, subject, incident, account } = viewed.case;
  const incidents = await openNotices(context.services, context.person, { kind: 'incident', accountId: account.id });
  const options = [
    ...incidents.slice(0, maxIncidents).map(({ id, title }) => ({ label: truncate(title, 75), value: String(id) })),
    { label: 'No incident', value: noIncident },
  ];
  const chosen = String(typed ?? incident?.id ?? incidents[0]?.id ?? noIncident);
  return linkForm.form(state, {
    title: 'Link incident',
    submit: 'Save',
    intro: [
      { kind: 'context', text: [`${formatCaseNumber(number)} · ${subject}`] },
      ...(incidents.length === 0 ? [{ kind: 'text' as const, text: [`No open incident affects ${account.name}.`] }] : []),
    ],
    fields: [
      {
        kind: 'choice',
        name: 'incident',
        label: 'Incident',
        hint: 'The case shows the incident and gets its updates.',
        required: true,
        options,
        ...(options.some(({ value }) => value === chosen) ? { initial: chosen } : {}),
      },
    ],
  });
}
