// Marks defects fixed in a release or Rx pack, publishes releases, and shows how far their cases are updated; for leads. The cases themselves
// are updated by usecases/defects/move-fixed-cases.ts.
import { parseDefectNumbers } from '../../domain/defect-number.ts';
import { formatList } from '../../domain/text/numbers.ts';
import { markFixed, noteField, previewFix } from '../../usecases/defects/mark-fixed.ts';
import { moveFixedCases } from '../../usecases/defects/move-fixed-cases.ts';
import { publishRelease } from '../../usecases/defects/publish-release.ts';
import { listReleases, viewRelease } from '../../usecases/defects/releases.ts';
import type { Capability, Context, Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import { startSweep } from '../start-sweep.ts';
import type { Reply } from '../interaction.ts';
import { releaseCard, releasesCard } from './release-card.ts';
import { asReleaseLead, fixForm, notesForm, publishForm } from './release-forms.ts';

/** The `release` command, its buttons and its forms. */
export const release: Capability = {
  commands: [
    {
      name: 'release',
      usage: '[fixed | name]',
      description: 'mark defects fixed, publish release notes, track affected cases',
      availableTo: (person) => person.kind === 'advisor' && person.lead,
      maxWords: 2,
      opensForm: (rest) => /^fixed\b/i.test(rest),
      run: (context, rest) => {
        const fixed = /^fixed\b(.*)$/is.exec(rest);
        if (fixed) return startFix(context, fixed[1]?.trim() ?? '');
        return rest === '' ? list(context, 1) : show(context, rest);
      },
    },
  ],
  actions: {
    /** value: a page */
    releases: { run: async (context, value) => ({ ...(await list(context, carriedNumber(value))), replace: true }) },
    /** value: the release's id */
    'release-view': { run: async (context, value) => ({ ...(await show(context, carriedNumber(value))), replace: true }) },
    /** value: a defect's number, or nothing */
    'mark-fixed': { opensForm: true, run: (context, value) => startFix(context, value) },
    /** value: the release's id */
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
      render: async (context, values, state) =>
        state.defects === undefined ? fixForm(context, values, state) : notesForm(context, values, state),
      submit: submitFix,
    },
    publish: { render: publishForm, submit: submitPublish },
  },
};

async function list(context: Context, page: number): Promise<Reply & { kind: 'card' }> {
  return { kind: 'card', card: releasesCard(await listReleases(context.services, asReleaseLead(context), page)) };
}

async function show(context: Context, which: number | string, done?: string): Promise<Reply & { kind: 'card' }> {
  const viewed = await viewRelease(context.services, asReleaseLead(context), which);
  return { kind: 'card', card: releaseCard(viewed, context.services.settings.modules, done) };
}

async function startFix(context: Context, defects: string): Promise<Reply> {
  return { kind: 'form', form: fixForm(context, { defects }, { idempotencyKey: context.newId() }) };
}

/** The first form asks which defects are fixed and in which release; the second, which carries these answers, asks for the notes. */
async function submitFix(context: Context, values: Values, state: Values): Promise<Reply> {
  const lead = asReleaseLead(context);
  if (state.defects === undefined) {
    const defects = parseDefectNumbers(values.defects ?? '', 'defects');
    const asked = { defects, release: values.release ?? '', date: values.date ?? '' };
    const { name, date } = await previewFix(context.services, lead, asked);
    return { kind: 'form', form: await notesForm(context, {}, { ...state, defects: defects.join(' '), release: name, date }) };
  }
  const defects = parseDefectNumbers(state.defects, 'defects');
  const asked = { defects, release: state.release ?? '', date: state.date ?? '', notes: notesOf(values, defects) };
  const marked = await markFixed(context.services, lead, asked, context.request);
  return marked === 'repeat'
    ? { kind: 'done' }
    : updateCases(context, marked.id, `Marked ${formatList(defects)} fixed in ${marked.name}.`);
}

async function submitPublish(context: Context, values: Values, state: Values): Promise<Reply> {
  const releaseId = carriedNumber(state.release);
  const notes = notesOf(
    values,
    (state.asks ?? '').split(' ').filter((number) => number !== ''),
  );
  const published = await publishRelease(context.services, asReleaseLead(context), { releaseId, notes }, context.request);
  return published === 'repeat' ? { kind: 'done' } : updateCases(context, published.id, `${published.name} is published.`);
}

/** Updates the first cases at once; the clock updates the rest. */
async function updateCases(context: Context, releaseId: number, done: string): Promise<Reply> {
  await startSweep((max) => moveFixedCases(context.services, { releaseId, max }));
  return { kind: 'done', card: (await show(context, releaseId, done)).card };
}

function notesOf(values: Values, defects: readonly string[]): Record<string, string> {
  return Object.fromEntries(defects.map((number) => [number, values[noteField(number)] ?? '']));
}
