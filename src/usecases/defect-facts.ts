import type { Prisma } from '../db/generated/client.ts';
import type { DefectFacts } from './case-facts.ts';

/** The relations that `defectFacts` needs. */
export const withRelease = { release: { select: { name: true, date: true, publishedAt: true } } } satisfies Prisma.DefectInclude;

/** Converts a defect to the facts that contacts may see. */
export function defectFacts({ number, state, release }: Prisma.DefectGetPayload<{ include: typeof withRelease }>): DefectFacts {
  return { number, state, release: release && dated(release) };
}

function dated({ name, date, publishedAt }: { name: string; date: Date; publishedAt: Date | null }) {
  return { name, date: date.toISOString().slice(0, 10), published: publishedAt !== null };
}
