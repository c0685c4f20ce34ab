import { CaseError } from "../../domain/case-error.js";
import { enqueueCard, ensureDestination, openConversation } from "../../outbox/enqueue/index.js";
import { changeCase } from "../change-case.js";
import { textInput } from "../text-input.js";
/**
 * An advisor asks an internal team; the case waits on it (Assist Request), and its card stands in the team's channel. Who escalates a case
 * that nobody has taken takes it: the answer comes back to somebody.
 * @throws CaseError empty, too-long, no-team, no-team-channel
 */
export async function escalateCase(services, advisor, input, request) {
    const team = knownTeam(services, input.team);
    const reason = textInput(input.reason, 'reason', 'Write what the team should do.');
    const toContact = textInput(input.toContact, 'to-contact', 'Write what the contact can expect.');
    return changeCase(services, advisor, input.number, 'escalate', request, async (locked, tx) => {
        for (const channel of await channelsOf(tx, team))
            await placeCard(tx, locked.id, team, channel);
        return {
            action: 'escalate',
            patch: { team, advisorId: locked.advisorId ?? advisor.id },
            post: { kind: 'event', action: 'escalate', body: `To ${team}.\n\n${toContact}` },
            note: { action: 'escalate', body: reason },
            why: `to ${team}`,
        };
    });
}
function knownTeam(services, name) {
    if (services.settings.escalationTeams.includes(name))
        return name;
    const words = 'Choose a team from the list.';
    throw new CaseError('no-team', words, undefined, { team: words });
}
/** @throws CaseError no-team-channel, which says what the directory lacks */
async function channelsOf(tx, team) {
    const found = await tx.channel.findMany({
        where: { active: true, team, purposes: { has: 'escalation' } },
        orderBy: { id: 'asc' },
    });
    if (found.length > 0)
        return found;
    const words = `The directory lists no channel of ${team}.`;
    const line = `- { platform: …, workspace: …, id: …, for: escalation, team: ${team} }`;
    const next = `An operator adds this line to its channels and imports it: ${line}`;
    throw new CaseError('no-team-channel', words, next, { team: `${words} ${next}` });
}
async function placeCard(tx, caseId, team, channel) {
    const destinationId = await ensureDestination(tx, channel);
    const conversation = await openConversation(tx, { caseId, destinationId, side: 'advisor', team });
    // the channel was another team's then; a queue that is a team's channel, too, stays the queue
    if (conversation.team !== null && conversation.team !== team)
        await tx.conversation.update({ where: { id: conversation.id }, data: { team } });
    await enqueueCard(tx, conversation);
}
//# sourceMappingURL=escalate-case.js.map