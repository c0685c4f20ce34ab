// Renders the forms that mark defects fixed and publish a release. Marking takes two forms: which defects and which release, then one release
// note per defect.
import { z } from 'zod';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { isRxPack, maxReleaseNameLength, maxReleaseNoteLength, notesByModule } from '../../domain/release-notes.ts';
import { formatDay } from '../../domain/text/times.ts';
import { noteField, previewFix } from '../../usecases/defects/mark-fixed.ts';
import { viewRelease } from '../../usecases/defects/releases.ts';
import { asAdvisor, type Context } from '../capability.ts';
import { defectNumber, fieldText, plainText, rowId, type Codec } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import type { Field, Form } from '../../cards/elements.ts';
import { movedText } from './release-card.ts';

/** Checks that the person may manage releases. @throws CaseError not-allowed */
export function asReleaseLead(context: Context): Advisor {
  authorize(context.person, 'release');
  return asAdvisor(context);
}

const defectNumbers: Codec<string[]> = z.codec(z.string(), z.array(defectNumber), {
  decode: (text) => text.split(' '),
  encode: (numbers) => numbers.join(' '),
});

/** One release note per defect, in a field that `noteField` names. */
const notes = z.object({}).catchall(fieldText);

/** The first form of a fix: which defects, in which release. */
export const fixForm = defineForm({
  name: 'mark-fixed',
  fields: z.object({ defects: fieldText, release: fieldText, date: fieldText }),
});

/** The second form of a fix: the release notes, for the answers of the first form. The date is an ISO date. */
export const fixNotesForm = defineForm({
  name: 'fix-notes',
  state: z.object({ defects: defectNumbers, release: plainText, date: plainText }),
  fields: notes,
});

/** The form that publishes a release. */
export const publishForm = defineForm({ name: 'publish', state: z.object({ release: rowId }), fields: notes });

/** Reads release notes from the fields of a form. @returns them by development issue number */
export function readNotes(values: ValuesOf<typeof fixNotesForm>): Record<string, string> {
  const prefix = noteField('');
  const entries = Object.entries(values).filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(entries.map(([name, note]) => [name.slice(prefix.length), note]));
}

/** Renders the first form of a fix. */
export function renderFix(context: Context, values: Partial<ValuesOf<typeof fixForm>>, state: StateOf<typeof fixForm>): Form {
  asReleaseLead(context);
  return fixForm.form(state, {
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
  });
}

/** Renders the second form of a fix. @throws CaseError bad-fix, if the answers of the first form no longer hold */
export async function renderFixNotes(
  context: Context,
  values: Partial<ValuesOf<typeof fixNotesForm>>,
  state: StateOf<typeof fixNotesForm>,
): Promise<Form> {
  const { defects, name, date, release } = await previewFix(context.services, asReleaseLead(context), state);
  const kind = isRxPack(name) ? 'Rx pack' : 'release';
  return fixNotesForm.form(state, {
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
  });
}

/** Renders the form that publishes a release and asks for the notes that are missing. */
export async function renderPublish(
  context: Context,
  values: Partial<ValuesOf<typeof publishForm>>,
  state: StateOf<typeof publishForm>,
): Promise<Form> {
  const release = await viewRelease(context.services, asReleaseLead(context), state.release);
  const missing = release.defects.filter(({ releaseNote }) => releaseNote === null).slice(0, maxNotes);
  return publishForm.form(state, {
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
  });
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
