// Deliveries that are a file: uploaded and shared in a thread, looked for after an interruption, and deleted. A share is recognized by the id
// of its upload, which is saved before the content is sent. Slack shares a file a while after the upload is complete, and now and then not at
// all (github.com/slackapi/node-slack-sdk/issues/2260, github.com/paradigmxyz/centaur/pull/311), so the share is waited for.
import type { webApi } from '@slack/bolt';
import type { Card, CardFile } from '../../cards/elements.ts';
import { DeliveryError, type DeliveredRef, type Found, type Target } from '../../ports.ts';
import { shownAs } from '../render/author.ts';
import { deliveryError } from './errors.ts';
import { stateOf, waitFor, type FileState, type UploadedFile } from './file-info.ts';
import { complete, contentDeadline, createContentSender, type FileParts, type Share } from './upload.ts';

/** Tells copies that are shared from those that a message shows, in the memory of copies. */
const prefix = 'share:';

/** Look-ups of a file that Slack has and does not share. With the outbox's pauses between them they take about ten minutes. */
const maxLooks = 10;

/** Deliveries that are files. */
export interface SharedFiles {
  /** @returns Slack's id of the file @throws DeliveryError */
  send(client: webApi.WebClient, target: Target, file: CardFile, author: Card['author'], deliveryId: number): Promise<string>;
  /** Looks for an interrupted share. @returns null if the delivery is not one */
  find(client: webApi.WebClient, target: Target, deliveryId: number): Promise<Found | null>;
  remove(client: webApi.WebClient, file: DeliveredRef): Promise<void>;
}

/** Tells whether the id of a message is that of a shared file. */
export function isFileId(messageId: string): boolean {
  return messageId.startsWith('F');
}

/** Creates it. */
export function createSharedFiles({ open, copies, checkAfterMs }: FileParts): SharedFiles {
  const looks = new Map<number, number>();
  const contents = createContentSender(open);

  const send: SharedFiles['send'] = async (client, target, file, author, deliveryId) => {
    const save = (id: string) => copies.save(deliveryId, file.id, `${prefix}${id}`);
    const id = await contents.send(client, file, deliveryId, save, contentDeadline());
    // an attempt that took too long may still be running while the next one uploads the file again
    const [current] = await copies.list(deliveryId);
    if (current?.externalId !== `${prefix}${id}`) throw new DeliveryError('failed', 'superseded');
    const { channelId, threadRef } = target;
    const share: Share = { channel_id: channelId, ...(threadRef ? { thread_ts: threadRef } : {}) };
    await complete(client, id, file.name, { ...share, ...(author ? shownAs(author) : {}) });
    const state = await waitFor(client, id, (found) => isIn(found, channelId), checkAfterMs).catch(() => 'unknown' as const);
    if (typeof state === 'string' || isIn(state, channelId)) return id;
    throw new DeliveryError('in-doubt', 'file_not_shared_yet');
  };

  const find: SharedFiles['find'] = async (client, { channelId }, deliveryId) => {
    const share = (await copies.list(deliveryId)).find(({ externalId }) => externalId.startsWith(prefix));
    if (!share) return null;
    const id = share.externalId.slice(prefix.length);
    const found = foundIn(await stateOf(client, id), id, channelId);
    if (found !== 'waiting') {
      looks.delete(deliveryId);
      return found;
    }
    const count = (looks.get(deliveryId) ?? 0) + 1;
    looks.set(deliveryId, count);
    if (count < maxLooks) throw new DeliveryError('failed', 'file_not_shared_yet');
    // deleted first, so that it is not shared beside the next one
    await deleteFile(client, id);
    looks.delete(deliveryId);
    return 'absent';
  };

  const remove: SharedFiles['remove'] = async (client, { channelId, messageId: id }) => {
    const state = await stateOf(client, id);
    // deleting a file leaves the message that shared it
    const messages = typeof state === 'string' ? [] : (state.shares.get(channelId) ?? []);
    for (const ts of messages) await ignoring(gone, () => client.chat.delete({ channel: channelId, ts }));
    await deleteFile(client, id);
  };
  return { send, find, remove };
}

function foundIn(state: FileState, id: string, channelId: string): Found | 'waiting' {
  if (state === 'deleted') return { messageId: id };
  if (typeof state === 'string') return state;
  return isIn(state, channelId) ? { messageId: id } : 'waiting';
}

function isIn({ shares }: UploadedFile, channelId: string): boolean {
  return shares.has(channelId);
}

const gone = ['message_not_found', 'cant_delete_message'];

/** Deletes a file; one that does not exist is not an error. */
export function deleteFile(client: webApi.WebClient, id: string): Promise<void> {
  return ignoring(['file_not_found', 'file_deleted'], () => client.files.delete({ file: id }));
}

/** @param codes Slack's errors for changes that were already made */
export async function ignoring(codes: readonly string[], run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    if (!codes.includes(deliveryError(error).code)) throw error;
  }
}
