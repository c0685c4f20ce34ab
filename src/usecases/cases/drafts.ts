import { CaseError } from '../../domain/case-error.ts';
import type { Person } from '../../domain/person.ts';
import { decrypt, encrypt } from '../../db/secrets.ts';
import type { Services } from '../context.ts';
import type { SentFiles } from '../files/accept-files.ts';

/** A message that is kept until it is posted or becomes a case. */
interface Draft {
  text: string;
  /** back to the message */
  link?: string | null;
  files?: SentFiles | null;
}

/** Names what is encrypted, so that it cannot be decrypted elsewhere. */
export const draftFilesPlace = 'draft files';

/**
 * Keeps a message until it is posted or becomes a case.
 * @returns the draft's id, short enough for the value of a button
 */
export async function saveDraft(services: Services, actor: Person, { text, link, files }: Draft): Promise<string> {
  const written = files && files.files.length > 0 ? JSON.stringify(files) : null;
  const keys = services.files?.secretKeys;
  const sealed = written !== null && keys ? encrypt(keys, written, draftFilesPlace) : written;
  return (await services.db.prisma.draft.create({ data: { personId: actor.id, text, link, files: sealed } })).id;
}

/**
 * Loads a draft of this person.
 * @throws CaseError draft-gone after a week, and for everybody but its author
 */
export async function loadDraft(
  services: Services,
  actor: Person,
  id: string,
): Promise<{ text: string; link: string | null; files: SentFiles | null }> {
  const draft = await services.db.prisma.draft.findFirst({ where: { id, personId: actor.id } });
  if (!draft) throw new CaseError('draft-gone', 'That message is no longer saved.', 'Please write it again.');
  const { text, link, files } = draft;
  return { text, link, files: files === null ? null : readFiles(services, files) };
}

function readFiles({ files }: Services, sealed: string): SentFiles {
  const written = files?.secretKeys && sealed.startsWith('v1.') ? decrypt(files.secretKeys, sealed, draftFilesPlace) : sealed;
  // written by `saveDraft` only
  return JSON.parse(written) as SentFiles;
}
