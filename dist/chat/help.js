import { isAuthorized } from "../domain/person.js";
import { phoneLink } from "./cases/phone.js";
/** What this person can say here. @param hint what to say first, e.g. about a word nobody knows */
export function helpCard(context, words, hint) {
    const { brand, selfService, supportPhone } = context.services.settings;
    const mine = words.filter((word) => word.availableTo(context.person));
    return {
        summary: `What you can say to ${brand}`,
        elements: [
            ...(hint ? [{ kind: 'callout', tone: 'neutral', text: [hint] }] : []),
            { kind: 'heading', text: `${brand}: what you can say` },
            { kind: 'context', text: [roleOf(context)] },
            ...mine.map((word) => ({
                kind: 'text',
                text: [{ bold: `${word.name}${word.usage ? ` ${word.usage}` : ''}` }, ` ${word.description}`],
            })),
            { kind: 'actions', actions: buttons(context) },
            {
                kind: 'context',
                text: [
                    'As a command, as a direct message, or after a mention. Every button does the same. ',
                    ...(selfService ? ['First help: ', { link: selfService.url, text: selfService.name }] : []),
                    ...(supportPhone === null ? [] : [selfService ? ' · Phone: ' : 'Phone: ', phoneLink(supportPhone)]),
                ],
            },
        ],
    };
}
function roleOf({ person, actor }) {
    if (person.kind === 'advisor')
        return `${person.name}, you are an advisor${person.lead ? ' and a lead' : ''}.`;
    const can = isAuthorized(person) ? 'an Authorized Contact' : 'a Read-Only Contact: you can view and search every case';
    return `${person.name}, you are ${can} of ${actor.accountName ?? 'your account'}.`;
}
function buttons({ person }) {
    const open = isAuthorized(person)
        ? [{ kind: 'button', label: 'Open a case', action: 'open', value: '', style: 'primary' }]
        : [];
    const queue = person.kind === 'advisor' ? [{ kind: 'button', label: 'Queue', action: 'queue', value: '' }] : [];
    return [
        ...open,
        ...queue,
        { kind: 'button', label: 'My cases', action: 'search', value: 'is:mine' },
        { kind: 'button', label: 'All cases', action: 'search', value: '' },
    ];
}
//# sourceMappingURL=help.js.map