// Changing CASEBRIDGE_SECRET_KEY while the bot runs: what was encrypted with a former key is encrypted with the current one, in the
// background, until the former key can go.
import { decryptWith, encrypt, fingerprint } from '../db/secrets.ts';
import type { SecretKeys } from '../ports.ts';
import { draftFilesPlace } from './cases/drafts.ts';
import type { Services } from './context.ts';
import { sourcePlace } from './files/attach-files.ts';
import { redactionPlace } from './privacy/redact-plan.ts';
import { secretPlace } from './webhooks/secrets.ts';

/** Every encrypted column. `place` is SQL: what `encrypt` was told. */
const encrypted = [
  { table: 'installation', column: 'token', place: `'installation ' || platform::text || ' ' || workspace_id` },
  { table: 'draft', column: 'files', place: `'${draftFilesPlace}'` },
  { table: 'file', column: 'source', place: `'${sourcePlace}'` },
  { table: 'redaction', column: 'plan', place: `'${redactionPlace}'` },
  { table: 'webhook_endpoint', column: 'secret', place: `'${secretPlace}'` },
  { table: 'webhook_endpoint', column: 'former_secret', place: `'${secretPlace}'` },
] as const;

/** A key that was noted within this time is in use: a process notes its key every ten minutes. */
const recentlyMs = 25 * 60_000;
/** Rows read per statement. */
const batch = 500;

/** What is stored, by the key it needs. */
export interface StoredSecrets {
  /** encrypted with the current key */
  current: number;
  /** encrypted with another known key */
  former: number;
  /** encrypted with a key that is not known, or damaged */
  unreadable: number;
}

type Parts = Pick<Services, 'clock'> & { db: Pick<Services['db'], 'pool'> };

/**
 * Notes that the current key is in use, and encrypts with it what another key encrypted. Safe to run concurrently, and while replicas still
 * encrypt with the key before.
 * @returns how many were renewed, and how many no known key can read
 */
export async function renewSecrets(services: Services): Promise<{ renewed: number; unreadable: number }> {
  const keys = services.files?.secretKeys;
  if (!keys) return { renewed: 0, unreadable: 0 };
  const isDue = await noteKeyUse(services, keys);
  if (!isDue) return { renewed: 0, unreadable: 0 };
  const { pool } = services.db;
  let renewed = 0;
  const { former, unreadable } = await readSecrets(pool, keys, async (at, text, place) => {
    const sql = `update ${at.table} set ${at.column} = $3 where ctid = $1::tid and ${at.column} = $2`;
    renewed += (await pool.query(sql, [at.ctid, at.sealed, encrypt(keys, text, place)])).rowCount ?? 0;
  });
  // what changed meanwhile is looked at again next time
  if (renewed === former)
    await pool.query('update secret_key set renewed_at = $2 where fingerprint = $1', [
      fingerprint(keys[0]),
      services.clock.now(),
    ]);
  return { renewed, unreadable };
}

/** Counts what is stored by the key it needs. */
export function countSecrets({ db }: Pick<Parts, 'db'>, keys: SecretKeys): Promise<StoredSecrets> {
  return readSecrets(db.pool, keys, async () => undefined);
}

/** @returns when each key was last the current one of a process; null: never */
export async function lastUses({ db }: Pick<Parts, 'db'>, keys: readonly Buffer[]): Promise<(Date | null)[]> {
  const { rows } = await db.pool.query<{ fingerprint: string; lastUsedAt: Date }>(
    'select fingerprint, last_used_at "lastUsedAt" from secret_key',
  );
  return keys.map((key) => rows.find((row) => row.fingerprint === fingerprint(key))?.lastUsedAt ?? null);
}

/**
 * Notes that the current key is in use, so that it is known later what it may have signed.
 * @returns whether another key may still be needed: one was the current key of some process shortly before everything was renewed, or since.
 * That process may have used it once more and ended before it noted that. Not while a newer key is in use: two replicas would encrypt everything
 * by turns
 */
export async function noteKeyUse({ db, clock }: Parts, [current, ...others]: SecretKeys): Promise<boolean> {
  const now = clock.now();
  const { rows } = await db.pool.query<{ isDue: boolean }>(
    `insert into secret_key as k (fingerprint, first_used_at, last_used_at) values ($1, $2, $2)
     on conflict (fingerprint) do update set last_used_at = greatest(k.last_used_at, excluded.last_used_at)
     returning (k.renewed_at is null
         or exists (select from secret_key o where o.fingerprint = any ($3) and o.last_used_at >= k.renewed_at - $5 * interval '1 ms'))
       and not exists (select from secret_key o where o.fingerprint = any ($3) and o.first_used_at > k.first_used_at and o.last_used_at > $4) "isDue"`,
    [fingerprint(current), now, others.map(fingerprint), new Date(now.getTime() - recentlyMs), recentlyMs],
  );
  return others.length > 0 && (rows[0]?.isDue ?? true);
}

interface Sealed {
  ctid: string;
  sealed: string;
  place: string;
}

interface Place {
  table: string;
  column: string;
  ctid: string;
  sealed: string;
}

/** Reads everything that is encrypted. @param onFormer what another than the current key encrypted */
async function readSecrets(
  pool: Parts['db']['pool'],
  keys: SecretKeys,
  onFormer: (at: Place, text: string, place: string) => Promise<void>,
): Promise<StoredSecrets> {
  const counts: StoredSecrets = { current: 0, former: 0, unreadable: 0 };
  for (const { table, column, place } of encrypted) {
    const sql = `select ctid::text, ${column} sealed, ${place} place from ${table} x where ${column} like 'v1.%' and ctid > $1::tid order by x.ctid limit ${batch}`;
    for (let after: string | undefined = '(0,0)'; after !== undefined;) {
      const { rows }: { rows: Sealed[] } = await pool.query<Sealed>(sql, [after]);
      for (const row of rows) {
        const read = tryDecrypt(keys, row.sealed, row.place);
        if (read === null) counts.unreadable++;
        else if (read.keyIndex === 0) counts.current++;
        else {
          counts.former++;
          await onFormer({ table, column, ...row }, read.text, row.place);
        }
      }
      after = rows.length < batch ? undefined : rows.at(-1)?.ctid;
    }
  }
  return counts;
}

function tryDecrypt(keys: SecretKeys, sealed: string, place: string): ReturnType<typeof decryptWith> | null {
  try {
    return decryptWith(keys, sealed, place);
  } catch {
    return null; // counted: the operator hears of it from doctor and the log
  }
}
