// The people, organizations and documents that a batch of rows refers to by their ids.
import type { ImportStaging, ReadRow } from '../../db/import-staging.ts';
import type { RawCase, RawComment, RawFile, RawOrganization, RawPerson } from './formats/format.ts';

/** A row with its data. */
export interface Read<T> {
  row: ReadRow;
  data: T;
}

/** What ids of a batch stand for. */
export interface Lookups {
  people: ReadonlyMap<string, RawPerson>;
  organizations: ReadonlyMap<string, RawOrganization>;
  documents: ReadonlyMap<string, RawFile>;
}

/** A batch of an export: cases and comments with all they refer to. */
export interface RawBatch {
  cases: Read<RawCase>[];
  comments: Read<RawComment>[];
  lookups: Lookups;
}

/** Reads the comments of cases, and everything that both refer to. */
export async function completeBatch(
  staging: ImportStaging,
  caseRows: readonly ReadRow[],
  caseIds: readonly string[],
): Promise<RawBatch> {
  const cases = caseRows.map((row): Read<RawCase> => ({ row, data: JSON.parse(row.data) as RawCase }));
  const comments = (await staging.comments(caseIds)).map((row): Read<RawComment> => ({
    row,
    data: JSON.parse(row.data) as RawComment,
  }));
  return { cases, comments, lookups: await lookUp(staging, cases, comments) };
}

/** Reads what cases and comments refer to. */
async function lookUp(
  staging: ImportStaging,
  cases: readonly Read<RawCase>[],
  comments: readonly Read<RawComment>[],
): Promise<Lookups> {
  const ids = new Set<string>();
  for (const { data } of cases) for (const { id } of [data.contact, data.assignee]) ids.add(id);
  for (const { data } of comments) ids.add(data.author.id);
  for (const { data } of [...cases, ...comments])
    for (const id of mentionedIn('body' in data ? data.body : data.description)) ids.add(id);
  ids.delete('');
  const people = await read<RawPerson>(staging, 'person', [...ids, ...[...ids].map((id) => `name:${id}`)]);
  const organizationIds = new Set(
    [...cases.map(({ data }) => data.organizationId), ...[...people.values()].map((one) => one.organizationId)].filter(
      (id) => id !== '',
    ),
  );
  const organizations = await read<RawOrganization>(staging, 'organization', [...organizationIds]);
  const documentIds = new Set(comments.map(({ data }) => data.documentId).filter((id) => id !== ''));
  return { people, organizations, documents: await read<RawFile>(staging, 'document', [...documentIds]) };
}

async function read<T>(
  staging: ImportStaging,
  kind: 'person' | 'organization' | 'document',
  ids: readonly string[],
): Promise<Map<string, T>> {
  const found = await staging.look(kind, ids);
  return new Map([...found].map(([id, data]) => [id, JSON.parse(data) as T]));
}

/** Lists the account ids that a text in wiki markup mentions. */
function mentionedIn(text: string): string[] {
  return text.includes('[~') ? [...text.matchAll(/\[~(?:accountid:)?([^\]\s]{1,200})\]/g)].map(([, id = '']) => id) : [];
}

/** Returns a person with what the rows of people know about them. A name that the export has only by id comes last. */
export function known(lookups: Lookups, raw: RawPerson): RawPerson {
  const listed = lookups.people.get(raw.id);
  const hinted = lookups.people.get(`name:${raw.id}`);
  const isBareId = raw.name === raw.id && raw.id !== '';
  return {
    id: raw.id,
    email: [raw.email, listed?.email ?? ''].find(Boolean) ?? '',
    name: [listed?.name, isBareId ? hinted?.name : raw.name, raw.name].find(Boolean) ?? '',
    agent: raw.agent ?? listed?.agent ?? null,
    organization: raw.organization || (listed?.organization ?? ''),
    organizationId: raw.organizationId || (listed?.organizationId ?? ''),
  };
}
