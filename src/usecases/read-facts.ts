import type { Post, Prisma } from '../db/generated/client.ts';
import { reopenUntil } from '../domain/transition.ts';
import type { CaseFacts, PostFacts } from './facts.ts';
import type { Work } from './work.ts';

/** What a case is read with, so that `caseFacts` can tell it. */
export const withCaseFacts = {
  account: { select: { id: true, name: true } },
  contact: { select: { id: true, name: true } },
  advisor: { select: { id: true, name: true } },
  previousCase: { select: { number: true } },
  deliveries: {
    where: { state: 'dead' },
    select: { errorCode: true, conversation: { select: { side: true, person: { select: { name: true } } } } },
    take: 20,
  },
} satisfies Prisma.CaseInclude;

export function caseFacts(work: Work, row: Prisma.CaseGetPayload<{ include: typeof withCaseFacts }>): CaseFacts {
  const { deliveries, previousCase, dueDate, scheduledFor, ...rest } = row;
  return {
    ...rest,
    dueDate: isoDate(dueDate),
    scheduledFor: isoDate(scheduledFor),
    reopenUntil: row.closedAt && reopenUntil(row.closedAt, work.settings.reopenWithin),
    previousNumber: previousCase?.number ?? null,
    undelivered: deliveries.map((dead) => ({ where: placeOf(dead.conversation), code: dead.errorCode ?? 'unknown' })),
  };
}

export function postFacts(row: Post): PostFacts {
  return { ...row, body: row.deletedAt ? '' : row.body };
}

function placeOf(conversation: { side: string; person: { name: string } | null } | null): string {
  if (conversation?.person) return `${conversation.person.name}'s direct conversation`;
  return conversation?.side === 'contact' ? "the contact's channel" : 'the queue channel';
}

function isoDate(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null;
}
