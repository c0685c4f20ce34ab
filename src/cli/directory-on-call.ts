// Reads the section `onCall` of the directory: who is paged about critical cases, in this order. An entry is an advisor's address, an address
// with days, or a rotation in which each advisor of a list has a week.
import { z } from 'zod';
import { weeklyTurns } from '../domain/on-call.ts';
import type { OnCallFacts } from '../usecases/people/directory.ts';

const email = z.string('must be an email address').trim().toLowerCase().pipe(z.email('must be an email address'));
const day = z.iso.date('must be a date such as 2026-12-07');
const always = email.transform((address): OnCallFacts[] => [{ email: address, startsOn: null, endsOn: null, repeatDays: null }]);
const period = z
  .strictObject({ email, from: day.nullable().default(null), to: day.nullable().default(null) })
  .refine(({ from, to }) => from === null || to === null || from <= to, { path: ['to'], error: 'must not be before from' })
  .transform(({ email: address, from, to }): OnCallFacts[] => [{ email: address, startsOn: from, endsOn: to, repeatDays: null }]);
const rotation = z
  .strictObject({ weekly: z.array(email, 'must be a list of email addresses').min(1, 'must not be empty'), from: day })
  .transform(({ weekly, from }): OnCallFacts[] => {
    const turns = weeklyTurns(weekly.length, from);
    return weekly.flatMap((address, week) => (turns[week] ? [{ email: address, ...turns[week] }] : []));
  });

/** Picks the schema of an entry by its shape, so that a mistake is explained by what was meant. */
export function onCallSchema(entry: unknown): z.ZodType<OnCallFacts[]> {
  if (typeof entry === 'string') return always;
  return typeof entry === 'object' && entry !== null && 'weekly' in entry ? rotation : period;
}
