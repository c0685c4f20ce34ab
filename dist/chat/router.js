// The one way in: finds the person, the capability and the reply, for every interaction of every platform.
import { randomUUID } from 'node:crypto';
import { CaseError } from "../domain/case-error.js";
import { caseOfThread } from "../usecases/cases/case-of-thread.js";
import { saveDraft } from "../usecases/cases/drafts.js";
import { findDelivery } from "../usecases/notifications/find-delivery.js";
import { answerTo, once } from "../usecases/idempotency.js";
import { resolveActor } from "../usecases/people/resolve-actor.js";
import { helpCard } from "./help.js";
import { homeCard } from "./search/home.js";
import { start } from "./cases/open.js";
import { errorReply } from "./error-reply.js";
import { actionHandlers, commands, formHandlers } from "./registry.js";
import { reply } from "./replies.js";
import { composeSearch } from "./search/compose-search.js";
import { handleCommand, commandOpensForm } from "./handle-command.js";
import { unknownUserCard } from "./unknown-user.js";
import { deleted, edited, heard } from "./cases/thread.js";
import { renderDelivery } from "./render-delivery.js";
import { welcomeCard } from "./welcome.js";
const nothing = { kind: 'nothing' };
/** @param newId mints the receipts of forms */
export function createRouter(services, newId = randomUUID) {
    return {
        opensForm,
        welcome: () => welcomeCard(services.settings.brand),
        first: (idempotencyKey) => once(services, idempotencyKey),
        standing: async (message) => {
            const deliveryId = await findDelivery(services, message);
            return deliveryId === null ? null : ((await renderDelivery(services, deliveryId))?.card ?? null);
        },
        answer: async (interaction) => {
            const reply = await decide(services, newId, interaction);
            return reply.kind === 'nothing' || (await isFirst(services, interaction)) ? reply : nothing;
        },
    };
}
function opensForm(interaction) {
    if (interaction.kind === 'from-message')
        return true;
    if (interaction.kind === 'command')
        return interaction.canOpenForm && commandOpensForm(interaction.text);
    if (interaction.kind !== 'action')
        return false;
    if (interaction.action === 'say')
        return commandOpensForm(interaction.value);
    if (interaction.action === 'more')
        return actionHandlers.get(interaction.value.split(' ')[0] ?? '')?.opensForm === true;
    return interaction.place === undefined || actionHandlers.get(interaction.action)?.opensForm === true;
}
/** An event may be delivered again; its answer is given once. (What it did is noted with its effect, and asked of nobody here.) */
async function isFirst(services, interaction) {
    const { kind, idempotencyKey, fingerprint } = interaction;
    const isEvent = kind === 'message' || kind === 'edit' || (kind === 'command' && !interaction.canOpenForm);
    return !isEvent || once(services, answerTo(idempotencyKey), fingerprint && { ...fingerprint, key: answerTo(fingerprint.key) });
}
async function decide(services, newId, interaction) {
    try {
        return await dispatch(services, newId, interaction);
    }
    catch (error) {
        if (error instanceof CaseError)
            return errorReply(interaction, error);
        throw error;
    }
}
async function dispatch(services, newId, interaction) {
    if (interaction.kind === 'deletion')
        return deleted(services, interaction);
    const thread = interaction.kind === 'message' || interaction.kind === 'command' ? await threadOf(services, interaction) : null;
    // a mention inside a case's thread is a reply like any other, and arrives as one
    if (interaction.kind === 'command' && thread)
        return nothing;
    // other people's threads are none of the bot's business
    if (interaction.kind === 'message' && !thread && interaction.place.kind !== 'direct' && interaction.commandText === undefined)
        return nothing;
    const actor = await resolveActor(services, interaction.speaker);
    if (!actor.person)
        return stranger(services, actor, interaction);
    const { speaker, idempotencyKey } = interaction;
    const place = 'place' in interaction ? interaction.place : undefined;
    const request = { idempotencyKey, fingerprint: interaction.fingerprint, platform: speaker.platform };
    const context = { services, person: actor.person, actor, speaker, newId, request, place };
    switch (interaction.kind) {
        case 'command':
            return handleCommand(context, interaction.text, interaction.canOpenForm);
        case 'message':
            return thread
                ? heard(context, interaction, thread)
                : handleCommand(context, interaction.commandText ?? interaction.text, false);
        case 'edit':
            return edited(context, interaction);
        case 'action':
            return pressed(context, interaction.action, interaction.value);
        case 'form-submitted':
            return submitted(context, interaction);
        case 'form-changed':
            return { kind: 'form', form: await formNamed(interaction.form).render(context, interaction.values, interaction.state) };
        case 'suggestion':
            return { kind: 'options', options: await suggested(context, interaction) };
        case 'from-message':
            return start(context, {}, { draft: await saveDraft(services, actor.person, { text: interaction.text, link: interaction.link }) });
        case 'home':
            return { kind: 'home', card: await homeCard(context) };
        case 'search':
            return composeSearch(context, interaction.text, interaction.page);
    }
}
async function threadOf(services, { speaker, place }) {
    if (place.threadRef === undefined)
        return null;
    const { platform, workspaceId } = speaker;
    return caseOfThread(services, { platform, workspaceId, channelId: place.channelId, messageId: place.threadRef });
}
function stranger(services, actor, { kind }) {
    if (kind === 'edit')
        return nothing;
    if (kind === 'suggestion')
        return { kind: 'options', options: [] };
    const card = unknownUserCard(services, actor, kind === 'message');
    if (kind === 'home')
        return { kind: 'home', card };
    return kind === 'form-submitted' ? { kind: 'done', card } : { kind: 'card', card };
}
async function pressed(context, action, value) {
    if (action === 'help')
        return { kind: 'card', card: helpCard(context, commands) };
    if (action === 'say')
        return handleCommand(context, value, true);
    if (action === 'more')
        return chosenOfMore(context, value);
    return (actionHandlers.get(action)?.run(context, value) ??
        reply('This button is from an older version and does nothing any more.', ['Use “help” to go on.']));
}
/** From the list of what else can be done: `<action> <its value>`. */
async function chosenOfMore(context, value) {
    const [action = '', ...rest] = value.split(' ');
    return pressed(context, action, rest.join(' '));
}
/** Its receipt was minted when it was opened: sent twice, it is one request. */
async function submitted(context, interaction) {
    const { form, values, state } = interaction;
    const request = { ...context.request, idempotencyKey: state.idempotencyKey ?? context.request.idempotencyKey };
    const handler = formNamed(form);
    try {
        return await handler.submit({ ...context, request }, values, state);
    }
    catch (error) {
        if (!(error instanceof CaseError))
            throw error;
        const reply = errorReply(interaction, error);
        return reply.kind === 'field-errors' ? { ...reply, redraw: () => handler.render(context, values, state) } : reply;
    }
}
/** Nothing can be said where something is typed: an old form offers nothing, and is told why when it is sent. */
async function suggested(context, { form, field, text }) {
    return (await formHandlers.get(form)?.suggest?.(context, field, text.trim())) ?? [];
}
function formNamed(name) {
    const form = formHandlers.get(name);
    if (!form)
        throw new CaseError('old-form', 'This form is from an older version.', 'Close it and open it again.');
    return form;
}
//# sourceMappingURL=router.js.map