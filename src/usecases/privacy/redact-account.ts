// The part of a redaction that belongs to no case alone: drafts, saved views, the access log and more, in the account of the cases.
import { redactionMark, type Passage } from '../../domain/redaction.ts';
import { addResults, type RedactionResult } from '../../domain/redaction-result.ts';
import { refreshCopies } from '../../outbox/enqueue/index.ts';
import type { Services, Tx } from '../context.ts';
import { accountPlaces, directoryPlaces, sharedPlaces, type Area, type Place } from './redact-places.ts';
import { scan, writeHits, type Hit } from './redact-scan.ts';

/** How long one place may take, ms: the access log has millions of entries. */
const timeoutMs = 600_000;

/** Entries of the access log that are read while somebody waits for an answer; a longer log is left to the clock. */
const fewEntries = 20_000;

/** Whether the access log of an account is so short that it can be read at once. */
export async function isLogShort({ db }: Pick<Services, 'db'>, accountId: number): Promise<boolean> {
  const rows = await db.prisma.$queryRaw<unknown[]>`
    select 1 from access_entry where detail is not null and (account_id = ${accountId} or account_id is null) offset ${fewEntries} limit 1`;
  return rows.length === 0;
}

/** Counts what a passage is found in beyond cases, in places that a redaction changes and in those that it only names. */
export async function countInAccount(services: Pick<Services, 'db'>, passage: Passage, area: Area): Promise<RedactionResult> {
  let counts: RedactionResult = {};
  const withLog = await isLogShort(services, area.accountId);
  for (const place of [...accountPlaces, ...sharedPlaces, ...directoryPlaces]) {
    if (place.table === 'access_entry' && !withLog) continue;
    const { hits } = await scan(services.db.prisma, place, area, passage);
    counts = addResults(counts, { [place.name]: distinct(hits) });
  }
  return counts;
}

/** Takes a passage out of what belongs to the account, and counts the texts that only people can change. */
export async function redactAccount(services: Services, passage: Passage, area: Area): Promise<RedactionResult> {
  let counts: RedactionResult = {};
  for (const place of accountPlaces) {
    const hits = await services.db.transaction((tx) => redactPlace(tx, place, passage, area), { timeout: timeoutMs });
    counts = addResults(counts, { [place.name]: hits.length });
  }
  for (const place of [...sharedPlaces, ...directoryPlaces]) {
    const { hits } = await scan(services.db.prisma, place, area, passage);
    counts = addResults(counts, { [place.name]: distinct(hits) });
  }
  return counts;
}

function distinct(hits: readonly Hit[]): number {
  return new Set(hits.map(({ key }) => key)).size;
}

async function redactPlace(tx: Tx, place: Place, passage: Passage, area: Area): Promise<Hit[]> {
  const { hits } = await scan(tx, place, area, passage, { lock: true });
  if (hits.length === 0) return hits;
  if (place.table === 'saved_view') hits.forEach(keepDistinct);
  // the log is append-only: its trigger lets only a transaction change a detail that says why
  if (place.table === 'access_entry') await tx.$queryRaw`select set_config('casebridge.access_log', 'privacy', true)`;
  await writeHits(tx, place, hits);
  if (place.table === 'incoming_mail') for (const { key } of hits) await refreshCopies(tx, { kind: 'mail', mailId: Number(key) });
  return hits;
}

/** Two views of a person cannot have the same name. */
function keepDistinct({ key, values }: Hit): void {
  for (const column of ['name', 'name_folded'])
    if (String(values[column]).includes(redactionMark)) values[column] = `${String(values[column])} ${key}`;
}
