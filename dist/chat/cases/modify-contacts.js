// Support contacts: a contact asks for a change, an advisor applies it.
import { CaseError } from "../../domain/case-error.js";
import { formatCaseNumber } from "../../domain/case-number.js";
import { contactChangeType, offersContactChange } from "../../domain/contact-change.js";
import { applyContactChange } from "../../usecases/people/apply-contact-change.js";
import { requestContactChange } from "../../usecases/people/request-contact-change.js";
import { asAdvisor, asContact, speakerOf } from "../capability.js";
import { carriedNumber } from "../case-argument.js";
import { filedBy, isOpenCard } from "./filing.js";
import { asksForContacts, formOfType, modifyContactsForm } from "./modify-contacts-form.js";
import { reply } from "../replies.js";
export const modifyContacts = {
    actions: { 'modify-contacts': { opensForm: true, run: start } },
    forms: {
        'modify-contacts': {
            render: formOfType,
            submit: async (context, values, state) => {
                // sent before another case type could change what is asked
                if (!asksForContacts(context, values))
                    return { kind: 'form', form: await formOfType(context, values, state) };
                const { platform } = speakerOf(context);
                const contact = asContact(context);
                const filed = await filedBy(context, state);
                const outcome = await requestContactChange(context.services, contact, values, filed, { ...context.request, platform });
                if (outcome === 'repeat')
                    return { kind: 'done' };
                return { kind: 'done', card: isOpenCard(context, outcome.number, outcome.subject, false) };
            },
        },
    },
};
async function start(context) {
    asContact(context);
    if (!offersContactChange(context.services.settings)) {
        const { brand, supportPhone } = context.services.settings;
        throw new CaseError('not-offered', 'Contacts are not changed here.', supportPhone === null ? `Ask ${brand}.` : `Call ${brand}: ${supportPhone}.`);
    }
    const { place } = context;
    const state = { idempotencyKey: context.newId(), ...(place && place.kind !== 'direct' ? { channel: place.channelId } : {}) };
    return { kind: 'form', form: await modifyContactsForm(context, { caseType: contactChangeType }, state) };
}
export const applyChange = {
    actions: {
        'apply-contact-change': {
            run: async (context, value) => {
                const number = carriedNumber(value);
                await applyContactChange(context.services, asAdvisor(context), number, context.request);
                return reply(`${formatCaseNumber(number)}: the change is applied, and the case says so. Resolve the case when nothing is left.`);
            },
        },
    },
};
//# sourceMappingURL=modify-contacts.js.map