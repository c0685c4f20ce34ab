// The button *We're affected too* on an incident: one press opens a case that is filled in from the incident. Details can be added
// afterwards. Advisors, who open the case for somebody else, get the form (open.ts).
import { formatCaseNumber } from '../../domain/case-number.ts';
import { openAffected as openCase } from '../../usecases/cases/open-affected.ts';
import { viewNotice } from '../../usecases/notices/notice-facts.ts';
import { actions } from '../actions.ts';
import { asContact, speakerOf, type Context } from '../capability.ts';
import type { Reply } from '../interaction.ts';
import { offer } from '../replies.ts';

/** Opens the case, or shows the one that is open already. @throws CaseError not-allowed, no-conversation */
export async function openAffected(context: Context, incidentId: number): Promise<Reply> {
  const { services, actor, place, request } = context;
  const incident = await viewNotice(services, context.person, incidentId);
  const { platform, workspaceId } = speakerOf(context);
  const channelId = place && place.kind !== 'direct' ? place.channelId : undefined;
  const filed = { workspaceId, directChannel: actor.directChannel, channelId };
  const outcome = await openCase(services, asContact(context), incident, filed, { ...request, platform });
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
