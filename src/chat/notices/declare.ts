// Declaring an incident or maintenance: the form, the preview, out. A notice is changed the same way.
import { kindLabel, type NoticeKind } from '../../domain/notice.ts';
import type { NoticeInput } from '../../domain/notice-input.ts';
import { can } from '../../domain/permission.ts';
import { clusterDraft } from '../../usecases/notices/clusters.ts';
import { declareNotice } from '../../usecases/notices/declare-notice.ts';
import { mostAccounts } from '../../usecases/people/find-accounts.ts';
import { loadDraft, saveDraft } from '../../usecases/cases/drafts.ts';
import { linkClusterCases } from '../../usecases/notices/link-cluster-cases.ts';
import { openNotices, viewNotice } from '../../usecases/notices/notice-facts.ts';
import { noticeAccountIds } from '../../usecases/notices/notice-reach.ts';
import { changeNotice } from '../../usecases/notices/update-notice.ts';
import type { Capability, Turn, Values, Word } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Card, Element } from '../../cards/elements.ts';
import { stateWords, whenWords } from './banner-card.ts';
import { beginWithCases } from '../start-sweep.ts';
import type { Reply } from '../interaction.ts';
import { asLeadOf, kindCarried, noticeForm, readNotice, suggestAccounts, valuesOf } from './notice-form.ts';
import { previewForm } from './notice-preview.ts';
import { progressReply } from './notice-progress.ts';
import { saidAfter, unlessSpoken } from './concurrent-update.ts';

export const declare: Capability = {
  words: [wordOf('incident', 'what is going on'), wordOf('maintenance', 'what will be done')],
  presses: {
    /** value: incident, maintenance, or `cluster:<id>` */
    declare: { opensForm: true, press: startFrom },
    /** value: the notice's id */
    'notice-change': {
      opensForm: true,
      press: async (turn, value) => {
        const notice = await viewNotice(turn.work, asLeadOf(turn, 'incident'), carriedNumber(value));
        const accountIds = await noticeAccountIds(turn.work, notice.id);
        return start(turn, notice.kind, valuesOf(turn, notice, accountIds), { notice: value, read: String(notice.newest.id) });
      },
    },
  },
  forms: { declare: { draw, submit, suggest: suggestAccounts } },
};

function wordOf(kind: NoticeKind, what: string): Word {
  return {
    word: kind,
    usage: '[title]',
    does: `tell every affected account ${what}; without a title, what is open`,
    for: (person) => can(person, kind),
    mostWords: 12,
    opensForm: (rest) => rest !== '',
    say: async (turn, rest) =>
      rest === '' ? { kind: 'card', card: await openCard(turn, kind) } : start(turn, kind, { title: rest.slice(0, 120) }),
  };
}

async function startFrom(turn: Turn, value: string): Promise<Reply> {
  const [kind = '', id] = value.split(':');
  if (kind !== 'cluster') return start(turn, kindCarried({ kind }), {});
  const draft = await clusterDraft(turn.work, asLeadOf(turn, 'incident'), carriedNumber(id));
  const { title, modules, accountIds, message } = draft;
  // more than a form can hold: then it is everybody's
  const scope = accountIds.length > mostAccounts ? 'all' : 'chosen';
  const values = { title, message, modules: modules.join('\n'), scope, accounts: accountIds.join('\n') };
  return start(turn, 'incident', values, { cluster: id ?? '' });
}

async function start(turn: Turn, kind: NoticeKind, values: Values, more: Values = {}): Promise<Reply> {
  asLeadOf(turn, kind);
  return { kind: 'form', form: await noticeForm(turn, values, { receipt: turn.newId(), kind, ...more }) };
}

/** The preview carries what was written as a draft; on the way back it is the form again. */
async function draw(turn: Turn, values: Values, { draft, ...carries }: Values) {
  if (draft === undefined) return noticeForm(turn, values, carries);
  const written = await draftOf(turn, draft);
  if (values.next === 'back') return noticeForm(turn, written, carries);
  return previewForm(turn, readNotice(turn, kindCarried(carries), written), { ...carries, draft });
}

async function submit(turn: Turn, values: Values, carries: Values): Promise<Reply> {
  const kind = kindCarried(carries);
  const lead = asLeadOf(turn, kind);
  if (carries.draft === undefined) {
    // sent before the accounts could be asked for
    if (values.scope === 'chosen' && values.accounts === undefined)
      return { kind: 'form', form: await noticeForm(turn, values, carries) };
    const input = readNotice(turn, kind, values);
    const draft = await saveDraft(turn.work, lead, { text: JSON.stringify(values) });
    return { kind: 'form', form: await previewForm(turn, input, { ...carries, draft }) };
  }
  const written = await draftOf(turn, carries.draft);
  if (values.next === 'back') return { kind: 'form', form: await draw(turn, values, carries) };
  const { draft: _, ...again } = carries;
  if (carries.notice === undefined) return send(turn, readNotice(turn, kind, written), carries);
  const change = () => changed(turn, readNotice(turn, kind, written), carries);
  return unlessSpoken(turn, again, change, (renewed) => noticeForm(turn, written, renewed));
}

async function send(turn: Turn, input: NoticeInput, { cluster }: Values): Promise<Reply> {
  const clusterId = cluster === undefined ? undefined : carriedNumber(cluster);
  const out = await declareNotice(turn.work, asLeadOf(turn, input.kind), input, { clusterId }, turn.said);
  if (out === 'repeat') return { kind: 'done' };
  if (clusterId !== undefined) await beginWithCases((most) => linkClusterCases(turn.work, { incidentId: out.id, most }));
  return { kind: 'done', card: (await progressReply(turn, out.id, `${kindLabel(input.kind)} is declared.`)).card };
}

async function changed(turn: Turn, input: NoticeInput, carries: Values): Promise<Reply> {
  const id = carriedNumber(carries.notice);
  const out = await changeNotice(turn.work, asLeadOf(turn, input.kind), id, input, saidAfter(turn, carries));
  if (out === 'repeat') return { kind: 'done' };
  return { kind: 'done', card: (await progressReply(turn, id, `${kindLabel(input.kind)} is changed.`)).card };
}

async function draftOf(turn: Turn, id: string): Promise<Values> {
  return JSON.parse((await loadDraft(turn.work, turn.person, id)).text) as Values;
}

/** What a lead has to do with. */
async function openCard(turn: Turn, kind: NoticeKind): Promise<Card> {
  const open = await openNotices(turn.work, asLeadOf(turn, kind), { kind, planned: true });
  const title = kind === 'incident' ? 'Open incidents' : 'Coming and running maintenance';
  const rows = open.slice(0, shownRows).map((notice): Element => ({
    kind: 'row',
    words: [{ bold: notice.title }],
    detail: [stateWords(notice), ' · ', ...whenWords(notice), ...(notice.announcedAt ? [] : [' Not announced yet.'])],
    button: { kind: 'button', label: 'View', action: 'notice-view', value: String(notice.id) },
  }));
  const more = open.length - rows.length;
  return {
    summary: `${title}: ${open.length}`,
    elements: [
      { kind: 'heading', text: title },
      ...(open.length === 0 ? [{ kind: 'text' as const, words: ['There is none.'] }] : rows),
      ...(more > 0 ? [{ kind: 'quiet' as const, words: [`and ${more} more: see “notices”`] }] : []),
      {
        kind: 'controls',
        controls: [
          { kind: 'button', label: `Declare ${kind}`, action: 'declare', value: kind, style: 'primary' },
          { kind: 'button', label: 'All notices', action: 'notices', value: '1' },
        ],
      },
    ],
  };
}

const shownRows = 10;
