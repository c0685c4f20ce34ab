import { queueChannel } from "../../outbox/enqueue/case-conversations.js";
import { CaseError } from "../../domain/case-error.js";
import { priorities } from "../../domain/priority.js";
import { enqueueCard, ensureDestination, openConversation, placeDirect } from "../../outbox/enqueue/index.js";
import { changeCase } from "../change-case.js";
import { contactsOf } from "../people/contacts-of.js";
import { setPriority } from "../set-priority.js";
import { textInput } from "../text-input.js";
/**
 * Corrects what was chosen wrongly. Only what differs is written, each with its entry in the history. Another module's queue gets the
 * card, too; another case contact becomes a recipient.
 * @param input.reason required
 * @throws CaseError empty, too-long, nothing-changed, bad-value, no-contact, each at its field
 */
export async function correctCase(services, advisor, input, request) {
    const why = textInput(input.reason, 'reason', 'Write why it is corrected.');
    return changeCase(services, advisor, input.number, 'correct', request, async (locked, tx) => {
        const before = await tx.person.findUniqueOrThrow({ where: { id: locked.contactId } });
        const contact = input.contactId === before.id ? before : await contactOf(services, tx, locked.accountId, input.contactId);
        const corrections = differences(services, locked, input, before.name, contact);
        if (corrections.length === 0)
            throw mistake('nothing-changed', 'reason', 'Nothing differs from what the case says: change a field, or cancel.');
        await record(services, tx, advisor, locked, corrections, why);
        const patch = changesOf(locked, input);
        if (patch.module)
            await openQueue(tx, locked.id, input.module);
        if (patch.contactId)
            await addContact(services, tx, locked.id, contact);
        return { patch, post: { kind: 'event', action: 'correct', body: sentence(corrections, why) } };
    });
}
function differences(services, locked, input, before, contact) {
    const { settings } = services;
    const fields = [
        { name: 'priority', label: 'priority', from: locked.priority, to: input.priority, options: priorities },
        { name: 'module', label: 'module', from: locked.module, to: input.module, options: settings.modules },
        { name: 'caseType', label: 'case type', from: locked.caseType, to: input.caseType, options: settings.caseTypes },
        {
            name: 'environment',
            label: 'environment',
            from: locked.environment,
            to: input.environment === '' ? (locked.environment ?? '') : input.environment,
            options: settings.environments,
        },
    ];
    const found = fields.filter(({ from, to }) => to !== (from ?? ''));
    const wrong = found.find(({ to, options }) => !options.includes(to));
    if (wrong)
        throw mistake('bad-value', wrong.name, 'Choose a value from the list.');
    const other = contact.id === locked.contactId ? [] : [{ label: 'contact', from: before, to: contact.name }];
    return [...found.map(({ label, from, to }) => ({ label, from, to })), ...other];
}
function changesOf(locked, input) {
    const priority = priorities.find((one) => one === input.priority && one !== locked.priority);
    return {
        ...(priority ? setPriority(priority) : {}),
        ...(input.module === locked.module ? {} : { module: input.module }),
        ...(input.caseType === locked.caseType ? {} : { caseType: input.caseType }),
        ...(input.environment === '' || input.environment === locked.environment ? {} : { environment: input.environment }),
        ...(input.contactId === locked.contactId ? {} : { contactId: input.contactId }),
    };
}
async function record(services, tx, by, { id }, corrections, why) {
    const entry = { caseId: id, at: services.clock.now(), actorId: by.id, actorName: by.name, action: 'correct', why };
    await tx.historyEntry.createMany({ data: corrections.map(({ from, to }) => ({ ...entry, from, to })) });
}
function sentence(corrections, why) {
    const told = corrections.map(({ label, from, to }) => `the ${label} to ${to}${from === null ? '' : ` (was ${from})`}`);
    return `corrected ${told.join(', ')}: ${why.replace(/\s+/g, ' ').replace(/[.\s]+$/, '')}`;
}
/** The queue that answers for the module now; the one before keeps its thread. */
async function openQueue(tx, caseId, module) {
    const channel = await queueChannel(tx, module);
    if (!channel)
        return;
    const destinationId = await ensureDestination(tx, channel);
    await enqueueCard(tx, await openConversation(tx, { caseId, destinationId, side: 'advisor' }));
}
async function addContact(services, tx, caseId, { id }) {
    await tx.recipient.createMany({ data: [{ caseId, personId: id, addedAt: services.clock.now() }], skipDuplicates: true });
    await placeDirect(tx, caseId, ['all', 'status']);
}
async function contactOf(services, tx, accountId, id) {
    const found = (await contactsOf(services, accountId, tx)).find((one) => one.id === id);
    if (found)
        return found;
    throw mistake('no-contact', 'contact', 'Choose an Authorized Contact of the account.');
}
function mistake(code, field, words) {
    return new CaseError(code, words, undefined, { [field]: words });
}
//# sourceMappingURL=correct-case.js.map