// Cases, a million or more, whose first reminder is due at this moment, swept as the clock's tick does it; and a tick that finds nothing.
import type { Database } from '../../src/db/client.ts';
import { sweepFollowUps } from '../../src/usecases/clock/sweep-follow-ups.ts';
import { workOn } from './fixtures.ts';
import { median, timed, type Row } from './measure.ts';

const [accounts, contacts] = [100, 10_000];
const zones = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'];
/** a Wednesday, in business hours of them all */
const now = new Date('2026-11-04T18:00:00Z');
const day = 86_400_000;
const mostIdleMs = 1;
/** Seconds at most: 60 for a million, four minutes for five millions. */
const mostSeconds = (cases: number): number => (cases <= 1_000_000 ? 60 : (cases / 5_000_000) * 240);

/** Every case as it stands when it has been open for a while: a card with its contact and one in the queue, both sent. */
const parts = [
  `with account as (
    insert into account (key, name, timezone) select 'due-' || n, 'District ' || n, ($3::text[])[1 + n % cardinality($3)] from generate_series(1, $2) n
    returning id, key
  ), person as (
    insert into person (email, name, kind, account_id, contact_type)
    select 'due-' || n || '@bench.example', 'Contact ' || n, 'contact', account.id, 'support'
    from generate_series(1, $4) n join account on account.key = 'due-' || 1 + n % $2
    returning id, account_id
  ), identity as (
    insert into identity (platform, workspace_id, user_id, home_workspace, name, direct_channel, person_id, checked_at)
    select 'slack', 'T0DUE' || account_id, 'U' || id, 'T0DUE' || account_id, 'contact', 'D' || id, id, $5 from person
  ), destination as (
    insert into destination (platform, workspace_id, channel_id)
    select 'slack'::"TransportName", 'T0DUE' || account_id, 'D' || id from person union all select 'slack', 'T0BENCH', 'C0DUE'
  )
  insert into "case" (account_id, contact_id, status, asked_from, priority, subject, description, module, case_type, category, source, created_at, updated_at)
  select account_id, id, 'PendingCustomerInput', 'Assigned', 'Medium', 'Grade Book shows last term ' || n, 'Since this morning.', 'Grade Book',
    'Question', 'Question', 'slack', $5, $5
  from (select id, account_id, row_number() over () as n from person) person, generate_series(1, $1 / $4) again`,
  `insert into recipient (case_id, person_id, added_at) select id, contact_id, created_at from due order by id`,
  `insert into conversation (case_id, destination_id, side, person_id, thread_ref)
   select due.id, destination.id, 'contact'::"Side", contact_id, 'thread-' || due.id from due join destination on channel_id = 'D' || contact_id
   union all select due.id, destination.id, 'advisor', null, 'thread-' || due.id from due, destination where channel_id = 'C0DUE' order by 1`,
  `insert into delivery (destination_id, conversation_id, case_id, kind, state, delivered_version, external_id, sent_at)
   select k.destination_id, k.id, k.case_id, 'card', 'sent', 1, k.thread_ref, now() from conversation k join due on due.id = k.case_id order by k.case_id`,
  `insert into follow_up (case_id, started_at, plan, due_at)
   select id, created_at, array(select created_at + n * interval '1 day' from unnest(array[5, 8, 13, 14]) n), created_at + interval '5 days'
   from due order by id`,
];

/** @param db with the district in it, or empty @param cases a multiple of 10,000 */
export async function benchFollowUps(db: Database, cases: number): Promise<Row[]> {
  const filling = await db.pool.connect();
  await filling.query('set statement_timeout = 0');
  const [first = '', ...others] = parts;
  await filling.query(first, [cases, accounts, zones, contacts, new Date(now.getTime() - 5 * day - 3_600_000)]);
  await filling.query(
    `create view due as select c.* from "case" c join account on account.id = account_id where key like 'due-%'`,
  );
  for (const part of others) await filling.query(part);
  await filling.query('drop view due');
  await filling.query('vacuum analyze');
  filling.release(true);
  const services = { ...workOn(db), clock: { now: () => now } };

  let reminded = 0;
  const seconds = (await timed(1, 1, async () => (reminded = (await sweepFollowUps(services)).reminded))) / 1000;
  if (reminded !== cases) throw new Error(`${cases} reminders were due, ${reminded} were made`);

  const idle: number[] = [];
  for (let round = 0; round < 200; round++) idle.push(await timed(1, 1, () => sweepFollowUps(services)));
  const idleMs = median(idle);
  return [
    {
      name: `${cases.toLocaleString('en')} due follow-ups swept, against ${mostSeconds(cases)} s`,
      ratios: [mostSeconds(cases) / seconds],
      budget: 1,
      detail: `${seconds.toFixed(1)} s, ${Math.round(cases / seconds)} a second`,
    },
    {
      name: `a tick that finds nothing due, against ${mostIdleMs} ms`,
      ratios: [mostIdleMs / idleMs],
      budget: 1,
      detail: `${idleMs.toFixed(2)} ms, among as many clocks`,
    },
  ];
}
