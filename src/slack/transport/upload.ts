// Uploads files in the three steps of Slack's external upload: a ticket, the content, the completion. Nobody sees a file that is not
// complete, so every failure before the completion is harmless.
// Follows docs.slack.dev/reference/methods/files.getUploadURLExternal and …/files.completeUploadExternal.
import type { webApi } from '@slack/bolt';
import type { CardFile } from '../../cards/elements.ts';
import { DeliveryError, type FileCopies, type FileStore } from '../../ports.ts';
import { deliveryError } from './errors.ts';

/** What uploads need: the contents, and the memory of what was uploaded. */
export interface FileParts {
  open: FileStore['open'];
  copies: FileCopies;
  /** ms to wait before Slack is asked again whether it has processed a file; tests shorten it */
  checkAfterMs?: readonly number[];
}

/** ms for the contents of one attempt. The outbox waits 15 s for an attempt, and the completion needs some of them. */
const contentMs = 10_000;

/** Limits the time in which an attempt may send contents. */
export function contentDeadline(): AbortSignal {
  return AbortSignal.timeout(contentMs);
}

/**
 * Sends the content of a file. @param save records the copy before its content is sent
 * @returns Slack's id of the file, which is not complete
 * @throws DeliveryError, never in doubt
 */
export async function sendContent(
  client: webApi.WebClient,
  { name, size, checksum }: CardFile,
  open: FileStore['open'],
  save: (id: string) => Promise<void>,
  deadline: AbortSignal,
): Promise<string> {
  try {
    const { file_id: id, upload_url: url } = await client.files.getUploadURLExternal({ filename: name, length: size });
    if (!id || !url) throw new DeliveryError('failed', 'no_upload_url');
    await save(id);
    const content = await open(checksum);
    const headers = { 'content-type': 'application/octet-stream', 'content-length': `${size}` };
    // a stream needs `duplex`, which TypeScript does not know yet
    const request = { method: 'POST', headers, body: content, duplex: 'half', redirect: 'error', signal: deadline };
    const { status, body } = await fetch(url, request as unknown as RequestInit);
    await body?.cancel();
    if (status !== 200) throw new DeliveryError('failed', `upload_http_${status}`);
    deadline.throwIfAborted();
    return id;
  } catch (error) {
    throw harmless(error, 'upload_failed');
  }
}

/** Where a completed file is shared, and as whose. */
export interface Share {
  channel_id?: string;
  thread_ts?: string;
  username?: string;
  icon_url?: string;
}

/** Completes an upload. Without a channel, only the bot sees the file. @throws what the Web API throws */
export async function complete(client: webApi.WebClient, id: string, title: string, share: Share = {}): Promise<void> {
  const args = { files: [{ id, title }], ...share };
  // the SDK's types know neither name nor picture of the author (docs.slack.dev/reference/scopes/chat.write.customize)
  await client.files.completeUploadExternal(args as unknown as webApi.FilesCompleteUploadExternalArguments);
}

/** Turns the failure of a step that nobody sees into one that is not in doubt. @param code where the error has none */
export function harmless(error: unknown, code?: string): DeliveryError {
  const failure = deliveryError(error);
  if (failure.kind !== 'in-doubt') return failure;
  return new DeliveryError('failed', failure.code === 'unexpected' && code ? code : failure.code, undefined, { cause: error });
}
