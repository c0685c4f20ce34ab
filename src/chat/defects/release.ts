// Marks defects fixed in a release or Rx pack, publishes releases, and shows how far their cases are updated; for leads. The cases themselves
// are updated by usecases/defects/move-fixed-cases.ts.
import { parseDefectNumbers } from '../../domain/defect-number.ts';
import { formatList } from '../../domain/text/numbers.ts';
import { markFixed, previewFix } from '../../usecases/defects/mark-fixed.ts';
import { moveFixedCases } from '../../usecases/defects/move-fixed-cases.ts';
import { publishRelease } from '../../usecases/defects/publish-release.ts';
import { fixTarget } from '../../usecases/defects/fix-target.ts';
import { listReleases, viewRelease } from '../../usecases/defects/releases.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { argumentsOf, defineCommand } from '../define-command.ts';
import { startSweep } from '../start-sweep.ts';
import type { Reply } from '../interaction.ts';
import { releaseCard, releasesCard } from './release-card.ts';
import {
  asReleaseLead,
  fixForm,
  fixNotesForm,
  publishForm,
  readNotes,
  renderFix,
  renderFixNotes,
  renderPublish,
} from './release-forms.ts';

/** `fixed` and the defects after it, or the name of a release, or nothing. */
const releaseArguments = argumentsOf((rest) => ({
  args: { fixed: /^fixed\b(.*)$/is.exec(rest)?.[1]?.trim(), name: rest },
}));

/** The `release` command, its buttons and its forms. */
export const release: Capability = {
  commands: [
    defineCommand({
      name: 'release',
      usage: '[fixed | name]',
      description: 'mark defects fixed, publish release notes, track affected cases',
      topic: 'defects',
      example: 'release fixed',
      formButton: 'Mark fixed',
      availableTo: (person) => person.kind === 'advisor' && person.lead,
      maxWords: 2,
      args: releaseArguments,
      opensForm: ({ fixed }) => fixed !== undefined,
      run: (context, { fixed, name }) => {
        if (fixed !== undefined) return startFix(context, fixed);
        return name === '' ? list(context, 1) : show(context, name);
      },
    }),
  ],
  actions: [
    actions.releases.handle({ run: async (context, page) => ({ ...(await list(context, page)), replace: true }) }),
    actions.releaseView.handle({ run: async (context, id) => ({ ...(await show(context, id)), replace: true }) }),
    actions.markFixed.handle({ opensForm: true, run: (context, defect = '') => startFix(context, defect) }),
    actions.publish.handle({
      opensForm: true,
      run: async (context, release) => ({
        kind: 'form',
        form: await renderPublish(context, {}, publishForm.start(context, { release })),
      }),
    }),
  ],
  forms: [
    fixForm.handle({
      render: async (context, typed, state) => renderFix(context, typed, state),
      submit: async (context, values, { idempotencyKey }) => {
        const asked = { ...values, defects: parseDefectNumbers(values.defects, 'defects') };
        const { name, date } = await previewFix(context.services, asReleaseLead(context), asked);
        const state = { idempotencyKey, defects: asked.defects, release: name, date };
        return { kind: 'form', form: await renderFixNotes(context, {}, state) };
      },
    }),
    fixNotesForm.handle({
      render: renderFixNotes,
      submit: async (context, values, state) => {
        const fix = { ...state, notes: readNotes(values) };
        const marked = await markFixed(context.services, asReleaseLead(context), fix, context.request);
        if (marked === 'repeat') return { kind: 'done' };
        return updateCases(context, marked.id, `Marked ${formatList(state.defects)} fixed in ${marked.name}.`);
      },
    }),
    publishForm.handle({
      render: renderPublish,
      submit: async (context, values, { release: releaseId }) => {
        const input = { releaseId, notes: readNotes(values) };
        const published = await publishRelease(context.services, asReleaseLead(context), input, context.request);
        if (published === 'repeat') return { kind: 'done' };
        return updateCases(context, published.id, `${published.name} is published.`);
      },
    }),
  ],
};

async function list(context: Context, page: number): Promise<Reply & { kind: 'card' }> {
  return { kind: 'card', card: releasesCard(await listReleases(context.services, asReleaseLead(context), page)) };
}

async function show(context: Context, which: number | string, done?: string): Promise<Reply & { kind: 'card' }> {
  const viewed = await viewRelease(context.services, asReleaseLead(context), which);
  return { kind: 'card', card: releaseCard(viewed, context.services.settings.modules, done) };
}

async function startFix(context: Context, defects: string): Promise<Reply> {
  const target = await fixTarget(context.services, asReleaseLead(context), defects);
  return { kind: 'form', form: renderFix(context, { defects, ...target }, fixForm.start(context, {})) };
}

/** Updates the first cases at once; the clock updates the rest. */
async function updateCases(context: Context, releaseId: number, done: string): Promise<Reply> {
  await startSweep((max) => moveFixedCases(context.services, { releaseId, max }));
  return { kind: 'done', card: (await show(context, releaseId, done)).card };
}
