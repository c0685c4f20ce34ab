import { CaseError } from '../../domain/case-error.ts';
import { seesInternal, type Person } from '../../domain/person.ts';
import type { DownloadableFile } from '../../ports.ts';
import { scopeOf, scopeWhere } from '../scope.ts';
import type { Services } from '../context.ts';

/**
 * Finds a file that a person may download. Files of notes are for those who read notes.
 * @throws CaseError unknown-file, also for one that this person may not see and one that is not stored
 */
export async function fileOfReader({ db }: Services, actor: Person, id: number): Promise<DownloadableFile> {
  const file = await db.prisma.file.findFirst({
    where: {
      ...{ id, state: 'stored', deletedAt: null, case: scopeWhere(scopeOf(actor)) },
      post: { deletedAt: null, ...(seesInternal(actor) ? {} : { kind: { not: 'note' as const } }) },
    },
  });
  if (!file || file.checksum === null || file.size === null || file.mediaType === null)
    throw new CaseError('unknown-file', "We couldn't find that file.", 'It may have been deleted, or is not stored yet.');
  const { checksum, name, size, mediaType } = file;
  return { checksum, name, size, mediaType };
}
