// The form in which a lead describes an incident or maintenance.
import { DateTime } from 'luxon';
import { CaseError } from '../../domain/case-error.ts';
import { durationWords } from '../../domain/duration.ts';
import { incidentStates, isOver, noticeStateLabel, severities, severityLabel, type NoticeKind } from '../../domain/notice.ts';
import { longestNotice, nextUpdates, parseNotice, type NoticeInput } from '../../domain/notice-input.ts';
import { permit } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { accountsOf, countAccounts, findAccounts, mostAccounts } from '../../usecases/people/find-accounts.ts';
import type { NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { asAdvisor } from '../cases/advisor-commands.ts';
import type { Turn, Values } from '../capability.ts';
import { chosen } from '../../cards/chosen-values.ts';
import type { Field, Form, Option } from '../../cards/elements.ts';

/** @throws CaseError not-allowed */
export function asLeadOf(turn: Turn, kind: NoticeKind): Advisor {
  permit(turn.person, kind);
  return asAdvisor(turn);
}

/** What the form carries says which of the two it is. @throws CaseError old-form */
export function kindCarried({ kind }: Values): NoticeKind {
  if (kind === 'incident' || kind === 'maintenance') return kind;
  throw new CaseError('old-form', 'This form is from an older version.', 'Close it and open it again.');
}

/** The lead's own zone: dates and times of the form are in it. */
export function zoneOf({ who }: Turn): string {
  return who.timezone ?? 'UTC';
}

export function readNotice(turn: Turn, kind: NoticeKind, values: Values): NoticeInput {
  return parseNotice(kind, values, { now: turn.work.clock.now(), zone: zoneOf(turn), settings: turn.work.settings });
}

/** @param carries kind; notice: the id of the one that is changed; cluster */
export async function noticeForm(turn: Turn, values: Values, carries: Values): Promise<Form> {
  const kind = kindCarried(carries);
  const lead = asLeadOf(turn, kind);
  const isIncident = kind === 'incident';
  return {
    name: 'declare',
    title: `${carries.notice === undefined ? 'Declare' : 'Change'} ${kind}`,
    submit: 'Preview',
    intro: [
      { kind: 'quiet', words: [`Nothing goes out yet: you see the banner first. Times are in your zone, ${zoneOf(turn)}.`] },
    ],
    fields: [
      line('title', 'Title', values, {
        max: longestNotice.title,
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
        options: turn.work.settings.modules.slice(0, mostAccounts).map((module) => ({ label: module, value: module })),
        initial: chosen(values.modules),
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
      ...(values.scope === 'chosen' ? [await accountsField(turn, lead, values)] : []),
      paragraph('message', isIncident ? 'What is going on' : 'What will be done', values.message, true),
      paragraph('instructions', 'What to do meanwhile', values.instructions, false),
      ...moment('start', 'Start', values, isIncident ? 'Empty: now.' : undefined),
      ...moment('end', isIncident ? 'Expected end' : 'End', values, isIncident ? 'Only if it is known.' : undefined),
      ...(isIncident ? [nextUpdateField(values.nextUpdate)] : []),
    ],
    carries,
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
  const options = nextUpdates.map((after): [string, string] => [`In ${durationWords(after)}`, after]);
  return {
    ...choice('nextUpdate', 'Next update', options, { nextUpdate: initial ?? '' }),
    hint: 'Whoever declares it is reminded when it is due.',
  };
}

export function paragraph(name: string, label: string, initial: string | undefined, required: boolean): Field {
  return { kind: 'paragraph', name, label, max: longestNotice.text, initial: initial ?? '', ...(required ? { required } : {}) };
}

/** Few accounts are ticked, many are searched. */
async function accountsField(turn: Turn, lead: Advisor, values: Values): Promise<Field> {
  const named = { name: 'accounts', label: 'Which accounts', required: true } as const;
  const ids = chosen(values.accounts);
  if ((await countAccounts(turn.work)) <= mostAccounts) {
    const all = await findAccounts(turn.work, lead, '');
    return { ...named, kind: 'choices', options: all.map(optionOf), initial: ids };
  }
  const initial = await accountsOf(turn.work, lead, ids.map(Number).filter(Number.isInteger).slice(0, mostAccounts));
  return { ...named, kind: 'search', placeholder: 'Type a part of the name', most: mostAccounts, initial: initial.map(optionOf) };
}

export async function suggestAccounts(turn: Turn, field: string, text: string): Promise<Option[]> {
  if (field !== 'accounts') return [];
  return (await findAccounts(turn.work, asLeadOf(turn, 'incident'), text)).map(optionOf);
}

function optionOf({ id, name }: { id: number; name: string }): Option {
  return { label: name, value: String(id) };
}

/** A notice as the form's values, to be changed. */
export function valuesOf(turn: Turn, notice: NoticeFacts, accountIds: readonly number[]): Values {
  const at = (moment: Date | null): DateTime | null => moment && DateTime.fromJSDate(moment, { zone: zoneOf(turn) });
  const [start, end] = [at(notice.startsAt), at(notice.endsAt)];
  return {
    title: notice.title,
    severity: notice.severity ?? '',
    state: notice.state,
    modules: notice.modules.join('\n'),
    scope: notice.everyAccount ? 'all' : 'chosen',
    accounts: accountIds.join('\n'),
    message: notice.newest.body.slice(0, longestNotice.text),
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
