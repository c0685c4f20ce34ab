// The search documents: one row per case with everything it is found by. They are written here only, in the transaction of the case or
// post, from our own text preparation. What contacts may read and what only advisors read are two vectors, so a contact's search cannot
// touch an internal note.
import { flatText } from '../cards/flat-text.ts';
import { Prisma } from '../db/generated/client.ts';
import { send } from '../db/transaction.ts';
import type { NewCase } from '../domain/case-input.ts';
import { importAction, importedFrom } from '../domain/imported-case.ts';
import { developerComment } from '../domain/issue-notes.ts';
import { foldText } from '../domain/search/fold-text.ts';
import { toVector, type WeightedText } from '../domain/search/prepare-text.ts';
import type { Tx } from './context.ts';

const { sql } = Prisma;

/** Version of what the documents hold. Raise it when the text preparation or the fields change: every case is then prepared again. */
export const preparationVersion = 2;

/** The longest vector literal, in bytes. PostgreSQL allows a vector 1 MB; a case whose texts are longer is found by the first of them. */
const maxLiteral = { words: 400_000, notes: 200_000, files: 50_000 };
/** The largest vector that still grows, in bytes. */
const maxGrown = 800_000;

/** The texts of a case that are searched. */
type CaseTexts = Pick<NewCase, 'subject' | 'description' | 'replicationSteps' | 'expected' | 'actual' | 'environment' | 'impact'>;

/** A post, as far as the index is concerned. */
export interface IndexedPost {
  kind: 'public' | 'note' | 'event';
  action: string | null;
  authorId: number | null;
  /** CommonMark */
  body: string;
}

/** The search document of a case without posts. The database adds the number and the account. */
interface NewDocument {
  version: number;
  subject: string;
  /** a tsvector literal */
  words: string;
}

/** Makes the search document of a new case. */
export function newDocument(texts: CaseTexts): NewDocument {
  return {
    version: preparationVersion,
    subject: foldText(texts.subject),
    words: vectorOf(caseFields(texts), maxLiteral.words),
  };
}

/** Events whose text is a fixed phrase of ours. A search for a word of it would find every case. */
const phrases = ['open', 'claim', 'assign', 'return', 'follow-up', 'no-response', 'sla-warning', 'sla-breach'];

/** Tells whether a search looks at the text of a post. */
export function isSearched({ kind, action, authorId }: Omit<IndexedPost, 'body'>): boolean {
  // pages of people on call are notes without an author; so are imported ones of people who are unknown here
  if (kind === 'note') return authorId !== null || action === importAction || action === developerComment;
  return !(kind === 'event' && phrases.includes(action ?? ''));
}

/** Adds a new post to the document of its case. */
export async function indexPost(tx: Tx, caseId: number, post: IndexedPost): Promise<void> {
  const statement = growDocument(caseId, post);
  if (statement && (await tx.$executeRaw(statement)) === 0) await indexCases(tx, [caseId]);
}

/**
 * Builds the statement that adds a new post to the document of its case. If it changes no row, the case has no document yet: call `indexCases`
 * after the post is written.
 * @returns null where there is nothing to search
 */
export function growDocument(caseId: number, post: IndexedPost): Prisma.Sql | null {
  if (!isSearched(post) || post.body === '') return null;
  // the empty field keeps a distance to the text before it, so that no phrase is found across posts
  const words = vectorOf([{ text: '', weight: 'C' }, postField(post)], maxLiteral.notes);
  const grown = (column: Prisma.Sql): Prisma.Sql =>
    // without || the size would be that of the compressed vector
    sql`case when pg_column_size(${column} || ''::tsvector) < ${maxGrown} then ${column} || ${words}::tsvector else ${column} end`;
  const change =
    post.kind === 'note'
      ? sql`all_words = ${grown(sql`coalesce(all_words, words)`)}`
      : sql`words = ${grown(sql`words`)}, all_words = ${grown(sql`all_words`)}`;
  return sql`update search_document set ${change} where case_id = ${caseId}`;
}

/** A file, as far as the index is concerned. */
interface IndexedFile {
  name: string;
  state: string;
  link: string | null;
}

/** A word of every document of a case with files. Nobody can type it; see `has:file` in db/case-conditions.ts. */
const fileWord = `'§file':1C`;

/** Whether people can open a file, so that a search finds its name. */
function isFound({ state, link }: IndexedFile): boolean {
  return state === 'stored' || link !== null;
}

/** Makes the vector of the names of files. */
function fileVector(files: readonly IndexedFile[]): string {
  return files.length === 0
    ? ''
    : `${fileWord} ${vectorOf([{ text: '', weight: 'C' }, ...files.map(fileField)], maxLiteral.files)}`;
}

const fileField = ({ name }: IndexedFile): WeightedText => ({ text: name, weight: 'C' });

/** Adds the names of files to the document of their case. */
export async function indexFiles(
  tx: Tx,
  caseId: number,
  { isNote, files }: { isNote: boolean; files: readonly IndexedFile[] },
): Promise<void> {
  const words = fileVector(files.filter(isFound));
  if (words === '') return;
  const change = isNote
    ? sql`all_words = coalesce(all_words, words) || ${words}::tsvector`
    : sql`words = words || ${words}::tsvector, all_words = all_words || ${words}::tsvector`;
  const updated = await tx.$executeRaw`update search_document set ${change} where case_id = ${caseId}
    and greatest(pg_column_size(words || ''::tsvector), pg_column_size(coalesce(all_words, '') || ''::tsvector)) < ${maxGrown}`;
  if (updated === 0) await indexCases(tx, [caseId]);
}

/** A case with everything that it is found by. Its posts are the oldest first, without deleted ones. */
export interface IndexedCase extends CaseTexts {
  id: number;
  posts: readonly (IndexedPost & { files: readonly IndexedFile[] })[];
}

/** Writes the documents of these cases from their present texts. The caller holds the rows of the cases. */
export async function indexCases(tx: Tx, caseIds: readonly number[]): Promise<void> {
  const cases = await tx.case.findMany({
    where: { id: { in: [...caseIds] } },
    select: {
      id: true, subject: true, description: true, replicationSteps: true, expected: true, actual: true, environment: true, impact: true,
      posts: { where: { deletedAt: null }, select: { kind: true, action: true, authorId: true, body: true, files: withIndexedFiles }, orderBy: { id: 'asc' } },
    },
  }); // prettier-ignore
  await writeDocuments(tx, cases);
}

/** Writes the documents of cases from these texts, which are all that the cases have. */
export async function writeDocuments(tx: Tx, cases: readonly IndexedCase[]): Promise<void> {
  const documents = cases.map(({ id, posts, ...texts }) => {
    const searched = posts.filter(isSearched);
    const of = (isNote: boolean) => searched.filter(({ kind }) => (kind === 'note') === isNote).map(postField);
    const filesOf = (isNote: boolean) =>
      posts.filter(({ kind }) => (kind === 'note') === isNote).flatMap(({ files }) => files.filter(isFound));
    const notes = of(true);
    const noteFiles = fileVector(filesOf(true));
    return {
      id,
      subject: foldText(texts.subject),
      words: vectorOf([...caseFields(texts), ...of(false)], maxLiteral.words),
      files: fileVector(filesOf(false)),
      notes: notes.length === 0 && noteFiles === '' ? null : vectorOf(notes, maxLiteral.notes),
      noteFiles,
    };
  });
  // offset 0 has the vector of words made once, and not again for each column
  const statement = sql`
    insert into search_document (case_id, account_id, version, subject, words, all_words)
    select c.id, c.account_id, ${preparationVersion}::int, d.subject, v.words, v.words || d.notes::tsvector || d.note_files::tsvector
    from unnest(${documents.map(({ id }) => id)}::int[], ${documents.map(({ subject }) => subject)}::text[],
      ${documents.map(({ words }) => words)}::text[], ${documents.map(({ files }) => files)}::text[],
      ${documents.map(({ notes }) => notes)}::text[], ${documents.map(({ noteFiles }) => noteFiles)}::text[])
      d (id, subject, words, files, notes, note_files)
    join "case" c on c.id = d.id
    cross join lateral (select ${documentHead} || d.words::tsvector || d.files::tsvector as words offset 0) v
    on conflict (case_id) do update set account_id = excluded.account_id, version = excluded.version, subject = excluded.subject, words = excluded.words,
      all_words = excluded.all_words`;
  await send(tx, statement);
}

const withIndexedFiles = {
  where: { deletedAt: null },
  select: { name: true, state: true, link: true },
  orderBy: { position: 'asc' },
} as const;

/** The start of a document's vector, of a row `c`: the account as a word that nobody can type, and the case number. */
const documentHead = sql`(format($q$'§%s' %s:1A cb%s:1A$q$, c.account_id, c.number, c.number))::tsvector`;

function caseFields({ subject, description, ...more }: CaseTexts): WeightedText[] {
  const texts = [description, more.replicationSteps, more.expected, more.actual, more.environment, more.impact];
  return [
    { text: subject, weight: 'A' },
    ...texts.filter((text) => text !== null).map((text): WeightedText => ({ text: plainText(text), weight: 'B' })),
  ];
}

function postField({ action, body }: Pick<IndexedPost, 'action' | 'body'>): WeightedText {
  return { text: action === importAction ? importedFrom(body) : plainText(body), weight: 'C' };
}

/** Removes Markdown. Most texts have none or some bold words, and reading it is what indexing costs most. */
export function plainText(markdown: string): string {
  const plain = markdown.replace(boldWords, '$1');
  return /[\\`*_[\]<>#~|&]/.test(plain) ? flatText(markdown) : plain;
}

/** Bold text of one line that begins and ends with a letter or digit, which is bold wherever it stands. */
const boldWords = /\*\*([\p{L}\p{N}](?:[^*\n]*[\p{L}\p{N}])?)\*\*/gu;

/** Makes a vector literal that is not too long, leaving out the end of the texts if it must. */
function vectorOf(fields: readonly WeightedText[], max: number): string {
  for (let limit = max; ; limit /= 2) {
    const vector = toVector(firstOf(fields, limit));
    if (Buffer.byteLength(vector) <= max) return vector;
  }
}

function firstOf(fields: readonly WeightedText[], length: number): WeightedText[] {
  let left = length;
  return fields.flatMap((field) => {
    const text = field.text.slice(0, Math.max(left, 0));
    left -= field.text.length;
    return text === '' && field.text !== '' ? [] : [{ ...field, text }];
  });
}
