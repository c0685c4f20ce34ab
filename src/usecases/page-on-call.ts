// Pages people about a critical case that nobody has claimed: a note in the queue that mentions them, and a message to each of them. The
// order of people is decided in domain/on-call.ts; Works at any hour.
import { DateTime } from 'luxon';
import { durationMs } from '../domain/duration.ts';
import { needsPaging, onCallLine, pageAction, whoIsPaged } from '../domain/on-call.ts';
import { formatList, plural } from '../domain/text/numbers.ts';
import { Prisma, type Case } from '../db/generated/client.ts';
import { enqueuePost } from '../outbox/enqueue/index.ts';
import { enqueuePages, refreshPages } from '../outbox/enqueue/pages.ts';
import { clockName } from '../domain/history.ts';
import type { Change } from './case-change.ts';
import type { Services, Tx } from './context.ts';
import { Failures } from './failures.ts';
import { sweepCases } from './sweep-cases.ts';

/**
 * Starts or stops paging after a change: a case that is critical and unclaimed now pages people at once, and earlier pages lose their buttons
 * when somebody has the case.
 * @param before the case before the change
 */
export async function updatePaging(services: Services, tx: Tx, before: Case, { patch }: Change): Promise<void> {
  // most cases never come near this
  if (before.priority !== 'Critical' && patch?.priority !== 'Critical') return;
  const after = await tx.case.findUniqueOrThrow({ where: { id: before.id } });
  const needed = needsPaging(after);
  if (needed && after.pageAt === null) await page(services, tx, { ...after, pages: 0 });
  if (needed || after.pageAt === null) return;
  await tx.case.update({ where: { id: before.id }, data: { pageAt: null } });
  await refreshPages(tx, before.id);
}

/**
 * Pages again about every case that is still unclaimed when its next page is due.
 * @returns how many cases were paged about
 * @throws AggregateError at the end when single cases failed; the others are done
 */
export async function repeatPages(services: Services): Promise<{ paged: number }> {
  const failures = new Failures();
  const due = Prisma.sql`"case" c where c.page_at <= ${services.clock.now()}`;
  const paged = await sweepCases(services, due, (tx, locked) => page(services, tx, locked), failures);
  failures.raise('cases could not be paged about');
  return { paged };
}

/** Pages the next people about a case whose row is locked, and plans the next page. */
async function page(services: Services, tx: Tx, locked: Case): Promise<void> {
  const now = services.clock.now();
  const { onCall, businessHours, brand } = services.settings;
  const people = await peopleToPage(services, tx, locked.pages, now);
  const names = formatList(people.map(({ name }) => name));
  const caseId = locked.id;
  const pageAt = new Date(now.getTime() + durationMs(onCall.every, businessHours));
  const paged = people.map(({ id }) => id);
  await tx.case.update({ where: { id: caseId }, data: { pageAt, paged, pages: locked.pages + 1 } });
  // once is enough to learn that there is nobody
  if (people.length === 0 && locked.pages > 0) return;
  const post = await tx.post.create({
    data: { caseId, kind: 'note', action: pageAction, authorName: brand, body: noteText(locked, names, now), createdAt: now },
  });
  await tx.historyEntry.create({ data: { caseId, at: now, actorName: clockName, action: pageAction, to: names || 'nobody' } });
  await enqueuePost(tx, post);
  await enqueuePages(tx, caseId, paged, services.mail);
}

function noteText({ pages, createdAt }: Case, names: string, now: Date): string {
  if (names === '')
    return '**Critical and unclaimed, and nobody is on call.** Claim it. The directory lists no lead and nobody under onCall.';
  if (pages === 0) return `**Critical and unclaimed.** Paging ${names}.`;
  const minutes = Math.round((now.getTime() - createdAt.getTime()) / 60_000);
  return `**Still unclaimed after ${plural(minutes, 'minute')}.** Paging ${names}.`;
}

async function peopleToPage(services: Services, tx: Tx, pages: number, now: Date): Promise<{ id: number; name: string }[]> {
  const day = DateTime.fromJSDate(now, { zone: services.settings.onCall.timezone }).toISODate() ?? '';
  const advisors = { kind: 'advisor' as const, active: true };
  const rows = await tx.onCall.findMany({ where: { person: advisors }, orderBy: { position: 'asc' } });
  const entries = rows.map((row) => ({ ...row, startsOn: isoDay(row.startsOn), endsOn: isoDay(row.endsOn) }));
  const leads = await tx.person.findMany({ where: { ...advisors, lead: true }, orderBy: { id: 'asc' }, select: { id: true } });
  const ids = whoIsPaged(
    onCallLine(entries, day),
    leads.map(({ id }) => id),
    pages,
  );
  const people = await tx.person.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return ids.flatMap((id) => people.find((one) => one.id === id) ?? []);
}

function isoDay(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null;
}
