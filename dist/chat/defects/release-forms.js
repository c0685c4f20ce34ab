// The forms of a fix and of a release's publishing.
import { parseDefectNumbers } from "../../domain/defect-number.js";
import { authorize } from "../../domain/permission.js";
import { isRxPack, maxReleaseNameLength, maxReleaseNoteLength, notesByModule } from "../../domain/release-notes.js";
import { noteField, previewFix } from "../../usecases/defects/mark-fixed.js";
import { viewRelease } from "../../usecases/defects/releases.js";
import { asAdvisor } from "../capability.js";
import { carriedNumber } from "../case-argument.js";
import { movedWords } from "./release-card.js";
/** @throws CaseError not-allowed */
export function asLead(context) {
    authorize(context.person, 'release');
    return asAdvisor(context);
}
export function fixForm(context, values, state) {
    asLead(context);
    return {
        name: 'mark-fixed',
        title: 'Mark fixed',
        submit: 'Next',
        intro: [
            { kind: 'context', text: ['Every open case linked to these defects becomes Available in Release, of every account.'] },
        ],
        fields: [
            {
                kind: 'line',
                name: 'defects',
                label: 'Defects',
                hint: 'Development issue numbers, separated by commas.',
                required: true,
                max: 400,
                placeholder: 'DEV-4711, DEV-4712',
                initial: values.defects,
            },
            {
                kind: 'line',
                name: 'release',
                label: 'Release or Rx pack',
                hint: 'Critical defects are fixed in an Rx pack (Rx 2026.11.3), the rest in a release (Release 2026.12). A new name makes a new one.',
                required: true,
                max: maxReleaseNameLength,
                initial: values.release,
            },
            {
                kind: 'date',
                name: 'date',
                label: 'Date',
                hint: 'Of the release. Empty for one that is known: its date stays.',
                initial: values.date,
            },
        ],
        state: state,
    };
}
/** @param carries defects, release and date, as they were checked */
export async function notesForm(context, values, state) {
    const numbers = parseDefectNumbers(state.defects ?? '', 'defects');
    const asked = { defects: numbers, release: state.release ?? '', date: state.date ?? '' };
    const { defects, name, date, release } = await previewFix(context.services, asLead(context), asked);
    const kind = isRxPack(name) ? 'Rx pack' : 'release';
    return {
        name: 'mark-fixed',
        title: 'Release notes',
        submit: 'Mark fixed',
        intro: [
            { kind: 'text', text: [{ bold: name }, `, ${release ? kind : `a new ${kind}`}, dated ${date}.`] },
            { kind: 'context', text: ['Written for customers, one paragraph each; no account is named. Publishing needs them all.'] },
        ],
        fields: defects.map(({ number, summary, releaseNote }) => noteOf(number, summary, values[noteField(number)] ?? releaseNote, false)),
        state: state,
    };
}
/** @param carries release: its id */
export async function publishForm(context, values, state) {
    const release = await viewRelease(context.services, asLead(context), carriedNumber(state.release));
    const missing = release.defects.filter(({ releaseNote }) => releaseNote === null).slice(0, mostNotes);
    return {
        name: 'publish',
        title: 'Publish release',
        submit: 'Publish',
        intro: [
            { kind: 'text', text: [{ bold: release.name }, `, dated ${release.date}: ${movedWords(release.progress)}.`] },
            {
                kind: 'context',
                text: [
                    'Publishing tells the contacts of all these cases, starts their follow-up, and posts these notes to every notices channel:',
                ],
            },
            { kind: 'markdown', text: notesByModule(release, context.services.settings.modules) },
        ],
        fields: missing.map(({ number, module }) => noteOf(number, module, values[noteField(number)] ?? null, true)),
        state: { ...state, asks: missing.map(({ number }) => number).join(' ') },
    };
}
/** What one form carries and shows; the rest is asked for in the next. */
const mostNotes = 40;
function noteOf(number, about, initial, required) {
    return {
        kind: 'paragraph',
        name: noteField(number),
        label: `Release note of ${number}`,
        hint: about,
        max: maxReleaseNoteLength,
        ...(initial ? { initial } : {}),
        ...(required ? { required } : {}),
    };
}
//# sourceMappingURL=release-forms.js.map