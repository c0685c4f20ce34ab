// The field for files in forms. A platform whose forms take no files leaves it out.
import type { Field } from '../cards/elements.ts';
import type { SentFile } from '../ports.ts';
import type { Services } from '../usecases/context.ts';
import type { SentFiles } from '../usecases/files/accept-files.ts';
import { speakerOf, type Context } from './capability.ts';

/** Builds the field, named `files`. @returns nothing where no files are kept */
export function filesField({ files, settings }: Services): Field[] {
  if (!files) return [];
  const { maxFiles, maxMegabytes } = settings.attachments;
  return [{ kind: 'files', name: 'files', label: 'Attachments', max: maxFiles, maxMegabytes }];
}

/** Says where the files come from that a person chose in the field. */
export function chosenFiles(context: Context, files: readonly SentFile[] = []): SentFiles | null {
  if (files.length === 0) return null;
  const { platform, workspaceId } = speakerOf(context);
  return { platform, workspaceId, files };
}
