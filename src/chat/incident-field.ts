// The form that opens a case says what is going on, and asks whether the case is about it.
import { concerns, isOver } from '../domain/notice.ts';
import { openNotices, type NoticeFacts } from '../usecases/notice-facts.ts';
import { noticeCallouts } from './banner-card.ts';
import type { Turn, Values } from './capability.ts';
import { carriedNumber } from './case-argument.ts';
import type { Element, Field } from './elements.ts';

/** What is open for the account a case is opened for; for an advisor who has not said whose it is, all. @param carries account */
export function noticesFor(turn: Turn, { account }: Values): Promise<NoticeFacts[]> {
  return openNotices(turn.work, turn.person, account === undefined ? {} : { accountId: carriedNumber(account) });
}

/** In the form's head: the rest is in `notices`. */
const mostShown = 3;

export function noticeIntro(notices: readonly NoticeFacts[]): Element[] {
  const more = notices.length - mostShown;
  return [
    ...notices.slice(0, mostShown).flatMap(noticeCallouts),
    ...(more > 0 ? [{ kind: 'quiet' as const, words: [`and ${more} more: see “notices”`] }] : []),
  ];
}

/** The incidents a case may be about: those that concern its module, and the one that was named. The gravest first. */
function matching(notices: readonly NoticeFacts[], { module, incident }: Values): NoticeFacts[] {
  return notices.filter(
    (notice) =>
      notice.kind === 'incident' &&
      !isOver(notice.state) &&
      ((module && concerns(notice, module)) || String(notice.id) === incident),
  );
}

/** Whether it has to be asked, and was not. */
export function stillToAsk(notices: readonly NoticeFacts[], values: Values): boolean {
  return (values.incident ?? '') === '' && matching(notices, values).length > 0;
}

/** The incident that was chosen. @returns null: none, or one that is not open for this account (any more) */
export function chosenIncident(notices: readonly NoticeFacts[], values: Values): NoticeFacts | null {
  return matching(notices, values).find(({ id }) => String(id) === values.incident) ?? null;
}

/** Nothing where no incident may be meant. */
export function incidentFields(notices: readonly NoticeFacts[], values: Values): Field[] {
  const found = matching(notices, values).slice(0, 20);
  const [gravest] = found;
  if (!gravest) return [];
  const options = [
    ...found.map(({ id, title }) => ({ label: `Yes: ${title}`.slice(0, 75), value: String(id) })),
    { label: 'No, this is something else', value: 'none' },
  ];
  const initial = options.some(({ value }) => value === values.incident) ? values.incident : String(gravest.id);
  const hint = 'The case is linked to the incident and hears of it; there is no need to phone.';
  return [{ kind: 'choice', name: 'incident', label: 'Is it about this incident?', hint, required: true, options, initial }];
}

/** What is said of it in the end. */
export function linkWords({ incident = 'none' }: Values, linked: NoticeFacts | null): string[] {
  if (linked)
    return [`It is linked to the incident “${linked.title}”: there is no need to phone, and every update comes to the case.`];
  return incident === 'none' || incident === '' ? [] : ['The incident you chose is over, so the case stands alone.'];
}
