// Lets an advisor link a case to an open incident, or unlink it. Contacts link their own cases while opening them
// (chat/cases/incident-field.ts).
import { formatCaseNumber } from '../../domain/case-number.ts';
import { linkCase } from '../../usecases/notices/link-case.ts';
import { openNotices } from '../../usecases/notices/notice-facts.ts';
import { viewCase } from '../../usecases/cases/view-case.ts';
import { checkNow } from '../allowed-now.ts';
import { asAdvisor, type Capability, type Context, type Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Form } from '../../cards/elements.ts';

/** The button and the form that link a case to an incident. */
export const linkIncident: Capability = {
  actions: {
    /** value: the case's number */
    'link-incident': {
      opensForm: true,
      run: async (context, value) => ({
        kind: 'form',
        form: await linkForm(context, {}, { idempotencyKey: context.newId(), number: value }),
      }),
    },
  },
  forms: {
    'link-incident': {
      render: linkForm,
      submit: async (context, { incident = 'none' }, state) => {
        const incidentId = incident === 'none' ? null : carriedNumber(incident);
        await linkCase(
          context.services,
          asAdvisor(context),
          { number: carriedNumber(state.number), incidentId },
          context.request,
        );
        return { kind: 'done' };
      },
    },
  },
};

/** The most options a select of either platform takes, less one for "No incident". */
const maxIncidents = 99;

async function linkForm(context: Context, values: Values, state: Values): Promise<Form> {
  const viewed = await viewCase(context.services, asAdvisor(context), carriedNumber(state.number));
  checkNow(context, viewed, 'link-incident');
  const { number, subject, incident, account } = viewed.case;
  const incidents = await openNotices(context.services, context.person, { kind: 'incident', accountId: account.id });
  const options = [
    ...incidents.slice(0, maxIncidents).map(({ id, title }) => ({ label: title.slice(0, 75), value: String(id) })),
    { label: 'No incident', value: 'none' },
  ];
  const chosen = values.incident ?? (incident ? String(incident.id) : String(incidents[0]?.id ?? 'none'));
  return {
    name: 'link-incident',
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
    state,
  };
}
