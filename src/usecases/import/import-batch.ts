// Imports one batch of cases with their comments, in one transaction: all of it is there afterwards, or nothing. What was imported before is found in
// `imported_case` and `imported_post` and left as it is here, so an import that was killed is repeated from its beginning and doubles nothing.
import { Prisma } from '../../db/generated/client.ts';
import { send } from '../../db/transaction.ts';
import { type ExportedCase, type ExportedComments, type ExportedPerson, type ExportedPost } from '../../domain/imported-case.ts';
import { isOpen } from '../../domain/status.ts';
import type { Services, Tx } from '../context.ts';
import { findErased } from '../erased-hash.ts';
import { indexCases, writeDocuments } from '../search-index.ts';
import { addCounts, countPosts, noCounts, type BatchResult, type ImportRun, type KnownPerson } from './import-run.ts';
import { documentsOf } from './import-documents.ts';
import { missingCase, movedOn, otherAccount, withoutAccount } from './import-problems.ts';
import { addContacts, contactFor, emailsOf, findPeople, type People } from './match-people.ts';
import {
  rememberDescriptions,
  takeIds,
  writeCases,
  writeEvents,
  writePosts,
  type PlacedCase,
  type PlacedPost,
} from './write-rows.ts';

const { sql } = Prisma;

/** Limits of one transaction on a busy machine; ms. */
const transactionLimits = { timeout: 300_000, maxWait: 120_000 };

/**
 * Imports cases that an export has, and comments of cases that only an earlier one has.
 * @returns what was imported, and what could not be
 */
export async function importBatch(
  services: Services,
  run: ImportRun,
  batch: { cases: readonly ExportedCase[]; comments: readonly ExportedComments[] },
): Promise<BatchResult> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await services.db.transaction((tx) => runBatch(services, tx, run, batch), transactionLimits);
    } catch (error) {
      // a process that was killed may have committed the same batch a moment ago
      if (attempt === 3 || (error as { code?: string }).code !== '23505') throw error;
    }
  }
}

async function runBatch(
  services: Services,
  tx: Tx,
  run: ImportRun,
  batch: Parameters<typeof importBatch>[2],
): Promise<BatchResult> {
  // webhooks send nothing of what happened elsewhere, and perhaps years ago (20261128160000_webhooks)
  await send(tx, sql`select set_config('casebridge.webhooks', 'off', true)`);
  const { cases, comments } = await withoutErased(services, tx, batch);
  const result: BatchResult = { counts: { ...noCounts }, problems: [] };
  const earlier = await importedCases(
    tx,
    run,
    [...cases, ...comments].map(({ externalId }) => externalId),
  );
  const posts = await importedPosts(
    tx,
    run,
    [...cases, ...comments].flatMap((one) => one.posts),
  );
  const isNew = ({ externalId }: ExportedPost): boolean => !posts.has(externalId);
  const people = await findPeople(
    tx,
    run,
    emailsOf([...cases, ...comments.map((one) => ({ ...one, contact: null, assignee: null }))]),
  );
  result.counts.knownPosts = posts.size;

  const fresh = cases.filter(({ externalId }) => !earlier.has(externalId));
  const placed = await placeCases(tx, run, fresh, people, result);
  const owned = placed.map((one) => withDescription(one, one.posts.filter(isNew)));
  await addCases(services, tx, run, owned, people, result);

  const known = cases.filter(({ externalId }) => earlier.has(externalId));
  result.counts.knownCases = known.length;
  // a case that was erased here has no status that could follow
  const here = known.filter(({ externalId }) => earlier.get(externalId)?.caseId !== null);
  result.problems.push(...here.flatMap((one) => movedOn(one, earlier.get(one.externalId)?.status)));
  const later = [...known, ...comments].map((one) => ({
    ...one,
    caseId: earlier.get(one.externalId)?.caseId ?? null,
    posts: one.posts.filter(isNew),
  }));
  await addPosts(tx, run, later, people, result);
  const orphans = comments.filter(({ externalId }) => !earlier.has(externalId));
  result.problems.push(...orphans.flatMap((one) => one.posts.map((post) => missingCase(one, post))));
  return result;
}

/** Leaves out the names and addresses of people who were erased here, so that an old export does not bring them back. */
async function withoutErased(
  services: Services,
  tx: Tx,
  { cases, comments }: Parameters<typeof importBatch>[2],
): Promise<Parameters<typeof importBatch>[2]> {
  const contacts = cases.map((one) => ({ ...one, assignee: null }));
  const erased = await findErased(services, tx, 'person', emailsOf([...contacts, ...comments.map((one) => ({ ...one, contact: null, assignee: null }))])); // prettier-ignore
  if (erased.size === 0) return { cases, comments };
  const shown = <T extends ExportedPerson | null>(person: T): T =>
    person?.email && erased.has(person.email) ? { ...person, name: 'Former contact', email: null, externalId: null } : person;
  const ofPosts = (posts: readonly ExportedPost[]): ExportedPost[] =>
    posts.map((post) => ({ ...post, author: shown(post.author) }));
  return {
    cases: cases.map((one) => ({ ...one, contact: shown(one.contact), posts: ofPosts(one.posts) })),
    comments: comments.map((one) => ({ ...one, posts: ofPosts(one.posts) })),
  };
}

async function importedCases(
  tx: Tx,
  run: ImportRun,
  ids: readonly string[],
): Promise<Map<string, { caseId: number | null; status: string }>> {
  const rows = await send<{ externalId: string; caseId: number | null; status: string }>(
    tx,
    sql`select external_id "externalId", case_id "caseId", status from imported_case
      where origin = ${run.origin} and external_id = any (${[...ids]}::text[])`,
  );
  return new Map(rows.map((row) => [row.externalId, row]));
}

async function importedPosts(tx: Tx, run: ImportRun, posts: readonly ExportedPost[]): Promise<Set<string>> {
  const ids = posts.map(({ externalId }) => externalId);
  const rows = await send<{ id: string }>(
    tx,
    sql`select external_id id from imported_post where origin = ${run.origin} and external_id = any (${ids}::text[])`,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Finds account, contact and advisor of each case. A case without an account is left out. */
async function placeCases(
  tx: Tx,
  run: ImportRun,
  cases: readonly ExportedCase[],
  people: Map<string, KnownPerson>,
  result: BatchResult,
): Promise<PlacedCase[]> {
  const placed = cases.flatMap((one) => {
    const { contact } = one;
    const known = contact?.email ? people.get(contact.email) : undefined;
    const accountId =
      one.accountId ?? (known?.kind === 'contact' && known.accountIds.length === 1 ? (known.accountIds[0] ?? null) : null);
    if (accountId === null) result.problems.push(withoutAccount(one));
    return accountId === null ? [] : [{ ...one, accountId, wanted: contactFor(run.origin, accountId, contact) }];
  });
  const added = await addContacts(tx, run, placed.map(({ wanted }) => wanted), people); // prettier-ignore
  result.counts = addCounts(result.counts, { ...noCounts, ...added });
  const ids = run.dryRun ? [] : await takeIds(tx, 'case', 'id', placed.length);
  const numbers = run.dryRun ? [] : await takeIds(tx, 'case', 'number', placed.length);
  return placed.flatMap(({ wanted, ...one }, index) => {
    const owner = people.get(wanted.email);
    if (!owner) throw new Error(`the contact of ${one.from} was not written`);
    if (run.contacts === null && owner.active && owner.kind === 'contact' && !owner.accountIds.includes(one.accountId))
      result.problems.push(otherAccount(one));
    const assignee = one.assignee?.email ? people.get(one.assignee.email) : undefined;
    // the clock takes open cases from advisors who have left, and says so
    const advisor = assignee?.kind === 'advisor' && (assignee.active || one.status === 'Closed') ? assignee : null;
    const isFree = one.status === 'New' || one.status === 'Assigned';
    const status = isFree ? (advisor ? 'Assigned' : 'New') : one.status;
    return [{ ...one, status, id: ids[index] ?? 0, number: numbers[index] ?? 0, owner, advisor }];
  });
}

/**
 * Makes the contact's first comment the description of a case whose export has none, as Zendesk's has it, and leaves out a comment that only repeats
 * the description.
 */
function withDescription(one: PlacedCase, posts: readonly ExportedPost[]): PlacedCase & { taken: string[] } {
  const { description, contact } = one;
  const first = posts.find(({ kind, body }) => kind === 'public' && body !== '');
  const isContacts =
    first !== undefined &&
    ((first.author.email !== null && first.author.email === contact?.email) ||
      (first.author.externalId !== null && first.author.externalId === contact?.externalId));
  const isDescription =
    first !== undefined && (description === null ? isContacts : squeezed(first.body) === squeezed(description));
  if (!isDescription) return { ...one, description: description ?? '', posts, taken: [] };
  // its files need it as a post
  const isKept = first.files.length > 0;
  return {
    ...one,
    description: description ?? first.body,
    posts: isKept ? posts : posts.filter((post) => post !== first),
    taken: isKept ? [] : [first.externalId],
  };
}

const squeezed = (text: string): string => text.replace(/[\s\\]+/g, ' ').trim();

async function addCases(
  services: Services,
  tx: Tx,
  run: ImportRun,
  cases: readonly (PlacedCase & { taken: string[] })[],
  people: People,
  { counts }: BatchResult,
): Promise<void> {
  const posts = cases.flatMap(({ id, posts: of, owner }) =>
    of.map((post) => ({ ...post, id: 0, caseId: id, contactEmail: owner.email })),
  );
  countPosts(counts, posts);
  counts.cases += cases.length;
  counts.openCases += cases.filter(({ status }) => isOpen(status)).length;
  if (run.dryRun || cases.length === 0) return;
  const numbered = await withIds(tx, posts);
  await writeCases(tx, run, cases);
  await writePosts(tx, run, numbered, people);
  await rememberDescriptions(tx, run, cases.flatMap(({ taken }) => taken)); // prettier-ignore
  await writeEvents(tx, run, cases, services.settings.brand);
  await writeDocuments(tx, documentsOf(cases, numbered, people));
}

/** Adds comments to cases that were imported before. Nothing else of these cases changes: people may have worked on them here. */
async function addPosts(
  tx: Tx,
  run: ImportRun,
  of: readonly { caseId: number | null; posts: readonly ExportedPost[] }[],
  people: People,
  { counts }: BatchResult,
): Promise<void> {
  const posts = of.flatMap(({ caseId, posts: some }) =>
    caseId === null ? [] : some.map((post) => ({ ...post, id: 0, caseId, contactEmail: '' })),
  );
  countPosts(counts, posts);
  counts.added += posts.length;
  if (run.dryRun || posts.length === 0) return;
  const ids = [...new Set(posts.map(({ caseId }) => caseId))];
  const rows = await send<{ id: number; email: string }>(
    tx,
    sql`select c.id, p.email from "case" c join person p on p.id = c.contact_id where c.id = any (${ids}::int[]) order by c.id for no key update of c`,
  );
  const emails = new Map(rows.map(({ id, email }) => [id, email]));
  const numbered = await withIds(tx, posts.map((post) => ({ ...post, contactEmail: emails.get(post.caseId) ?? '' }))); // prettier-ignore
  await writePosts(tx, run, numbered, people);
  await indexCases(tx, ids);
}

async function withIds(tx: Tx, posts: readonly PlacedPost[]): Promise<PlacedPost[]> {
  const ids = await takeIds(tx, 'post', 'id', posts.length);
  return posts.map((post, index) => ({ ...post, id: ids[index] ?? 0 }));
}
