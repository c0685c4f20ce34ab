import { checkFiles, maxBytes } from '../../domain/files.ts';
import { FileRefused, type MailedFile } from '../../ports.ts';
import type { NewFile, Services } from '../context.ts';

/** A file whose content was stored or refused. */
export type SettledFile = Extract<NewFile, { result: unknown }>;

/** Checks the files of an email and stores their contents, within the limits of every other file. What is not kept says why. */
export async function filesOfMail({ files: services, settings }: Services, files: readonly MailedFile[]): Promise<SettledFile[]> {
  const offered = files.map(({ name, content }) => ({ name, content, size: content.length, ref: 'mail' }));
  const { kept, refused } = checkFiles(offered, settings.attachments);
  const settled: SettledFile[] = [];
  for (const { name, content } of kept) {
    if (!services) settled.push({ name, result: { problem: 'unreadable', size: content.length } });
    else settled.push({ name, result: await stored(services, content, maxBytes(settings.attachments)) });
  }
  return [...settled, ...refused.map(({ name, problem, size }) => ({ name, result: { problem, size } }))];
}

async function stored(
  { store }: NonNullable<Services['files']>,
  content: Uint8Array,
  max: number,
): Promise<SettledFile['result']> {
  const parts = async function* () {
    yield content;
  };
  try {
    return { content: await store.put(parts(), { maxBytes: max, size: content.length }) };
  } catch (error) {
    if (!(error instanceof FileRefused)) throw error;
    return { problem: error.code, size: content.length };
  }
}
