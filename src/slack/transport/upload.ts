// Uploads files in the three steps of Slack's external upload: a ticket, the content, the completion. Nobody sees a file that is not
// complete, so every failure before the completion is harmless.
// Follows docs.slack.dev/reference/methods/files.getUploadURLExternal and …/files.completeUploadExternal.
import type { Readable } from 'node:stream';
import type { webApi } from '@slack/bolt';
import type { CardFile } from '../../cards/elements.ts';
import { DeliveryError, FileUnavailable, type FileCopies, type FileStore } from '../../ports.ts';
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

/** Sends contents for one transport. */
export interface ContentSender {
  /**
   * Sends the content of a file for a delivery.
   * @param save records the copy before its content is sent
   * @returns Slack's id of the file, which is not complete
   * @throws DeliveryError, never in doubt; refused when the content is lost, or could not be sent for a while
   */
  send(
    client: webApi.WebClient,
    file: CardFile,
    deliveryId: number,
    save: (id: string) => Promise<void>,
    deadline: AbortSignal,
  ): Promise<string>;
}

/**
 * Attempts at one content. With the outbox's pauses between them they take about a minute. Then the file is a link, so that one content does
 * not hold up everything behind it in the conversation.
 */
const maxTries = 8;

/** Creates it. */
export function createContentSender(open: FileStore['open']): ContentSender {
  const tries = new Map<string, number>();
  return {
    send: async (client, file, deliveryId, save, deadline) => {
      const key = `${deliveryId}/${file.id}`;
      try {
        const id = await sendContent(client, file, open, save, deadline);
        tries.delete(key);
        return id;
      } catch (error) {
        const failure = harmless(error, 'upload_failed');
        if (failure.kind !== 'failed') throw failure;
        const count = (tries.get(key) ?? 0) + 1;
        tries.set(key, count);
        if (count < maxTries) throw failure;
        tries.delete(key);
        throw new DeliveryError('refused', failure.code, undefined, { cause: error });
      }
    },
  };
}

async function sendContent(
  client: webApi.WebClient,
  { name, size, checksum }: CardFile,
  open: FileStore['open'],
  save: (id: string) => Promise<void>,
  deadline: AbortSignal,
): Promise<string> {
  let broken: unknown;
  const content = await opened(open(checksum), deadline);
  content.on('error', (error) => (broken = error));
  try {
    const { file_id: id, upload_url: url } = await client.files.getUploadURLExternal({ filename: name, length: size });
    if (!id || !url) throw new DeliveryError('failed', 'no_upload_url');
    await save(id);
    const headers = { 'content-type': 'application/octet-stream', 'content-length': `${size}` };
    // a stream needs `duplex`, which TypeScript does not know yet
    const request = { method: 'POST', headers, body: content, duplex: 'half', redirect: 'error', signal: deadline };
    const { status, body } = await fetch(url, request as unknown as RequestInit);
    await body?.cancel();
    if (status !== 200) throw new DeliveryError('failed', `upload_http_${status}`);
    deadline.throwIfAborted();
    return id;
  } catch (error) {
    throw broken instanceof FileUnavailable ? contentError(broken) : error;
  } finally {
    content.destroy();
  }
}

/** Opens a content before the deadline. One that is opened later is closed again. */
async function opened(opening: Promise<Readable>, deadline: AbortSignal): Promise<Readable> {
  const late = new Promise<never>((_resolve, reject) => {
    deadline.addEventListener('abort', () => reject(new FileUnavailable('later', 'no_answer')), { once: true });
  });
  try {
    return await Promise.race([opening, late]);
  } catch (error) {
    void opening.then(
      (content) => content.destroy(),
      () => undefined,
    );
    throw error instanceof FileUnavailable ? contentError(error) : error;
  }
}

function contentError(cause: FileUnavailable): DeliveryError {
  return cause.kind === 'gone'
    ? new DeliveryError('refused', 'content_lost', undefined, { cause })
    : new DeliveryError('failed', 'content_unavailable', undefined, { cause });
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
