import { parseDefectNumbers } from "../../domain/defect-number.js";
import { markFixed, noteField, previewFix } from "../../usecases/defects/mark-fixed.js";
import { moveFixedCases } from "../../usecases/defects/move-fixed-cases.js";
import { publishRelease } from "../../usecases/defects/publish-release.js";
import { listReleases, viewRelease } from "../../usecases/defects/releases.js";
import { carriedNumber } from "../case-argument.js";
import { startSweep } from "../start-sweep.js";
import { releaseCard, releasesCard } from "./release-card.js";
import { asLead, fixForm, notesForm, publishForm } from "./release-forms.js";
/** Fixes and their releases, for leads. */
export const release = {
    commands: [
        {
            name: 'release',
            usage: '[fixed | name]',
            description: 'releases and Rx packs: mark defects as fixed, publish, see how far their cases are',
            availableTo: (person) => person.kind === 'advisor' && person.lead,
            maxWords: 2,
            opensForm: (rest) => /^fixed\b/i.test(rest),
            run: (context, rest) => {
                const fixed = /^fixed\b(.*)$/is.exec(rest);
                if (fixed)
                    return startFix(context, fixed[1]?.trim() ?? '');
                return rest === '' ? list(context, 1) : show(context, rest);
            },
        },
    ],
    actions: {
        releases: { run: async (context, value) => ({ ...(await list(context, carriedNumber(value))), replace: true }) },
        'release-view': { run: async (context, value) => ({ ...(await show(context, carriedNumber(value))), replace: true }) },
        /** value: a defect's number, or nothing */
        'mark-fixed': { opensForm: true, run: (context, value) => startFix(context, value) },
        publish: {
            opensForm: true,
            run: async (context, value) => ({
                kind: 'form',
                form: await publishForm(context, {}, { idempotencyKey: context.newId(), release: value }),
            }),
        },
    },
    forms: {
        'mark-fixed': {
            render: async (context, values, state) => state.defects === undefined ? fixForm(context, values, state) : notesForm(context, values, state),
            submit: fix,
        },
        publish: { render: publishForm, submit: publish },
    },
};
async function list(context, page) {
    return { kind: 'card', card: releasesCard(await listReleases(context.services, asLead(context), page)) };
}
async function show(context, which, request) {
    const viewed = await viewRelease(context.services, asLead(context), which);
    return { kind: 'card', card: releaseCard(viewed, context.services.settings.modules, request) };
}
async function startFix(context, defects) {
    return { kind: 'form', form: fixForm(context, { defects }, { idempotencyKey: context.newId() }) };
}
/** First which defects and where, then what customers read of each: the second form knows the first's answers. */
async function fix(context, values, state) {
    const lead = asLead(context);
    if (state.defects === undefined) {
        const defects = parseDefectNumbers(values.defects ?? '', 'defects');
        const asked = { defects, release: values.release ?? '', date: values.date ?? '' };
        const { name, date } = await previewFix(context.services, lead, asked);
        return { kind: 'form', form: await notesForm(context, {}, { ...state, defects: defects.join(' '), release: name, date }) };
    }
    const defects = parseDefectNumbers(state.defects, 'defects');
    const asked = { defects, release: state.release ?? '', date: state.date ?? '', notes: notesOf(values, defects) };
    const marked = await markFixed(context.services, lead, asked, context.request);
    return marked === 'repeat' ? { kind: 'done' } : begin(context, marked.id, `${defects.join(', ')}: fixed in ${marked.name}.`);
}
async function publish(context, values, state) {
    const releaseId = carriedNumber(state.release);
    const notes = notesOf(values, (state.asks ?? '').split(' ').filter((number) => number !== ''));
    const published = await publishRelease(context.services, asLead(context), { releaseId, notes }, context.request);
    return published === 'repeat' ? { kind: 'done' } : begin(context, published.id, `${published.name} is published.`);
}
async function begin(context, releaseId, request) {
    await startSweep((most) => moveFixedCases(context.services, { releaseId, most }));
    return { kind: 'done', card: (await show(context, releaseId, request)).card };
}
function notesOf(values, defects) {
    return Object.fromEntries(defects.map((number) => [number, values[noteField(number)] ?? '']));
}
//# sourceMappingURL=release.js.map