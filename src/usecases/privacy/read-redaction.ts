// The certificate of a redaction: its record, with what only people can still delete.
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { readRedactionResult, type RedactionResult } from '../../domain/redaction-result.ts';
import type { Services } from '../context.ts';

/** A redaction as its certificate shows it. */
export interface RedactionFacts {
  /** number of the record */
  id: number;
  at: Date;
  /** `CB-1042`, or `account plainview` */
  subject: string;
  byName: string;
  reason: string;
  /** null: it still goes on */
  finishedAt: Date | null;
  /** cases that are not done yet */
  left: number;
  result: RedactionResult;
  /** messages that people typed and only they can delete, at most ten */
  typed: TypedMessage[];
}

/** A message that a person typed in a chat. */
export interface TypedMessage {
  authorName: string;
  platform: string;
  caseNumber: number;
  at: Date;
}

const maxTyped = 10;

/**
 * Reads the certificate of a redaction.
 * @param lead null: an operator
 * @throws CaseError not-allowed
 * @throws Error for an unknown record
 */
export async function readRedaction({ db }: Services, lead: Advisor | null, id: number): Promise<RedactionFacts> {
  if (lead) authorize(lead, 'redact');
  const { prisma } = db;
  const { at, subject, byName, reason, finishedAt, result, accountId } = await prisma.privacyRecord.findUniqueOrThrow({
    where: { id },
  });
  const underWay = await prisma.redaction.findUnique({ where: { recordId: id }, select: { remaining: true } });
  const posts = await prisma.post.findMany({
    where: {
      redactedAt: { gte: at, ...(finishedAt ? { lte: finishedAt } : {}) },
      case: { accountId: accountId ?? -1 },
      originMessageId: { not: null },
      originDestination: { platform: { not: 'mail' } },
    },
    select: {
      authorName: true,
      createdAt: true,
      case: { select: { number: true } },
      originDestination: { select: { platform: true } },
    },
    orderBy: { id: 'asc' },
    take: maxTyped,
  });
  const typed = posts.map(({ authorName, createdAt, case: of, originDestination }) => ({
    authorName,
    platform: originDestination?.platform ?? '',
    caseNumber: of.number,
    at: createdAt,
  }));
  const left = underWay?.remaining.length ?? 0;
  return { id, at, subject, byName, reason, finishedAt, left, result: readRedactionResult(result), typed };
}
