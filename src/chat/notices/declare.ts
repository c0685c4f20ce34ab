// Declares an incident or maintenance: a form, a preview of its banner, and the declaration. An open notice is edited the same way.
// The `incident` and `maintenance` commands without a title list the open ones. Posting updates and ending a notice are in
// notice-manage.ts; cadences and clusters are configured under `incidents`.
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
import type { Capability, Context, Values, Command } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Form } from '../../cards/elements.ts';
import { startSweep } from '../start-sweep.ts';
import type { Reply } from '../interaction.ts';
import { asLead, kindOfForm, noticeForm, readNoticeForm, suggestAccounts, valuesOf } from './notice-form.ts';
import { previewForm } from './notice-preview.ts';
import { progressReply } from './notice-progress.ts';
import { openNoticesCard } from './open-notices-card.ts';
import { requestWithSeen, runUnlessUpdated } from './concurrent-update.ts';

/** The commands, buttons and forms that declare a notice or edit one. */
export const declare: Capability = {
  commands: [
    declareCommand('incident', 'declare an incident and tell every affected account; without a title, list open incidents'),
    declareCommand('maintenance', 'announce maintenance to every affected account; without a title, list open maintenance'),
  ],
  actions: {
    /** value: incident, maintenance, or `cluster:<id>` */
    declare: { opensForm: true, run: startDeclaring },
    /** value: the id of the draft behind the preview */
    'declare-back': {
      opensForm: true,
      run: async (context, value) => {
        const { values, state } = await loadWritten(context, value);
        return { kind: 'form', form: await noticeForm(context, values, state) };
      },
    },
    /** value: the notice's id */
    'notice-change': {
      opensForm: true,
      run: async (context, value) => {
        const notice = await viewNotice(context.services, asLead(context, 'incident'), carriedNumber(value));
        const accountIds = await noticeAccountIds(context.services, notice.id);
        return start(context, notice.kind, valuesOf(context, notice, accountIds), {
          notice: value,
          seen: String(notice.newest.id),
        });
      },
    },
  },
  forms: { declare: { render, submit, suggest: suggestAccounts } },
};

function declareCommand(kind: NoticeKind, description: string): Command {
  return {
    name: kind,
    usage: '[title]',
    description,
    availableTo: (person) => can(person, kind),
    maxWords: 12,
    opensForm: (rest) => rest !== '',
    run: async (context, rest) => {
      if (rest !== '') return start(context, kind, { title: rest.slice(0, 120) });
      const open = await openNotices(context.services, asLead(context, kind), { kind, planned: true });
      return { kind: 'card', card: openNoticesCard(open, kind) };
    },
  };
}

async function startDeclaring(context: Context, value: string): Promise<Reply> {
  const [kind = '', id] = value.split(':');
  if (kind !== 'cluster') return start(context, kindOfForm({ kind }), {});
  const draft = await clusterDraft(context.services, asLead(context, 'incident'), carriedNumber(id));
  const { title, modules, accountIds, message } = draft;
  // a form cannot hold more accounts than this, so the incident is proposed for all of them
  const scope = accountIds.length > maxAccounts ? 'all' : 'chosen';
  const values = { title, message, modules: modules.join('\n'), scope, accounts: accountIds.join('\n') };
  return start(context, 'incident', values, { cluster: id ?? '' });
}

async function start(context: Context, kind: NoticeKind, values: Values, more: Values = {}): Promise<Reply> {
  asLead(context, kind);
  return { kind: 'form', form: await noticeForm(context, values, { idempotencyKey: context.newId(), kind, ...more }) };
}

async function render(context: Context, values: Values, state: Values): Promise<Form> {
  if (state.draft === undefined) return noticeForm(context, values, state);
  return preview(context, (await loadWritten(context, state.draft)).values, state, state.draft);
}

async function submit(context: Context, values: Values, state: Values): Promise<Reply> {
  const kind = kindOfForm(state);
  const lead = asLead(context, kind);
  if (state.draft !== undefined) return declareOrChange(context, state, state.draft);
  // the form was sent before it could show the field for the accounts
  if (values.scope === 'chosen' && values.accounts === undefined)
    return { kind: 'form', form: await noticeForm(context, values, state) };
  readNoticeForm(context, kind, values);
  const draft = await saveDraft(context.services, lead, { text: JSON.stringify({ values, state }) });
  return { kind: 'form', form: await preview(context, values, state, draft) };
}

function preview(context: Context, values: Values, state: Values, draft: string): Promise<Form> {
  return previewForm(context, readNoticeForm(context, kindOfForm(state), values), { ...state, draft });
}

async function declareOrChange(context: Context, state: Values, draft: string): Promise<Reply> {
  const { values, state: formState } = await loadWritten(context, draft);
  const input = readNoticeForm(context, kindOfForm(state), values);
  if (state.notice === undefined) return runDeclare(context, input, state);
  return runUnlessUpdated(
    context,
    formState,
    () => runChange(context, input, state),
    (renewed) => noticeForm(context, values, renewed),
  );
}

async function runDeclare(context: Context, input: NoticeInput, { cluster }: Values): Promise<Reply> {
  const clusterId = cluster === undefined ? undefined : carriedNumber(cluster);
  const out = await declareNotice(context.services, asLead(context, input.kind), input, { clusterId }, context.request);
  if (out === 'repeat') return { kind: 'done' };
  if (clusterId !== undefined) await startSweep((max) => linkClusterCases(context.services, { incidentId: out.id, max }));
  return { kind: 'done', card: (await progressReply(context, out.id, `${kindLabel(input.kind)} declared.`)).card };
}

async function runChange(context: Context, input: NoticeInput, state: Values): Promise<Reply> {
  const id = carriedNumber(state.notice);
  const out = await changeNotice(context.services, asLead(context, input.kind), id, input, requestWithSeen(context, state));
  if (out === 'repeat') return { kind: 'done' };
  return { kind: 'done', card: (await progressReply(context, id, `${kindLabel(input.kind)} saved.`)).card };
}

/** What a lead wrote before the preview: the form's values, and the state the form had. */
const written = z.object({ values: z.record(z.string(), z.string()), state: z.record(z.string(), z.string()) });

async function loadWritten(context: Context, draft: string): Promise<{ values: Values; state: Values }> {
  return written.parse(JSON.parse((await loadDraft(context.services, context.person, draft)).text));
}
