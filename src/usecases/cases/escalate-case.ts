import { CaseError } from '../../domain/case-error.ts';
import type { Advisor } from '../../domain/person.ts';
import { enqueueCard, ensureLane, openConversation } from '../../outbox/enqueue/index.ts';
import type { Channel } from '../../db/generated/client.ts';
import { changeCase } from '../change-case.ts';
import type { Outcome, Said, Tx, Work } from '../context.ts';
import { written } from '../text-input.ts';

/** What an escalation says. Both texts are CommonMark and required. */
export interface Escalation {
  number: number;
  /** one of `escalationTeams` */
  team: string;
  /** what the team should do: advisors alone read it */
  reason: string;
  /** what was escalated and what to expect, for the contact */
  toContact: string;
}

/**
 * An advisor asks an internal team; the case waits on it (Assist Request), and its card stands in the team's channel. Who escalates a case
 * that nobody has taken takes it: the answer comes back to somebody.
 * @throws CaseError empty, too-long, no-team, no-team-channel
 */
export async function escalateCase(work: Work, advisor: Advisor, input: Escalation, said: Said): Promise<Outcome> {
  const team = knownTeam(work, input.team);
  const reason = written(input.reason, 'reason', 'Write what the team should do.');
  const toContact = written(input.toContact, 'to-contact', 'Write what the contact can expect.');
  return changeCase(work, advisor, input.number, 'escalate', said, async (locked, tx) => {
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

function knownTeam(work: Work, name: string): string {
  if (work.settings.escalationTeams.includes(name)) return name;
  const words = 'Choose a team from the list.';
  throw new CaseError('no-team', words, undefined, { team: words });
}

/** @throws CaseError no-team-channel, which says what the directory lacks */
async function channelsOf(tx: Tx, team: string): Promise<Channel[]> {
  const found = await tx.channel.findMany({
    where: { active: true, team, purposes: { has: 'escalation' } },
    orderBy: { id: 'asc' },
  });
  if (found.length > 0) return found;
  const words = `The directory lists no channel of ${team}.`;
  const line = `- { platform: …, workspace: …, id: …, for: escalation, team: ${team} }`;
  const next = `An operator adds this line to its channels and imports it: ${line}`;
  throw new CaseError('no-team-channel', words, next, { team: `${words} ${next}` });
}

async function placeCard(tx: Tx, caseId: number, team: string, { platform, workspaceId, channelId }: Channel): Promise<void> {
  const laneId = await ensureLane(tx, platform, workspaceId, channelId);
  const conversation = await openConversation(tx, { caseId, laneId, side: 'advisor', team });
  // the channel was another team's then; a queue that is a team's channel, too, stays the queue
  if (conversation.team !== null && conversation.team !== team)
    await tx.conversation.update({ where: { id: conversation.id }, data: { team } });
  await enqueueCard(tx, conversation);
}
