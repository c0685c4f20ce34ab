// Handles `open` for advisors, who open a case for a contact on the phone: the contacts' form plus a field for the contact.
// What contacts open themselves is in open.ts.
import { CaseError } from '../../domain/case-error.ts';
import type { NewCase } from '../../domain/case-input.ts';
import { maxContactLengths } from '../../domain/contact-change.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { findContact } from '../../usecases/people/find-contact.ts';
import { openOnBehalf } from '../../usecases/cases/open-on-behalf.ts';
import { asAdvisor, type Context } from '../capability.ts';
import type { Form } from '../../cards/elements.ts';
import { acceptFiles } from '../../usecases/files/accept-files.ts';
import { accountField } from './account-field.ts';
import { filedBy, filesOf, keepFiles } from './filing.ts';
import { chosenIncident, linkResult, noticesFor, stillToAsk } from './incident-field.ts';
import type { Reply } from '../interaction.ts';
import type { NewCaseState, NewCaseValues } from './new-case-form.ts';
import { openForm } from './open-form.ts';
import { textCard } from '../replies.ts';
import { filesNotSent, withRefused } from './sent-files.ts';
import { asksAboutSimilar, similarChosen } from './similar-step.ts';

/** Renders the form for a new case with a field for its contact. */
export async function onBehalfForm(context: Context, values: NewCaseValues, state: NewCaseState): Promise<Form> {
  const form = await openForm(context, values, state);
  const asked = state.accounts === undefined ? [] : await accountsNamed(context, values);
  return {
    ...form,
    fields: [
      {
        kind: 'line',
        name: 'contact',
        label: 'Contact',
        hint: "Caller's name or email. The case will be theirs.",
        required: true,
        max: maxContactLengths.email,
        initial: values.contact,
      },
      ...(asked.length > 1 ? [accountField(asked, values.account)] : []),
      ...form.fields,
    ],
  };
}

/** Lists the accounts of the contact who was named. */
async function accountsNamed({ services }: Context, { contact = '' }: NewCaseValues): Promise<{ id: number; name: string }[]> {
  const named = await findContact(services, contact);
  return 'mistake' in named ? [] : named.map((one) => ({ id: one.contact.accountId, name: one.accountName }));
}

/**
 * Opens a case for the contact who was named in the form. Where the contact has several accounts, the form is shown again and asks for one.
 * @param read reads the rest of the form, given the IANA time zone that decides what day it is
 * @throws CaseError no-contact and everything `read` throws, with each error at its field
 */
export async function fileOnBehalf(
  context: Context,
  values: NewCaseValues,
  state: NewCaseState,
  read: (timezone: string) => Promise<NewCase | Reply>,
): Promise<Reply> {
  const advisor = asAdvisor(context);
  const found = await findContact(context.services, values.contact ?? '');
  if ('mistake' in found) throw await withMistake(found.mistake, () => read(context.actor.timezone ?? 'utc'));
  const named = found.length === 1 ? found[0] : found.find(({ contact }) => contact.accountId === values.account);
  if (!named)
    return {
      kind: 'form',
      form: await onBehalfForm(context, values, { ...(await keepFiles(context, values, state)), accounts: 'shown' }),
    };
  const input = await read(named.timezone);
  if ('kind' in input) return input;
  const { contact, accountName } = named;
  const stateOfContact = { ...state, account: contact.accountId };
  const notices = await noticesFor(context, contact.accountId);
  const again = async (more: Partial<NewCaseState> = {}): Promise<Reply> => {
    const kept = await keepFiles(context, values, stateOfContact);
    return { kind: 'form', form: await onBehalfForm(context, values, { ...kept, ...more }) };
  };
  if (stillToAsk(notices, values, state)) return again();
  if (await asksAboutSimilar(context, values, state)) return again({ similar: 'shown' });
  const chosen = await similarChosen(context, values, state);
  if (chosen) return chosen;
  const incident = chosenIncident(notices, values);
  const sent = acceptFiles(context.services, await filesOf(context, values, state));
  const filed = { ...(await filedBy(context, state)), incidentId: incident?.id, files: sent.files };
  const outcome = await openOnBehalf(context.services, advisor, contact, input, filed, context.request);
  if (outcome === 'repeat') return { kind: 'done' };
  const opened = `${formatCaseNumber(outcome.number)} is open for ${contact.name}, ${accountName}.`;
  const later = context.services.mail ? "We'll email them." : "They'll see the case when they first write to it.";
  const reached = outcome.canFollow
    ? `${contact.name} can follow it in chat.`
    : `${contact.name} hasn't used the bot yet. ${later}`;
  const card = textCard(opened, [reached], ...linkResult(values, incident, context.services.settings).map((text) => [text]));
  return { kind: 'done', card: withRefused(card, filesNotSent(sent, outcome.number, context.services)) };
}

/** Adds the errors of the other fields, so that all of them are shown at once. */
async function withMistake(message: string, read: () => Promise<unknown>): Promise<CaseError> {
  const alone = new CaseError('no-contact', message, undefined, { contact: message });
  try {
    await read();
  } catch (error) {
    if (!(error instanceof CaseError)) throw error;
    return new CaseError(error.code, error.message, error.next, { ...alone.fields, ...error.fields });
  }
  return alone;
}
