// The cards with which a bot offers and shows files, in personal chats only
// (learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4).
import type { Attachment, Conversation, Json } from './state.ts';

export const offerType = 'application/vnd.microsoft.teams.card.file.consent';
const keptType = 'application/vnd.microsoft.teams.card.file.info';

/** @returns what is wrong with the file cards of an activity */
export function checkFileCards(activity: Json, { kind, drive }: Conversation): string[] {
  const cards = ((activity.attachments ?? []) as Attachment[]).filter(({ contentType }) =>
    [offerType, keptType].includes(contentType),
  );
  if (cards.length === 0) return [];
  const wrong = kind === 'personal' ? [] : [`a file card in a ${kind}`];
  for (const { contentType, name, content, contentUrl } of cards) {
    const { description, sizeInBytes, acceptContext, declineContext, uniqueId, fileType } = (content ?? {}) as Json;
    if (!name || /["*:<>?/\\|]/.test(name)) wrong.push(`OneDrive takes no file named “${name ?? ''}”`);
    if (contentType === offerType) {
      if (!Number.isInteger(sizeInBytes) || Number(sizeInBytes) < 1) wrong.push('an offered file has a size');
      if (typeof description !== 'string' || description === '') wrong.push('an offered file has a description');
      if (typeof acceptContext !== 'object' || typeof declineContext !== 'object') wrong.push('an offered file has contexts');
    } else {
      const isThere = drive.get(String(uniqueId))?.name === name && typeof contentUrl === 'string';
      if (!isThere || typeof fileType !== 'string') wrong.push(`“${name ?? ''}” is not in the person's OneDrive`);
    }
  }
  return wrong;
}

/** A file card as a person reads it. */
export function readFileCard({ contentType, name, content }: Attachment): string {
  const { description, sizeInBytes } = (content ?? {}) as Json;
  if (contentType === offerType) return `${String(description)}\n${name ?? ''}, ${String(sizeInBytes)} bytes\n[Allow]\n[Decline]`;
  return contentType === keptType ? `${name ?? ''} in OneDrive` : '';
}
