// The images of messages: copies that the bot uploads for itself and shows in image blocks. Slack refuses a copy that it has not processed
// yet (github.com/slackapi/java-slack-sdk/issues/1349). Follows docs.slack.dev/reference/block-kit/composition-objects/slack-file-object.
import { webApi } from '@slack/bolt';
import type { Card, CardFile } from '../../cards/elements.ts';
import { DeliveryError } from '../../ports.ts';
import type { Copies } from '../render/element.ts';
import { stateOf, waitFor } from './file-info.ts';
import { deleteFile } from './shared-files.ts';
import { complete, contentDeadline, createContentSender, harmless, type FileParts } from './upload.ts';

/** The images that Slack shows. */
const types = new Set(['image/png', 'image/jpeg', 'image/gif']);

/** The images of messages. */
export interface ImageCopies {
  /** Uploads what a card shows and is not uploaded yet. @returns the copies; an image that Slack does not take has none @throws DeliveryError */
  ready(client: webApi.WebClient, card: Card, deliveryId: number): Promise<Copies>;
  /**
   * Decides what follows when Slack refuses a message with images. @returns that it refuses them for good
   * @throws DeliveryError to try again: copies are not processed yet, or were lost and are uploaded again
   */
  refused(client: webApi.WebClient, copies: Copies, card: Card, deliveryId: number): Promise<void>;
  /** Deletes the copies that a card does not show anymore, or all of them. */
  prune(client: webApi.WebClient, deliveryId: number, card?: Card): Promise<void>;
}

/** Creates it. */
export function createImageCopies({ open, copies, checkAfterMs }: FileParts): ImageCopies {
  const contents = createContentSender(open);
  const upload = async (client: webApi.WebClient, file: CardFile, deliveryId: number, deadline: AbortSignal): Promise<string> => {
    const save = (copy: string) => copies.save(deliveryId, file.id, copy);
    const id = await contents.send(client, file, deliveryId, save, deadline);
    // an attempt that lost its lease may still be running; a file that it completes would stay there, unknown to everybody
    const current = (await copies.list(deliveryId)).find(({ fileId }) => fileId === file.id);
    if (current?.externalId !== id) throw new DeliveryError('failed', 'superseded');
    try {
      await complete(client, id, file.name);
    } catch (error) {
      throw harmless(error);
    }
    return id;
  };

  const tryUpload = (client: webApi.WebClient, file: CardFile, deliveryId: number): Promise<boolean> =>
    unlessRefused(async () => void (await upload(client, file, deliveryId, contentDeadline())));

  const ready: ImageCopies['ready'] = async (client, card, deliveryId) => {
    const images = imagesOf(card).filter(({ mediaType }) => types.has(mediaType));
    const known = new Map<number, string>();
    if (images.length === 0) return known;
    for (const { fileId, externalId } of await copies.list(deliveryId)) known.set(fileId, externalId);
    const deadline = contentDeadline();
    for (const file of images) {
      if (known.has(file.id)) continue;
      await unlessRefused(async () => {
        const id = await upload(client, file, deliveryId, deadline);
        known.set(file.id, id);
        const state = await waitFor(client, id, ({ isReady }) => isReady, checkAfterMs);
        if (typeof state !== 'string' && !state.isReady) throw notReady();
      });
    }
    return known;
  };

  const refused: ImageCopies['refused'] = async (client, shown, card, deliveryId) => {
    let isWaiting = false;
    for (const file of imagesOf(card)) {
      const copy = shown.get(file.id);
      const state = copy === undefined ? 'unknown' : await stateOf(client, copy);
      if (state === 'absent' || state === 'deleted') isWaiting = (await tryUpload(client, file, deliveryId)) || isWaiting;
      else isWaiting ||= state !== 'unknown' && !state.isReady;
    }
    if (isWaiting) throw notReady();
  };

  const prune: ImageCopies['prune'] = async (client, deliveryId, card) => {
    const all = await copies.list(deliveryId);
    const shown = new Set(card ? imagesOf(card).map(({ id }) => id) : []);
    const obsolete = all.filter(({ fileId }) => !shown.has(fileId));
    if (obsolete.length === 0) return;
    // a copy that may not be deleted is seen by nobody but the bot
    for (const { externalId } of obsolete) await unlessRefused(() => deleteFile(client, externalId));
    await copies.forget(deliveryId);
    for (const { fileId, externalId } of all) if (shown.has(fileId)) await copies.save(deliveryId, fileId, externalId);
  };
  return { ready, refused, prune };
}

function imagesOf({ elements }: Card): CardFile[] {
  return elements.flatMap((element) => (element.kind === 'image' ? [element.file] : []));
}

function notReady(): DeliveryError {
  return new DeliveryError('failed', 'file_not_ready');
}

/** @returns false if Slack refuses for good, such as a workspace that takes no uploads: the image is a link there */
async function unlessRefused(run: () => Promise<void>): Promise<boolean> {
  try {
    await run();
    return true;
  } catch (error) {
    const failure = harmless(error);
    if (failure.kind !== 'refused') throw failure;
    return false;
  }
}

/** Tells whether Slack refused a message for its images. */
export function isAboutImages(error: unknown): boolean {
  if (!(error instanceof webApi.WebAPIPlatformError) || error.data.error !== 'invalid_blocks') return false;
  return /slack.?file/i.test(JSON.stringify(error.data));
}
