// Files that people attach to a message or a form: which of them the bot can read, and what transport/file-source.ts needs for it.
// Follows docs.slack.dev/reference/objects/file-object and docs.slack.dev/apis/slack-connect (files that need files.info first).
import { z } from 'zod';
import { optional, platformId, typedText } from '../../chat/payload.ts';
import type { SentFile } from '../../ports.ts';
import type { FileRef } from '../transport/file-source.ts';
import type { Adapter } from './adapter.ts';

const address = optional(z.url({ protocol: /^https?$/ })).catch(undefined);

/** The fields of a file that are read. */
export const slackFile = z.object({
  id: optional(platformId).catch(undefined),
  name: optional(typedText).catch(undefined),
  title: optional(typedText).catch(undefined),
  size: optional(z.number().int().min(0)).catch(undefined),
  mode: optional(z.string()).catch(undefined),
  file_access: optional(z.string()).catch(undefined),
  is_external: optional(z.boolean()).catch(undefined),
  external_url: address,
  url_private: address,
  url_private_download: address,
  permalink: address,
});

/** A file as Slack describes it. */
export interface SlackFile {
  id?: string;
  name?: string | null;
  title?: string | null;
  size?: number;
  mode?: string;
  file_access?: string;
  is_external?: boolean;
  external_url?: string;
  url_private?: string;
  url_private_download?: string;
  permalink?: string;
}

/** Documents that live in Slack, old messages of free plans, and forwarded mails: their content is not a file that can be downloaded. */
const withoutContent = new Set(['quip', 'canvas', 'list', 'space', 'post', 'email', 'hidden_by_limit']);

/** Reads files. A deleted file is left out. */
export function toSentFiles(files: readonly SlackFile[]): SentFile[] {
  return files.flatMap((file): SentFile[] => {
    const { id, size, mode, permalink } = file;
    if (mode === 'tombstone') return [];
    const name = file.name || file.title || 'a file';
    if (file.is_external || mode === 'external') {
      const link = file.external_url ?? file.url_private ?? permalink;
      return [{ name, ...(link ? { link } : {}) }];
    }
    if (id === undefined || withoutContent.has(mode ?? '')) return [{ name, ...(permalink ? { link: permalink } : {}) }];
    const url = file.url_private_download ?? file.url_private;
    const ref: FileRef = { id, ...(url ? { url } : {}) };
    return [{ name, ...(size === undefined ? {} : { size }), ref: JSON.stringify(ref) }];
  });
}

/** Files looked up per message. A post takes ten, and the others are refused without being read. */
const maxLookups = 10;

/** Reads files, and asks Slack about those that it names by their ids alone, as in channels shared between organizations. */
export async function readFiles(adapter: Adapter, workspaceId: string, files: readonly SlackFile[]): Promise<SentFile[]> {
  const unknown = files.filter(({ file_access: access }) => access === 'check_file_info').slice(0, maxLookups);
  const found = new Map(
    await Promise.all(unknown.map(async (file) => [file, await lookUp(adapter, workspaceId, file)] as const)),
  );
  return toSentFiles(files.map((file) => found.get(file) ?? file));
}

/** A failed look-up must not hold up a message: the file is read by its id later. */
async function lookUp(adapter: Adapter, workspaceId: string, file: SlackFile): Promise<SlackFile> {
  try {
    const client = await adapter.clients.of(workspaceId);
    const { file: found } = await client.files.info({ file: file.id ?? '' });
    return slackFile.parse(found);
  } catch {
    return file;
  }
}
