// Plays the demo's notices: an open incident with a linked case, planned maintenance, and a resolved incident.
import type { Advisor } from '../domain/person.ts';
import type { NoticeInput } from '../domain/notice-input.ts';
import { declareNotice } from '../usecases/notices/declare-notice.ts';
import { linkCase } from '../usecases/notices/link-case.ts';
import { closeNotice, updateNotice } from '../usecases/notices/update-notice.ts';
import { notifyLinkedCases } from '../usecases/notices/notify-linked-cases.ts';
import type { Services } from '../usecases/context.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

/** Plays the notices, unless there are any. Moves `clock`, the time that the use cases see, to each step. */
export async function playNotices(services: Services, lead: Advisor, clock: { at: Date }, now: Date): Promise<void> {
  if ((await services.db.prisma.notice.count()) > 0) return;
  const at = (before: number): Date => (clock.at = new Date(now.getTime() - before));
  await playResolved(services, lead, at);
  await playOpen(services, lead, at);
  await playPlanned(services, lead, at, now);
  clock.at = now;
}

type At = (before: number) => Date;

/** Returns a full hour (UTC) some days from now. */
function fullHour(now: Date, days: number, hour: number): Date {
  const date = new Date(now.getTime() + days * day);
  return new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate(), hour));
}

const everyone = { everyAccount: true, accountIds: [] } as const;

async function playResolved(services: Services, lead: Advisor, at: At): Promise<void> {
  const began = 12 * day + 5 * 60 * minute;
  const id = await declare(services, lead, {
    kind: 'incident',
    title: 'Messages to parents are delayed',
    severity: 'minor',
    state: 'Investigating',
    modules: ['Messenger'],
    message: 'Scheduled messages go out up to 40 minutes late. No messages are lost.',
    instructions: null,
    startsAt: at(began),
    nextUpdateAt: null,
  });
  at(began - 90 * minute);
  await updateNotice(
    services,
    lead,
    {
      id,
      state: 'Identified',
      message: 'One region’s queue was full. We’re moving its messages to another region.',
      nextUpdateAt: null,
    },
    request(),
  );
  at(began - 170 * minute);
  await closeNotice(
    services,
    lead,
    { id, state: 'Resolved', message: 'All messages were sent, and the queue has room again.', verify: 'none' },
    request(),
  );
  // its messages were delivered back then
  await services.db.pool.query(
    "update delivery set state = 'sent', external_id = 'told', sent_at = now() where banner_id is not null",
  );
}

async function playOpen(services: Services, lead: Advisor, at: At): Promise<void> {
  const began = 55 * minute;
  const id = await declare(services, lead, {
    kind: 'incident',
    title: 'Attendance lists are empty in period 1',
    severity: 'major',
    state: 'Investigating',
    modules: ['Attendance'],
    message: 'Teachers at some high schools see an empty class list in period 1.',
    instructions: 'Take period 1 attendance on paper and enter it later. Other periods work.',
    startsAt: new Date(at(began).getTime() - 20 * minute),
    nextUpdateAt: null,
  });
  const first = await services.db.prisma.case.findFirst({
    where: { module: 'Attendance', status: { not: 'Closed' } },
    orderBy: { createdAt: 'desc' },
    select: { number: true },
  });
  at(began - 6 * minute);
  if (first) await linkCase(services, lead, { number: first.number, incidentId: id }, request());
  const updatedAt = at(25 * minute);
  const update = {
    id,
    state: 'Identified' as const,
    message:
      'The bell schedules of **high schools** still point to last year. We’re correcting them district by district. Plainview is next.',
    nextUpdateAt: new Date(updatedAt.getTime() + 60 * minute),
  };
  await updateNotice(services, lead, update, request());
  await notifyLinkedCases(services);
}

async function playPlanned(services: Services, lead: Advisor, at: At, now: Date): Promise<void> {
  at(10 * minute);
  await declare(services, lead, {
    kind: 'maintenance',
    title: 'Database upgrade',
    severity: null,
    state: 'Planned',
    modules: [],
    message: 'We’re moving every district to faster databases. Nobody can sign in during the upgrade.',
    instructions: 'Close out registers and kiosks before it starts.',
    startsAt: fullHour(now, 9, 4),
    endsAt: fullHour(now, 9, 8),
    nextUpdateAt: null,
  });
}

async function declare(
  services: Services,
  lead: Advisor,
  notice: Omit<NoticeInput, 'everyAccount' | 'accountIds' | 'endsAt'> & { endsAt?: Date },
): Promise<number> {
  const out = await declareNotice(services, lead, { endsAt: null, ...notice, ...everyone, accountIds: [] }, {}, request());
  if (out === 'repeat') throw new Error('A notice was declared twice.');
  return out.id;
}

const request = (() => {
  let count = 0;
  return () => ({ idempotencyKey: `demo-notice:${++count}`, platform: 'slack' as const });
})();
