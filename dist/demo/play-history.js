import { addNote } from "../usecases/cases/add-note.js";
import { addPost } from "../usecases/cases/add-post.js";
import { askContact } from "../usecases/cases/ask-contact.js";
import { claimCase } from "../usecases/cases/claim-case.js";
import { closeCase } from "../usecases/cases/close-case.js";
import { confirmResolution } from "../usecases/cases/confirm-resolution.js";
import { declineResolution } from "../usecases/cases/decline-resolution.js";
import { escalateCase } from "../usecases/cases/escalate-case.js";
import { openCase } from "../usecases/cases/open-case.js";
import { qualifyCase } from "../usecases/defects/qualify-case.js";
import { reopenCase } from "../usecases/cases/reopen-case.js";
import { resolveCase } from "../usecases/cases/resolve-case.js";
import { scheduleCase } from "../usecases/cases/schedule-case.js";
import { sweepFollowUps } from "../usecases/clock/sweep-follow-ups.js";
import { warnSla } from "../usecases/clock/warn-sla.js";
import { resolveActor } from "../usecases/people/resolve-actor.js";
import { stories } from "./stories.js";
import { channels, people, teamId } from "./workspace.js";
/** Looks everybody up, and plays. @returns how many cases there are now; nothing is played where history exists already */
export async function playHistory(services, clock, now) {
    const cast = await findCast(services);
    const there = await services.db.prisma.case.count();
    if (there > 0)
        return there;
    // by time, as it happened, so that last modified and the numbers run as they would have
    const open = [];
    for (const beat of beats(now)) {
        await keepTime(services, clock, beat.at);
        if (beat.step === null)
            open.push({ story: beat.story, number: await file(services, cast, beat.story) });
        else
            await play(services, cast, open.find(({ story }) => story === beat.story)?.number ?? 0, beat.step, beat.story);
    }
    await keepTime(services, clock, now);
    return stories.length;
}
/** From one moment at which something is due to the next, as the clock would have followed up; whatever it said was read at once. */
async function keepTime(services, clock, until) {
    for (;;) {
        const { rows } = await services.db.pool.query('select least((select min(due_at) from follow_up), (select min(sla_alert_at) from "case")) as due');
        const due = rows[0]?.due ?? until;
        // where nothing could be done at that moment, three hours later
        const next = new Date(Math.max(due.getTime(), clock.at.getTime() < due.getTime() ? 0 : clock.at.getTime() + 3 * 3_600_000));
        if (next >= until)
            break;
        clock.at = next;
        await warnSla(services);
        const { reminded, closed } = await sweepFollowUps(services);
        if (reminded + closed > 0)
            await services.db.pool.query("update delivery set state = 'sent', external_id = 'told', sent_at = now() where post_id is not null");
    }
    clock.at = until;
}
/** A story opens so many days ago; its steps follow within its days, evenly, an hour apart at least. */
function beats(now) {
    return stories
        .flatMap((story, index) => {
        const from = now.getTime() - story.daysAgo * 86_400_000 - ((index * 37) % 240) * 60_000;
        const span = Math.min(story.daysAgo * 86_400_000 * 0.8, 5 * 86_400_000);
        return [null, ...story.steps].map((step, at) => ({
            at: new Date(from + (span * at) / (story.steps.length + 1)),
            story,
            step,
        }));
    })
        .sort((one, other) => one.at.getTime() - other.at.getTime());
}
async function findCast(services) {
    const found = {};
    for (const [actor, { id }] of Object.entries(people))
        found[actor] = await resolveActor(services, { platform: 'slack', workspaceId: teamId, userId: id });
    return found;
}
const idempotencyKey = (() => {
    let count = 0;
    return () => ({ idempotencyKey: `demo:${++count}`, platform: 'slack' });
})();
async function file(services, cast, story) {
    const { person, directChannel } = cast[story.by];
    const channelId = story.inChannel
        ? channels[story.by === 'ada' || story.by === 'ben' ? 'plainview' : 'rivertown'].id
        : undefined;
    const filled = {
        replicationSteps: null,
        expected: null,
        actual: null,
        environment: null,
        impact: null,
        dueDate: null,
        dueReason: null,
        ...story.filled,
    };
    const outcome = await openCase(services, person, filled, { workspaceId: teamId, directChannel, channelId }, idempotencyKey());
    if (outcome === 'repeat')
        throw new Error('a story was told twice');
    return outcome.number;
}
/** An ISO date, so many days later. */
function isoDay(from, days) {
    return new Date(from.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}
async function play(services, cast, number, [actor, verb, text = ''], story) {
    const person = cast[actor].person;
    if (!person)
        throw new Error(`${actor} is nobody in the story “${story.filled.subject}”`);
    const advisor = person;
    const contact = person;
    const request = idempotencyKey();
    switch (verb) {
        case 'claims':
            return void (await claimCase(services, advisor, number, request));
        case 'schedules':
            return void (await scheduleCase(services, advisor, { number, date: isoDay(services.clock.now(), 24), what: text }, request));
        case 'escalates': {
            const toContact = 'Our technical services look at it; you hear from us within two business days.';
            return void (await escalateCase(services, advisor, { number, team: 'Technical Services', reason: text, toContact }, request));
        }
        case 'qualifies': {
            const [defect = '', summary = ''] = text.split(': ');
            const attempt = {
                environment: 'Staging',
                steps: 'Drop a course, open the walk-in scheduler.',
                result: 'The seat is taken.',
            };
            const found = { number: defect, summary, severity: 'High' };
            return void (await qualifyCase(services, advisor, { number, attempt, finding: 'defect', reason: null, defect: found }, request));
        }
        case 'asks':
            return void (await askContact(services, advisor, { number, question: text }, request));
        case 'resolves':
            return void (await resolveCase(services, advisor, { number, explanation: text }, request));
        case 'notes':
            return void (await addNote(services, advisor, { number, text }, request));
        case 'posts':
            return void (await addPost(services, person, { number, text }, request));
        case 'confirms':
            return void (await confirmResolution(services, contact, number, request));
        case 'declines':
            return void (await declineResolution(services, contact, { number, stillHappens: text }, request));
        case 'closes':
            return void (await closeCase(services, person, { number, reason: text }, request));
        case 'reopens':
            return void (await reopenCase(services, contact, { number, details: text }, request));
    }
}
//# sourceMappingURL=play-history.js.map