// Plays the stories through the use-cases, each step at its time in the past weeks.
import type { Advisor, Contact, Person } from '../domain/person.ts';
import { addNote } from '../usecases/add-note.ts';
import { addPost } from '../usecases/add-post.ts';
import { askContact } from '../usecases/ask-contact.ts';
import { claimCase } from '../usecases/claim-case.ts';
import { closeCase } from '../usecases/close-case.ts';
import { confirmResolution } from '../usecases/confirm-resolution.ts';
import { declineResolution } from '../usecases/decline-resolution.ts';
import { openCase } from '../usecases/open-case.ts';
import { reopenCase } from '../usecases/reopen-case.ts';
import { resolveCase } from '../usecases/resolve-case.ts';
import type { Work } from '../usecases/work.ts';
import { whoIs } from '../usecases/who-is.ts';
import { stories, type Step, type Story } from './stories.ts';
import { channels, people, teamId, type Who } from './workspace.ts';

/** Looks everybody up, and plays. @returns how many cases there are now; nothing is played where history exists already */
export async function playHistory(work: Work, clock: { at: Date }, now: Date): Promise<number> {
  const cast = await findCast(work);
  const there = await work.db.prisma.case.count();
  if (there > 0) return there;
  // by time, as it happened, so that last modified and the numbers run as they would have
  const open: { story: Story; number: number }[] = [];
  for (const beat of beats(now)) {
    clock.at = beat.at;
    if (beat.step === null) open.push({ story: beat.story, number: await file(work, cast, beat.story) });
    else await play(work, cast, open.find(({ story }) => story === beat.story)?.number ?? 0, beat.step, beat.story);
  }
  clock.at = now;
  return stories.length;
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

async function findCast(work: Work): Promise<Cast> {
  const found: Partial<Cast> = {};
  for (const [who, { id }] of Object.entries(people))
    found[who as Who] = await whoIs(work, { platform: 'slack', workspaceId: teamId, userId: id });
  return found as Cast;
}

const receipt = (() => {
  let count = 0;
  return () => ({ receipt: `demo:${++count}`, platform: 'slack' as const });
})();

async function file(work: Work, cast: Cast, story: Story): Promise<number> {
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
  const outcome = await openCase(work, person as Contact, filled, { workspaceId: teamId, directChannel, channelId }, receipt());
  if (outcome === 'repeat') throw new Error('a story was told twice');
  return outcome.number;
}

async function play(work: Work, cast: Cast, number: number, [who, verb, text = '']: Step, story: Story): Promise<void> {
  const person = cast[who].person;
  if (!person) throw new Error(`${who} is nobody in the story “${story.filled.subject}”`);
  const advisor = person as Advisor;
  const contact = person as Contact;
  const said = receipt();
  switch (verb) {
    case 'claims':
      return void (await claimCase(work, advisor, number, said));
    case 'asks':
      return void (await askContact(work, advisor, { number, question: text }, said));
    case 'resolves':
      return void (await resolveCase(work, advisor, { number, explanation: text }, said));
    case 'notes':
      return void (await addNote(work, advisor, { number, text }, said));
    case 'posts':
      return void (await addPost(work, person, { number, text }, said));
    case 'confirms':
      return void (await confirmResolution(work, contact, number, said));
    case 'declines':
      return void (await declineResolution(work, contact, { number, stillHappens: text }, said));
    case 'closes':
      return void (await closeCase(work, person, { number, reason: text }, said));
    case 'reopens':
      return void (await reopenCase(work, contact, { number, details: text }, said));
  }
}
