// Fills an empty database with cases whose first reminder is due, several million in minutes. Two connections write sets of rows, no foreign key
// is checked row by row, and a table's indexes are made when it is full. A server of its own does it, which keeps no log of tables that it can
// empty again; the server that is measured starts afterwards. Rows, indexes and constraints are the same as without all that.
import pg from 'pg';
import { startEmbedded } from '../../src/db/embedded/index.ts';
import { migrate } from '../../src/db/migrate.ts';

const [accounts, contacts] = [100, 10_000];
const zones = ['America/New_York', 'America/Chicago', 'America/Denver', 'America/Los_Angeles'];

/** of the server that fills */
const settings = {
  fsync: 'off',
  autovacuum: 'off',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '16GB',
  checkpoint_timeout: '1h',
  shared_buffers: '2GB',
  work_mem: '1GB',
  maintenance_work_mem: '1GB',
};

const people = `with account as (
    insert into account (key, name, timezone) select 'due-' || n, 'District ' || n, ($2::text[])[1 + n % cardinality($2)] from generate_series(1, $1) n
    returning id, key
  ), person as (
    insert into person (email, name, kind, account_id, contact_type)
    select 'due-' || n || '@bench.example', 'Contact ' || n, 'contact', account.id, 'support'
    from generate_series(1, $3) n join account on account.key = 'due-' || 1 + n % $1
    returning id, account_id
  ), identity as (
    insert into identity (platform, workspace_id, user_id, home_workspace, name, direct_channel, person_id, checked_at)
    select 'slack', 'T0DUE' || account_id, 'U' || id, 'T0DUE' || account_id, 'contact', 'D' || id, id, $4 from person
  )
  insert into destination (platform, workspace_id, channel_id)
  select 'slack'::"TransportName", 'T0DUE' || account_id, 'D' || id from person union all select 'slack', 'T0BENCH', 'C0DUE'`;

/** Every case as it stands when it has been open for a while: a card with its contact and one in the queue, both sent. */
const rows = {
  '"case"': `insert into "case" (account_id, contact_id, status, asked_from, priority, subject, description, module, case_type, category, source, created_at, updated_at)
    select account_id, id, 'PendingCustomerInput', 'Assigned', 'Medium', 'Grade Book shows last term ' || n, 'Since this morning.', 'Grade Book',
      'Question', 'Question', 'slack', $2, $2
    from (select id, account_id, row_number() over () as n from person) person, generate_series(1, $1 / ${contacts}) again`,
  recipient: `insert into recipient (case_id, person_id, added_at) select id, contact_id, created_at from "case" order by id`,
  conversation: `insert into conversation (case_id, destination_id, side, person_id, thread_ref)
    select c.id, destination.id, 'contact'::"Side", contact_id, 'thread-' || c.id from "case" c join destination on channel_id = 'D' || contact_id
    union all select c.id, destination.id, 'advisor', null, 'thread-' || c.id from "case" c, destination where channel_id = 'C0DUE' order by 1`,
  delivery: `insert into delivery (destination_id, conversation_id, case_id, kind, state, delivered_version, external_id, sent_at)
    select destination_id, id, case_id, 'card', 'sent', 1, thread_ref, now() from conversation order by case_id`,
  follow_up: `insert into follow_up (case_id, started_at, plan, due_at)
    select id, created_at, array(select created_at + n * interval '1 day' from unnest(array[5, 8, 13, 14]) n), created_at + interval '5 days'
    from "case" order by id`,
};
type Table = keyof typeof rows;

/**
 * @param dataDir of an embedded database that is not running, and is empty if it exists
 * @param cases a multiple of 10,000
 * @param createdAt when all of them were opened; the first reminder of each is due five days later
 */
export async function fillFollowUps(dataDir: string, cases: number, createdAt: Date): Promise<void> {
  const server = await startEmbedded(dataDir, settings);
  try {
    await migrate(server.ownerUrl);
    const [one, other] = await Promise.all([connect(server.superuserUrl), connect(server.superuserUrl)]);
    await one.query(people, [accounts, zones, contacts, createdAt]);
    await write(one, '"case"', [cases, createdAt]);
    // without statistics the planner takes 5,000,000 cases for a few
    await one.query('analyze "case", account, person, destination');
    const hasConversations = write(one, 'conversation');
    await Promise.all([
      hasConversations.then(async () => {
        await write(one, 'delivery');
        await one.query('reindex table delivery');
      }),
      (async () => {
        for (const table of ['recipient', 'follow_up'] as const) {
          await write(other, table);
          await other.query(`reindex table ${table}`);
        }
        await other.query('reindex table "case"');
        await hasConversations;
        await other.query('reindex table conversation');
      })(),
    ]);
    await one.query('vacuum analyze');
    await Promise.all([one.end(), other.end()]);
  } finally {
    await server.stop();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client(url);
  await client.connect();
  await client.query(`set timezone = 'UTC'; set session_replication_role = replica`); // a replica checks no foreign keys
  return client;
}

/** Writes the rows of an empty table, without its indexes. */
async function write(client: pg.Client, table: Table, values: unknown[] = []): Promise<void> {
  await client.query('begin');
  await client.query(`truncate ${table} cascade`); // rows of a table that was emptied in the same transaction are not logged
  await client.query('update pg_index set indisready = false, indisvalid = false where indrelid = $1::regclass', [table]);
  await client.query(rows[table], values);
  await client.query('commit');
}
