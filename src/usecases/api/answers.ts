// Idempotency keys of the API. The key of the effect is recorded in its transaction, like that of every request (idempotency.ts). Beside it, a row
// remembers which request used the key and what was answered. An answer names what was written and holds no text, so nothing of a case is copied.
// One request at a time runs with a key: it claims the row, and the others wait for it. The claim of a process that was killed expires.
import { createHash, randomUUID } from 'node:crypto';
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

/** How long a claim holds if its request never ends, s: longer than any change takes. */
const claimSeconds = 60;

/** The right to run with a key. */
export interface Claim {
  id: string;
  /** when the key was first used */
  since: Date;
  /** whether nothing ever ran with the key before, so that it is free again if this request has no effect */
  isFirst: boolean;
}

/** What becomes of a request with a key: it runs, it is answered already, or another request with the key is running. */
export type Begun = { claim: Claim } | { answer: StoredAnswer } | 'running';

/** A request that used a key, as its row has it. */
type Earlier = Pick<ApiAnswer, 'fingerprint' | 'status' | 'result'> & { isRunning: boolean };

/**
 * Begins a request with a key. A request that may run must end with `storeAnswer` or `endKeyed`.
 * @throws CaseError idempotency-key-reused when another request used the key
 */
export async function beginKeyed({ db, clock }: Services, request: KeyedRequest): Promise<Begun> {
  const [tokenId, key, fingerprint] = [request.tokenId, hash(request.key), hash(request.content)];
  return withDatabaseScope('lookup', async () => {
    // it is read first, because a claim of the row waits for the effect that is being written, and holds a connection meanwhile
    const [earlier] = await db.prisma.$queryRaw<Earlier[]>`
      select fingerprint, status, result, claimed_until is not null and claimed_until > now() as "isRunning"
      from api_answer where token_id = ${tokenId} and key = ${key}`;
    if (earlier && earlier.fingerprint !== fingerprint)
      throw new CaseError(
        'idempotency-key-reused',
        'Another request used this Idempotency-Key.',
        'Use a new key for each request, and the same key only to repeat a request.',
      );
    const answer = earlier && answerOf(earlier);
    if (answer) return { answer };
    if (earlier?.isRunning) return 'running';
    const id = randomUUID();
    const [claimed] = await db.prisma.$queryRaw<Omit<Claim, 'id'>[]>`
      insert into api_answer as a (token_id, key, fingerprint, at, claim, claimed_until)
      values (${tokenId}, ${key}, ${fingerprint}, ${clock.now()}, ${id}::uuid, now() + ${claimSeconds} * interval '1 s')
      on conflict (token_id, key) do update set claim = excluded.claim, claimed_until = excluded.claimed_until
        where a.fingerprint = excluded.fingerprint and a.status is null and (a.claimed_until is null or a.claimed_until <= now())
      returning at as since, xmax = 0 as "isFirst"`;
    return claimed ? { claim: { id, ...claimed } } : 'running';
  });
}

/** Stores the answer to a request in the transaction of its effect. */
export async function storeWithEffect(tx: Tx, { tokenId, key }: KeyedRequest, { status, result }: StoredAnswer): Promise<void> {
  const where = { tokenId, key: hash(key), status: null };
  await withDatabaseScope('lookup', async () => tx.apiAnswer.updateMany({ where, data: { status, result, claimedUntil: null } }));
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

/**
 * Ends a request that has no answer to store. One that was refused without an effect is forgotten, so that it can be sent again with its mistakes
 * fixed, unless an earlier request ran with the key: nobody knows whether that one is still going to have its effect.
 */
export async function endKeyed(
  { db }: Services,
  { tokenId, key }: KeyedRequest,
  claim: Claim,
  isRefused: boolean,
): Promise<void> {
  const where = { tokenId, key: hash(key), claim: claim.id, status: null };
  const { apiAnswer } = db.prisma;
  await withDatabaseScope('lookup', async () =>
    isRefused && claim.isFirst ? apiAnswer.deleteMany({ where }) : apiAnswer.updateMany({ where, data: { claimedUntil: null } }),
  );
}

/** Finds the case that a request opened whose answer was lost. */
export async function lostOpening(
  { db }: Services,
  { contactId, subject, since }: { contactId: number; subject: string; since: Date },
): Promise<number | null> {
  const where = { contactId, subject, source: 'api' as const, createdAt: { gte: since } };
  return (await db.prisma.case.findFirst({ where, orderBy: { id: 'asc' }, select: { number: true } }))?.number ?? null;
}
