// Writes one case of a records request: a page, the same as JSON, and the contents of its files. Rows pass through as they are read.
import type { Readable } from 'node:stream';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { statusLabel, type Status } from '../../domain/status.ts';
import { FileUnavailable, type FileStore } from '../../ports.ts';
import type { CaseRecords, RecordRow, Rows } from '../../usecases/access/read-records.ts';
import { beginFile, writeWhole, type DoneCase, type WrittenFile, type Writing } from './archive.ts';
import { facts, fileEntry, frame, heading, historyEntry, paragraph, postEntry, written } from './pages.ts';

/** What writing a case needs. */
export interface CaseParts {
  store: Pick<FileStore, 'open'>;
  folder: string;
}

/** Writes a case. @returns what the index and the manifest say of it */
export async function writeCase(parts: CaseParts, { row, recipients, posts, files, history }: CaseRecords): Promise<DoneCase> {
  const { folder } = parts;
  const { id, number, status: stored, ...rest } = row as CaseRecords['row'] & { subject: string; openedAt: Date };
  const name = formatCaseNumber(number);
  const status = statusLabel(stored as Status);
  const page = beginFile(folder, `cases/${name}.html`);
  const json = beginFile(folder, `cases/${name}.json`);
  const [before, after] = frame(`${name} · ${rest.subject}`);
  await page.write(before + heading(`${name} · ${rest.subject}`) + caseFacts({ ...rest, status }, recipients));
  await json.write(`{"case":${JSON.stringify({ number: name, ...rest, status, recipients })}`);

  const counts = { posts: 0, files: 0, missing: 0 };
  await page.write(heading('Posts'));
  counts.posts = await writeArray(json, 'posts', posts, (post) => page.write(postEntry(post, post.revisions)));
  if (counts.posts === 0) await page.write(paragraph('None.'));

  const contents: WrittenFile[] = [];
  await page.write(heading('Files'));
  const found = await writeArray(json, 'files', copied(parts, files, name, contents, counts), (file) =>
    page.write(fileEntry(file, file.path === null ? null : `../${file.path.split('/').map(encodeURIComponent).join('/')}`)),
  );
  if (found === 0) await page.write(paragraph('None.'));

  await page.write(heading('History'));
  await writeArray(json, 'history', history, (entry) => page.write(historyEntry(entry)));
  await page.write(after);
  await json.write('}\n');
  const ended = [await page.end(), await json.end(), ...contents];
  return { id, number, subject: rest.subject, status, openedAt: rest.openedAt.toISOString(), counts, written: ended };
}

function caseFacts(row: RecordRow, recipients: readonly RecordRow[]): string {
  const table = facts([
    ['Status', row.status],
    ['Priority', row.priority],
    ['Module', row.module],
    ['Case type', row.caseType],
    ['Environment', row.environment],
    ['Contact', `${String(row.contact)} (${String(row.contactEmail)})`],
    ['Advisor', row.advisor],
    ['Opened', row.openedAt],
    ['Closed', row.closedAt],
    ['Reason', row.closeReason],
    ['Notification recipients', recipients.map(({ name, email }) => `${String(name)} (${String(email)})`).join(', ')],
  ]);
  const texts = [
    ['Description', row.description],
    ['Replication steps', row.replicationSteps],
    ['Expected behavior', row.expected],
    ['Actual behavior', row.actual],
    ['Impact', row.impact],
  ] as const;
  return table + texts.map(([label, value]) => written(label, value)).join('');
}

/** Writes rows as an array of the JSON object, and hands each to the page. @returns how many */
async function writeArray<Row extends RecordRow>(
  json: Writing,
  name: string,
  rows: Rows<Row>,
  show: (row: Row) => Promise<void> | undefined,
): Promise<number> {
  let count = 0;
  await json.write(`,\n"${name}":[`);
  for await (const row of rows) {
    await json.write(`${count === 0 ? '\n' : ',\n'}${JSON.stringify(row)}`);
    await show(row);
    count += 1;
  }
  await json.write(']');
  return count;
}

/** Copies the contents of the files as their rows pass. */
async function* copied(
  { store, folder }: CaseParts,
  files: Rows,
  caseName: string,
  contents: WrittenFile[],
  counts: DoneCase['counts'],
): AsyncGenerator<RecordRow & { path: string | null }> {
  for await (const file of files) {
    counts.files += 1;
    const target = `files/${caseName}/${String(file.id)}-${safeName(String(file.name))}`;
    const content = file.state === 'stored' ? await openContent(store, String(file.sha256)) : null;
    if (content) contents.push(await writeWhole(folder, target, content));
    else if (file.link === null) counts.missing += 1;
    yield { ...file, path: content ? target : null };
  }
}

/** @returns null when the store has it no longer, or keeps it in quarantine */
async function openContent(store: Pick<FileStore, 'open'>, checksum: string): Promise<Readable | null> {
  try {
    return await store.open(checksum);
  } catch (error) {
    if (error instanceof FileUnavailable && error.kind === 'gone') return null;
    throw error;
  }
}

/** Makes a name that every file system accepts; its ending stays. */
function safeName(name: string): string {
  const safe = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._-]+/gu, '_')
    .replace(/^\.+/, '_');
  return safe.length > 60 ? safe.slice(-60) : safe;
}
