// What advisors see of the followed issue of a defect. Contacts never see any of it.
import type { Prisma } from '../db/generated/client.ts';
import { trackerLabel } from '../domain/tracker-setting.ts';
import type { Services } from './context.ts';

/** The columns that `devIssueFacts` needs. */
export const issueColumns = {
  tracker: true,
  externalId: true,
  marker: true,
  url: true,
  state: true,
  fixed: true,
  assignee: true,
  target: true,
  targetDate: true,
  attempts: true,
  seenAt: true,
  failingAt: true,
  errorCode: true,
} as const satisfies Prisma.DevIssueSelect;

/** A row with these columns. */
export type IssueRow = Prisma.DevIssueGetPayload<{ select: typeof issueColumns }>;

/** A followed issue. */
export interface DevIssueFacts {
  /** the tracker, as people know it */
  tracker: string;
  /** it is not created yet, so the defect has no number */
  pending: boolean;
  url: string | null;
  /** null until the tracker answered for the first time */
  state: string | null;
  fixed: boolean;
  /** the name of the developer */
  assignee: string | null;
  /** the release, milestone or iteration it is planned for, with its ISO date if it has one */
  target: { name: string; date: string | null } | null;
  /** since when the tracker does not answer, or refuses, with its code; null while it works */
  trouble: { since: Date; code: string } | null;
}

/** Converts a row to what is shown. */
export function devIssueFacts({ settings }: Pick<Services, 'settings'>, row: IssueRow): DevIssueFacts {
  const { url, state, fixed, assignee, target, targetDate } = row;
  return {
    tracker: trackerLabel(settings.trackers, row.tracker),
    pending: isPending(row),
    ...{ url, state, fixed, assignee },
    target: target === null ? null : { name: target, date: targetDate?.toISOString().slice(0, 10) ?? null },
    trouble: troubleOf(row),
  };
}

/** Whether an issue is still to be created. */
export function isPending({ marker, externalId }: Pick<IssueRow, 'marker' | 'externalId'>): boolean {
  return marker !== null && externalId === null;
}

/** One lost answer does not count while the facts are known; the next poll says more. */
export function troubleOf({
  failingAt,
  attempts,
  seenAt,
  errorCode,
}: Pick<IssueRow, 'failingAt' | 'attempts' | 'seenAt' | 'errorCode'>) {
  if (failingAt === null || (attempts < 2 && seenAt !== null)) return null;
  return { since: failingAt, code: errorCode ?? 'no_answer' };
}
