// Sends the daily digest: once per business day of the account, one message to everyone who chose it, in their conversation with the bot and by mail.
// Somebody with several accounts gets one for all of them, when the first of their days begins.
import { DateTime } from 'luxon';
import { startOfBusinessHours } from '../../domain/business-time.ts';
import { firstDigestCovers } from '../../domain/notification.ts';
import type { Account, Digest } from '../../db/generated/client.ts';
import { enqueueDigest } from '../../outbox/enqueue/index.ts';
import { calendarOf } from '../account-calendar.ts';
import { hasNews } from './read-digest.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import type { Services } from '../context.ts';

/** Posts of the last minute (ms) are left to the next digest, because they may not be committed yet. */
const settleMs = 60_000;

/**
 * Sends the digests of every account whose business day has begun. Safe to run concurrently: the first run of the day sends. People without
 * news get no digest that day.
 */
export async function sendDigests(services: Services): Promise<{ digests: number }> {
  const { prisma } = services.db;
  // few people have further accounts, so they are read at once
  const further = await prisma.membership.findMany({ where: { person: readers }, orderBy: { personId: 'asc' } });
  const ids = further.map(({ accountId }) => accountId);
  const accounts = await prisma.account.findMany({
    where: { active: true, OR: [{ people: { some: readers } }, { id: { in: ids } }] },
  });
  let digests = 0;
  for (const account of accounts) {
    const begun = startOfBusinessHours(calendarOf(services, account), services.clock.now());
    if (begun && begun <= services.clock.now()) {
      const also = further.flatMap(({ accountId, personId }) => (accountId === account.id ? [personId] : []));
      digests += await sendOf(services, account, also, begun);
    }
  }
  return { digests };
}

const readers = {
  kind: 'contact' as const,
  active: true,
  OR: [{ notify: 'digest' as const }, { recipientOf: { some: { notify: 'digest' as const } } }],
};

/**
 * @param also readers whose first account is another one
 * @param begun when the account's business day began
 */
async function sendOf(services: Services, account: Account, also: readonly number[], begun: Date): Promise<number> {
  const { prisma } = services.db;
  const people = await prisma.person.findMany({
    where: { ...readers, accountId: account.id },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  const day = DateTime.fromJSDate(services.clock.now(), { zone: account.timezone }).toISODate() ?? '';
  const keyOf = (id: number): string => `digest:${id}:${day}`;
  const ids = [...people.map(({ id }) => id), ...also];
  const keys = ids.map(keyOf);
  const alreadySent = new Set((await prisma.idempotencyKey.findMany({ where: { key: { in: keys } } })).map(({ key }) => key));
  let sent = 0;
  for (const id of ids) {
    if (!alreadySent.has(keyOf(id)) && (await sendTo(services, id, begun, keyOf(id))) === true) sent += 1;
  }
  return sent;
}

function sendTo(services: Services, personId: number, begun: Date, idempotencyKey: string): Promise<boolean | 'repeat'> {
  return runOnce(services, async (tx) => {
    await recordOnce(tx, idempotencyKey);
    const until = new Date(services.clock.now().getTime() - settleMs);
    const last = await tx.digest.findFirst({ where: { personId }, orderBy: { until: 'desc' } });
    if (last && chosenAt(last) > begun) return false;
    const from = last?.until ?? new Date(until.getTime() - firstDigestCovers);
    if (!(await hasNews(tx, { personId, from, until }))) return false;
    const digest = await tx.digest.create({ data: { personId, from, until } });
    if (await enqueueDigest(tx, digest, services.mail)) return true;
    // no destination to send it to, so the posts stay news
    await tx.digest.delete({ where: { id: digest.id } });
    return false;
  });
}

/** Returns when the person chose the digest, for the empty digest that `setNotification` creates then. The first real digest is sent on the next business day. */
function chosenAt({ from, until }: Digest): Date {
  return new Date(from < until ? 0 : until.getTime() + firstDigestCovers);
}
