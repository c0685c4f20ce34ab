// The form that opens a case says what is going on, and asks whether the case is about it.
import { concerns } from "../../domain/notice.js";
import { openNotices } from "../../usecases/notices/notice-facts.js";
import { noticeCallouts } from "../notices/banner-card.js";
import { carriedNumber } from "../case-argument.js";
/**
 * What goes on for the account a case is opened for; for an advisor who has not said whose it is, for any. Maintenance once it has begun.
 * @param carries account: its id
 */
export async function noticesFor(context, { account }) {
    const which = account === undefined ? {} : { accountId: carriedNumber(account) };
    const open = await openNotices(context.services, context.person, which);
    return open.filter(({ state }) => state !== 'Planned');
}
/** At the head of a page: the rest is in `notices`. */
const mostShown = 3;
export function noticeIntro(notices) {
    const more = notices.length - mostShown;
    return [
        ...notices.slice(0, mostShown).flatMap(noticeCallouts),
        ...(more > 0 ? [{ kind: 'context', text: [`and ${more} more: see “notices”`] }] : []),
    ];
}
/** The incidents that are asked about: those that concern the module, and the one the form was opened for. The gravest first. */
function askedAbout(notices, { module }, state) {
    const incidents = notices.filter(({ kind }) => kind === 'incident');
    return incidents.filter((one) => (module && concerns(one, module)) || String(one.id) === state.incident).slice(0, mostAsked);
}
const mostAsked = 20;
/** Whether it has to be asked, and was not. */
export function stillToAsk(notices, values, state) {
    return (values.incident ?? '') === '' && askedAbout(notices, values, state).length > 0;
}
/** The incident that was chosen. @returns null: none, or one that is not open for this account (any more) */
export function chosenIncident(notices, { incident }) {
    return notices.find(({ kind, id }) => kind === 'incident' && String(id) === incident) ?? null;
}
/** What stands in the field: what was chosen, else the incident the form was opened for, else the gravest. @returns undefined: it is not asked */
export function shownIncident(notices, values, state) {
    const asked = askedAbout(notices, values, state).map(({ id }) => String(id));
    const wanted = [values.incident, state.incident].find((one) => one !== undefined && [...asked, none].includes(one));
    return asked.length === 0 ? undefined : (wanted ?? asked[0]);
}
const none = 'none';
/** @param refreshes what is chosen decides what else the form says */
export function incidentFields(notices, values, state, refreshes) {
    const initial = shownIncident(notices, values, state);
    if (initial === undefined)
        return [];
    const options = [
        ...askedAbout(notices, values, state).map(({ id, title }) => ({ label: `Yes: ${title}`, value: String(id) })),
        { label: 'No, this is something else', value: none },
    ];
    const hint = 'The case is linked to the incident and hears of it; there is no need to phone.';
    const field = { kind: 'choice', name: 'incident', label: 'Is it about this incident?', hint, required: true };
    return [{ ...field, options, initial, ...(refreshes ? { refreshes } : {}) }];
}
/** What is said of it in the end. */
export function linkWords({ incident = none }, linked) {
    if (linked)
        return [`It is linked to the incident “${linked.title}”: there is no need to phone, and every update comes to the case.`];
    if (incident === none || incident === '')
        return [];
    return ['The incident that was chosen is over, or does not affect this account: the case is not linked.'];
}
//# sourceMappingURL=incident-field.js.map