// Reads all that a delivery shows in one prepared statement, because every message that is sent needs it; Prisma would send one statement for
// each relation. Rows come as JSON and become what Prisma returns for `withFacts`; a test compares the two.
import { Prisma } from '../db/generated/client.ts';
import { usableConversations } from '../outbox/enqueue/eligible-conversations.ts';
import { withCaseDelivery, type CaseDeliveryRow } from './case-delivery-row.ts';
import type { Services } from './context.ts';
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

const tables = {
  delivery: namedRow(Prisma.DeliveryScalarFieldEnum),
  case: namedRow(Prisma.CaseScalarFieldEnum),
  post: namedRow(Prisma.PostScalarFieldEnum),
  file: namedRow(Prisma.FileScalarFieldEnum),
  followUp: namedRow(Prisma.FollowUpScalarFieldEnum),
  defect: namedRow(Prisma.DefectScalarFieldEnum),
  release: namedRow({ name: '', date: '', publishedAt: '' }),
  satisfaction: namedRow(Prisma.SatisfactionScalarFieldEnum),
};

/** SQL: a row as JSON, null if there is none. @param from what follows its columns, such as the table */
const row = (table: NamedRow, from: string): string => `(select to_json(r) from (select ${table.columns('x')} ${from}) r)`;

/** SQL: a joined row as JSON, null if none was joined. */
const joined = (table: NamedRow, alias: string): string =>
  `case when ${alias}.id is not null then (select to_json(r) from (select ${table.columns(alias)}) r) end`;

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

// One column: a driver parses each column of each row by itself.
const text = `
select to_json(read) "read" from (select ${joined(tables.delivery, 'd')} delivery, json_build_object('platform', l.platform, 'workspaceId', l.workspace_id, 'channelId', l.channel_id) destination,
  case when k.id is not null then json_build_object('id', k.id, 'caseId', k.case_id, 'side', k.side, 'personId', k.person_id, 'team', k.team) end
    conversation,
  case when owner.id is not null then json_build_object('accountId', owner.account_id, 'contactType', owner.contact_type,
    '_count', json_build_object('memberships', (select count(*) from membership m where m.person_id = owner.id))) end "owner",
  ${joined(tables.case, 'c')} "case", ${joined(tables.post, 'p')} post, ${joined(tables.file, 'f')} file,
  (select json_build_object('id', a.id, 'name', a.name, 'timezone', a.timezone, 'holidays', a.holidays,
      'closed', coalesce(a.closed, '{}'), 'worked', coalesce(a.worked, '{}'))
    from account a where a.id = c.account_id) account,
  ${row(tables.followUp, 'from follow_up x where x.case_id = c.id')} "followUp",
  (select json_build_object('id', x.id, 'name', x.name) from person x where x.id = c.contact_id) contact,
  (select json_build_object('id', x.id, 'name', x.name) from person x where x.id = c.advisor_id) advisor,
  (select json_build_object('number', x.number) from "case" x where x.id = c.previous_case_id) "previousCase",
  ${row(tables.defect, 'from defect x where x.id = c.defect_id')} defect,
  ${row(tables.release, 'from defect join release x on x.id = release_id where defect.id = c.defect_id')} "defectRelease",
  (select json_build_object('id', n.id, 'title', n.title, 'state', n.state) from notice n where n.id = c.incident_id) incident,
  ${row(tables.satisfaction, 'from satisfaction x where x.case_id = c.id')} satisfaction,
  (select coalesce(json_agg(x.kind), '[]') from (${files}) x) "caseFiles",
  (select coalesce(json_agg(x), '[]') from (${others}) x) others,
  (select coalesce(json_agg(r order by r.position), '[]')
    from (select ${tables.file.columns('x')} from file x where x.post_id = p.id and x.deleted_at is null) r) "postFiles",
  (select json_build_object('personId', x.person_id, 'person', json_build_object('email', reader.email))
    from digest x join person reader on reader.id = x.person_id where x.id = d.digest_id) digest,
  (select json_build_object('id', x.id, 'kind', x.kind, 'lead', x.lead, 'active', x.active, 'email', x.email)
    from person x where x.id = d.person_id) person,
  k.id is null or exists (select from ${usableConversations(Prisma.sql`array[d.case_id]`).text} usable where usable.id = k.id) "isUsable",
  (select json_agg(json_build_object('platform', i.platform, 'picture', i.picture) order by i.checked_at desc)
    from identity i where i.person_id = p.author_id and i.picture is not null) pictures,
  (select json_agg(x.file_id) from delivery x
    where x.post_id = p.id and x.conversation_id = k.id and x.kind = 'file' and not x.withdrawn and x.state <> 'dead') "separateFiles",
  (select json_agg(json_build_object('personId', i.person_id, 'userId', i.user_id, 'name', i.name) order by i.name, i.id)
    from identity i where i.person_id in (c.contact_id, c.advisor_id) and i.platform::text = l.platform::text and i.workspace_id = l.workspace_id)
    users
from delivery d join destination l on l.id = d.destination_id left join conversation k on k.id = d.conversation_id
  left join person owner on owner.id = k.person_id left join "case" c on c.id = d.case_id left join post p on p.id = d.post_id
  left join file f on f.id = d.file_id
where d.id = $1) read`;

interface Read {
  delivery: Json;
  destination: Json;
  conversation: Json | null;
  owner: (Json & { contactType: string | null }) | null;
  case: Json | null;
  post: Json | null;
  file: Json | null;
  account: Json;
  followUp: Json | null;
  contact: Json;
  advisor: Json | null;
  previousCase: Json | null;
  defect: Json | null;
  defectRelease: Json | null;
  incident: Json | null;
  satisfaction: Json | null;
  caseFiles: string[];
  others: Record<string, string | number | boolean | null>[];
  postFiles: Json[];
  digest: Json | null;
  person: Json | null;
  isUsable: boolean;
  pictures: CaseDeliveryRow['pictures'] | null;
  separateFiles: number[] | null;
  users: CaseDeliveryRow['users'] | null;
}

/** Reads a delivery with everything that it shows. @returns null if it does not exist */
export async function readDelivery({ db }: Pick<Services, 'db'>, id: number | bigint): Promise<DeliveryRow | null> {
  const { rows } = await db.pool.query<{ read: Read }>({ name: 'read-delivery', text, values: [id] });
  const read = rows[0]?.read;
  if (!read) return null;
  return {
    ...tables.delivery.read(read.delivery),
    id: BigInt(read.delivery.id as number),
    destination: read.destination,
    conversation: read.conversation && { ...read.conversation, person: read.owner && asOwner(read.owner) },
    case: read.case && asCase(read.case, read),
    post: read.post && { ...tables.post.read(read.post), files: read.postFiles.map(tables.file.read) },
    file: read.file && tables.file.read(read.file),
    digest: read.digest,
    person: read.person,
    isUsable: read.isUsable,
    pictures: read.pictures ?? [],
    separateFiles: read.separateFiles ?? [],
    users: read.users ?? [],
  } as unknown as DeliveryRow;
}

function asCase(row: Json, read: Read): Json {
  const { account, contact, advisor, previousCase, incident, caseFiles, others: deliveries } = read;
  return {
    ...tables.case.read(row),
    paged: row.paged ?? [],
    ...{ account, contact, advisor, previousCase, incident },
    followUp: read.followUp && tables.followUp.read(read.followUp),
    defect: read.defect && {
      ...tables.defect.read(read.defect),
      release: read.defectRelease && tables.release.read(read.defectRelease),
    },
    satisfaction: read.satisfaction && tables.satisfaction.read(read.satisfaction),
    files: caseFiles.map((kind) => ({ post: { kind } })),
    deliveries: deliveries.map(asOther),
  };
}

function asOther(row: Read['others'][number]): Json {
  const { reader_id: id, reader_name: name, reader_kind: kind, reader_active: active } = row;
  const person = id === null ? null : { id, name, kind, active };
  return {
    ...{ kind: row.kind, withdrawn: row.withdrawn, state: row.state, errorCode: row.error_code },
    destination: {
      platform: row.platform,
      outageId: row.outage_id,
      outage: row.outage_code === null ? null : { code: row.outage_code },
    },
    conversation: row.told_id === null ? null : { side: row.side, team: row.team, person },
  };
}

/** The only value of the schema that has another name in the database. */
function asOwner(owner: Json & { contactType: string | null }): Json {
  return { ...owner, contactType: owner.contactType === 'read-only' ? 'readOnly' : owner.contactType };
}
