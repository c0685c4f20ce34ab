import { checkFiles, type RefusedFile } from '../../domain/files.ts';
import type { PlatformName, SentFile } from '../../ports.ts';
import type { NewFile, Services } from '../context.ts';

/** Files as a platform handed them over, before they are checked. */
export interface SentFiles {
  platform: PlatformName;
  workspaceId: string;
  files: readonly SentFile[];
}

/** Files that were checked by what is known before they are read. */
export interface AcceptedFiles {
  /** what the request takes along */
  files: readonly NewFile[];
  refused: readonly RefusedFile[];
  /** names of files of which only the link is passed on */
  linked: readonly string[];
}

/** Checks the files of one message: their number, names and sizes. Nothing is stored. */
export function acceptFiles({ files: services, settings }: Services, sent: SentFiles | null | undefined): AcceptedFiles {
  if (!sent) return { files: [], refused: [], linked: [] };
  const { platform, workspaceId } = sent;
  const isReadable = services?.sources[platform] !== undefined;
  const offered = sent.files.map(({ ref, ...file }): SentFile => (isReadable && ref !== undefined ? { ...file, ref } : file));
  const { kept, refused } = checkFiles(offered, settings.attachments);
  return {
    files: kept.map(({ name, size, ref, link = '' }) =>
      ref === undefined ? { name, link } : { name, size: size ?? null, platform, workspaceId, ref },
    ),
    refused,
    linked: kept.filter(({ ref }) => ref === undefined).map(({ name }) => name),
  };
}
