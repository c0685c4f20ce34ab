// The way in by a link of a mail. Mail scanners open links, too: opening one shows, and only the button of the page it opens acts.
import { randomUUID } from 'node:crypto';
import { CaseError } from "../domain/case-error.js";
import { formatCaseNumber } from "../domain/case-number.js";
import { statusLabel } from "../domain/status.js";
import { personByMail } from "../usecases/people/person-by-mail.js";
import { viewCase } from "../usecases/cases/view-case.js";
import { checkNow } from "./allowed-now.js";
import { carriedNumber } from "./case-argument.js";
import { errorReply } from "./error-reply.js";
import { actionHandlers, formHandlers } from "./registry.js";
import { errorCard, reply } from "./replies.js";
import { pendingElements } from "./text-form.js";
/** What can be done from a mail. `shown`: pressing it only shows, a card or a form. */
const doors = {
    view: 'shown',
    feed: 'shown',
    history: 'shown',
    'history-page': 'shown',
    recipients: 'shown',
    'add-recipient': 'shown',
    'remove-recipient': 'shown',
    answer: 'shown',
    post: 'shown',
    decline: 'shown',
    close: 'shown',
    reopen: 'shown',
    confirm: {
        permission: 'confirm',
        title: 'Close case',
        submit: 'Yes, close case',
        does: 'The button below confirms the resolution and closes the case.',
    },
    'add-me': {
        permission: 'recipient-self',
        title: 'Add me',
        submit: 'Add me',
        does: 'The button below adds you to the notifications on this case.',
    },
    'remove-me': {
        permission: 'recipient-self',
        title: 'Remove me',
        submit: 'Remove me',
        does: 'The button below removes you from the notifications on this case.',
    },
};
/** @param newId mints the receipts of forms */
export function createMailLinks(services, newId = randomUUID) {
    const through = async (link, idempotencyKey, pass) => {
        const context = await turnOf(services, newId, link, idempotencyKey);
        if (!context)
            return null;
        const reader = context.person.name;
        try {
            return { reader, ...(await pass(context)) };
        }
        catch (error) {
            if (error instanceof CaseError)
                return { reader, kind: 'card', card: errorCard(error) };
            throw error;
        }
    };
    return {
        leads: (action) => Object.hasOwn(doors, action),
        open: (link) => through(link, '', async (context) => passed(context, link, await opened(context, link))),
        send: (link, sent) => through(link, sent.state.idempotencyKey ?? newId(), (context) => acted(context, link, sent)),
    };
}
async function turnOf(services, newId, { address }, idempotencyKey) {
    const found = await personByMail(services, address);
    if (!found)
        return null;
    const { person, accountName, timezone } = found;
    const actor = { person, accountName, timezone, directChannel: '', authorizedContacts: [] };
    return { services, person, actor, speaker: null, request: { idempotencyKey, platform: null }, newId };
}
/** @throws CaseError */
function doorOf({ person }, action) {
    // an advisor's page would show internal notes to whoever the mail was passed on to
    if (person.kind !== 'contact')
        throw new CaseError('elsewhere', 'Links in mails are for contacts.', 'Advisors work on cases in chat.');
    const door = Object.hasOwn(doors, action) ? doors[action] : undefined;
    if (!door)
        throw new CaseError('old-button', 'This cannot be done from a mail.', 'Use your conversation with the bot.');
    return door;
}
async function opened(context, { action, value }) {
    const door = doorOf(context, action);
    if (door === 'shown')
        return (await actionHandlers.get(action)?.run(context, value)) ?? { kind: 'nothing' };
    const viewed = await viewCase(context.services, context.person, carriedNumber(value));
    checkNow(context, viewed, door.permission);
    const { number, subject } = viewed.case;
    const intro = [
        { kind: 'context', text: [`${formatCaseNumber(number)} · ${subject}`] },
        ...pendingElements(viewed),
        { kind: 'text', text: [door.does] },
    ];
    const state = { idempotencyKey: context.newId(), number: String(number) };
    return { kind: 'form', form: { name: action, title: door.title, submit: door.submit, intro, fields: [], state } };
}
async function acted(context, link, { form, values, state }) {
    if (doorOf(context, form) !== 'shown')
        return passed(context, link, (await actionHandlers.get(form)?.run(context, state.number ?? '')) ?? { kind: 'nothing' });
    const handler = formHandlers.get(form);
    if (!handler)
        throw new CaseError('old-form', 'This form is from an older version.', 'Open the link again.');
    const reply = await handler.submit(context, values, state).catch((error) => {
        if (error instanceof CaseError)
            return errorReply({ kind: 'form-submitted', values }, error);
        throw error;
    });
    if (reply.kind !== 'field-errors')
        return passed(context, link, reply);
    return { kind: 'form', form: await handler.render(context, values, state), values, mistakes: reply.fields };
}
/** A reply as a page; where the platforms' cards say it all, the case as it is now does. */
async function passed(context, link, reply) {
    switch (reply.kind) {
        case 'form':
            return { kind: 'form', form: reply.form, values: {}, mistakes: {} };
        case 'card':
        case 'home':
            return { kind: 'card', card: reply.card };
        case 'done':
            return { kind: 'card', card: reply.card ?? (await doneCard(context, link)) };
        case 'nothing':
            return { kind: 'card', card: await doneCard(context, link) };
        case 'field-errors':
        case 'results':
        case 'options':
            throw new Error(`a link of a mail was answered with ${reply.kind}`);
    }
}
async function doneCard(context, { value }) {
    const { case: shown } = await viewCase(context.services, context.person, carriedNumber(value.split(' ')[0]));
    const number = formatCaseNumber(shown.number);
    const { card } = reply(`Done. ${number} · ${shown.subject}: ${statusLabel(shown.status)}.`);
    const look = { kind: 'button', label: 'View case', action: 'view', value: String(shown.number) };
    return { ...card, elements: [...card.elements, { kind: 'actions', actions: [look] }] };
}
//# sourceMappingURL=mail-links.js.map