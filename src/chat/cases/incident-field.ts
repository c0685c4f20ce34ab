// The form that opens a case says what is going on, and asks whether the case is about it.
import { concerns } from '../../domain/notice.ts';
import { openNotices, type NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { noticeCallouts } from '../notices/banner-card.ts';
import type { Context, Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import type { Element, Field } from '../../cards/elements.ts';

/**
 * What goes on for the account a case is opened for; for an advisor who has not said whose it is, for any. Maintenance once it has begun.
 * @param carries account: its id
 */
export async function noticesFor(context: Context, { account }: Values): Promise<NoticeFacts[]> {
  const which = account === undefined ? {} : { accountId: carriedNumber(account) };
  const open = await openNotices(context.services, context.person, which);
  return open.filter(({ state }) => state !== 'Planned');
}

/** At the head of a page: the rest is in `notices`. */
const mostShown = 3;

export function noticeIntro(notices: readonly NoticeFacts[]): Element[] {
  const more = notices.length - mostShown;
  return [
    ...notices.slice(0, mostShown).flatMap(noticeCallouts),
    ...(more > 0 ? [{ kind: 'context' as const, text: [`and ${more} more: see “notices”`] }] : []),
  ];
}

/** The incidents that are asked about: those that concern the module, and the one the form was opened for. The gravest first. */
function askedAbout(notices: readonly NoticeFacts[], { module }: Values, state: Values): NoticeFacts[] {
  const incidents = notices.filter(({ kind }) => kind === 'incident');
  return incidents.filter((one) => (module && concerns(one, module)) || String(one.id) === state.incident).slice(0, mostAsked);
}

const mostAsked = 20;

/** Whether it has to be asked, and was not. */
export function stillToAsk(notices: readonly NoticeFacts[], values: Values, state: Values): boolean {
  return (values.incident ?? '') === '' && askedAbout(notices, values, state).length > 0;
}

/** The incident that was chosen. @returns null: none, or one that is not open for this account (any more) */
export function chosenIncident(notices: readonly NoticeFacts[], { incident }: Values): NoticeFacts | null {
  return notices.find(({ kind, id }) => kind === 'incident' && String(id) === incident) ?? null;
}

/** What stands in the field: what was chosen, else the incident the form was opened for, else the gravest. @returns undefined: it is not asked */
export function shownIncident(notices: readonly NoticeFacts[], values: Values, state: Values): string | undefined {
  const asked = askedAbout(notices, values, state).map(({ id }) => String(id));
  const wanted = [values.incident, state.incident].find((one) => one !== undefined && [...asked, none].includes(one));
  return asked.length === 0 ? undefined : (wanted ?? asked[0]);
}

const none = 'none';

/** @param refreshes what is chosen decides what else the form says */
export function incidentFields(notices: readonly NoticeFacts[], values: Values, state: Values, refreshes: boolean): Field[] {
  const initial = shownIncident(notices, values, state);
  if (initial === undefined) return [];
  const options = [
    ...askedAbout(notices, values, state).map(({ id, title }) => ({ label: `Yes: ${title}`, value: String(id) })),
    { label: 'No, this is something else', value: none },
  ];
  const hint = 'The case is linked to the incident and hears of it; there is no need to phone.';
  const field = { kind: 'choice', name: 'incident', label: 'Is it about this incident?', hint, required: true } as const;
  return [{ ...field, options, initial, ...(refreshes ? { refreshes } : {}) }];
}

/** What is said of it in the end. */
export function linkWords({ incident = none }: Values, linked: NoticeFacts | null): string[] {
  if (linked)
    return [`It is linked to the incident “${linked.title}”: there is no need to phone, and every update comes to the case.`];
  if (incident === none || incident === '') return [];
  return ['The incident that was chosen is over, or does not affect this account: the case is not linked.'];
}
