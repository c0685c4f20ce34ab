// Sets of cases `c` that partial indexes hold. A query must use these very conditions, or the index cannot answer it.
import { Prisma } from './generated/client.ts';

/** Cases that are not closed. */
export const isOpenCase = Prisma.sql`c.status <> 'Closed'`;

/** Cases that wait for support: new or assigned ones, and those whose contact has replied. */
export const waitsOnSupport = Prisma.sql`c.status <> 'Closed' and (c.status in ('New', 'Assigned') or c.answered)`;

/** Cases that wait for their contact. A fix does when its release is published: before that there is nothing to try. */
export const waitsOnContact = Prisma.sql`not c.answered and c.status in ('PendingCustomerInput', 'PendingCustomerVerification', 'AvailableInRelease')
  and (c.status <> 'AvailableInRelease' or c.release_notified_at is not null)`;

/** SQL: whether the case `c` is snoozed by an advisor at this moment. The index `case_snoozed` has those that anybody snoozed. */
export const isSnoozed = ({ id, now }: { id: number | null; now: Date }): Prisma.Sql =>
  Prisma.sql`coalesce((c.snoozes ->> ${String(id)})::timestamptz > ${now}, false)`;
