// What the pages below /files/ ask for: downloads, and the page on which a person adds files to a case. A link tells who they are; what they may
// do is checked again at every request.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { cleanName, distinctName, maxBytes, problemSentence, type FileProblem } from '../../domain/files.ts';
import { authorize } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import { isOpen } from '../../domain/status.ts';
import { formatSize } from '../../cards/file-line.ts';
import { FileRefused, type FileDesk, type StagedFile, type UploadScope } from '../../ports.ts';
import type { File } from '../../db/generated/client.ts';
import { addNote } from '../cases/add-note.ts';
import { addPost } from '../cases/add-post.ts';
import type { Services, Tx } from '../context.ts';
import { personById } from '../people/person-by-mail.ts';
import { erasedCase, inDatabaseScope, runAs, scopeOf, scopeWhere, unknownCase } from '../scope.ts';
import { claimContent } from './claim-content.ts';
import { mayDownload } from './may-download.ts';
import { columnsOf } from './file-columns.ts';

/** Creates the desk. */
export function createFileDesk(services: Services): FileDesk {
  const { attachments } = services.settings;
  return inDatabaseScope('page', {
    mayDownload: (fileId, audience) => mayDownload(services, fileId, audience),
    downloaded(fileId, audience, asPicture) {
      const isPerson = 'personId' in audience;
      // what a conversation shows by itself was sent by the bot, and nobody asked for it
      if (asPicture && !isPerson) return;
      const by = isPerson ? audience : { personId: null, ...audience };
      services.accessLog?.record({ action: asPicture ? 'picture' : 'download', source: 'web', fileId, ...by });
    },
    uploadPage: (scope) =>
      asPerson(services, scope, async (person, of) => ({
        subject: of.subject,
        personName: person.name,
        audience: 'Everyone on the case sees them.',
        notice: isOpen(of.status) ? null : closedNotice(scope.caseNumber, person),
        canNote: person.kind === 'advisor',
        staged: (await stagedFiles(services.db.prisma, of.id, person)).map(stagedFile),
        maxFiles: attachments.maxFiles,
        maxBytes: maxBytes(attachments),
      })),
    stage: (scope, file) => asPerson(services, scope, (person, of) => stage(services, person, of, file)),
    unstage: (scope, fileId) =>
      asPerson(services, scope, async (person, of) => {
        const where = { id: fileId, caseId: of.id, uploadedById: person.id, postId: null };
        await services.db.prisma.file.deleteMany({ where });
      }),
    send: (scope, message) => asPerson(services, scope, (person, of) => send(services, person, of, message)),
  });
}

/** Runs something for the person of a link, with the case that it is for. @throws CaseError not-allowed, unknown-case */
async function asPerson<T>(
  services: Services,
  { caseNumber, personId }: UploadScope,
  run: (person: Person, of: OpenedCase) => Promise<T>,
): Promise<T> {
  const person = await personById(services, personId);
  if (!person) throw new CaseError('not-allowed', "You can't add files anymore.", 'Ask support if you think you should.');
  return runAs(person, async () => run(person, await open(services, person, caseNumber)));
}

type OpenedCase = Awaited<ReturnType<typeof open>>;

async function open(services: Services, person: Person, caseNumber: number) {
  const where = { number: caseNumber, ...scopeWhere(scopeOf(person)) };
  const of = await services.db.prisma.case.findFirst({
    where,
    select: { id: true, number: true, subject: true, accountId: true, status: true, erasedAt: true },
  });
  if (!of) throw unknownCase(caseNumber);
  authorize(person, 'post', of.accountId);
  // nothing new is kept of a case whose texts and files are gone
  if (of.erasedAt !== null) throw erasedCase(caseNumber);
  return of;
}

function closedNotice(caseNumber: number, { kind }: Person): string {
  const closed = `${formatCaseNumber(caseNumber)} is closed.`;
  return kind === 'advisor'
    ? `${closed} What you send is kept with the case.`
    : `${closed} What you send is kept with it, but nobody is working on the case. If you still need help, reopen it in Slack or Teams.`;
}

function stagedFiles(db: Tx, caseId: number, { id }: Person): Promise<File[]> {
  const where = { caseId, uploadedById: id, postId: null, state: 'stored' as const, deletedAt: null };
  return db.file.findMany({ where, orderBy: { id: 'asc' } });
}

/** Locks what a person has uploaded for a case until the transaction ends, so that files that arrive at the same time are counted. */
async function lockStaged(tx: Tx, caseId: number, { id }: Person): Promise<void> {
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${`staged ${caseId} ${id}`}, 0))`;
}

function stagedFile({ id, name, size, mediaType }: File): StagedFile {
  return { id, name, size: size ?? 0, mediaType: mediaType ?? 'application/octet-stream' };
}

/**
 * Stores a file that this person adds to a message of a case later.
 * @throws CaseError unknown-case, not-allowed, and why the file is not taken
 */
export async function stageFile(
  services: Services,
  person: Person,
  caseNumber: number,
  file: { name: string; content: AsyncIterable<Uint8Array> },
): Promise<StagedFile> {
  return stage(services, person, await open(services, person, caseNumber), file);
}

async function stage(
  services: Services,
  person: Person,
  of: OpenedCase,
  { name: typed, content }: { name: string; content: AsyncIterable<Uint8Array> },
): Promise<StagedFile> {
  const { attachments } = services.settings;
  const refuse = (problem: FileProblem): never => {
    const sentence = problemSentence({ name: cleanName(typed), problem }, attachments, formatSize);
    throw new CaseError(problem, sentence, nextStep(problem));
  };
  const taken = async (db: Tx) => {
    const files = await stagedFiles(db, of.id, person);
    if (files.length >= attachments.maxFiles) refuse('too-many');
    return files.map((file) => file.name);
  };
  if (!services.files) throw new CaseError('no-store', 'Files are not available here.');
  await taken(services.db.prisma);
  const stored = await services.files.store.put(content, { maxBytes: maxBytes(attachments) }).catch((error: unknown) => {
    if (error instanceof FileRefused) refuse(error.code);
    throw error;
  });
  if (stored.infection !== undefined) refuse('infected');
  const row = await services.db.transaction(async (tx) => {
    await lockStaged(tx, of.id, person);
    const names = await taken(tx);
    await claimContent(services, tx, stored);
    const by = { uploadedById: person.id, uploadedByName: person.name, createdAt: services.clock.now() };
    const data = { caseId: of.id, position: names.length, name: distinctName(cleanName(typed), names), ...by };
    return tx.file.create({ data: { ...data, ...columnsOf({ content: stored }) } });
  });
  return stagedFile(row);
}

function nextStep(problem: FileProblem): string {
  switch (problem) {
    case 'too-many':
      return 'Send these first, then add more.';
    case 'too-large':
      return 'Make it smaller, or share a link to it instead.';
    case 'infected':
      return "Please don't open it.";
    default:
      return 'Please try again.';
  }
}

async function send(
  services: Services,
  person: Person,
  of: OpenedCase,
  { fileIds, text, note, submission }: Parameters<FileDesk['send']>[1],
): Promise<readonly StagedFile[]> {
  const files = [...new Set(fileIds)].map((stagedId) => ({ stagedId }));
  if (files.length > services.settings.attachments.maxFiles)
    throw new CaseError(
      'too-many',
      `A message can have up to ${services.settings.attachments.maxFiles} files.`,
      'Send the others in another message.',
    );
  const request = { idempotencyKey: `upload:${of.id}:${person.id}:${submission}`, platform: null, files };
  const input = { number: of.number, text };
  if (!note) await addPost(services, person, input, request);
  else if (person.kind === 'advisor') await addNote(services, person, input, request);
  else throw new CaseError('not-allowed', 'Only advisors can add internal notes.', 'Nothing was sent.');
  const where = { id: { in: [...fileIds] }, caseId: of.id, uploadedById: person.id, postId: { not: null }, deletedAt: null };
  return (await services.db.prisma.file.findMany({ where, orderBy: { position: 'asc' } })).map(stagedFile);
}
