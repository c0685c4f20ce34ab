// The answer to a card that offers a file (render/file-card.ts). It is recorded, and the delivery uploads the file when it updates its message,
// so that an upload survives a restart. Follows learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4, Upload files to
// personal chat.
import { z } from 'zod';
import { ignored } from '../../chat/ending.ts';
import { channelOf } from '../../chat/interaction.ts';
import { writeCopy, type Copy } from '../transport/copy.ts';
import type { Adapter, IncomingActivity } from './adapter.ts';
import type { InvokeValue } from './payload.ts';

/** What our card said. The delivery is looked up, so nobody reaches one of another conversation. */
const contextShape = z.object({ delivery: z.int().positive() });

/** How long an upload is tried. Teams keeps its place for about 15 minutes. */
const uploadMs = 10 * 60_000;

/** Records whether a person takes a file. @returns nothing: Teams waits for the status only */
export async function onFileConsent(adapter: Adapter, incoming: IncomingActivity, value: InvokeValue): Promise<undefined> {
  const context = contextShape.safeParse(value.context);
  const copy = copyOf(adapter, value);
  const { speaker, place } = incoming;
  if (!context.success || !copy || place.kind !== 'direct') {
    adapter.router.ended('teams', 'platform-event', ignored('unused-event'));
    return undefined;
  }
  const isFirst = await adapter.files.answerOffer(channelOf(speaker, place), context.data.delivery, writeCopy(copy));
  adapter.router.ended('teams', 'action', { kind: isFirst ? 'effect' : 'repeat' });
  return undefined;
}

/** @returns null for an answer that is neither yes nor no */
function copyOf({ files, clock }: Adapter, { action, uploadInfo }: InvokeValue): Copy | null {
  if (action === 'decline') return { state: 'declined' };
  if (action !== 'accept') return null;
  const { name = '', contentUrl = '', uploadUrl = '', uniqueId = '', fileType = '' } = uploadInfo ?? {};
  if (uniqueId === '' || !files.hosts.isStorage(uploadUrl) || !files.hosts.isStorage(contentUrl)) return { state: 'failed' };
  return { state: 'accepted', name, contentUrl, uploadUrl, uniqueId, fileType, until: clock.now().getTime() + uploadMs };
}
