// Handles the case type "Modify Support Contacts" and the button *Apply change*: a contact asks for a change of the account's contacts,
// and an advisor applies it. Changes by the operator come through the directory file instead.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { contactChangeType, offersContactChange } from '../../domain/case-type.ts';
import { applyContactChange } from '../../usecases/people/apply-contact-change.ts';
import { acceptFiles } from '../../usecases/files/accept-files.ts';
import { requestContactChange } from '../../usecases/people/request-contact-change.ts';
import { accountHere, filingContact } from './account-field.ts';
import { actions } from '../actions.ts';
import { asAdvisor, asContact, speakerOf, type Capability, type Context } from '../capability.ts';
import { filedBy, filesOf, openedCard } from './filing.ts';
import type { Reply } from '../interaction.ts';
import { asksForContacts, formOfType, modifyContactsForm } from './modify-contacts-form.ts';
import { contactChangeForm } from './new-case-form.ts';
import { filesNotSent, withRefused } from './sent-files.ts';
import { reply } from '../replies.ts';

/** Opens a case that asks for a change of the account's contacts. */
export const modifyContacts: Capability = {
  actions: [actions.modifyContacts.handle({ opensForm: true, run: start })],
  forms: [
    contactChangeForm.handle({
      render: formOfType,
      submit: async (context, typed, state) => {
        const { account, incident: _incident, similar: _similar, details: _details, files: chosen, ...values } = typed;
        // submitted before the form could follow a changed case type
        if (!asksForContacts(context, typed)) return { kind: 'form', form: await formOfType(context, typed, state) };
        const { platform } = speakerOf(context);
        const contact = filingContact(context, { account }, state);
        const sent = acceptFiles(context.services, await filesOf(context, { files: chosen }, state));
        const filed = { ...(await filedBy(context, state)), files: sent.files };
        const outcome = await requestContactChange(context.services, contact, values, filed, { ...context.request, platform });
        if (outcome === 'repeat') return { kind: 'done' };
        const card = openedCard(context, outcome, outcome.subject, {});
        return { kind: 'done', card: withRefused(card, filesNotSent(sent, outcome.number, context.services)) };
      },
    }),
  ],
};

async function start(context: Context): Promise<Reply> {
  asContact(context);
  if (!offersContactChange(context.services.settings)) {
    const { brand, supportPhone } = context.services.settings;
    throw new CaseError(
      'not-offered',
      "You can't change support contacts here.",
      supportPhone === null ? `Ask ${brand}.` : `Call ${brand} at ${supportPhone}.`,
    );
  }
  const { place } = context;
  const channel = place && place.kind !== 'direct' ? place.channelId : undefined;
  const state = contactChangeForm.start(context, { channel, account: await accountHere(context) });
  return { kind: 'form', form: await modifyContactsForm(context, { caseType: contactChangeType }, state) };
}

/** Applies the requested change of contacts. */
export const applyChange: Capability = {
  actions: [
    actions.applyContactChange.handle({
      run: async (context, number) => {
        await applyContactChange(context.services, asAdvisor(context), number, context.request);
        return reply(`Change applied on ${formatCaseNumber(number)}. Resolve the case when you're done.`);
      },
    }),
  ],
};
