// What a redaction finds in cases, before it changes anything and when it does: the same code, so that a preview shows what will happen.
import { redactionMark, type Passage } from '../../domain/redaction.ts';
import { addResults, type RedactionResult } from '../../domain/redaction-result.ts';
import type { File } from '../../db/generated/client.ts';
import type { Tx } from '../context.ts';
import { filesTakenOut, namedFiles, type NamedFile } from './redact-files.ts';
import { casePlaces, type Area, type Place } from './redact-places.ts';
import { passageOf, type RedactedWhat } from './redact-plan.ts';
import { scan, type Excerpt, type Found, type Hit } from './redact-scan.ts';

/** What was found in cases. */
export interface FoundInCases {
  /** in the order of the places */
  places: { place: Place; hits: Hit[] }[];
  named: NamedFile[];
  /** files that are redacted as a whole */
  files: File[];
  /** the post that is redacted as a whole, if it is in these cases and was not redacted before */
  post: { id: number; caseId: number } | null;
  counts: RedactionResult;
  excerpts: Excerpt[];
}

/** How a redaction looks through cases before it changes them: with their rows locked, and only in the places where something was seen. */
export interface Taking {
  places: ReadonlySet<Place>;
}

/** Finds what a redaction takes out of cases. @param taking absent for a preview, which also counts what stays */
export async function findInCases(
  tx: Pick<Tx, '$queryRaw' | 'file' | 'post'>,
  what: RedactedWhat,
  area: Area,
  taking?: Taking,
): Promise<FoundInCases> {
  const passage = passageOf(what);
  const found = passage ? await findPassage(tx, passage, area, taking) : { places: [], named: [], counts: {}, excerpts: [] };
  const post = what.kind === 'post' ? await wholePost(tx, what.postId, area) : null;
  const files = await wholeFiles(tx, what, area);
  const counts = addResults(found.counts, {
    files: files.length,
    // the text of the post itself is among what was found, unless it is too short for that
    posts: post && !has(found.places, 'posts', post.id) ? 1 : 0,
  });
  return { ...found, post, files, counts };
}

/** Counts the files in which nobody looked for the passage: contents are not searched. */
async function unreadFiles(tx: Pick<Tx, 'file'>, { caseIds }: Area): Promise<number> {
  return tx.file.count({ where: { caseId: { in: [...caseIds] }, deletedAt: null, state: 'stored' } });
}

async function findPassage(tx: Pick<Tx, '$queryRaw' | 'file'>, passage: Passage, area: Area, taking: Taking | undefined) {
  const places: FoundInCases['places'] = [];
  let counts: RedactionResult = {};
  const excerpts: Excerpt[] = [];
  const note = (name: string, found: Found): void => {
    counts = addResults(counts, { [name]: found.hits.length, insideWords: found.insideWords });
    excerpts.push(...found.excerpts);
  };
  for (const place of casePlaces) {
    if (taking && !taking.places.has(place)) continue;
    const found = await scan(tx, place, area, passage, { lock: taking !== undefined });
    if (found.hits.length > 0) places.push({ place, hits: found.hits });
    note(place.name, found);
  }
  const named = await namedFiles(tx, area, passage);
  const files = { fileNames: named.length, unreadFiles: taking ? 0 : await unreadFiles(tx, area) };
  return { places, named, counts: addResults(counts, files), excerpts };
}

/** Finds the post that is redacted as a whole, unless that was done. */
export async function wholePost(tx: Pick<Tx, 'post'>, id: number, { caseIds }: Area): Promise<FoundInCases['post']> {
  const where = { id, caseId: { in: [...caseIds] }, NOT: { body: redactionMark } };
  return tx.post.findFirst({ where, select: { id: true, caseId: true } });
}

async function wholeFiles(tx: Pick<Tx, 'file'>, what: RedactedWhat, area: Area): Promise<File[]> {
  if (what.kind === 'post') return filesTakenOut(tx, area, { postId: what.postId });
  if (what.kind !== 'file') return [];
  return filesTakenOut(tx, area, what);
}

/** Whether a row of a place was found. */
function has(places: FoundInCases['places'], name: string, id: number): boolean {
  return places.some(({ place, hits }) => place.name === name && hits.some(({ key }) => key === String(id)));
}

/** Returns the ids of the rows of a place that were found. */
export function idsIn(places: FoundInCases['places'], table: string): number[] {
  return places.flatMap(({ place, hits }) => (place.table === table ? hits.map(({ key }) => Number(key)) : []));
}
