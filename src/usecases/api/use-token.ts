// Every request of the API begins here: one statement finds the token, counts the request and says whether it is within the limit, for all processes
// together. The count is of a minute that begins with its first request. A minute that begins in the future counted with a clock that was wrong.
import { tokenPrefix, type ApiToken } from '../../domain/api-token.ts';
import type { ApiToken as Row } from '../../db/generated/client.ts';
import { Prisma } from '../../db/generated/client.ts';
import { withDatabaseScope } from '../scope.ts';
import type { Services } from '../context.ts';
import { hashToken, tokenFacts } from './tokens.ts';

/** A token that was used, and what it has left. */
export interface UsedToken {
  token: ApiToken;
  /** requests left in this minute, this one not counted; null: there were none left for this one */
  left: number | null;
  /** seconds until all are there again */
  resetSeconds: number;
}

/** How long a request counts, in seconds. */
export const windowSeconds = 60;

/**
 * Finds a token that can be used and counts a request of it.
 * @returns null for a token that is unknown, expired or revoked
 */
export async function useToken({ db, clock }: Services, secret: string): Promise<UsedToken | null> {
  if (!secret.startsWith(tokenPrefix)) return null;
  const now = clock.now();
  const [since, ahead] = [-windowSeconds, windowSeconds].map((seconds) => new Date(now.getTime() + seconds * 1000));
  const rows = await withDatabaseScope('lookup', () =>
    db.prisma.$queryRaw<Counted[]>(Prisma.sql`
      with found as (
        select *, window_at is null or window_at <= ${since} or window_at > ${ahead} "isNew" from api_token
        where hash = ${hashToken(secret)} and revoked_at is null and (expires_at is null or expires_at > ${now})
        for update
      ), counted as (
        update api_token t set last_used_at = ${now}, window_at = case when f."isNew" then ${now} else t.window_at end,
          requests = case when f."isNew" then 1 else t.requests + 1 end
        from found f where t.id = f.id and (f."isNew" or f.requests < f.per_minute) returning t.requests, t.window_at
      )
      select f.id, f.name, f.prefix, f.scopes, f.account_ids "accountIds", f.per_minute "perMinute", f.created_at "createdAt",
        f.created_by "createdBy", f.expires_at "expiresAt", f.last_used_at "lastUsedAt", f.revoked_at "revokedAt", f.revoked_by "revokedBy",
        c.requests counted, coalesce(c.window_at, f.window_at) since
      from found f left join counted c on true`),
  );
  const [row] = rows;
  if (!row) return null;
  const ends = (row.since ?? now).getTime() + windowSeconds * 1000;
  return {
    token: tokenFacts(row),
    left: row.counted === null ? null : row.perMinute - row.counted,
    resetSeconds: Math.max(Math.ceil((ends - now.getTime()) / 1000), 1),
  };
}

type Counted = Omit<Row, 'hash' | 'windowAt' | 'requests'> & { counted: number | null; since: Date | null };
