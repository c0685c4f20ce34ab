// Plays the stories through the use-cases, each step at its time in the past weeks.
import type { Advisor, Contact, Person } from '../domain/person.ts';
import { addNote } from '../usecases/cases/add-note.ts';
import { addPost } from '../usecases/cases/add-post.ts';
import { askContact } from '../usecases/cases/ask-contact.ts';
import { claimCase } from '../usecases/cases/claim-case.ts';
import { closeCase } from '../usecases/cases/close-case.ts';
import { confirmResolution } from '../usecases/cases/confirm-resolution.ts';
import { declineResolution } from '../usecases/cases/decline-resolution.ts';
import { escalateCase } from '../usecases/cases/escalate-case.ts';
import { openCase } from '../usecases/cases/open-case.ts';
import { qualifyCase } from '../usecases/defects/qualify-case.ts';
import { reopenCase } from '../usecases/cases/reopen-case.ts';
import { resolveCase } from '../usecases/cases/resolve-case.ts';
import { scheduleCase } from '../usecases/cases/schedule-case.ts';
import { sweepFollowUps } from '../usecases/clock/sweep-follow-ups.ts';
import { warnSla } from '../usecases/clock/warn-sla.ts';
import type { Services } from '../usecases/context.ts';
import { resolveActor } from '../usecases/people/resolve-actor.ts';
import { stories, type Step, type Story } from './stories.ts';
import { channels, people, teamId, type Who } from './workspace.ts';

/** Looks everybody up, and plays. @returns how many cases there are now; nothing is played where history exists already */
export async function playHistory(services: Services, clock: { at: Date }, now: Date): Promise<number> {
  const cast = await findCast(services);
  const there = await services.db.prisma.case.count();
  if (there > 0) return there;
  // by time, as it happened, so that last modified and the numbers run as they would have
  const open: { story: Story; number: number }[] = [];
  for (const beat of beats(now)) {
    await keepTime(services, clock, beat.at);
    if (beat.step === null) open.push({ story: beat.story, number: await file(services, cast, beat.story) });
    else await play(services, cast, open.find(({ story }) => story === beat.story)?.number ?? 0, beat.step, beat.story);
  }
  await keepTime(services, clock, now);
  return stories.length;
}

/** From one moment at which something is due to the next, as the clock would have followed up; whatever it said was read at once. */
async function keepTime(services: Services, clock: { at: Date }, until: Date): Promise<void> {
  for (;;) {
    const { rows } = await services.db.pool.query<{ due: Date | null }>(
      'select least((select min(due_at) from follow_up), (select min(sla_alert_at) from "case")) as due',
    );
    const due = rows[0]?.due ?? until;
    // where nothing could be done at that moment, three hours later
    const next = new Date(Math.max(due.getTime(), clock.at.getTime() < due.getTime() ? 0 : clock.at.getTime() + 3 * 3_600_000));
    if (next >= until) break;
    clock.at = next;
    await warnSla(services);
    const { reminded, closed } = await sweepFollowUps(services);
    if (reminded + closed > 0)
      await services.db.pool.query(
        "update delivery set state = 'sent', external_id = 'told', sent_at = now() where post_id is not null",
      );
  }
  clock.at = until;
}

interface Beat {
  at: Date;
  story: Story;
  step: Step | null;
}

/** A story opens so many days ago; its steps follow within its days, evenly, an hour apart at least. */
function beats(now: Date): Beat[] {
  return stories
    .flatMap((story, index) => {
      const from = now.getTime() - story.daysAgo * 86_400_000 - ((index * 37) % 240) * 60_000;
      const span = Math.min(story.daysAgo * 86_400_000 * 0.8, 5 * 86_400_000);
      return [null, ...story.steps].map((step, at): Beat => ({
        at: new Date(from + (span * at) / (story.steps.length + 1)),
        story,
        step,
      }));
    })
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}

type Cast = Record<Who, { person: Person | null; directChannel: string }>;

async function findCast(services: Services): Promise<Cast> {
  const found: Partial<Cast> = {};
  for (const [actor, { id }] of Object.entries(people))
    found[actor as Who] = await resolveActor(services, { platform: 'slack', workspaceId: teamId, userId: id });
  return found as Cast;
}

const idempotencyKey = (() => {
  let count = 0;
  return () => ({ idempotencyKey: `demo:${++count}`, platform: 'slack' as const });
})();

async function file(services: Services, cast: Cast, story: Story): Promise<number> {
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
  const outcome = await openCase(
    services,
    person as Contact,
    filled,
    { workspaceId: teamId, directChannel, channelId },
    idempotencyKey(),
  );
  if (outcome === 'repeat') throw new Error('a story was told twice');
  return outcome.number;
}

/** An ISO date, so many days later. */
function isoDay(from: Date, days: number): string {
  return new Date(from.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

async function play(services: Services, cast: Cast, number: number, [actor, verb, text = '']: Step, story: Story): Promise<void> {
  const person = cast[actor].person;
  if (!person) throw new Error(`${actor} is nobody in the story “${story.filled.subject}”`);
  const advisor = person as Advisor;
  const contact = person as Contact;
  const request = idempotencyKey();
  switch (verb) {
    case 'claims':
      return void (await claimCase(services, advisor, number, request));
    case 'schedules':
      return void (await scheduleCase(
        services,
        advisor,
        { number, date: isoDay(services.clock.now(), 24), what: text },
        request,
      ));
    case 'escalates': {
      const toContact = 'Our technical services look at it; you hear from us within two business days.';
      return void (await escalateCase(
        services,
        advisor,
        { number, team: 'Technical Services', reason: text, toContact },
        request,
      ));
    }
    case 'qualifies': {
      const [defect = '', summary = ''] = text.split(': ');
      const attempt = {
        environment: 'Staging',
        steps: 'Drop a course, open the walk-in scheduler.',
        result: 'The seat is taken.',
      };
      const found = { number: defect, summary, severity: 'High' as const };
      return void (await qualifyCase(
        services,
        advisor,
        { number, attempt, finding: 'defect', reason: null, defect: found },
        request,
      ));
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
