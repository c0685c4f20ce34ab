// Reads all that a delivery shows in one prepared statement, because every message that is sent needs it; Prisma would send one statement for
// each relation. Rows come as JSON and become what Prisma returns for `withFacts`; a test compares the two.
import { Prisma } from '../db/generated/client.ts';
import { usableConversations } from '../outbox/enqueue/eligible-conversations.ts';
import { withCaseDelivery, type CaseDeliveryRow } from './case-delivery-row.ts';
import { send } from '../db/transaction.ts';
import { issueColumns } from './dev-issue-facts.ts';
import type { Services, Tx } from './context.ts';
import { namedRow, type Json, type NamedRow } from './read-row.ts';

/** The relations of a delivery of any kind. */
export const withFacts = {
  ...withCaseDelivery,
  file: true,
  digest: { select: { personId: true, person: { select: { email: true } } } },
  person: { select: { id: true, kind: true, lead: true, active: true, email: true } },
} satisfies Prisma.DeliveryInclude;

/** A delivery with everything that it shows. */
export type DeliveryRow = CaseDeliveryRow & Prisma.DeliveryGetPayload<{ include: typeof withFacts }>;

const issueNames = Object.fromEntries(Object.keys(issueColumns).map((name) => [name, '']));

const tables = {
  delivery: namedRow(Prisma.DeliveryScalarFieldEnum),
  case: namedRow(Prisma.CaseScalarFieldEnum),
  post: namedRow(Prisma.PostScalarFieldEnum),
  file: namedRow(Prisma.FileScalarFieldEnum),
  followUp: namedRow(Prisma.FollowUpScalarFieldEnum),
  defect: namedRow(Prisma.DefectScalarFieldEnum),
  release: namedRow({ name: '', date: '', publishedAt: '' }),
  issue: namedRow(issueNames),
  satisfaction: namedRow(Prisma.SatisfactionScalarFieldEnum),
};

/**
 * SQL: a row as JSON, null if it does not exist.
 * @param from what follows the columns of its table `x`
 * @param relations what the row has besides, each with its name
 */
const row = (table: NamedRow, from: string, relations: readonly string[] = []): string =>
  `(select to_json(r) from (select ${[table.columns('x'), ...relations].join(', ')} ${from}) r)`;

/** SQL: a joined row as JSON, null if none was joined. */
const joined = (table: NamedRow, alias: string, relations: readonly string[] = []): string =>
  `case when ${alias}.id is not null then (select to_json(r) from (select ${[table.columns(alias), ...relations].join(', ')}) r) end`;

const files = `select post.kind from file x join post on post.id = x.post_id
  where x.case_id = c.id and x.deleted_at is null and (x.state = 'stored' or x.link is not null) order by x.id`;

const others = `
  select o.kind, o.withdrawn, o.state, o.error_code, at.platform, at.outage_id, outage.code outage_code, told.id told_id, told.side, told.team,
    reader.id reader_id, reader.name reader_name, reader.kind reader_kind, reader.active reader_active
  from delivery o join destination at on at.id = o.destination_id left join outage on outage.id = at.outage_id
    left join conversation told on told.id = o.conversation_id left join person reader on reader.id = told.person_id
  where o.case_id = c.id and o.kind <> 'alert' and (o.state = 'dead' or o.state in ('pending', 'sending') and at.outage_id is not null
    or o.kind = 'card' and not o.withdrawn and told.side = 'advisor' and told.person_id is not null)
  order by o.id limit 50`;

const ofCase = [
  `(select json_build_object('id', a.id, 'name', a.name, 'timezone', a.timezone, 'holidays', a.holidays,
      'closed', coalesce(a.closed, '{}'), 'worked', coalesce(a.worked, '{}'))
    from account a where a.id = c.account_id) account`,
  `${row(tables.followUp, 'from follow_up x where x.case_id = c.id')} "followUp"`,
  `(select json_build_object('id', x.id, 'name', x.name) from person x where x.id = c.contact_id) contact`,
  `(select json_build_object('id', x.id, 'name', x.name) from person x where x.id = c.advisor_id) advisor`,
  `(select json_build_object('number', x.number) from "case" x where x.id = c.previous_case_id) "previousCase"`,
  `${row(tables.defect, 'from defect x where x.id = c.defect_id', [
    `(select to_json(q) from (select ${tables.release.columns('y')} from release y where y.id = x.release_id) q) release`,
    `(select to_json(q) from (select ${tables.issue.columns('y')} from dev_issue y where y.defect_id = x.id) q) issue`,
  ])} defect`,
  `(select json_build_object('id', n.id, 'title', n.title, 'state', n.state) from notice n where n.id = c.incident_id) incident`,
  `${row(tables.satisfaction, 'from satisfaction x where x.case_id = c.id')} satisfaction`,
  `(select coalesce(json_agg(json_build_object('post', json_build_object('kind', x.kind))), '[]') from (${files}) x) files`,
  `(select coalesce(json_agg(x), '[]') from (${others}) x) deliveries`,
];

const postFiles = `(select coalesce(json_agg(r order by r.position), '[]')
  from (select ${tables.file.columns('x')} from file x where x.post_id = p.id and x.deleted_at is null) r) files`;

// One column, in the shape of the result: a driver parses each column of a row by itself, and copying a hundred fields takes as long.
const text = `
select to_json(read) "read" from (select ${tables.delivery.columns('d')},
  json_build_object('platform', l.platform, 'workspaceId', l.workspace_id, 'channelId', l.channel_id) destination,
  case when k.id is not null then json_build_object('id', k.id, 'caseId', k.case_id, 'side', k.side, 'personId', k.person_id, 'team', k.team,
    'person', case when owner.id is not null then json_build_object('accountId', owner.account_id, 'contactType', owner.contact_type,
      '_count', json_build_object('memberships', (select count(*) from membership m where m.person_id = owner.id))) end) end conversation,
  ${joined(tables.case, 'c', ofCase)} "case", ${joined(tables.post, 'p', [postFiles])} post, ${joined(tables.file, 'f')} file,
  (select json_build_object('personId', x.person_id, 'person', json_build_object('email', reader.email))
    from digest x join person reader on reader.id = x.person_id where x.id = d.digest_id) digest,
  (select json_build_object('id', x.id, 'kind', x.kind, 'lead', x.lead, 'active', x.active, 'email', x.email)
    from person x where x.id = d.person_id) person,
  k.id is null or exists (select from ${usableConversations(Prisma.sql`array[d.case_id]`).text} usable where usable.id = k.id) "isUsable",
  (select coalesce(json_agg(json_build_object('platform', i.platform, 'picture', i.picture) order by i.checked_at desc), '[]')
    from identity i where i.person_id = p.author_id and i.picture is not null) pictures,
  (select coalesce(json_agg(x.file_id), '[]') from delivery x
    where x.post_id = p.id and x.conversation_id = k.id and x.kind = 'file' and not x.withdrawn and x.state <> 'dead') "separateFiles",
  (select coalesce(json_agg(json_build_object('personId', i.person_id, 'userId', i.user_id, 'name', i.name) order by i.name, i.id), '[]')
    from identity i where i.person_id in (c.contact_id, c.advisor_id) and i.platform::text = l.platform::text and i.workspace_id = l.workspace_id)
    users
from delivery d join destination l on l.id = d.destination_id left join conversation k on k.id = d.conversation_id
  left join person owner on owner.id = k.person_id left join "case" c on c.id = d.case_id left join post p on p.id = d.post_id
  left join file f on f.id = d.file_id
where d.id = $1) read`;

/** A delivery as the statement reads it, in which moments and days are texts. */
type Read = Json & {
  id: number | bigint;
  conversation: (Json & { person: (Json & { contactType: string | null }) | null }) | null;
  case: CaseJson | null;
  post: (Json & { files: Json[] }) | null;
  file: Json | null;
};

type CaseJson = Json & {
  followUp: Json | null;
  defect: (Json & { release: Json | null; issue: Json | null }) | null;
  satisfaction: Json | null;
  deliveries: Json[];
};

/**
 * Reads a delivery with everything that it shows.
 * @param tx reads what the transaction has written, on its connection
 * @returns null if it does not exist
 */
export async function readDelivery({ db }: Pick<Services, 'db'>, id: number | bigint, tx?: Tx): Promise<DeliveryRow | null> {
  const rows = tx
    ? await send<{ read: Read }>(tx, new Prisma.Sql(text.split('$1'), [id]))
    : (await db.pool.query<{ read: Read }>({ name: 'read-delivery', text, values: [id] })).rows;
  const delivery = rows[0]?.read;
  if (!delivery) return null;
  const { conversation, post, file } = delivery;
  tables.delivery.read(delivery);
  delivery.id = BigInt(delivery.id);
  // the only value of the schema that has another name in the database
  if (conversation?.person?.contactType === 'read-only') conversation.person.contactType = 'readOnly';
  if (delivery.case) readCase(delivery.case);
  if (post) tables.post.read(post);
  post?.files.forEach(tables.file.read);
  if (file) tables.file.read(file);
  return delivery as unknown as DeliveryRow;
}

function readCase(row: CaseJson): void {
  const { followUp, defect, satisfaction } = row;
  tables.case.read(row);
  row['paged'] ??= []; // a column that holds a list may be null
  if (followUp) tables.followUp.read(followUp);
  if (defect) tables.defect.read(defect);
  if (defect?.release) tables.release.read(defect.release);
  if (defect?.issue) tables.issue.read(defect.issue);
  if (satisfaction) tables.satisfaction.read(satisfaction);
  if (row.deliveries.length > 0) row.deliveries = row.deliveries.map(asOther);
}

function asOther(row: Json): Json {
  const { reader_id: id, reader_name: name, reader_kind: kind, reader_active: active } = row;
  const person = id === null ? null : { id, name, kind, active };
  return {
    ...{ kind: row['kind'], withdrawn: row['withdrawn'], state: row['state'], errorCode: row['error_code'] },
    destination: {
      platform: row['platform'],
      outageId: row['outage_id'],
      outage: row['outage_code'] === null ? null : { code: row['outage_code'] },
    },
    conversation: row['told_id'] === null ? null : { side: row['side'], team: row['team'], person },
  };
}
