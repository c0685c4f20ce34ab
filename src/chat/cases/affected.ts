// The button *We're affected too* on an incident: one press opens a case that is filled in from the incident. Details can be added
// afterwards. Advisors, who open the case for somebody else, get the form (open.ts), and so do contacts who must say for which account it is.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { inAccount, type Contact } from '../../domain/person.ts';
import { openAffected as openCase } from '../../usecases/cases/open-affected.ts';
import { affectedAccounts, viewNotice } from '../../usecases/notices/notice-facts.ts';
import { accountHere, filingAccounts } from './account-field.ts';
import { actions } from '../actions.ts';
import { asContact, speakerOf, type Context } from '../capability.ts';
import type { Reply } from '../interaction.ts';
import { offer } from '../replies.ts';

/**
 * Finds the account for which a contact is affected: their only one, the one of the channel they are in, or the only one that the incident affects.
 * @returns the contact as somebody of that account; null when it could be several
 * @throws CaseError not-allowed
 */
export async function affectedContact(context: Context, incidentId: number): Promise<Contact | null> {
  const contact = asContact(context);
  const ids = filingAccounts(context).map(({ id }) => id);
  const affected = ids.length < 2 ? ids : await affectedAccounts(context.services, incidentId, ids);
  const here = await accountHere(context);
  const [id, ...others] = here !== undefined && affected.includes(here) ? [here] : affected;
  return id === undefined || others.length > 0 ? null : inAccount(contact, id);
}

/** Opens the case, or shows the one that is open already. @throws CaseError not-allowed, no-conversation */
export async function openAffected(context: Context, contact: Contact, incidentId: number): Promise<Reply> {
  const { services, actor, place, request } = context;
  const incident = await viewNotice(services, context.person, incidentId);
  const { platform, workspaceId } = speakerOf(context);
  const channelId = place && place.kind !== 'direct' ? place.channelId : undefined;
  const filed = { workspaceId, directChannel: actor.directChannel, channelId };
  const outcome = await openCase(services, contact, incident, filed, { ...request, platform });
  if (outcome === 'repeat') return { kind: 'nothing' };
  const name = formatCaseNumber(outcome.number);
  const text = outcome.isNew
    ? `${name} is open and linked to the incident “${incident.title}”. You'll get its updates there. Anything special at your school? Add it now or later.`
    : `You already told us: ${name} is linked to the incident “${incident.title}”.`;
  const buttons = [
    actions.post.button(outcome.number, 'Add details', 'primary'),
    actions.view.button(outcome.number, 'View case'),
  ];
  return offer([text], buttons, outcome.isNew ? `${name} is open` : `${name} is open already`);
}
