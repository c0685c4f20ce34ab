// Posts an update on an open notice, or ends it. Ending an incident also decides which contacts of linked cases are asked to confirm that
// their case is resolved. Editing the notice itself is in declare.ts.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { noticeStateLabel, type NoticeState } from '../../domain/notice.ts';
import { nextUpdate } from '../../domain/notice-input.ts';
import { plural } from '../../domain/text/numbers.ts';
import { linkedOpenCases } from '../../usecases/notices/linked-cases.ts';
import { viewNotice, type NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { closeNotice, updateNotice, type Verify } from '../../usecases/notices/update-notice.ts';
import { notifyLinkedCases } from '../../usecases/notices/notify-linked-cases.ts';
import type { Advisor } from '../../domain/person.ts';
import { instructionsLabel, stateText } from './banner-card.ts';
import type { Capability, Context, Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import { chosenValues } from '../../cards/chosen-values.ts';
import type { Field, Form } from '../../cards/elements.ts';
import { startSweep } from '../start-sweep.ts';
import type { Reply } from '../interaction.ts';
import { asLead, choiceField, nextUpdateField, paragraphField, stateField } from './notice-form.ts';
import { progressReply } from './notice-progress.ts';
import { requestWithSeen, runUnlessUpdated } from './concurrent-update.ts';

/** The buttons and forms that update a notice or end it. */
export const manageNotice: Capability = {
  actions: {
    /** value: the notice's id */
    'notice-update': { opensForm: true, run: (context, value) => start(context, value, updateForm) },
    'notice-close': { opensForm: true, run: (context, value) => start(context, value, closeForm) },
  },
  forms: {
    'notice-update': { render: updateForm, submit: submitUpdate },
    'notice-close': { render: closeForm, submit: submitClose },
  },
};

type RenderForm = (context: Context, values: Values, state: Values) => Promise<Form>;

async function start(context: Context, notice: string, render: RenderForm): Promise<Reply> {
  const { newest } = await noticeOf(context, { notice });
  const state = { idempotencyKey: context.newId(), notice, seen: String(newest.id) };
  return { kind: 'form', form: await render(context, {}, state) };
}

function noticeOf(context: Context, { notice }: Values): Promise<NoticeFacts> {
  return viewNotice(context.services, asLead(context, 'incident'), carriedNumber(notice));
}

async function updateForm(context: Context, values: Values, state: Values): Promise<Form> {
  const notice = await noticeOf(context, state);
  const isIncident = notice.kind === 'incident';
  return {
    name: 'notice-update',
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
    state,
  };
}

/** The cadence of the severity, which the form proposes if it is one of its options. */
function usualNextUpdate({ services }: Context, { severity }: NoticeFacts): string | undefined {
  return severity ? services.settings.incidents.cadence[severity] : undefined;
}

async function submitUpdate(context: Context, values: Values, state: Values): Promise<Reply> {
  const notice = await noticeOf(context, state);
  const lead = asLead(context, notice.kind);
  const isIncident = notice.kind === 'incident';
  const { settings, clock } = context.services;
  const input = {
    id: notice.id,
    state: isIncident ? ((values.state ?? notice.state) as NoticeState) : notice.state,
    message: values.message ?? '',
    instructions: (values.instructions ?? '').trim() || null,
    nextUpdateAt: isIncident ? nextUpdate(values.nextUpdate, { now: clock.now(), settings }) : null,
  };
  const run = async (): Promise<Reply> => {
    const out = await updateNotice(context.services, lead, input, requestWithSeen(context, state));
    return notifyCases(context, out, 'Update posted.');
  };
  return runUnlessUpdated(context, state, run, (renewed) => updateForm(context, values, renewed));
}

/** Notifies the first linked cases at once; the clock notifies the rest. */
async function notifyCases(context: Context, out: { id: number } | 'repeat', done: string): Promise<Reply> {
  if (out === 'repeat') return { kind: 'done' };
  await startSweep((max) => notifyLinkedCases(context.services, { incidentId: out.id, max }));
  return { kind: 'done', card: (await progressReply(context, out.id, done)).card };
}

/** How a notice can end, the usual outcome first. */
const outcomesOf = { incident: ['Resolved', 'Cancelled'], maintenance: ['Completed', 'Cancelled'] } as const;

async function closeForm(context: Context, values: Values, state: Values): Promise<Form> {
  const notice = await noticeOf(context, state);
  const lead = asLead(context, notice.kind);
  const isIncident = notice.kind === 'incident';
  const outcomes = outcomesOf[notice.kind].map((outcome): [string, string] => [noticeStateLabel(outcome), outcome]);
  return {
    name: 'notice-close',
    title: isIncident ? 'Resolve incident' : 'End maintenance',
    submit: isIncident ? 'Resolve' : 'End maintenance',
    intro: [
      { kind: 'text', text: [{ bold: notice.title }, ` · ${stateText(notice)}`] },
      { kind: 'context', text: ['Every banner turns gray.'] },
    ],
    fields: [
      choiceField('state', 'Outcome', outcomes, { state: values.state ?? outcomes[0]?.[1] ?? '' }),
      paragraphField('message', isIncident ? 'What went wrong and how it was fixed' : 'How it went', values.message, true),
      ...(isIncident ? await verifyFields(context, lead, notice.id, values) : []),
    ],
    state,
  };
}

/** The most cases one list can show; of more, all contacts are asked or none. */
const maxListedCases = 100;

async function verifyFields(context: Context, lead: Advisor, incidentId: number, values: Values): Promise<Field[]> {
  const { total, rows } = await linkedOpenCases(context.services, lead, incidentId, maxListedCases);
  if (total === 0) return [];
  const cases = total === 1 ? 'the linked case' : `all ${plural(total, 'linked case')}`;
  const options: [string, string][] = [
    [`Ask the contacts of ${cases} to confirm`, 'all'],
    ...(total > 1 && total <= maxListedCases ? [['Choose which contacts to ask', 'some'] as [string, string]] : []),
    ["Don't ask, only notify them", 'none'],
  ];
  const verify: Field = {
    ...choiceField('verify', 'Linked cases', options, { verify: values.verify ?? 'all' }),
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
        label: `${formatCaseNumber(number)} ${accountName}: ${subject}`.slice(0, 75),
        value: String(number),
      })),
      initial: values.cases === undefined ? rows.map(({ number }) => String(number)) : chosenValues(values.cases),
    },
  ];
}

async function submitClose(context: Context, values: Values, state: Values): Promise<Reply> {
  const notice = await noticeOf(context, state);
  const lead = asLead(context, notice.kind);
  // the form was sent before it could show the list of cases
  if (values.verify === 'some' && values.cases === undefined)
    return { kind: 'form', form: await closeForm(context, values, state) };
  const outcome = outcomesOf[notice.kind].find((one) => one === values.state) ?? outcomesOf[notice.kind][0];
  const input = { id: notice.id, state: outcome, message: values.message ?? '', verify: verifyOf(values) };
  const run = async (): Promise<Reply> => {
    const out = await closeNotice(context.services, lead, input, requestWithSeen(context, state));
    return notifyCases(context, out, `“${notice.title}” is ${noticeStateLabel(outcome).toLowerCase()}.`);
  };
  return runUnlessUpdated(context, state, run, (renewed) => closeForm(context, values, renewed));
}

function verifyOf({ verify, cases }: Values): Verify {
  if (verify === 'none') return 'none';
  return verify === 'some' ? chosenValues(cases).map(Number) : 'all';
}
