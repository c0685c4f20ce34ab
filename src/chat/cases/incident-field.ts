// Open incidents in the form that opens a case: the form lists them at the top, and a field asks whether the case is about one of them.
import { concerns } from '../../domain/notice.ts';
import type { Settings } from '../../domain/settings.ts';
import { openNotices, type NoticeFacts } from '../../usecases/notices/notice-facts.ts';
import { formatCount } from '../../domain/text/numbers.ts';
import { noticeCallouts } from '../notices/banner-card.ts';
import type { Context } from '../capability.ts';
import { noNeedToCall } from './phone.ts';
import type { Element, Field } from '../../cards/elements.ts';
import type { NewCaseState, NewCaseValues } from './new-case-form.ts';

/**
 * Lists open incidents and maintenance under way for the account a case is opened for. While nobody has said which account that is, those of every account that
 * this person sees are listed.
 * @param account its id, where it is known
 */
export async function noticesFor(context: Context, account: number | undefined): Promise<NoticeFacts[]> {
  if (!context.actor.anyOpenNotice) return [];
  const which = account === undefined ? {} : { accountId: account };
  const open = await openNotices(context.services, context.person, which);
  return open.filter((notice) => notice.state !== 'Planned');
}

const maxShown = 3;

/** Shows open incidents and maintenance at the top of a form; the `notices` command lists the rest. */
export function noticeIntro(notices: readonly NoticeFacts[], now: Date): Element[] {
  const more = notices.length - maxShown;
  return [
    ...notices.slice(0, maxShown).flatMap((notice) => noticeCallouts(notice, now)),
    ...(more > 0 ? [{ kind: 'context' as const, text: [`and ${formatCount(more)} more`] }] : []),
  ];
}

/** Lists the incidents to ask about: those that affect the module, and the one the form was opened for; the most severe first. */
function askedAbout(notices: readonly NoticeFacts[], { module }: NewCaseValues, state: NewCaseState): NoticeFacts[] {
  const incidents = notices.filter(({ kind }) => kind === 'incident');
  return incidents.filter((one) => (module && concerns(one, module)) || one.id === state.incident).slice(0, maxAsked);
}

const maxAsked = 20;

/** Whether the form must still ask about an incident. */
export function stillToAsk(notices: readonly NoticeFacts[], values: NewCaseValues, state: NewCaseState): boolean {
  return values.incident === undefined && askedAbout(notices, values, state).length > 0;
}

/**
 * Finds the incident that was chosen.
 * @returns null for none, or for one that is no longer open for this account
 */
export function chosenIncident(notices: readonly NoticeFacts[], { incident }: NewCaseValues): NoticeFacts | null {
  return notices.find(({ kind, id }) => kind === 'incident' && id === incident) ?? null;
}

/**
 * Picks the value of the incident field: what was chosen, else the incident the form was opened for, else the most severe.
 * @returns undefined when there is nothing to ask
 */
export function shownIncident(
  notices: readonly NoticeFacts[],
  values: NewCaseValues,
  state: NewCaseState,
): number | typeof none | undefined {
  const asked = askedAbout(notices, values, state).map(({ id }) => id);
  const wanted = [values.incident, state.incident].find((one) => one === none || (one !== undefined && asked.includes(one)));
  return asked.length === 0 ? undefined : (wanted ?? asked[0]);
}

const none = 'none';

/**
 * Builds the field that asks about an incident; empty when there is nothing to ask.
 * @param refreshes whether choosing redraws the form
 */
export function incidentFields(
  notices: readonly NoticeFacts[],
  values: NewCaseValues,
  state: NewCaseState,
  refreshes: boolean,
  settings: Pick<Settings, 'supportPhone'>,
): Field[] {
  const initial = shownIncident(notices, values, state);
  if (initial === undefined) return [];
  const options = [
    ...askedAbout(notices, values, state).map(({ id, title }) => ({ label: `Yes: ${title}`, value: String(id) })),
    { label: 'No, this is something else', value: none },
  ];
  const hint = `If yes, we'll link the case and post the incident's updates to it.${noNeedToCall(settings)}`;
  const field = { kind: 'choice', name: 'incident', label: 'Is it about this incident?', hint, required: true } as const;
  return [{ ...field, options, initial: String(initial), ...(refreshes ? { refreshes } : {}) }];
}

/** Says after submission whether the case was linked. */
export function linkResult(
  { incident = none }: NewCaseValues,
  linked: NoticeFacts | null,
  settings: Pick<Settings, 'supportPhone'>,
): string[] {
  if (linked)
    return [`Linked to the incident “${linked.title}”. Its updates will be posted to the case.${noNeedToCall(settings)}`];
  if (incident === none) return [];
  return ["The incident you chose is over or doesn't affect this account, so the case wasn't linked."];
}
