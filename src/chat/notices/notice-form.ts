// Renders and reads the form in which a lead describes an incident or maintenance, and holds the fields that the update form shares with
// it. What is wrong with a value is decided in domain/notice-input.ts.
import { DateTime } from 'luxon';
import { z } from 'zod';
import { formatDuration } from '../../domain/duration.ts';
import { incidentStates, isOver, noticeStateLabel, severities, severityLabel, type NoticeKind } from '../../domain/notice.ts';
import { maxNoticeLengths, nextUpdates, parseNotice, type NoticeInput } from '../../domain/notice-input.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { formatZone } from '../../domain/text/times.ts';
import { accountsOf, countAccounts, findAccounts, maxAccounts } from '../../usecases/people/find-accounts.ts';
import type { NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { asAdvisor, type Context } from '../capability.ts';
import { fieldText, rowId } from '../codecs.ts';
import { storableText } from '../payload.ts';
import { defineForm, type StateOf, type ValuesOf } from '../define-form.ts';
import { chosenValues } from '../../cards/chosen-values.ts';
import type { Field, Form, Option } from '../../cards/elements.ts';
import { instructionsLabel, messageLabel } from './banner-card.ts';
import { truncate } from '../../cards/visible-text.ts';

/** Checks that the person may declare and update notices of a kind. @throws CaseError not-allowed */
export function asLead(context: Context, kind: NoticeKind): Advisor {
  authorize(context.person, kind);
  return asAdvisor(context);
}

/** The form that declares a notice, or edits the notice named in its state. */
export const declareForm = defineForm({
  name: 'declare',
  state: z.object({
    kind: z.enum(['incident', 'maintenance']),
    /** the notice that is edited */
    notice: rowId.optional(),
    /** its latest update when the form was opened */
    seen: rowId.optional(),
    /** the cluster of cases that the incident is declared from */
    cluster: rowId.optional(),
  }),
  fields: z.object({
    title: fieldText,
    severity: fieldText,
    state: fieldText,
    modules: fieldText,
    scope: fieldText,
    /** absent if the form was sent before it could show the field */
    accounts: z.string().transform(storableText).optional(),
    message: fieldText,
    instructions: fieldText,
    startDate: fieldText,
    startTime: fieldText,
    endDate: fieldText,
    endTime: fieldText,
    nextUpdate: fieldText,
  }),
});

/** The state of the form that declares or edits a notice. */
export type DeclareState = StateOf<typeof declareForm>;
/** What was typed into the form, or is proposed in it; several choices are one per line. */
export type NoticeValues = Partial<ValuesOf<typeof declareForm>>;

/** Returns the person's IANA time zone, in which the form's dates and times are. */
export function zoneOf({ actor }: Context): string {
  return actor.timezone ?? 'UTC';
}

/** Reads the form's values. @throws CaseError invalid-notice, with every mistake at its field */
export function readNoticeForm(context: Context, kind: NoticeKind, values: NoticeValues): NoticeInput {
  return parseNotice(kind, values, {
    now: context.services.clock.now(),
    zone: zoneOf(context),
    settings: context.services.settings,
  });
}

/**
 * Renders the form that declares or edits a notice.
 * @param values what the fields show
 */
export async function renderDeclareForm(context: Context, values: NoticeValues, state: DeclareState): Promise<Form> {
  const { kind } = state;
  const lead = asLead(context, kind);
  const isIncident = kind === 'incident';
  const zone = formatZone(zoneOf(context), context.services.clock.now());
  return declareForm.form(state, {
    title: `${state.notice === undefined ? 'Declare' : 'Edit'} ${kind}`,
    submit: 'Preview',
    intro: [{ kind: 'context', text: [`You'll see a preview before anything is posted. Times are in ${zone}.`] }],
    fields: [
      lineField('title', 'Title', values.title, {
        max: maxNoticeLengths.title,
        placeholder: isIncident ? 'Attendance is slow' : 'Database upgrade',
        required: true,
      }),
      ...(isIncident
        ? [
            choiceField(
              'severity',
              'Severity',
              severities.map((one) => [severityLabel(one), one]),
              values.severity,
            ),
            stateField(values.state || 'Investigating'),
          ]
        : []),
      {
        kind: 'choices',
        name: 'modules',
        label: 'Modules',
        hint: 'Leave blank for all modules.',
        options: context.services.settings.modules.slice(0, maxAccounts).map((module) => ({ label: module, value: module })),
        initial: chosenValues(values.modules),
      },
      {
        ...choiceField(
          'scope',
          'Accounts',
          [
            ['All accounts', 'all'],
            ['Selected accounts', 'chosen'],
          ],
          values.scope || 'all',
        ),
        refreshes: true,
      },
      ...(values.scope === 'chosen' ? [await accountsField(context, lead, values)] : []),
      paragraphField('message', messageLabel(kind), values.message, true),
      paragraphField('instructions', instructionsLabel(kind), values.instructions, false),
      ...momentFields('start', 'Start', values, isIncident ? 'Leave blank to start now.' : undefined),
      ...momentFields('end', isIncident ? 'Expected end' : 'End', values, isIncident ? 'Leave blank if unknown.' : undefined),
      ...(isIncident ? [nextUpdateField(values.nextUpdate)] : []),
    ],
  });
}

/** Asks for the state of an incident that stays open. */
export function stateField(initial: string): Field {
  const open = incidentStates.filter((state) => !isOver(state));
  return choiceField(
    'state',
    'State',
    open.map((state) => [noticeStateLabel(state), state]),
    initial,
  );
}

/** Asks when the next update of an incident will be posted. @param initial a duration, such as `1h` */
export function nextUpdateField(initial: string | undefined): Field {
  const options = nextUpdates.map((after): [string, string] => [`In ${formatDuration(after)}`, after]);
  return {
    ...choiceField('nextUpdate', 'Next update', options, initial),
    hint: 'You will be reminded when it is due.',
  };
}

/** Asks for a text of a notice, in Markdown. */
export function paragraphField(name: string, label: string, initial: string | undefined, required: boolean): Field {
  return {
    kind: 'paragraph',
    name,
    label,
    max: maxNoticeLengths.text,
    initial: initial ?? '',
    ...(required ? { required } : {}),
  };
}

/** A few accounts are shown as a list; more than a list holds are searched by typing. */
async function accountsField(context: Context, lead: Advisor, values: NoticeValues): Promise<Field> {
  const named = { name: 'accounts', label: 'Which accounts', required: true } as const;
  const ids = chosenValues(values.accounts);
  if ((await countAccounts(context.services)) <= maxAccounts) {
    const all = await findAccounts(context.services, lead, '');
    return { ...named, kind: 'choices', options: all.map(accountOption), initial: ids };
  }
  const chosen = await accountsOf(context.services, lead, ids.map(Number).filter(Number.isInteger).slice(0, maxAccounts));
  return {
    ...named,
    kind: 'search',
    placeholder: 'Type part of a name',
    max: maxAccounts,
    initial: chosen.map(accountOption),
  };
}

/** Finds the accounts that match what was typed into the search field. */
export async function suggestAccounts(context: Context, field: string, text: string): Promise<Option[]> {
  if (field !== 'accounts') return [];
  return (await findAccounts(context.services, asLead(context, 'incident'), text)).map(accountOption);
}

function accountOption({ id, name }: { id: number; name: string }): Option {
  return { label: name, value: String(id) };
}

/** Fills the form with an existing notice. @param accountIds the affected accounts, where not all are */
export function valuesOf(context: Context, notice: NoticeFacts, accountIds: readonly number[]): NoticeValues {
  const at = (moment: Date | null): DateTime | null => moment && DateTime.fromJSDate(moment, { zone: zoneOf(context) });
  const [start, end] = [at(notice.startsAt), at(notice.endsAt)];
  return {
    title: notice.title,
    severity: notice.severity ?? '',
    state: notice.state,
    modules: notice.modules.join('\n'),
    scope: notice.everyAccount ? 'all' : 'chosen',
    accounts: accountIds.join('\n'),
    message: truncate(notice.newest.body, maxNoticeLengths.text),
    instructions: notice.instructions ?? '',
    startDate: start?.toISODate() ?? '',
    startTime: start?.toFormat('h:mm a', { locale: 'en-US' }) ?? '',
    endDate: end?.toISODate() ?? '',
    endTime: end?.toFormat('h:mm a', { locale: 'en-US' }) ?? '',
  };
}

function lineField(
  name: string,
  label: string,
  initial: string | undefined,
  more: { max: number; placeholder?: string; required?: boolean; hint?: string },
): Field {
  return { kind: 'line', name, label, initial: initial ?? '', ...more };
}

/** Asks for one of several options. @param shown the value of the option that is shown; none if no option has it */
export function choiceField(
  name: string,
  label: string,
  options: readonly (readonly [label: string, value: string])[],
  shown: string | undefined,
): Field & { kind: 'choice' } {
  const initial = options.some(([, value]) => value === shown) ? shown : undefined;
  return {
    kind: 'choice',
    name,
    label,
    required: true,
    options: options.map(([label, value]) => ({ label, value })),
    ...(initial === undefined ? {} : { initial }),
  };
}

function momentFields(which: 'start' | 'end', label: string, values: NoticeValues, hint: string | undefined): Field[] {
  return [
    { kind: 'date', name: `${which}Date`, label: `${label} date`, initial: values[`${which}Date`], ...(hint ? { hint } : {}) },
    lineField(`${which}Time`, `${label} time`, values[`${which}Time`], { max: 10, placeholder: '10:00 PM' }),
  ];
}
