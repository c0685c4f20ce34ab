// Declares an incident or maintenance: a form, a preview of its banner, and the declaration. An open notice is edited the same way.
// The `incident` and `maintenance` commands without a title list the open ones. Posting updates and ending a notice are in
// notice-manage.ts; cadences and clusters are configured under `incidents`.
import { truncate } from '../../cards/visible-text.ts';
import { z } from 'zod';
import { kindLabel, type NoticeKind } from '../../domain/notice.ts';
import type { NoticeInput } from '../../domain/notice-input.ts';
import { can } from '../../domain/permission.ts';
import { clusterDraft } from '../../usecases/notices/clusters.ts';
import { declareNotice } from '../../usecases/notices/declare-notice.ts';
import { maxAccounts } from '../../usecases/people/find-accounts.ts';
import { loadDraft, saveDraft } from '../../usecases/cases/drafts.ts';
import { linkClusterCases } from '../../usecases/notices/link-cluster-cases.ts';
import { openNotices, viewNotice } from '../../usecases/notices/notice-facts.ts';
import { noticeAccountIds } from '../../usecases/notices/notice-reach.ts';
import { changeNotice } from '../../usecases/notices/update-notice.ts';
import { actions } from '../actions.ts';
import type { Capability, Context, Command } from '../capability.ts';
import { anyText, defineCommand } from '../define-command.ts';
import { startSweep } from '../start-sweep.ts';
import type { Reply } from '../interaction.ts';
import {
  asLead,
  declareForm,
  readNoticeForm,
  renderDeclareForm,
  suggestAccounts,
  valuesOf,
  type DeclareState,
  type NoticeValues,
} from './notice-form.ts';
import { previewForm, renderPreview } from './notice-preview.ts';
import { progressReply } from './notice-progress.ts';
import { openNoticesCard } from './open-notices-card.ts';
import { runUnlessUpdated } from './concurrent-update.ts';

/** The commands, buttons and forms that declare a notice or edit one. */
export const declare: Capability = {
  commands: [
    declareCommand('incident', 'declare an incident and tell every affected account; without a title, list open incidents'),
    declareCommand('maintenance', 'announce maintenance to every affected account; without a title, list open maintenance'),
  ],
  actions: [
    actions.declare.handle({
      opensForm: true,
      run: (context, from) =>
        'kind' in from ? start(context, {}, { kind: from.kind }) : startFromCluster(context, from.clusterId),
    }),
    actions.declareBack.handle({
      opensForm: true,
      run: async (context, draft) => {
        const { values, state } = await loadWritten(context, draft);
        return { kind: 'form', form: await renderDeclareForm(context, values, state) };
      },
    }),
    actions.noticeChange.handle({
      opensForm: true,
      run: async (context, id) => {
        const notice = await viewNotice(context.services, asLead(context, 'incident'), id);
        const values = valuesOf(context, notice, await noticeAccountIds(context.services, id));
        return start(context, values, { kind: notice.kind, notice: id, seen: notice.newest.id });
      },
    }),
  ],
  forms: [
    declareForm.handle({ render: renderDeclareForm, submit: submitForm, suggest: suggestAccounts }),
    previewForm.handle({
      render: async (context, _typed, preview) => {
        const { input, state } = await readWritten(context, preview.draft);
        return renderPreview(context, input, state.notice === undefined, preview);
      },
      submit: (context, _values, { draft }) => submitPreview(context, draft),
    }),
  ],
};

function declareCommand(kind: NoticeKind, description: string): Command {
  return defineCommand({
    name: kind,
    usage: '[title]',
    description,
    topic: 'incidents',
    example: `${kind} ${kind === 'incident' ? 'Grade Book is slow' : 'Database upgrade'}`,
    formButton: `Declare ${kind}`,
    availableTo: (person) => can(person, kind),
    maxWords: 12,
    args: anyText,
    opensForm: (title) => title !== '',
    run: async (context, title) => {
      if (title !== '') return start(context, { title: truncate(title, 120) }, { kind });
      const open = await openNotices(context.services, asLead(context, kind), { kind, planned: true });
      return { kind: 'card', card: openNoticesCard(open, kind, context.services.clock.now()) };
    },
  });
}

async function startFromCluster(context: Context, clusterId: number): Promise<Reply> {
  const draft = await clusterDraft(context.services, asLead(context, 'incident'), clusterId);
  const { title, modules, accountIds, message } = draft;
  // a form cannot hold more accounts than this, so the incident is proposed for all of them
  const scope = accountIds.length > maxAccounts ? 'all' : 'chosen';
  const values = { title, message, modules: modules.join('\n'), scope, accounts: accountIds.join('\n') };
  return start(context, values, { kind: 'incident', cluster: clusterId });
}

async function start(context: Context, values: NoticeValues, state: Omit<DeclareState, 'idempotencyKey'>): Promise<Reply> {
  asLead(context, state.kind);
  return { kind: 'form', form: await renderDeclareForm(context, values, declareForm.start(context, state)) };
}

async function submitForm(context: Context, values: NoticeValues, state: DeclareState): Promise<Reply> {
  const lead = asLead(context, state.kind);
  // the form was sent before it could show the field for the accounts
  if (values.scope === 'chosen' && values.accounts === undefined)
    return { kind: 'form', form: await renderDeclareForm(context, values, state) };
  const input = readNoticeForm(context, state.kind, values);
  const draft = await saveDraft(context.services, lead, { text: JSON.stringify({ values, state }) });
  const { idempotencyKey } = state;
  return { kind: 'form', form: await renderPreview(context, input, state.notice === undefined, { idempotencyKey, draft }) };
}

async function submitPreview(context: Context, draft: string): Promise<Reply> {
  const { input, values, state } = await readWritten(context, draft);
  const { notice } = state;
  if (notice === undefined) return runDeclare(context, input, state.cluster);
  return runUnlessUpdated(
    context,
    notice,
    () => runChange(context, notice, input, state.seen),
    (seen) => renderDeclareForm(context, values, { ...state, seen }),
  );
}

async function runDeclare(context: Context, input: NoticeInput, clusterId: number | undefined): Promise<Reply> {
  const out = await declareNotice(context.services, asLead(context, input.kind), input, { clusterId }, context.request);
  if (out === 'repeat') return { kind: 'done' };
  if (clusterId !== undefined) await startSweep((max) => linkClusterCases(context.services, { incidentId: out.id, max }));
  return { kind: 'done', card: (await progressReply(context, out.id, `${kindLabel(input.kind)} declared.`)).card };
}

async function runChange(context: Context, id: number, input: NoticeInput, seen: number | undefined): Promise<Reply> {
  const request = { ...context.request, seen };
  const out = await changeNotice(context.services, asLead(context, input.kind), id, input, request);
  if (out === 'repeat') return { kind: 'done' };
  return { kind: 'done', card: (await progressReply(context, id, `${kindLabel(input.kind)} saved.`)).card };
}

/** What a lead wrote before the preview: the values of the form, and the state it had. */
const written = z.object({
  values: z.record(z.string(), z.string()),
  state: z.object({
    idempotencyKey: z.string(),
    kind: z.enum(['incident', 'maintenance']),
    notice: z.int().optional(),
    seen: z.int().optional(),
    cluster: z.int().optional(),
  }),
});

async function loadWritten(context: Context, draft: string): Promise<z.output<typeof written>> {
  return written.parse(JSON.parse((await loadDraft(context.services, context.person, draft)).text));
}

async function readWritten(context: Context, draft: string): Promise<z.output<typeof written> & { input: NoticeInput }> {
  const { values, state } = await loadWritten(context, draft);
  asLead(context, state.kind);
  return { values, state, input: readNoticeForm(context, state.kind, values) };
}
