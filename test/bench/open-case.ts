// The database path of opening a case against a bare INSERT of the same case, both through the same pool.
import type { Database } from '../../src/db/client.ts';
import { insertCase } from '../../src/outbox/enqueue/insert-case.ts';
import { openCase } from '../../src/usecases/cases/open-case.ts';
import { directChannel, makeDistrict, newCase, newColumns, newInput, workOn, workspaceId } from './fixtures.ts';
import { median, timed, type Row } from './measure.ts';

const [rounds, perRound, atOnce] = [7, 400, 8];

export async function benchOpenCase(db: Database): Promise<Row[]> {
  const contact = await makeDistrict(db);
  const services = workOn(db);
  // the row itself and its search document with every index and foreign key they have, and nothing else: no history, no deliveries, no
  // idempotency key
  await db.pool.query(
    'create table bare (like "case" including all); create table bare_document (like search_document including all)',
  );
  const { rows: keys } = await db.pool.query<{ definition: string }>(
    `select pg_get_constraintdef(oid) definition from pg_constraint where contype = 'f' and conrelid = '"case"'::regclass`,
  );
  for (const { definition } of keys) await db.pool.query(`alter table bare add ${definition}`);
  const insert = `with bare as (
      insert into bare (created_at, updated_at, account_id, contact_id, priority, subject, description, module, case_type, category, source)
      values (now(), now(), $1, $2, 'Medium', $3, $4, $5, $6, $6, 'slack') returning id, number
    ), document as (
      insert into bare_document (case_id, account_id, version, subject, words) select id, $1, 1, $7, $8::tsvector from bare
    ) select number from bare`;
  const { subject, description, module, caseType } = newCase;
  const columns = newColumns(db, contact);
  const bare = () =>
    db.pool.query({
      name: 'bare',
      text: insert,
      values: [
        contact.accountId,
        contact.id,
        subject,
        description,
        module,
        caseType,
        columns.document.subject,
        columns.document.words,
      ],
    });

  const open = (idempotencyKey: string) =>
    openCase(services, contact, newInput, { workspaceId, directChannel }, { idempotencyKey, platform: 'slack' });
  await open('first'); // makes the destinations
  const destinations = await db.prisma.destination.findMany();
  const places = destinations.map((destination) => ({ destinationId: destination.id, side: 'contact' as const, personId: null }));
  const statement = (idempotencyKey: string) =>
    insertCase(db.pool, columns, places, { idempotencyKey, at: new Date(), actorId: contact.id, actorName: contact.name });

  const spent: { bare: number; statement: number; open: number }[] = [];
  for (let round = -1; round < rounds; round++) {
    const one = {
      bare: (await timed(perRound, atOnce, bare)) / perRound,
      statement: (await timed(perRound, atOnce, (index) => statement(`statement:${round}:${index}`))) / perRound,
      open: (await timed(perRound, atOnce, (index) => open(`open:${round}:${index}`))) / perRound,
    };
    if (round >= 0) spent.push(one); // the first one warms up
  }
  const expected = 1 + 2 * (rounds + 1) * perRound;
  if ((await db.prisma.case.count()) !== expected) throw new Error(`${expected} cases should have been opened`);
  await db.pool.query('drop table bare, bare_document');

  const row = (which: 'statement' | 'open', name: string, budget: number | null): Row => {
    const [oursMs, bareMs] = [median(spent.map((ms) => ms[which])), median(spent.map((ms) => ms.bare))];
    const detail = `${oursMs.toFixed(2)} ms against ${bareMs.toFixed(2)} ms, ${atOnce} at once`;
    return { name: `${name}, against a bare INSERT of the case`, ratios: spent.map((ms) => ms.bare / ms[which]), budget, detail };
  };
  return [row('open', 'open-case, the whole use-case', 0.5), row('statement', 'open-case, its one statement', null)];
}
