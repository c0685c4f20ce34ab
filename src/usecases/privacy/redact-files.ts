// Files of a redaction: names with the passage in them are changed, and a file that is redacted as a whole loses its content, here and on the
// platforms that have copies of it.
import { cleanName } from '../../domain/files.ts';
import { redactedFileName, redactText, type Passage } from '../../domain/redaction.ts';
import type { File } from '../../db/generated/client.ts';
import { isContentNeeded, lockContent } from '../files/claim-content.ts';
import type { Services, Tx } from '../context.ts';
import type { Area } from './redact-places.ts';

/** A file whose name, or whose address, has the passage. */
export interface NamedFile {
  file: File;
  name: string;
  /** its address on its platform has the passage as well */
  hasAddress: boolean;
}

/** What became of files. */
export interface ChangedFiles {
  /** ids of rows whose messages must go */
  gone: number[];
  /** ids of posts that show other files now */
  posts: number[];
}

/** Finds the files whose names have a passage. */
export async function namedFiles(
  tx: Pick<Tx, 'file'>,
  { caseIds }: Pick<Area, 'caseIds'>,
  passage: Passage,
): Promise<NamedFile[]> {
  const files = await tx.file.findMany({ where: { caseId: { in: [...caseIds] } }, orderBy: { id: 'asc' } });
  return files.flatMap((file) => {
    const { text, count } = redactText(file.name, passage);
    const hasAddress = [file.link, file.source].some((one) => one !== null && redactText(one, passage).count > 0);
    return count > 0 || hasAddress ? [{ file, name: count > 0 ? cleanName(text) : file.name, hasAddress }] : [];
  });
}

/**
 * Changes the names of files. A file that was sent gets a new row, so that platforms upload it again under its new name and forget the copies
 * with the former one.
 */
export async function renameFiles(tx: Tx, named: readonly NamedFile[], at: Date): Promise<ChangedFiles> {
  const changed: ChangedFiles = { gone: [], posts: [] };
  for (const { file, name, hasAddress } of named) {
    const address = hasAddress ? { link: null, source: null, state: 'refused' as const, problem: 'redacted' } : {};
    const isShown = file.postId !== null && file.deletedAt === null && file.state !== 'expected';
    if (!isShown) {
      await tx.file.update({ where: { id: file.id }, data: { name, ...(file.state === 'stored' ? {} : address) } });
      continue;
    }
    // its time is minus infinity, which Prisma does not write
    const { id: former, nextAt: _nextAt, ...row } = file;
    const { id } = await tx.file.create({ data: { ...row, name, ...(file.state === 'stored' ? {} : address) } });
    // an undone merge gives the file back
    await tx.$executeRaw`update case_merge set files = array_append(files, ${id}::int) where ${former} = any (files)`;
    await tx.file.update({
      where: { id: former },
      data: { name, link: null, source: null, deletedAt: at, deletedBy: 'redaction' },
    });
    changed.gone.push(former);
    if (file.postId !== null) changed.posts.push(file.postId);
  }
  return changed;
}

/** Finds the files to redact as a whole: those of a post, or every file of the cases with the same content as one of them. */
export async function filesTakenOut(
  tx: Pick<Tx, 'file'>,
  { caseIds }: Pick<Area, 'caseIds'>,
  of: { postId: number } | { fileId: number; checksum: string | null },
): Promise<File[]> {
  const caseId = { in: [...caseIds] };
  if ('postId' in of) return tx.file.findMany({ where: { caseId, postId: of.postId, ...notRedacted } });
  const same = of.checksum === null ? [] : [{ checksum: of.checksum }];
  return tx.file.findMany({ where: { caseId, OR: [{ id: of.fileId }, ...same], ...notRedacted } });
}

const notRedacted = { AND: [{ OR: [{ problem: null }, { problem: { not: 'redacted' } }] }] };

/** Takes files out: their posts say that a file was redacted. The contents are removed after the commit. @returns their checksums as well */
export async function takeOutFiles(tx: Tx, files: readonly File[]): Promise<ChangedFiles & { checksums: string[] }> {
  if (files.length === 0) return { gone: [], posts: [], checksums: [] };
  const gone = files.map(({ id }) => id);
  const nothing = { checksum: null, mediaType: null, size: null, width: null, height: null, link: null, source: null };
  const state = { state: 'refused' as const, problem: 'redacted', name: redactedFileName };
  await tx.file.updateMany({ where: { id: { in: gone } }, data: { ...nothing, ...state } });
  const checksums = [...new Set(files.flatMap(({ checksum }) => checksum ?? []))];
  const posts = [...new Set(files.flatMap(({ postId }) => postId ?? []))];
  return { gone, posts, checksums };
}

/** Takes files out of emails, whose contents are listed in them: [{name, result: {content: {checksum}}}]. @returns how many emails */
export function takeOutOfMails(tx: Tx, { caseIds }: Pick<Area, 'caseIds'>, checksums: readonly string[]): Promise<number> {
  return tx.$executeRaw`
    update incoming_mail m set files = (
      select jsonb_agg(case when f #>> '{result,content,checksum}' = any (${[...checksums]}::text[])
        then jsonb_build_object('name', ${redactedFileName}::text, 'result', jsonb_build_object('problem', 'redacted')) else f end)
      from jsonb_array_elements(m.files) f)
    where jsonb_typeof(m.files) = 'array' and (m.case_id = any (${[...caseIds]}::int[])
        or m.key in (select origin_message_id from post where case_id = any (${[...caseIds]}::int[])))
      and exists (select from jsonb_array_elements(m.files) f where f #>> '{result,content,checksum}' = any (${[...checksums]}::text[]))`;
}

/** Removes contents that no file has any longer. @returns how many stay, because another file has them */
export async function removeContents(services: Services, checksums: readonly string[]): Promise<number> {
  const { db, files } = services;
  let kept = 0;
  for (const checksum of checksums)
    await db.transaction(async (tx) => {
      await lockContent(tx, checksum);
      if (await isContentNeeded(tx, checksum)) kept += 1;
      else await files?.store.remove(checksum);
    });
  return kept;
}
