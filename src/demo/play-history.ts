// Plays the stories through the use cases, each step at its time in the past weeks.
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
import type { NewFile, Services } from '../usecases/context.ts';
import { createFileDesk } from '../usecases/files/file-desk.ts';
import { resolveActor } from '../usecases/people/resolve-actor.ts';
import { sampleFiles, type SampleFileKey } from './sample-files.ts';
import { stories, type Step, type Story } from './stories.ts';
import { timeline } from './timeline.ts';
import { channels, people, teamId, type PersonKey } from './workspace.ts';

/**
 * Plays every story, unless the database has cases. Moves `clock`, the time that the use cases see, to each step.
 * @returns the number of cases
 */
export async function playHistory(services: Services, clock: { at: Date }, now: Date): Promise<number> {
  const found = await findPeople(services);
  const existing = await services.db.prisma.case.count();
  if (existing > 0) return existing;
  // in order of time, so that case numbers and modification dates come out as they would have
  const open = new Map<Story, number>();
  for (const { at, story, step } of timeline(now)) {
    await advanceClock(services, clock, at);
    if (step === null) open.set(story, await openStory(services, found, story));
    else await playStep(services, found, open.get(story) ?? 0, step, story);
  }
  await advanceClock(services, clock, now);
  return stories.length;
}

/** Moves the clock, and sends the reminders and SLA warnings that were due on the way. They count as delivered. */
async function advanceClock(services: Services, clock: { at: Date }, until: Date): Promise<void> {
  for (;;) {
    const { rows } = await services.db.pool.query<{ due: Date | null }>(
      'select least((select min(due_at) from follow_up), (select min(sla_alert_at) from "case")) as due',
    );
    const due = rows[0]?.due ?? until;
    // if nothing could be sent at that time, try again three hours later
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

type People = Record<PersonKey, { person: Person | null; directChannel: string }>;

async function findPeople(services: Services): Promise<People> {
  const found: Partial<People> = {};
  for (const [key, { id }] of Object.entries(people))
    found[key as PersonKey] = await resolveActor(services, { platform: 'slack', workspaceId: teamId, userId: id });
  return found as People;
}

const idempotencyKey = (() => {
  let count = 0;
  return () => ({ idempotencyKey: `demo:${++count}`, platform: 'slack' as const });
})();

async function openStory(services: Services, found: People, story: Story): Promise<number> {
  const { person, directChannel } = found[story.by];
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
  if (outcome === 'repeat') throw new Error('A story was played twice.');
  return outcome.number;
}

/** Uploads files as a person does on the page *Add files*. */
async function uploadFiles(
  services: Services,
  { id: personId }: Person,
  caseNumber: number,
  keys: readonly SampleFileKey[],
): Promise<NewFile[]> {
  const desk = createFileDesk(services);
  const files: NewFile[] = [];
  for (const key of keys) {
    const { name, make } = sampleFiles[key];
    const { id: stagedId } = await desk.stage({ caseNumber, personId }, { name, content: inOnePiece(make()) });
    files.push({ stagedId });
  }
  return files;
}

async function* inOnePiece(content: Uint8Array): AsyncGenerator<Uint8Array> {
  yield content;
}

/** Returns an ISO date some days later. */
function isoDay(from: Date, days: number): string {
  return new Date(from.getTime() + days * 86_400_000).toISOString().slice(0, 10);
}

async function playStep(
  services: Services,
  found: People,
  number: number,
  [actor, verb, text = '', files = []]: Step,
  story: Story,
): Promise<void> {
  const person = found[actor].person;
  if (!person) throw new Error(`${actor} is not in the directory (story “${story.filled.subject}”).`);
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
      const toContact = 'Our Technical Services team is looking into it. You’ll hear from us within two business days.';
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
        steps: 'Dropped a course, then opened the walk-in scheduler.',
        result: 'The seat still shows as taken.',
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
      return void (await addPost(
        services,
        person,
        { number, text },
        { ...request, files: await uploadFiles(services, person, number, files) },
      ));
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
