// An advisor says which incident a case is about, or that it is about none.
import { formatCaseNumber } from "../../domain/case-number.js";
import { linkCase } from "../../usecases/notices/link-case.js";
import { openNotices } from "../../usecases/notices/notice-facts.js";
import { viewCase } from "../../usecases/cases/view-case.js";
import { checkNow } from "../allowed-now.js";
import { asAdvisor } from "../capability.js";
import { carriedNumber } from "../case-argument.js";
export const linkIncident = {
    actions: {
        /** value: the case's number */
        'link-incident': {
            opensForm: true,
            run: async (context, value) => ({
                kind: 'form',
                form: await draw(context, {}, { idempotencyKey: context.newId(), number: value }),
            }),
        },
    },
    forms: {
        'link-incident': {
            render: draw,
            submit: async (context, { incident = 'none' }, state) => {
                const incidentId = incident === 'none' ? null : carriedNumber(incident);
                await linkCase(context.services, asAdvisor(context), { number: carriedNumber(state.number), incidentId }, context.request);
                return { kind: 'done' };
            },
        },
    },
};
async function draw(context, values, state) {
    const viewed = await viewCase(context.services, asAdvisor(context), carriedNumber(state.number));
    checkNow(context, viewed, 'link-incident');
    const { number, subject, incident, account } = viewed.case;
    const incidents = await openNotices(context.services, context.person, { kind: 'incident', accountId: account.id });
    const options = [
        ...incidents.slice(0, 99).map(({ id, title }) => ({ label: title.slice(0, 75), value: String(id) })),
        { label: 'None', value: 'none' },
    ];
    const chosen = values.incident ?? (incident ? String(incident.id) : String(incidents[0]?.id ?? 'none'));
    return {
        name: 'link-incident',
        title: 'Link incident',
        submit: 'Link',
        intro: [
            { kind: 'context', text: [`${formatCaseNumber(number)} · ${subject}`] },
            ...(incidents.length === 0 ? [{ kind: 'text', text: [`No incident that affects ${account.name} is open.`] }] : []),
        ],
        fields: [
            {
                kind: 'choice',
                name: 'incident',
                label: 'Incident',
                hint: 'The case shows it, and hears of every update.',
                required: true,
                options,
                ...(options.some(({ value }) => value === chosen) ? { initial: chosen } : {}),
            },
        ],
        state: state,
    };
}
//# sourceMappingURL=link-incident.js.map