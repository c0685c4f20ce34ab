// Posts a status broadcast about an open incident when nobody posts an update (process.md, Incidents and maintenance): once per cadence in
// each channel, however long no process ran. The cadences are configured under `incidents.cadence`; reminding the owner is done by
// nudge-owners.ts.
import { enqueueBroadcasts, refreshBanners } from '../../outbox/enqueue/banners.ts';
import {
  findBannersDue,
  scheduleBroadcasts,
  nextBroadcastOf,
  findNoticesDue,
  type DueBanner,
} from '../../outbox/enqueue/due-broadcasts.ts';
import type { Account } from '../../db/generated/client.ts';
import { nextBusinessMoment } from '../../domain/business-time.ts';
import { cadences } from '../../domain/cadence.ts';
import { calendarOf } from '../account-calendar.ts';
import { Failures } from '../failures.ts';
import { lockIfFree } from './update-notice.ts';
import type { Tx, Services } from '../context.ts';

/** Channels per transaction: few enough that a lead who posts an update waits only for a moment. */
const batchSize = 2_000;
/** In ms. Enough for one batch on a busy machine. */
const transactionTimeouts = { timeout: 60_000, maxWait: 60_000 };
const dayMs = 86_400_000;

/** When broadcasts to an account's channels are allowed next, by account id: now, or when its business hours begin. */
type OpeningTimes = Map<number, Date>;

/**
 * Posts a short reply under every banner whose broadcast is due, and refreshes the banner. A channel outside its account's business hours
 * gets it when they begin, unless the incident is critical.
 * @returns how many channels get a broadcast now, and how many wait for their business hours
 * @throws AggregateError at the end, if batches failed; the others are done
 */
export async function broadcastStatus(services: Services): Promise<{ posted: number; waiting: number }> {
  const now = services.clock.now();
  const done = { posted: 0, waiting: 0 };
  const openingTimes: OpeningTimes = new Map();
  const failures = new Failures();
  for (const id of await findNoticesDue(services.db.pool, now)) {
    for (let hasMore = true; hasMore;) {
      const batch = await failures.past(() =>
        services.db.transaction((tx) => broadcastBatch(services, tx, id, now, openingTimes), transactionTimeouts),
      );
      done.posted += batch?.posted ?? 0;
      done.waiting += batch?.waiting ?? 0;
      hasMore = batch?.isFull ?? false;
    }
  }
  failures.raise('batches of status broadcasts failed');
  return done;
}

/** @returns null while a lead is updating the notice: their update postpones what is due, or the next tick posts it */
async function broadcastBatch(services: Services, tx: Tx, noticeId: number, now: Date, openingTimes: OpeningTimes) {
  const notice = await lockIfFree(tx, noticeId);
  if (!notice?.severity) return null;
  const due = await findBannersDue(tx, noticeId, now, batchSize);
  const isCritical = notice.severity === 'critical';
  if (!isCritical) await addOpeningTimes(services, tx, due, now, openingTimes);
  const opensAt = ({ accountId }: DueBanner): Date =>
    isCritical || accountId === null ? now : (openingTimes.get(accountId) ?? now);
  const subscribed = due.filter((banner) => banner.subscribed);
  const [posted, waiting] = [subscribed.filter((one) => opensAt(one) <= now), subscribed.filter((one) => opensAt(one) > now)];
  const bannerIds = posted.map(({ id }) => id);
  if (bannerIds.length > 0) {
    await refreshBanners(tx, { bannerIds });
    await enqueueBroadcasts(tx, { bannerIds }, null);
  }
  const cadence = cadences(services.settings);
  // after an outage or a night, a late broadcast is not followed by the next one at once
  const next = await nextBroadcastOf(tx, noticeId, new Date(now.getTime() + cadence[notice.severity] / 2), cadence);
  await scheduleBroadcasts(
    tx,
    due.map((one) => ({ id: one.id, at: one.subscribed && opensAt(one) > now ? opensAt(one) : next })),
  );
  return { posted: posted.length, waiting: waiting.length, isFull: due.length === batchSize };
}

async function addOpeningTimes(
  services: Services,
  tx: Tx,
  due: readonly DueBanner[],
  now: Date,
  known: OpeningTimes,
): Promise<void> {
  const unknown = new Set(due.flatMap(({ accountId }) => (accountId === null || known.has(accountId) ? [] : [accountId])));
  if (unknown.size === 0) return;
  for (const account of await tx.account.findMany({ where: { id: { in: [...unknown] } } }))
    known.set(account.id, openingTime(services, account, now));
}

/** An account whose calendar has no business day left is asked again a day later, so that it does not hold up the others. */
function openingTime(services: Services, account: Account, now: Date): Date {
  try {
    return nextBusinessMoment(calendarOf(services, account), now);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Date(now.getTime() + dayMs);
  }
}
