// Why no request has two effects. Platforms deliver a request again when its answer was slow or lost, and several processes may get it.
//
// - The *key* is the platform's event id, or for a form the id minted when it opened. It is stored in the transaction of the effect, so both
//   commit or neither does. A repeat finds the key and rolls back.
// - The *fingerprint* is for Teams, which gives the copy of an activity another id. It identifies text, author and conversation, and counts
//   only within the window in which Teams repeats.
//
// `usecases/clock/clean-up.ts` deletes both after `keep.requests` days, a week by default.
import { Prisma } from '../db/generated/client.ts';
import type { Fingerprint } from '../ports.ts';
import type { Tx, Services } from './context.ts';

/** Thrown inside a transaction to undo it, because the request had its effect before. `runOnce` catches it. */
export class Repeat extends Error {}

/**
 * Records a request in the transaction of its effect. A second request with the same key waits for the first one to commit, then fails.
 * @throws Repeat
 */
export async function recordOnce(tx: Tx, idempotencyKey: string, fingerprint?: Fingerprint): Promise<void> {
  const added = await tx.$executeRaw(recordKey(idempotencyKey));
  if (added === 0) throw new Repeat(idempotencyKey);
  await recordFingerprint(tx, idempotencyKey, fingerprint);
}

/** Builds the statement that records a key; it writes no row for a repeat. */
export const recordKey = (idempotencyKey: string): Prisma.Sql =>
  Prisma.sql`insert into idempotency_key (key) values (${idempotencyKey}) on conflict do nothing`;

/** Records the fingerprint of a request whose key is recorded. @throws Repeat */
export async function recordFingerprint(tx: Tx, idempotencyKey: string, fingerprint?: Fingerprint): Promise<void> {
  if (fingerprint && !(await isNew(tx, fingerprint))) throw new Repeat(idempotencyKey);
}

/**
 * How long after an activity Teams sends it again (in milliseconds), when it was not answered within 15 seconds
 * (MicrosoftDocs/msteams-docs#6084). The same text sooner or later, or after an answer in time (`forgetFingerprint`), is a person who repeats
 * it. The copy can overtake the slow original, which then is the repeat.
 */
const repeatedWithin = { from: 10_000, to: 90_000 };

async function isNew(tx: Pick<Tx, '$executeRaw'>, { key, at, late = false }: Fingerprint): Promise<boolean> {
  const { from, to } = repeatedWithin;
  const [oldest, old, soon, latest] = [-to, -from, from, to].map((ms) => new Date(at.getTime() + ms));
  const noted = await tx.$executeRaw`
    insert into idempotency_key (key, at)
    select ${key}, ${at} where not exists (select from idempotency_key where key = ${answered(key)} and at between ${soon} and ${latest})
    on conflict (key) do update set at = excluded.at
    where idempotency_key.at not between ${oldest} and ${old} and idempotency_key.at not between ${soon} and ${latest}
      and not (${late} and idempotency_key.at = ${at})`;
  return noted === 1;
}

/** Forgets a request that was answered in time, so that saying the same again takes effect. */
export async function forgetFingerprint(services: Services, { key, at }: Fingerprint): Promise<void> {
  for (const one of [key, answerTo(key)]) {
    await services.db.prisma.$executeRaw`
      with forgotten as (delete from idempotency_key where key = ${one} and at = ${at} returning at)
      insert into idempotency_key (key, at) select ${answered(one)}, at from forgotten on conflict (key) do update set at = excluded.at`;
  }
}

/** The key that records an answer in time. */
const answered = (key: string): string => `answered:${key}`;

/** Returns the key that records the answer to a request, as opposed to its effect. */
export const answerTo = (key: string): string => `answer:${key}`;

/**
 * Runs one transaction that calls `recordOnce`.
 * @param timeoutMs when it is given up; an incident in ten thousand channels takes a second or two
 * @returns 'repeat' when the request had its effect before
 */
export async function runOnce<T>(services: Services, run: (tx: Tx) => Promise<T>, timeoutMs = 5_000): Promise<T | 'repeat'> {
  try {
    const result = await services.db.transaction(run, { timeout: timeoutMs });
    services.onRecorded?.('effect');
    return result;
  } catch (error) {
    if (!(error instanceof Repeat)) throw error;
    services.onRecorded?.('repeat');
    return 'repeat';
  }
}

/** Tells whether a request had its effect before. */
export async function hadEffect({ db }: Pick<Services, 'db'>, idempotencyKey: string): Promise<boolean> {
  return (await db.prisma.idempotencyKey.findUnique({ where: { key: idempotencyKey }, select: { key: true } })) !== null;
}

/** Records a request that only reads, but must not be answered twice. @returns true the first time, false for every repeat */
export async function isFirstTime(services: Services, idempotencyKey: string, fingerprint?: Fingerprint): Promise<boolean> {
  const { prisma } = services.db;
  if (fingerprint && !(await isNew(prisma, fingerprint))) return false;
  return (await prisma.$executeRaw`insert into idempotency_key (key) values (${idempotencyKey}) on conflict do nothing`) === 1;
}
