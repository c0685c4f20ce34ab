// Renders the forms that mark defects fixed and publish a release. Marking takes two forms: which defects and which release, then one release
// note per defect.
import { parseDefectNumbers } from '../../domain/defect-number.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { isRxPack, maxReleaseNameLength, maxReleaseNoteLength, notesByModule } from '../../domain/release-notes.ts';
import { formatDay } from '../../domain/text/times.ts';
import { noteField, previewFix } from '../../usecases/defects/mark-fixed.ts';
import { viewRelease } from '../../usecases/defects/releases.ts';
import { asAdvisor, type Context, type Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Field, Form } from '../../cards/elements.ts';
import { movedText } from './release-card.ts';

/** Checks that the person may manage releases. @throws CaseError not-allowed */
export function asReleaseLead(context: Context): Advisor {
  authorize(context.person, 'release');
  return asAdvisor(context);
}

/** Renders the first form of a fix. @param values.defects development issue numbers, proposed */
export function fixForm(context: Context, values: Values, state: Values): Form {
  asReleaseLead(context);
  return {
    name: 'mark-fixed',
    title: 'Mark fixed',
    submit: 'Next',
    intro: [
      { kind: 'context', text: ['All open cases linked to these defects, in every account, become Available in Release.'] },
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
        hint: 'Rx 2026.11.3 for critical defects, Release 2026.12 for all others. A new name creates a new release.',
        required: true,
        max: maxReleaseNameLength,
        initial: values.release,
      },
      {
        kind: 'date',
        name: 'date',
        label: 'Release date',
        hint: 'Leave blank to keep the current date.',
        initial: values.date,
      },
    ],
    state,
  };
}

/**
 * Renders the second form of a fix, with one release note per defect.
 * @param state.defects development issue numbers, separated by spaces
 * @param state.release the name
 * @param state.date ISO date
 */
export async function notesForm(context: Context, values: Values, state: Values): Promise<Form> {
  const numbers = parseDefectNumbers(state.defects ?? '', 'defects');
  const asked = { defects: numbers, release: state.release ?? '', date: state.date ?? '' };
  const { defects, name, date, release } = await previewFix(context.services, asReleaseLead(context), asked);
  const kind = isRxPack(name) ? 'Rx pack' : 'release';
  return {
    name: 'mark-fixed',
    title: 'Release notes',
    submit: 'Mark fixed',
    intro: [
      { kind: 'text', text: [{ bold: name }, `, ${release ? kind : `a new ${kind}`}, dated ${formatDay(date)}.`] },
      {
        kind: 'context',
        text: [
          "Customers read these notes. Write one paragraph per defect, and don't name an account. Publishing requires them all.",
        ],
      },
    ],
    fields: defects.map(({ number, summary, releaseNote }) =>
      noteFieldOf(number, summary, values[noteField(number)] ?? releaseNote, false),
    ),
    state,
  };
}

/** Renders the form that publishes a release and asks for the notes that are missing. @param state.release its id */
export async function publishForm(context: Context, values: Values, state: Values): Promise<Form> {
  const release = await viewRelease(context.services, asReleaseLead(context), carriedNumber(state.release));
  const missing = release.defects.filter(({ releaseNote }) => releaseNote === null).slice(0, maxNotes);
  return {
    name: 'publish',
    title: 'Publish release',
    submit: 'Publish',
    intro: [
      { kind: 'text', text: [{ bold: release.name }, `, dated ${formatDay(release.date)}: ${movedText(release.progress)}.`] },
      {
        kind: 'context',
        text: [
          'Publishing notifies the contacts of these cases, starts their follow-up, and posts these notes to every channel with notices:',
        ],
      },
      { kind: 'markdown', text: notesByModule(release, context.services.settings.modules) },
    ],
    fields: missing.map(({ number, module }) => noteFieldOf(number, module, values[noteField(number)] ?? null, true)),
    state: { ...state, asks: missing.map(({ number }) => number).join(' ') },
  };
}

/** Notes that one form asks for. Publishing again asks for the others. */
const maxNotes = 40;

function noteFieldOf(number: string, about: string, initial: string | null, required: boolean): Field {
  return {
    kind: 'paragraph',
    name: noteField(number),
    label: `Release note for ${number}`,
    hint: about,
    max: maxReleaseNoteLength,
    ...(initial ? { initial } : {}),
    ...(required ? { required } : {}),
  };
}
