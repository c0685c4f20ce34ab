// The follow-up ("3x10") on a real database. The tests set the clock and check what people see.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { DateTime } from 'luxon';
import { describe, expect } from 'vitest';
import { openDatabase } from '../../../src/db/client.ts';
import { Prisma } from '../../../src/db/generated/client.ts';
import { eligibleConversations } from '../../../src/outbox/enqueue/eligible-conversations.ts';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { startFollowUp } from '../../../src/usecases/update-follow-up.ts';
import { resolveCase } from '../../../src/usecases/cases/resolve-case.ts';
import { sweepFollowUps, type Swept } from '../../../src/usecases/clock/sweep-follow-ups.ts';
import { test as base } from '../../chat/harness.ts';
import { until } from '../../outbox/harness.ts';
import { forkTypeScript } from '../../fork-typescript.ts';

const it = base
  .extend('account', { scope: 'file' }, ({ harness }) => async (data: Days): Promise<void> => {
    zone = data.timezone;
    await harness.db.prisma.account.update({ where: { key: 'plainview' }, data });
  })
  /** Sets the clock. @param local ISO, in the account's zone */
  .extend('setClock', { scope: 'file' }, ({ world }) => (local: string): Date => {
    return (world.at.now = DateTime.fromISO(local, { zone }).toJSDate());
  })
  .extend(
    'ask',
    { scope: 'file' },
    ({ setClock, world }) =>
      async (local: string, question = 'Which school year?'): Promise<number> => {
        setClock(local);
        const number = await world.open();
        await askContact(world.services, world.max, { number, question }, world.request());
        return number;
      },
  )
  .extend('resolve', { scope: 'file' }, ({ setClock, world }) => async (local: string): Promise<number> => {
    setClock(local);
    const number = await world.open();
    await resolveCase(world.services, world.max, { number, explanation: 'The term was set back.' }, world.request());
    return number;
  })
  /** Delivers everything that is pending. */
  .extend('deliver', { scope: 'file' }, ({ harness, world }) => async (): Promise<void> => {
    await harness.db.pool.query(
      `update delivery set state = 'sent', delivered_version = desired_version, external_id = coalesce(external_id, 'm' || id), sent_at = $1
     where state in ('pending', 'sending')`,
      [world.at.now],
    );
    await harness.db.pool.query('update follow_up set reminder_arrived = true where reminder_post_id is not null');
  })
  /** Lets everything that is pending fail. */
  .extend('refuse', { scope: 'file' }, ({ harness }) => async (): Promise<void> => {
    await harness.db.pool.query(
      `update delivery set state = 'dead', error_code = 'channel_not_found' where state in ('pending', 'sending')`,
    );
  })
  /** Advances half an hour at a time: the tick of the clock, then the worker. */
  .extend(
    'runClock',
    { scope: 'file' },
    ({ deliver, world }) =>
      async (from: string, to: string, worker = deliver): Promise<void> => {
        const end = DateTime.fromISO(to, { zone });
        for (let now = DateTime.fromISO(from, { zone }); now <= end; now = now.plus({ minutes: 30 })) {
          world.at.now = now.toJSDate();
          const { reminded, closed, held } = await sweepFollowUps(world.services);
          if (reminded + closed + held > 0) await worker();
        }
      },
  )
  /** Lists what the follow-up did to a case, with the local time of its account. */
  .extend('stepsOf', { scope: 'file' }, ({ harness }) => async (number: number): Promise<string[]> => {
    const rows = await harness.db.prisma.historyEntry.findMany({
      where: { case: { number }, action: { in: ['followUp', 'noResponse'] } },
      orderBy: { id: 'asc' },
    });
    return rows.map(({ at, to }) => `${DateTime.fromJSDate(at, { zone }).toFormat('ccc MM-dd HH:mm')} ${to ?? ''}`);
  })
  .extend(
    'statusOf',
    { scope: 'file' },
    ({ harness }) =>
      async (number: number): Promise<string> =>
        (await harness.db.prisma.case.findUniqueOrThrow({ where: { number } })).status,
  )
  .extend(
    'clockOf',
    { scope: 'file' },
    ({ harness }) =>
      (number: number) =>
        harness.db.prisma.followUp.findFirst({ where: { case: { number } } }),
  )
  .extend(
    'newestOf',
    { scope: 'file' },
    ({ harness }) =>
      async (number: number): Promise<string> =>
        (await harness.conversation(number, 'contact')).at(-1) ?? '',
  )
  /** Opens many cases with a question asked at the same moment. */
  .extend('openMany', { scope: 'file' }, ({ ask, harness }) => async (): Promise<number[]> => {
    const model = await ask('2026-11-02T09:00');
    await harness.db.pool.query(
      `with model as (select c.*, f.started_at, f.plan, f.due_at from "case" c join follow_up f on f.case_id = c.id where number = $1),
       made as (
        insert into "case" (account_id, contact_id, status, priority, subject, description, module, case_type, category, source, created_at, updated_at)
        select account_id, contact_id, status, priority, subject, description, module, case_type, category, source, created_at, updated_at
        from model, generate_series(2, $2) returning id
       ), placed as (insert into conversation (case_id, destination_id, side)
        select made.id, k.destination_id, k.side from made, conversation k join model on model.id = k.case_id)
       insert into follow_up (case_id, started_at, plan, due_at) select made.id, started_at, plan, due_at from made, model`,
      [model, many],
    );
    const rows = await harness.db.prisma.followUp.findMany({ select: { case: { select: { number: true } } } });
    return rows.map((row) => row.case.number);
  })
  .extend(
    'reminders',
    { scope: 'file' },
    ({ harness }) =>
      async (numbers: number[]): Promise<{ posts: number; deliveries: number; history: number }> => {
        const of = { number: { in: numbers } };
        const { prisma } = harness.db;
        return {
          posts: await prisma.post.count({ where: { case: of, action: 'follow-up' } }),
          deliveries: await prisma.delivery.count({ where: { case: of, post: { action: 'follow-up' } } }),
          history: await prisma.historyEntry.count({ where: { case: of, action: 'followUp' } }),
        };
      },
  )
  .extend('readyChild', { scope: 'file' }, ({ setClock, harness }) => async (): Promise<ChildProcess> => {
    const at = setClock('2026-11-05T08:00').toISOString();
    const child = await forkTypeScript(`${import.meta.dirname}/follow-up-child.ts`, [harness.db.url, at]);
    await once(child, 'message');
    return child;
  })
  .extend('sessions', { scope: 'file' }, ({ harness }) => async (condition: string): Promise<number> => {
    const text = `select count(*)::int as n from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and ${condition}`;
    const { rows } = await harness.db.pool.query<{ n: number }>(text);
    return rows[0]?.n ?? 0;
  })
  .extend(
    'waiting',
    { scope: 'file' },
    ({ sessions }) =>
      (): Promise<number> =>
        sessions(`wait_event_type = 'Lock'`),
  )
  .extend(
    'atWork',
    { scope: 'file' },
    ({ sessions }) =>
      (): Promise<number> =>
        sessions(`state <> 'idle'`),
  );

it.beforeAll(async ({ harness }) => {
  await harness.ada.command('list'); // binds her chat identity
});

it.beforeEach(async ({ harness, account }) => {
  await harness.db.prisma.followUp.deleteMany();
  await account({ timezone: 'America/Chicago', holidays: null, closed: [] });
});

type Days = { timezone: string; holidays: string | null; closed: string[] };
let zone = '';
/** Cases in a concurrent sweep. */
const many = 120;

const total = async (swept: Promise<Swept>): Promise<string> => {
  const { reminded, closed, held } = await swept;
  return `${reminded} ${closed} ${held}`;
};

describe('three attempts, then the closing', () => {
  it('come on time in Honolulu over a public holiday', async ({ account, ask, deliver, runClock, stepsOf }) => {
    await account({ timezone: 'Pacific/Honolulu', holidays: 'US-HI', closed: [] });
    const number = await ask('2026-08-17T16:59');
    await deliver();
    await runClock('2026-08-17T17:00', '2026-09-02T12:00');
    expect(await stepsOf(number)).toEqual([
      ...['Thu 08-20 08:00 1 of 3', 'Wed 08-26 08:00 2 of 3', 'Mon 08-31 08:00 3 of 3', 'Tue 09-01 17:00 Closed'],
    ]);
  });

  it('come on time in New York over a public holiday and a school break', async ({
    account,
    resolve,
    deliver,
    runClock,
    stepsOf,
  }) => {
    await account({ timezone: 'America/New_York', holidays: 'US-NY', closed: ['2026-11-30/2026-12-04'] });
    const number = await resolve('2026-11-20T15:00');
    await deliver();
    await runClock('2026-11-20T15:00', '2026-12-15T12:00');
    expect(await stepsOf(number)).toEqual([
      ...['Wed 11-25 08:00 1 of 3', 'Tue 12-08 08:00 2 of 3', 'Fri 12-11 08:00 3 of 3', 'Mon 12-14 17:00 Closed'],
    ]);
  });

  it('say what is open, what comes next and when, and only the latest has buttons', async ({
    ask,
    deliver,
    harness,
    runClock,
    newestOf,
    world,
  }) => {
    const number = await ask('2026-11-02T09:00');
    await deliver();
    expect((await harness.conversation(number, 'contact'))[0]).toContain(
      'Follow-up: Reminders on Nov 5, Nov 10 and Nov 13 · auto-closes Nov 16',
    );
    await runClock('2026-11-05T08:00', '2026-11-05T09:00');
    const first = await newestOf(number);
    expect(first).toBe(
      [
        "@Ada Park, a quick reminder (1 of 3): we're waiting for your answer.",
        '> > Which school year?',
        "If we don't hear from you, we'll remind you on Nov 10 and close the case on Nov 16.",
        '[Answer] [Close case]',
      ].join('\n'),
    );
    const [queue] = await harness.conversation(number, 'advisor');
    expect(queue).toContain('Follow-up: 1 of 3 reminders sent · next Nov 10 and Nov 13 · auto-closes Nov 16');
    await harness.db.pool.query('update follow_up set reminder_arrived = false');
    expect((await harness.conversation(number, 'advisor'))[0]).toContain('Follow-up: Reminder 1 of 3 being sent · next');
    await harness.db.pool.query('update follow_up set reminder_arrived = true');
    expect((await harness.conversation(number, 'advisor')).join('\n')).not.toContain('sent a reminder'); // nobody in the queue must act
    expect((await harness.max.command(`CB-${number}`)).text).toContain('Sent a reminder:\n> Reminder 1 of 3');

    await runClock('2026-11-10T08:00', '2026-11-13T09:00');
    const [second, third] = (await harness.conversation(number, 'contact')).slice(-2);
    expect(second).toBe('Campus Support sent a reminder:\n> Reminder 2 of 3');
    expect(third).toContain("If we don't hear from you, we'll close the case on Nov 16.\n[Answer]");

    const before = await harness.db.prisma.post.findFirstOrThrow({ where: { case: { number }, body: 'Reminder 3 of 3' } });
    await runClock('2026-11-16T17:00', '2026-11-16T17:00', async () => undefined);
    expect(await harness.db.prisma.delivery.count({ where: { postId: before.id, state: 'pending' } })).toBe(1); // refreshed
    expect((await harness.conversation(number, 'contact')).join('\n')).not.toContain('[Answer]');
    const farewell = await newestOf(number);
    expect(farewell).toContain('Campus Support closed the case:\n> We closed this case because');
    expect(farewell).toContain(`reopen it until Jan 15, 2027: choose “Reopen case” on the card of CB-${number}.`);
    expect((await harness.conversation(number, 'advisor')).at(-1)).toBe(farewell);
    const [card] = await harness.conversation(number, 'contact');
    expect(card).toContain('Closed (No response). It can be reopened until Jan 15, 2027.');
    expect(card).not.toContain('Follow-up');
    expect(await harness.db.prisma.case.findUnique({ where: { number } })).toMatchObject({
      ...{ status: 'Closed', closeReason: 'No response', closedAt: world.at.now, askedFrom: null, answered: false },
      ...{ pendingPostId: null, slaDueAt: null, slaAlertAt: null, updatedAt: world.at.now },
    });
    const entry = { action: 'noResponse', from: 'PendingCustomerInput', to: 'Closed', actorName: 'Casebridge' };
    expect(
      await harness.db.prisma.historyEntry.findFirst({ where: { case: { number } }, orderBy: { id: 'desc' } }),
    ).toMatchObject(entry);
    expect((await harness.ada.command(`reopen CB-${number} It matters`)).text).toContain('open again');
  });

  it('do not change the case, and refresh its cards only when the plan moved', async ({
    ask,
    deliver,
    harness,
    setClock,
    world,
  }) => {
    const [onTime, late] = [await ask('2026-11-02T09:00'), await ask('2026-10-20T09:00')];
    await deliver();
    const before = await harness.db.prisma.case.findMany({ where: { number: { in: [onTime, late] } } });
    setClock('2026-11-05T08:00');
    expect(await total(sweepFollowUps(world.services))).toBe('2 0 0');
    expect(await harness.db.prisma.case.findMany({ where: { number: { in: [onTime, late] } } })).toEqual(before);
    const drawn = (number: number): Promise<number> =>
      harness.db.prisma.delivery.count({ where: { case: { number }, kind: 'card', state: 'pending' } });
    expect([await drawn(onTime), await drawn(late)]).toEqual([0, 2]);
    expect((await harness.conversation(late, 'advisor'))[0]).toContain('next Nov 6 and Nov 9 · auto-closes Nov 10');
  });
});

describe('the follow-up clock', () => {
  it('stops at an answer, and the reminder keeps its text but loses its buttons', async ({
    ask,
    deliver,
    runClock,
    harness,
    clockOf,
    stepsOf,
  }) => {
    const number = await ask('2026-11-02T09:00');
    await deliver();
    await runClock('2026-11-05T08:00', '2026-11-05T09:00');
    await harness.ada.command(`post CB-${number} The last one`);
    expect(await clockOf(number)).toBeNull();
    expect(await harness.conversation(number, 'contact')).toContain('Campus Support sent a reminder:\n> Reminder 1 of 3');
    const reminder = { post: { body: 'Reminder 1 of 3' }, case: { number }, state: 'pending' as const };
    expect(await harness.db.prisma.delivery.count({ where: reminder })).toBe(1);
    await runClock('2026-11-05T09:00', '2026-12-01T09:00');
    expect(await stepsOf(number)).toHaveLength(1);
  });

  it('stops at a "thank you" on a resolution and restarts at day 0 with the next post of an advisor', async ({
    world,
    resolve,
    deliver,
    runClock,
    statusOf,
    stepsOf,
    setClock,
    clockOf,
    newestOf,
  }) => {
    const { services, ada, max, request } = world;
    const number = await resolve('2026-11-02T09:00');
    await deliver();
    await runClock('2026-11-05T08:00', '2026-11-05T08:00');
    await addPost(services, ada, { number, text: 'Thank you!' }, request());
    expect(await statusOf(number)).toBe('PendingCustomerVerification');
    await runClock('2026-11-05T08:30', '2026-12-04T12:00');
    expect(await stepsOf(number)).toEqual(['Thu 11-05 08:00 1 of 3']);

    setClock('2026-12-07T10:00');
    await addNote(services, max, { number, text: 'Looks good to me' }, request());
    expect(await clockOf(number)).toBeNull();
    await addPost(services, max, { number, text: 'Shall I close it?' }, request());
    expect(await clockOf(number)).toMatchObject({ startedAt: world.at.now, attempts: 0, reminderPostId: null });
    await runClock('2026-12-07T10:30', '2026-12-10T09:00');
    expect(await stepsOf(number)).toEqual(['Thu 11-05 08:00 1 of 3', 'Thu 12-10 08:00 1 of 3']);
    expect(await newestOf(number)).toContain('please confirm the resolution. Did this resolve it?');
    expect(await newestOf(number)).toContain('[Yes, close case] [No, still happening]');
  });

  it('restarts with another question, but not with a note or a post of the advisor', async ({
    world,
    ask,
    deliver,
    runClock,
    setClock,
    clockOf,
    harness,
  }) => {
    const { services, max, request } = world;
    const number = await ask('2026-11-02T09:00');
    await deliver();
    await runClock('2026-11-05T08:00', '2026-11-05T08:00');
    setClock('2026-11-06T09:00');
    await addNote(services, max, { number, text: 'Still nothing' }, request());
    await addPost(services, max, { number, text: 'Any news?' }, request());
    expect(await clockOf(number)).toMatchObject({ attempts: 1 });
    await askContact(services, max, { number, question: 'Or which term?' }, request());
    expect(await clockOf(number)).toMatchObject({ attempts: 0, startedAt: world.at.now, reminderPostId: null });
    expect((await harness.conversation(number, 'contact')).join('\n')).not.toContain('Reminder 1 of 3: a question');
  });

  it('starts for a fix when its release is published', async ({
    world,
    resolve,
    harness,
    runClock,
    stepsOf,
    setClock,
    newestOf,
    clockOf,
  }) => {
    const { services, ada, max, request } = world;
    const number = await resolve('2026-11-02T09:00');
    const { id } = await harness.db.prisma.case.findUniqueOrThrow({ where: { number } });
    await harness.db.prisma.case.update({ where: { id }, data: { status: 'AvailableInRelease' } });
    await runClock('2026-11-05T08:00', '2026-11-05T08:00');
    expect(await stepsOf(number)).toEqual([]);
    await harness.db.prisma.case.update({ where: { id }, data: { releaseNotifiedAt: setClock('2026-11-06T09:00') } });
    await harness.db.prisma.$transaction(async (tx) =>
      startFollowUp(services, tx, await tx.case.findUniqueOrThrow({ where: { id } }), world.at.now),
    );
    await runClock('2026-11-11T08:00', '2026-11-11T08:00');
    expect(await newestOf(number)).toContain('the fix is available. Did this resolve it?');
    await addPost(services, ada, { number, text: 'I will look' }, request());
    expect(await clockOf(number)).toBeNull();
    await addPost(services, max, { number, text: 'Have you?' }, request());
    expect(await clockOf(number)).toMatchObject({ attempts: 0 });
  });
});

describe('a follow-up in trouble', () => {
  it('makes one attempt per business day after an outage of a week, and closes a business day after the last', async ({
    ask,
    deliver,
    runClock,
    stepsOf,
  }) => {
    const number = await ask('2026-11-02T09:00');
    await deliver();
    await runClock('2026-11-17T06:00', '2026-11-24T18:00');
    expect(await stepsOf(number)).toEqual([
      ...['Tue 11-17 08:00 1 of 3', 'Wed 11-18 08:00 2 of 3', 'Thu 11-19 08:00 3 of 3', 'Fri 11-20 17:00 Closed'],
    ]);
  });

  it.for([
    ['in the evening', '2026-11-05T17:00', 'Fri 11-06 08:00 1 of 3'],
    ['at the weekend', '2026-11-07T10:00', 'Mon 11-09 08:00 1 of 3'],
    ['in the afternoon', '2026-11-05T16:30', 'Thu 11-05 16:30 1 of 3'],
  ] as const)(
    'waits for business hours with an attempt that is late %s',
    async ([_when, from, expected], { ask, runClock, stepsOf }) => {
      const number = await ask('2026-11-02T09:00');
      await runClock(from, '2026-11-09T08:00');
      expect((await stepsOf(number))[0]).toBe(expected);
    },
  );

  it('repeats nothing when the clock jumps back', async ({ ask, runClock, stepsOf }) => {
    const number = await ask('2026-11-02T09:00');
    await runClock('2026-11-05T08:00', '2026-11-05T12:00');
    await runClock('2026-11-03T08:00', '2026-11-05T12:00');
    expect(await stepsOf(number)).toHaveLength(1);
  });

  it('shows a reminder that reaches nobody to the advisor, sends it again and continues by itself', async ({
    ask,
    deliver,
    runClock,
    refuse,
    stepsOf,
    harness,
  }) => {
    const number = await ask('2026-11-02T09:00');
    await deliver();
    await runClock('2026-11-05T08:00', '2026-11-20T18:00', refuse);
    expect(await stepsOf(number)).toEqual(['Thu 11-05 08:00 1 of 3']);
    await deliver();
    const unreachable = "(warning) Can't reach Ada Park. Reminder 1 of 3 wasn't delivered by chat or email.";
    expect((await harness.conversation(number, 'advisor'))[0]).toContain(unreachable);
    expect((await harness.max.command(`CB-${number}`)).text).toContain(unreachable);
    expect((await harness.ada.command(`CB-${number}`)).text).not.toContain("Can't reach");

    await runClock('2026-11-23T08:00', '2026-12-01T18:00');
    expect((await stepsOf(number)).slice(1)).toEqual([
      ...['Tue 11-24 08:00 2 of 3', 'Wed 11-25 08:00 3 of 3', 'Thu 11-26 17:00 Closed'],
    ]);
    expect((await harness.conversation(number, 'advisor'))[0]).not.toContain("Can't reach");
  });

  it('closes only after the third reminder arrived, and a whole business day later', async ({
    ask,
    deliver,
    runClock,
    setClock,
    stepsOf,
  }) => {
    const number = await ask('2026-11-02T09:00');
    await deliver();
    await runClock('2026-11-05T08:00', '2026-11-12T18:00');
    // the bot is down from the third reminder until after the closing was due
    await runClock('2026-11-13T08:00', '2026-11-13T08:00', async () => undefined);
    setClock('2026-11-18T16:30');
    await deliver();
    await runClock('2026-11-18T16:30', '2026-11-20T18:00');
    expect((await stepsOf(number)).slice(2)).toEqual(['Fri 11-13 08:00 3 of 3', 'Thu 11-19 17:00 Closed']);
  });

  it('does not call a reminder unreachable while it is being sent, and makes no second step that day', async ({
    ask,
    deliver,
    runClock,
    setClock,
    world,
    clockOf,
    stepsOf,
  }) => {
    const number = await ask('2026-11-02T09:00');
    await deliver();
    await runClock('2026-11-05T08:00', '2026-11-10T07:30', async () => undefined);
    setClock('2026-11-10T08:00');
    expect(await total(sweepFollowUps(world.services))).toBe('0 0 1');
    expect(await clockOf(number)).toMatchObject({ unreachable: false });
    setClock('2026-11-11T07:00');
    await deliver();
    await runClock('2026-11-11T08:00', '2026-11-12T08:00');
    expect((await stepsOf(number)).slice(1)).toEqual(['Thu 11-12 08:00 2 of 3']);
  });

  it('calls a contact unreachable until they have a conversation with the bot', async ({
    harness,
    ask,
    world,
    runClock,
    clockOf,
    stepsOf,
  }) => {
    const { prisma } = harness.db;
    const number = await ask('2026-11-02T09:00');
    const { id } = await prisma.case.findUniqueOrThrow({ where: { number } });
    await prisma.delivery.deleteMany({ where: { caseId: id, conversation: { side: 'contact' } } });
    await prisma.conversation.deleteMany({ where: { caseId: id, side: 'contact' } });
    const known = (directChannel: string) =>
      prisma.identity.updateMany({ where: { personId: world.ada.id }, data: { directChannel } });
    await known('');
    await runClock('2026-11-05T08:00', '2026-11-11T12:00');
    expect(await clockOf(number)).toMatchObject({ unreachable: true, attempts: 1 });
    await known('D0ADA');
    await runClock('2026-11-12T08:00', '2026-11-13T12:00');
    expect((await stepsOf(number)).slice(1)).toEqual(['Fri 11-13 08:00 2 of 3']);
    expect(await clockOf(number)).toMatchObject({ unreachable: false });
  });

  it('counts a reminder that arrives by mail', async ({ ask, deliver, setClock, world, harness }) => {
    const number = await ask('2026-11-02T09:00');
    await deliver();
    setClock('2026-11-05T08:00');
    const services = { ...world.services, mail: true };
    expect(await total(sweepFollowUps(services))).toBe('1 0 0');
    const places = { case: { number }, post: { action: 'follow-up' } };
    const placed = await harness.db.prisma.delivery.findMany({ where: places, include: { destination: true } });
    expect(placed.map(({ destination }) => destination.channelId).sort()).toEqual(['D0ADA', 'ada@plainview.example']);
    await harness.db.prisma.delivery.updateMany({
      where: { ...places, destination: { platform: 'slack' } },
      data: { state: 'dead' },
    });
    await deliver();
    setClock('2026-11-10T08:00');
    expect(await total(sweepFollowUps(services))).toBe('1 0 0');
    // mail is not refreshed when a newer one comes
    const former = { ...places, post: { body: 'Reminder 1 of 3' }, destination: { platform: 'mail' as const } };
    expect(await harness.db.prisma.delivery.findFirst({ where: former })).toMatchObject({ state: 'sent', desiredVersion: 1 });
  });

  it('does not remind people who are no longer recipients', async ({ ask, deliver, world, harness, runClock }) => {
    const number = await ask('2026-11-02T09:00');
    await deliver();
    const person = { where: { id: world.ada.id } };
    await harness.db.prisma.person.update({ ...person, data: { active: false } });
    await runClock('2026-11-05T08:00', '2026-11-05T08:00');
    await harness.db.prisma.person.update({ ...person, data: { active: true } });
    expect(await harness.db.prisma.delivery.count({ where: { case: { number }, post: { action: 'follow-up' } } })).toBe(0);
  });

  it('skips a case that is locked and looks at it again later', async ({ ask, setClock, harness, world, stepsOf }) => {
    const number = await ask('2026-11-02T09:00');
    const other = await ask('2026-11-02T09:00');
    setClock('2026-11-05T08:00');
    await harness.db.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`select id from "case" where number = ${number} for no key update`;
      expect(await total(sweepFollowUps(world.services))).toBe('1 0 0');
    });
    expect([await stepsOf(number), await stepsOf(other)]).toEqual([[], ['Thu 11-05 08:00 1 of 3']]);
    expect(await total(sweepFollowUps(world.services))).toBe('1 0 0');
  });

  it.for([{ answered: true }, { status: 'Assigned' as const }])(
    'does nothing when the case has already moved on: %o',
    async (data, { resolve, harness, setClock, world, stepsOf }) => {
      const number = await resolve('2026-11-02T09:00');
      await harness.db.prisma.case.update({ where: { number }, data });
      setClock('2026-11-05T08:00');
      expect(await total(sweepFollowUps(world.services))).toBe('0 0 0');
      expect(await stepsOf(number)).toEqual([]);
    },
  );
});

it('finds the same recipients for many cases at once as for each case alone', async ({ harness, world }) => {
  const { prisma } = harness.db;
  const status = { where: { id: world.ada.id } };
  for (const [person, level] of [
    [{}, 'mute'],
    [{ active: false }, 'all'],
    [{ email: 'ada.park@plainview.example' }, 'digest'],
    [{}, 'all'],
  ] as const) {
    await prisma.person.update({ ...status, data: { ...person, notify: level } });
    const ids = (await prisma.case.findMany({ select: { id: true } })).map(({ id }) => id);
    for (const levels of [['all'], ['all', 'status'], ['all', 'status', 'digest', 'mute']] as const) {
      const among = (cases: number[]) => Prisma.sql`select id from ${eligibleConversations(cases, levels)} k`;
      const each = Prisma.join(
        ids.map((id) => among([id])),
        ' union all ',
      );
      const all = await prisma.$queryRaw<{ id: number }[]>`${among(ids)} order by id`;
      expect(all.length).toBeGreaterThan(0);
      expect(await prisma.$queryRaw`${each} order by id`).toEqual(all);
    }
    await prisma.person.update({ ...status, data: { active: true, email: world.ada.email, notify: 'all' } });
  }
});

describe('concurrent sweeps', () => {
  it('sends each reminder once with two sweeps at the same moment', async ({ openMany, harness, setClock, world, reminders }) => {
    const numbers = await openMany();
    const second = openDatabase(harness.db.url, { scope: 'operator' });
    setClock('2026-11-05T08:00');
    const swept = await Promise.all([sweepFollowUps(world.services), sweepFollowUps({ ...world.services, db: second })]);
    await second.close();
    expect(swept.reduce((sum, { reminded }) => sum + reminded, 0)).toBe(many);
    expect(await reminders(numbers)).toEqual({ posts: many, deliveries: many, history: many });
  });

  it(
    'sends each reminder once when a process is killed in the middle and two others continue',
    { timeout: 120_000 },
    async ({ openMany, setClock, readyChild, harness, waiting, atWork, reminders, world }) => {
      const numbers = await openMany();
      setClock('2026-11-05T08:00');
      const [victim, other] = await Promise.all([readyChild(), readyChild()]);
      await harness.db.prisma.$transaction(
        async (tx) => {
          await tx.$executeRaw`lock table history_entry in exclusive mode`; // its batch stops here
          victim.send('go');
          await until(async () => (await waiting()) > 0, 40_000);
          const died = once(victim, 'exit');
          victim.kill('SIGKILL');
          await died;
        },
        { timeout: 60_000 },
      );
      await until(async () => (await waiting()) === 0 && (await atWork()) === 0, 10_000);
      expect(await reminders(numbers)).toEqual({ posts: 0, deliveries: 0, history: 0 });
      const answer = once(other, 'message') as Promise<[Swept]>;
      other.send('go');
      const [[theirs], ours] = await Promise.all([answer, sweepFollowUps(world.services)]);
      expect(theirs.reminded + ours.reminded).toBe(many);
      expect(await reminders(numbers)).toEqual({ posts: many, deliveries: many, history: many });
      other.kill('SIGKILL');
    },
  );
});
