import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import { enqueueCard, ensureDestination, openConversation } from '../../outbox/enqueue/index.ts';
import type { Channel } from '../../db/generated/client.ts';
import { changeCase } from '../change-case.ts';
import type { Outcome, RequestContext, Tx, Services } from '../context.ts';
import { readAll } from '../read-all.ts';
import { textInput } from '../text-input.ts';

/** The input of an escalation. Both texts are CommonMark and required. */
export interface Escalation {
  number: number;
  /** one of `escalationTeams` */
  team: string;
  /** what the team should do; advisors only */
  reason: string;
  /** what was escalated and what to expect, for the contact */
  toContact: string;
}

/**
 * Asks an internal team for help, which sets the case to Assist Request and sends its card to the team's channels. An unassigned case is
 * assigned to the advisor who escalates it, so that the answer reaches somebody.
 * @throws CaseError empty, too-long, no-team, no-team-channel
 */
export async function escalateCase(
  services: Services,
  advisor: Advisor,
  input: Escalation,
  request: RequestContext,
): Promise<Outcome> {
  const { team, reason, toContact } = await readAll({
    team: () => knownTeam(services, input.team),
    reason: () => textInput(input.reason, 'reason', 'Describe what the team should do.'),
    toContact: () => textInput(input.toContact, 'to-contact', 'Tell the contact what to expect.'),
  });
  return changeCase(services, advisor, input.number, 'escalate', request, async (locked, tx) => {
    for (const channel of await channelsOf(tx, team)) await placeCard(tx, locked.id, team, channel);
    return {
      action: 'escalate',
      patch: { team, advisorId: locked.advisorId ?? advisor.id },
      post: { kind: 'event', action: 'escalate', body: `To ${team}.\n\n${toContact}` },
      note: { action: 'escalate', body: reason },
      why: `to ${team}`,
    };
  });
}

function knownTeam(services: Services, name: string): string {
  if (services.settings.escalationTeams.includes(name)) return name;
  const message = 'Choose a team from the list.';
  throw new CaseError('no-team', message, undefined, { team: message });
}

/** @throws CaseError no-team-channel with the line that the directory lacks */
async function channelsOf(tx: Tx, team: string): Promise<Channel[]> {
  const found = await tx.channel.findMany({
    where: { active: true, team, purposes: { has: 'escalation' } },
    orderBy: { id: 'asc' },
  });
  if (found.length > 0) return found;
  const message = `${team} has no channel yet.`;
  const line = `- { platform: …, workspace: …, id: …, for: escalation, team: ${team} }`;
  const next = `Ask an operator to add this line to the channels in the directory and import it: ${line}`;
  throw new CaseError('no-team-channel', message, next, { team: `${message} ${next}` });
}

async function placeCard(tx: Tx, caseId: number, team: string, channel: Channel): Promise<void> {
  const destinationId = await ensureDestination(tx, channel);
  const conversation = await openConversation(tx, { caseId, destinationId, side: 'advisor', team });
  // the channel may have belonged to another team; a queue that is a team's channel as well stays the queue
  if (conversation.team !== null && conversation.team !== team)
    await tx.conversation.update({ where: { id: conversation.id }, data: { team } });
  await enqueueCard(tx, conversation);
}
