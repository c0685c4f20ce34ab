// The form in which a lead describes an incident or maintenance.
import { DateTime } from 'luxon';
import { CaseError } from '../../domain/case-error.ts';
import { formatDuration } from '../../domain/duration.ts';
import { incidentStates, isOver, noticeStateLabel, severities, severityLabel, type NoticeKind } from '../../domain/notice.ts';
import { maxNoticeLengths, nextUpdates, parseNotice, type NoticeInput } from '../../domain/notice-input.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { accountsOf, countAccounts, findAccounts, maxAccounts } from '../../usecases/people/find-accounts.ts';
import type { NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { asAdvisor, type Context, type Values } from '../capability.ts';
import { chosenValues } from '../../cards/chosen-values.ts';
import type { Field, Form, Option } from '../../cards/elements.ts';

/** @throws CaseError not-allowed */
export function asLeadOf(context: Context, kind: NoticeKind): Advisor {
  authorize(context.person, kind);
  return asAdvisor(context);
}

/** What the form carries says which of the two it is. @throws CaseError old-form */
export function kindCarried({ kind }: Values): NoticeKind {
  if (kind === 'incident' || kind === 'maintenance') return kind;
  throw new CaseError('old-form', 'This form is from an older version.', 'Close it and open it again.');
}

/** The lead's own zone: dates and times of the form are in it. */
export function zoneOf({ actor }: Context): string {
  return actor.timezone ?? 'UTC';
}

export function readNotice(context: Context, kind: NoticeKind, values: Values): NoticeInput {
  return parseNotice(kind, values, {
    now: context.services.clock.now(),
    zone: zoneOf(context),
    settings: context.services.settings,
  });
}

/** @param carries kind; notice: the id of the one that is changed; cluster */
export async function noticeForm(context: Context, values: Values, state: Values): Promise<Form> {
  const kind = kindCarried(state);
  const lead = asLeadOf(context, kind);
  const isIncident = kind === 'incident';
  return {
    name: 'declare',
    title: `${state.notice === undefined ? 'Declare' : 'Change'} ${kind}`,
    submit: 'Preview',
    intro: [
      { kind: 'context', text: [`Nothing goes out yet: you see the banner first. Times are in your zone, ${zoneOf(context)}.`] },
    ],
    fields: [
      line('title', 'Title', values, {
        max: maxNoticeLengths.title,
        placeholder: isIncident ? 'Attendance is slow' : 'Database upgrade',
        required: true,
      }),
      ...(isIncident
        ? [
            choice(
              'severity',
              'Severity',
              severities.map((one) => [severityLabel(one), one]),
              values,
            ),
          ]
        : []),
      ...(isIncident ? [stateField(values.state ?? 'Investigating')] : []),
      {
        kind: 'choices',
        name: 'modules',
        label: 'Modules',
        hint: 'None chosen: all of them.',
        options: context.services.settings.modules.slice(0, maxAccounts).map((module) => ({ label: module, value: module })),
        initial: chosenValues(values.modules),
      },
      {
        ...choice(
          'scope',
          'Accounts',
          [
            ['All accounts', 'all'],
            ['Chosen accounts', 'chosen'],
          ],
          { scope: values.scope ?? 'all' },
        ),
        refreshes: true,
      },
      ...(values.scope === 'chosen' ? [await accountsField(context, lead, values)] : []),
      paragraph('message', isIncident ? 'What is going on' : 'What will be done', values.message, true),
      paragraph('instructions', 'What to do meanwhile', values.instructions, false),
      ...moment('start', 'Start', values, isIncident ? 'Empty: now.' : undefined),
      ...moment('end', isIncident ? 'Expected end' : 'End', values, isIncident ? 'Only if it is known.' : undefined),
      ...(isIncident ? [nextUpdateField(values.nextUpdate)] : []),
    ],
    state: state,
  };
}

/** Of an incident that goes on. */
export function stateField(initial: string): Field {
  const open = incidentStates.filter((state) => !isOver(state));
  return choice(
    'state',
    'State',
    open.map((state) => [noticeStateLabel(state), state]),
    { state: initial },
  );
}

export function nextUpdateField(initial: string | undefined): Field {
  const options = nextUpdates.map((after): [string, string] => [`In ${formatDuration(after)}`, after]);
  return {
    ...choice('nextUpdate', 'Next update', options, { nextUpdate: initial ?? '' }),
    hint: 'Whoever declares it is reminded when it is due.',
  };
}

export function paragraph(name: string, label: string, initial: string | undefined, required: boolean): Field {
  return {
    kind: 'paragraph',
    name,
    label,
    max: maxNoticeLengths.text,
    initial: initial ?? '',
    ...(required ? { required } : {}),
  };
}

/** Few accounts are ticked, many are searched. */
async function accountsField(context: Context, lead: Advisor, values: Values): Promise<Field> {
  const named = { name: 'accounts', label: 'Which accounts', required: true } as const;
  const ids = chosenValues(values.accounts);
  if ((await countAccounts(context.services)) <= maxAccounts) {
    const all = await findAccounts(context.services, lead, '');
    return { ...named, kind: 'choices', options: all.map(optionOf), initial: ids };
  }
  const initial = await accountsOf(context.services, lead, ids.map(Number).filter(Number.isInteger).slice(0, maxAccounts));
  return { ...named, kind: 'search', placeholder: 'Type a part of the name', max: maxAccounts, initial: initial.map(optionOf) };
}

export async function suggestAccounts(context: Context, field: string, text: string): Promise<Option[]> {
  if (field !== 'accounts') return [];
  return (await findAccounts(context.services, asLeadOf(context, 'incident'), text)).map(optionOf);
}

function optionOf({ id, name }: { id: number; name: string }): Option {
  return { label: name, value: String(id) };
}

/** A notice as the form's values, to be changed. */
export function valuesOf(context: Context, notice: NoticeFacts, accountIds: readonly number[]): Values {
  const at = (moment: Date | null): DateTime | null => moment && DateTime.fromJSDate(moment, { zone: zoneOf(context) });
  const [start, end] = [at(notice.startsAt), at(notice.endsAt)];
  return {
    title: notice.title,
    severity: notice.severity ?? '',
    state: notice.state,
    modules: notice.modules.join('\n'),
    scope: notice.everyAccount ? 'all' : 'chosen',
    accounts: accountIds.join('\n'),
    message: notice.newest.body.slice(0, maxNoticeLengths.text),
    instructions: notice.instructions ?? '',
    startDate: start?.toISODate() ?? '',
    startTime: start?.toFormat('HH:mm') ?? '',
    endDate: end?.toISODate() ?? '',
    endTime: end?.toFormat('HH:mm') ?? '',
  };
}

function line(
  name: string,
  label: string,
  values: Values,
  more: { max: number; placeholder?: string; required?: boolean; hint?: string },
): Field {
  return { kind: 'line', name, label, initial: values[name] ?? '', ...more };
}

export function choice(
  name: string,
  label: string,
  options: readonly (readonly [label: string, value: string])[],
  values: Values,
): Field & { kind: 'choice' } {
  const known = options.map(([words, value]) => ({ label: words, value }));
  const initial = known.some(({ value }) => value === values[name]) ? values[name] : undefined;
  return { kind: 'choice', name, label, required: true, options: known, ...(initial === undefined ? {} : { initial }) };
}

function moment(what: 'start' | 'end', label: string, values: Values, hint: string | undefined): Field[] {
  return [
    { kind: 'date', name: `${what}Date`, label: `${label}: date`, initial: values[`${what}Date`], ...(hint ? { hint } : {}) },
    line(`${what}Time`, `${label}: time`, values, { max: 10, placeholder: '22:00' }),
  ];
}
