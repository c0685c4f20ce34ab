// Sorts out in which of many cases a redaction finds something, with a few statements for all of them, so that only these cases need a transaction
// of their own.
import { Prisma } from '../../db/generated/client.ts';
import type { Passage } from '../../domain/redaction.ts';
import type { RedactionResult } from '../../domain/redaction-result.ts';
import type { Tx } from '../context.ts';
import { filesTakenOut, namedFiles } from './redact-files.ts';
import { wholePost } from './redact-find.ts';
import { casePlaces, type Area, type Place } from './redact-places.ts';
import { passageOf, type RedactedWhat } from './redact-plan.ts';
import { sight } from './redact-scan.ts';

const { sql } = Prisma;
type Sql = Prisma.Sql;
type Reader = Pick<Tx, '$queryRaw' | 'file' | 'post'>;

/** What is in many cases. */
export interface SortedCases {
  /** the cases with something to take out, by id, and the places where a passage was seen */
  hits: Map<number, Set<Place>>;
  /** what stays in each case and is counted: longer words with the passage, and files that nobody opened */
  stays: Map<number, RedactionResult>;
}

const casesWhere = ({ caseIds }: Area, condition: Sql): Sql =>
  sql`array(select c.id from "case" c where c.id = any (${caseIds}::int[]) and ${condition} order by c.id)`;

/** SQL of the cases that a row `x` of a table belongs to, where it is not its column `case_id`. */
const casesOf: Readonly<Record<string, (area: Area) => Sql>> = {
  '"case"': () => sql`array[x.id]`,
  post_revision: () => sql`array(select p.case_id from post p where p.id = x.post_id)`,
  incoming_mail: (area) =>
    casesWhere(
      area,
      sql`(c.id = x.case_id or exists (select from post p where p.case_id = c.id and p.origin_message_id = x.key))`,
    ),
  defect: (area) =>
    casesWhere(
      area,
      sql`(c.defect_id = x.id or exists (select from dev_issue i where i.defect_id = x.id and i.case_id = c.id)
        or exists (select from history_entry h where h.case_id = c.id and h.action = 'qualify' and h.why = x.number))`,
    ),
  dev_issue: (area) => casesWhere(area, sql`(c.id = x.case_id or c.defect_id = x.defect_id)`),
  cluster: (area) => casesWhere(area, sql`c.cluster_id = x.id`),
  bulk_run: (area) => casesWhere(area, sql`c.number in (select i.number from bulk_item i where i.run_id = x.id)`),
  bulk_item: (area) => casesWhere(area, sql`c.number = x.number`),
};

/** Finds the rows of a place that have a passage, and the cases they belong to. */
export function sightInCases(tx: Pick<Tx, '$queryRaw'>, place: Place, area: Area, passage: Passage) {
  return sight(tx, place, area, passage, casesOf[place.table]?.(area) ?? sql`array[x.case_id]`);
}

/** Sorts out which cases have something to take out. Nothing is locked or changed. */
export async function sortCases(tx: Reader, what: RedactedWhat, area: Area): Promise<SortedCases> {
  const sorted: SortedCases = { hits: new Map(), stays: new Map() };
  const passage = passageOf(what);
  if (passage) await sortByPassage(tx, passage, area, sorted);
  if (what.kind === 'passage') return sorted;
  const post = what.kind === 'post' ? await wholePost(tx, what.postId, area) : null;
  if (post) placesOf(sorted, post.caseId);
  const files = await filesTakenOut(tx, area, what);
  for (const { caseId } of files) if (caseId !== null) placesOf(sorted, caseId);
  return sorted;
}

/** Returns the places of a case, which is a hit then. */
function placesOf({ hits }: SortedCases, caseId: number): Set<Place> {
  const places = hits.get(caseId) ?? new Set();
  hits.set(caseId, places);
  return places;
}

async function sortByPassage(tx: Reader, passage: Passage, area: Area, sorted: SortedCases): Promise<void> {
  const { stays } = sorted;
  const add = (caseId: number | undefined, key: string, count: number): void => {
    if (caseId === undefined || count === 0) return;
    const known = stays.get(caseId) ?? {};
    stays.set(caseId, { ...known, [key]: (known[key] ?? 0) + count });
  };
  for (const place of casePlaces)
    for (const { caseIds, isHit, insideWords } of await sightInCases(tx, place, area, passage)) {
      if (isHit) for (const one of caseIds) placesOf(sorted, one).add(place);
      // what several cases share is counted with the first of them
      add(caseIds[0], 'insideWords', insideWords);
    }
  for (const { file } of await namedFiles(tx, area, passage)) if (file.caseId !== null) placesOf(sorted, file.caseId);
  const unread = await tx.$queryRaw<{ caseId: number; count: number }[]>`
    select case_id "caseId", count(*)::int count from file
    where case_id = any (${area.caseIds}::int[]) and deleted_at is null and state = 'stored' group by case_id`;
  for (const { caseId, count } of unread) add(caseId, 'unreadFiles', count);
}
