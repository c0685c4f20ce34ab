// Messages that are files. A person is offered the file; when they take it, the delivery is updated, and the update uploads the content into
// their OneDrive. What cannot be uploaded has a download link instead.
import type { Activity } from 'botbuilder';
import type { Card, CardFile } from '../../cards/elements.ts';
import type { Clock, FileCopies, FileStore } from '../../ports.ts';
import { keptActivity, offerActivity } from '../render/file-card.ts';
import { readCopy, writeCopy, type Copy } from './copy.ts';
import type { FileHosts } from './file-hosts.ts';
import { uploadFile } from './upload-file.ts';

/** What messages with files need. */
export interface FileParts {
  store: FileStore;
  copies: FileCopies;
  hosts: FileHosts;
  clock: Clock;
}

/** Renders messages that are files, in personal chats. */
export interface FileMessages {
  /** Renders the message that offers a file. @returns null for a card that is not a file, or whose file was offered before */
  offer(card: Card, deliveryId: number): Promise<Partial<Activity> | null>;
  /** Remembers that Teams accepts no offer here, so that the elements of the card show the file. */
  offerRefused(card: Card, deliveryId: number): Promise<void>;
  /**
   * Renders the message as it should be now, and uploads the file if the person took it.
   * @returns null where the elements of the card show the file
   * @throws DeliveryError while the upload goes on
   */
  current(card: Card, deliveryId: number): Promise<Partial<Activity> | null>;
  /** Forgets a deleted message. What a person has in their own OneDrive stays theirs. */
  forget(deliveryId: number): Promise<void>;
}

/** ms that an attempt uploads before it lets other messages pass; the worker waits 15 s for an attempt */
const attemptMs = 8_000;

/** Creates them. */
export function createFileMessages({ store, copies, hosts, clock }: FileParts): FileMessages {
  const copyOf = async ({ id }: CardFile, deliveryId: number): Promise<Copy | null> => {
    const copy = (await copies.list(deliveryId)).find(({ fileId }) => fileId === id);
    return copy ? (readCopy(copy.externalId) ?? { state: 'failed' }) : null;
  };
  const upload = async (file: CardFile, deliveryId: number, copy: Copy & { state: 'accepted' }): Promise<Copy> => {
    const startedAt = performance.now();
    const { uploadUrl, until, state: _, ...place } = copy;
    const isLate = clock.now().getTime() >= until;
    const hasTime = (): boolean => performance.now() - startedAt < attemptMs;
    const isThere = !isLate && (await uploadFile({ store, hosts, file, uploadUrl, hasTime }));
    const result: Copy = isThere ? { state: 'uploaded', ...place } : { state: 'failed' };
    await copies.save(deliveryId, file.id, writeCopy(result));
    return result;
  };
  return {
    offer: async (card, deliveryId) => {
      if (!isFile(card) || (await copyOf(card.file, deliveryId))) return null;
      return offerActivity(card, deliveryId);
    },
    offerRefused: async ({ file }, deliveryId) => {
      if (file) await copies.save(deliveryId, file.id, writeCopy({ state: 'failed' }));
    },
    current: async (card, deliveryId) => {
      if (!isFile(card)) return null;
      const known = await copyOf(card.file, deliveryId);
      if (!known) return offerActivity(card, deliveryId);
      const copy = known.state === 'accepted' ? await upload(card.file, deliveryId, known) : known;
      return copy.state === 'uploaded' ? keptActivity(card.summary, copy) : null;
    },
    forget: async (deliveryId) => copies.forget(deliveryId),
  };
}

function isFile(card: Card): card is Card & { file: CardFile } {
  return card.file !== undefined;
}
