// Idempotency keys of the API. The key of the effect is recorded in its transaction, like that of every request (idempotency.ts). Beside it, a row
// remembers which request used the key and what was answered. An answer names what was written and holds no text, so nothing of a case is copied.
import { createHash } from 'node:crypto';
import type { ApiAnswer, Prisma } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { withDatabaseScope } from '../scope.ts';
import type { Services, Tx } from '../context.ts';

/** A request with an idempotency key. */
export interface KeyedRequest {
  tokenId: number;
  /** as the client sent it */
  key: string;
  /** everything that makes the request what it is: method, path, person and body */
  content: string;
}

/** The answer to a request that changed something. */
export interface StoredAnswer {
  status: number;
  result: Prisma.InputJsonObject;
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Returns the key under which the effect of a request is recorded. */
export const effectKey = ({ tokenId, key }: Pick<KeyedRequest, 'tokenId' | 'key'>): string => `api:${tokenId}:${hash(key)}`;

/**
 * Begins a request with a key.
 * @returns the answer of an earlier request that was the same; null when it has no answer yet. `since` is when the key was first used
 * @throws CaseError idempotency-key-reused when another request used the key
 */
export async function beginKeyed(
  { db, clock }: Services,
  request: KeyedRequest,
): Promise<{ answer: StoredAnswer | null; since: Date }> {
  const where = { tokenId_key: { tokenId: request.tokenId, key: hash(request.key) } };
  const fingerprint = hash(request.content);
  const data = { ...where.tokenId_key, fingerprint, at: clock.now() };
  const row = await withDatabaseScope('lookup', async () => {
    await db.prisma.apiAnswer.createMany({ data: [data], skipDuplicates: true });
    return db.prisma.apiAnswer.findUnique({ where });
  });
  if (row && row.fingerprint !== fingerprint)
    throw new CaseError(
      'idempotency-key-reused',
      'Another request used this Idempotency-Key.',
      'Use a new key for each request, and the same key only to repeat a request.',
    );
  return {
    answer: row && answerOf(row),
    since: row?.at ?? data.at,
  };
}

/** Stores the answer to a request in the transaction of its effect. */
export async function storeWithEffect(tx: Tx, { tokenId, key }: KeyedRequest, { status, result }: StoredAnswer): Promise<void> {
  const where = { tokenId, key: hash(key), status: null };
  await withDatabaseScope('lookup', async () => tx.apiAnswer.updateMany({ where, data: { status, result } }));
}

/** Stores the answer to a request, unless it has one. @returns the answer that it has now */
export async function storeAnswer(services: Services, request: KeyedRequest, answer: StoredAnswer): Promise<StoredAnswer> {
  const { prisma } = services.db;
  await storeWithEffect(prisma, request, answer);
  const where = { tokenId_key: { tokenId: request.tokenId, key: hash(request.key) } };
  const row = await withDatabaseScope('lookup', async () => prisma.apiAnswer.findUnique({ where }));
  return (row && answerOf(row)) ?? answer;
}

function answerOf({ status, result }: Pick<ApiAnswer, 'status' | 'result'>): StoredAnswer | null {
  return status === null || result === null ? null : { status, result: result as Prisma.InputJsonObject };
}

/** Forgets a request that was refused, so that it can be sent again with its mistakes fixed. */
export async function forgetKeyed({ db }: Services, { tokenId, key }: KeyedRequest): Promise<void> {
  await withDatabaseScope('lookup', () => db.prisma.apiAnswer.deleteMany({ where: { tokenId, key: hash(key), status: null } }));
}

/** Finds the case that a request opened whose answer was lost. */
export async function lostOpening(
  { db }: Services,
  { contactId, subject, since }: { contactId: number; subject: string; since: Date },
): Promise<number | null> {
  const where = { contactId, subject, source: 'api' as const, createdAt: { gte: since } };
  return (await db.prisma.case.findFirst({ where, orderBy: { id: 'asc' }, select: { number: true } }))?.number ?? null;
}
