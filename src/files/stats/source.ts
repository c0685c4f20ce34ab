// What the key of a link to statistics contains: who it was made for, and which figures.
import { z } from 'zod';
import { statsSplits } from '../../domain/stats/stats-report.ts';
import type { StatsSource } from '../../ports.ts';

const id = z.int().positive();
/** Unix time in ms */
const moment = z.int();

/** The content of a key: a person with what they asked for, or a report. */
export const statsContent = z.union([
  z.tuple([z.literal('p'), id, moment, moment, moment, moment, z.string(), z.enum(statsSplits).nullable()]),
  z.tuple([z.literal('r'), id]),
]);

/** Writes the content of a key. */
export function packSource(of: StatsSource): z.infer<typeof statsContent> {
  if ('reportId' in of) return ['r', of.reportId];
  const { personId, from, until, before, zone, split } = of;
  const [one, two, three, four] = [from, until, before.from, before.until].map((at) => at.getTime()) as [
    number,
    number,
    number,
    number,
  ];
  return ['p', personId, one, two, three, four, zone, split];
}

/** Reads the content of a key. */
export function unpackSource(content: z.infer<typeof statsContent>): StatsSource {
  if (content[0] === 'r') return { reportId: content[1] };
  const [, personId, from, until, beforeFrom, beforeUntil, zone, split] = content;
  const before = { from: new Date(beforeFrom), until: new Date(beforeUntil) };
  return { personId, from: new Date(from), until: new Date(until), before, zone, split };
}
