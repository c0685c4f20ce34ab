import type { Prisma } from '../db/generated/client.ts';
import type { DefectFacts } from './case-facts.ts';

/** What a defect is read with, so that `defectFacts` can tell it. */
export const withRelease = { release: { select: { name: true, date: true, publishedAt: true } } } satisfies Prisma.DefectInclude;

/** What both sides may know of a defect. */
export function defectFacts({ number, state, release }: Prisma.DefectGetPayload<{ include: typeof withRelease }>): DefectFacts {
  return { number, state, release: release && dated(release) };
}

function dated({ name, date, publishedAt }: { name: string; date: Date; publishedAt: Date | null }) {
  return { name, date: date.toISOString().slice(0, 10), published: publishedAt !== null };
}
