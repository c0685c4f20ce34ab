// When each step of a story happened. People open cases and answer them in working hours, except for the newest ones, which are always hours
// old so that the demo shows something urgent.
import { DateTime } from 'luxon';
import { stories, type Step, type Story } from './stories.ts';

/** A step of a story with its time; the step is null when the case is opened. */
export interface TimedStep {
  at: Date;
  story: Story;
  step: Step | null;
}

const zone = 'America/Chicago';
const dayMs = 86_400_000;
/** Between opening a case and an advisor's first step. */
const firstStepMs = 40 * 60_000;
const maxSpanMs = 5 * dayMs;

/** Lists every step of every story in order of time, all before now. */
export function timeline(now: Date): TimedStep[] {
  return stories
    .flatMap((story, index) => storySteps(story, index, now))
    .sort((one, other) => one.at.getTime() - other.at.getTime());
}

function storySteps(story: Story, index: number, now: Date): TimedStep[] {
  const age = story.daysAgo * dayMs;
  const isRecent = story.daysAgo < 1;
  // minutes that differ from case to case
  const opened = new Date(now.getTime() - age - ((index * 37) % 240) * 60_000);
  const openedAt = isRecent ? opened : workingTime(opened, index, -1);
  const span = Math.min(age * 0.8, maxSpanMs);
  const timed: TimedStep[] = [{ at: openedAt, story, step: null }];
  for (const [at, step] of story.steps.entries()) {
    const previous = timed.at(-1)?.at ?? openedAt;
    const wanted = new Date(openedAt.getTime() + firstStepMs + (at * span) / story.steps.length);
    const working = isRecent ? wanted : workingTime(wanted, index + at, 1);
    const latest = now.getTime() - (story.steps.length - at) * 5 * 60_000;
    timed.push({ at: new Date(Math.max(previous.getTime() + 60_000, Math.min(working.getTime(), latest))), story, step });
  }
  return timed;
}

/** Moves a time outside working hours to the next (or previous) working day. @param seed spreads the minutes */
function workingTime(time: Date, seed: number, direction: 1 | -1): Date {
  let local = DateTime.fromJSDate(time, { zone });
  if (local.hour >= 17 && direction === 1) local = local.plus({ days: 1 });
  if (local.hour < 8 && direction === -1) local = local.minus({ days: 1 });
  while (local.weekday > 5) local = local.plus({ days: direction });
  if (local.hour < 8 || local.hour >= 17) local = local.set({ hour: 8 + (seed % 7), minute: (seed * 13) % 60 });
  return local.toJSDate();
}
