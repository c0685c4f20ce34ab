// Posts an update on an open notice, or ends it. Ending an incident also decides which contacts of linked cases are asked to confirm that
// their case is resolved. Editing the notice itself is in declare.ts.
import { truncate } from '../../cards/visible-text.ts';
import { z } from 'zod';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { incidentStates, noticeStateLabel } from '../../domain/notice.ts';
import { maxNoticeLengths, nextUpdate } from '../../domain/notice-input.ts';
import { plural } from '../../domain/text/numbers.ts';
import { linkedOpenCases } from '../../usecases/notices/linked-cases.ts';
import { viewNotice, type NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { closeNotice, updateNotice, type Verify } from '../../usecases/notices/update-notice.ts';
import { notifyLinkedCases } from '../../usecases/notices/notify-linked-cases.ts';
import { readAll } from '../../usecases/read-all.ts';
import { textInput } from '../../usecases/text-input.ts';
import type { Advisor } from '../../domain/person.ts';
import { instructionsLabel, stateText } from './banner-card.ts';
import { actions } from '../actions.ts';
import type { Capability, Context } from '../capability.ts';
import { caseNumber, fieldText, oneOf, rowId } from '../codecs.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import { chosenValues } from '../../cards/chosen-values.ts';
import type { Field, Form } from '../../cards/elements.ts';
import { startSweep } from '../start-sweep.ts';
import type { Reply } from '../interaction.ts';
import { asLead, choiceField, nextUpdateField, paragraphField, stateField } from './notice-form.ts';
import { progressReply } from './notice-progress.ts';
import { runUnlessUpdated } from './concurrent-update.ts';

/** The notice, and its latest update when the form was opened. */
const noticeState = z.object({ notice: rowId, seen: rowId.optional() });

const updateForm = defineForm({
  name: 'notice-update',
  state: noticeState,
  fields: z.object({
    state: oneOf(incidentStates),
    message: fieldText,
    instructions: fieldText,
    nextUpdate: fieldText,
  }),
});

const closeForm = defineForm({
  name: 'notice-close',
  state: noticeState,
  fields: z.object({
    state: oneOf(['Resolved', 'Completed', 'Cancelled']),
    message: fieldText,
    verify: oneOf(['all', 'some', 'none']),
    /** absent if the form was sent before it could show the list of cases */
    cases: z.string().transform(chosenValues).pipe(z.array(caseNumber)).optional(),
  }),
});

type UpdateValues = ValuesOf<typeof updateForm>;
type CloseValues = ValuesOf<typeof closeForm>;

/** The buttons and forms that update a notice or end it. */
export const manageNotice: Capability = {
  actions: [
    actions.noticeUpdate.handle({
      opensForm: true,
      run: async (context, id) => {
        const seen = (await loadNotice(context, id)).newest.id;
        return { kind: 'form', form: await renderUpdate(context, {}, updateForm.start(context, { notice: id, seen })) };
      },
    }),
    actions.noticeClose.handle({
      opensForm: true,
      run: async (context, id) => {
        const seen = (await loadNotice(context, id)).newest.id;
        return { kind: 'form', form: await renderClose(context, {}, closeForm.start(context, { notice: id, seen })) };
      },
    }),
  ],
  forms: [
    updateForm.handle({ render: renderUpdate, submit: submitUpdate }),
    closeForm.handle({ render: renderClose, submit: submitClose }),
  ],
};

type State = StateOf<typeof updateForm>;

function loadNotice(context: Context, id: number): Promise<NoticeFacts> {
  return viewNotice(context.services, asLead(context, 'incident'), id);
}

async function renderUpdate(context: Context, values: Partial<UpdateValues>, state: State): Promise<Form> {
  const notice = await loadNotice(context, state.notice);
  const isIncident = notice.kind === 'incident';
  return updateForm.form(state, {
    title: 'Post update',
    submit: 'Post update',
    intro: [{ kind: 'text', text: [{ bold: notice.title }, ` · ${stateText(notice)}`] }],
    fields: [
      ...(isIncident ? [stateField(values.state ?? notice.state)] : []),
      {
        ...paragraphField('message', "What's new", values.message, true),
        hint: 'Updates the banner, its thread and linked cases.',
      },
      paragraphField('instructions', instructionsLabel(notice.kind), values.instructions ?? notice.instructions ?? '', false),
      ...(isIncident ? [nextUpdateField(values.nextUpdate ?? usualNextUpdate(context, notice))] : []),
    ],
  });
}

/** The cadence of the severity, which the form proposes if it is one of its options. */
function usualNextUpdate({ services }: Context, { severity }: NoticeFacts): string | undefined {
  return severity ? services.settings.incidents.cadence[severity] : undefined;
}

async function submitUpdate(context: Context, values: UpdateValues, state: State): Promise<Reply> {
  const notice = await loadNotice(context, state.notice);
  const lead = asLead(context, notice.kind);
  const isIncident = notice.kind === 'incident';
  const { settings, clock } = context.services;
  const input = {
    id: notice.id,
    state: isIncident ? (values.state ?? notice.state) : notice.state,
    instructions: values.instructions.trim() || null,
    ...(await readAll({
      message: () => textInput(values.message, 'message', 'Describe what changed.', { max: maxNoticeLengths.text }),
      nextUpdateAt: () => (isIncident ? nextUpdate(values.nextUpdate, { now: clock.now(), settings }) : null),
    })),
  };
  const run = async (): Promise<Reply> => {
    const out = await updateNotice(context.services, lead, input, { ...context.request, seen: state.seen });
    return notifyCases(context, out, 'Update posted.');
  };
  return runUnlessUpdated(context, notice.id, run, (seen) => renderUpdate(context, values, { ...state, seen }));
}

/** Notifies the first linked cases at once; the clock notifies the rest. */
async function notifyCases(context: Context, out: { id: number } | 'repeat', done: string): Promise<Reply> {
  if (out === 'repeat') return { kind: 'done' };
  await startSweep((max) => notifyLinkedCases(context.services, { incidentId: out.id, max }));
  return { kind: 'done', card: (await progressReply(context, out.id, done)).card };
}

/** How a notice can end, the usual outcome first. */
const outcomesOf = { incident: ['Resolved', 'Cancelled'], maintenance: ['Completed', 'Cancelled'] } as const;

async function renderClose(context: Context, values: Partial<CloseValues>, state: State): Promise<Form> {
  const notice = await loadNotice(context, state.notice);
  const lead = asLead(context, notice.kind);
  const isIncident = notice.kind === 'incident';
  const outcomes = outcomesOf[notice.kind].map((outcome): [string, string] => [noticeStateLabel(outcome), outcome]);
  return closeForm.form(state, {
    title: isIncident ? 'Resolve incident' : 'End maintenance',
    submit: isIncident ? 'Resolve' : 'End maintenance',
    intro: [
      { kind: 'text', text: [{ bold: notice.title }, ` · ${stateText(notice)}`] },
      { kind: 'context', text: ['Every banner turns gray.'] },
    ],
    fields: [
      choiceField('state', 'Outcome', outcomes, values.state ?? outcomes[0]?.[1]),
      paragraphField('message', isIncident ? 'What went wrong and how it was fixed' : 'How it went', values.message, true),
      ...(isIncident ? await verifyFields(context, lead, notice.id, values) : []),
    ],
  });
}

/** The most cases one list can show; of more, all contacts are asked or none. */
const maxListedCases = 100;

async function verifyFields(context: Context, lead: Advisor, incidentId: number, values: Partial<CloseValues>): Promise<Field[]> {
  const { total, rows } = await linkedOpenCases(context.services, lead, incidentId, maxListedCases);
  if (total === 0) return [];
  const cases = total === 1 ? 'the linked case' : `all ${plural(total, 'linked case')}`;
  const options: [string, string][] = [
    [`Ask the contacts of ${cases} to confirm`, 'all'],
    ...(total > 1 && total <= maxListedCases ? [['Choose which contacts to ask', 'some'] as [string, string]] : []),
    ["Don't ask, only notify them", 'none'],
  ];
  const verify: Field = {
    ...choiceField('verify', 'Linked cases', options, values.verify ?? 'all'),
    refreshes: true,
  };
  if (values.verify !== 'some' || total > maxListedCases) return [verify];
  return [
    verify,
    {
      kind: 'choices',
      name: 'cases',
      label: 'Ask these to confirm',
      options: rows.map(({ number, accountName, subject }) => ({
        label: truncate(`${formatCaseNumber(number)} ${accountName}: ${subject}`, 75),
        value: String(number),
      })),
      initial: (values.cases ?? rows.map(({ number }) => number)).map(String),
    },
  ];
}

async function submitClose(context: Context, values: CloseValues, state: State): Promise<Reply> {
  const notice = await loadNotice(context, state.notice);
  const lead = asLead(context, notice.kind);
  // the form was sent before it could show the list of cases
  if (values.verify === 'some' && values.cases === undefined)
    return { kind: 'form', form: await renderClose(context, values, state) };
  const outcome = outcomesOf[notice.kind].find((one) => one === values.state) ?? outcomesOf[notice.kind][0];
  const input = { id: notice.id, state: outcome, message: values.message, verify: verifyOf(values) };
  const run = async (): Promise<Reply> => {
    const out = await closeNotice(context.services, lead, input, { ...context.request, seen: state.seen });
    return notifyCases(context, out, `“${notice.title}” is ${noticeStateLabel(outcome).toLowerCase()}.`);
  };
  return runUnlessUpdated(context, notice.id, run, (seen) => renderClose(context, values, { ...state, seen }));
}

function verifyOf({ verify = 'all', cases = [] }: CloseValues): Verify {
  return verify === 'some' ? cases : verify;
}
