// The cards with which Teams itself shows files in a personal chat: one that offers a file, and one that opens it.
// Follows learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4.
import type { Card, CardFile } from '../../cards/elements.ts';
import { truncate, visibleText } from '../../cards/visible-text.ts';
import { summaryOf } from './card.ts';
import { limits } from './limits.ts';

/** A message that is a file, as the Bot Connector takes it. */
export interface FileActivity {
  type: 'message';
  summary: string;
  attachments: [OfferedFile | KeptFile];
}

interface OfferedFile {
  contentType: 'application/vnd.microsoft.teams.card.file.consent';
  name: string;
  content: { description: string; sizeInBytes: number; acceptContext: FileContext; declineContext: FileContext };
}

interface KeptFile {
  contentType: 'application/vnd.microsoft.teams.card.file.info';
  contentUrl: string;
  name: string;
  content: { uniqueId: string; fileType: string };
}

/** What comes back with the person's decision; incoming/file-consent.ts reads it. */
interface FileContext {
  delivery: number;
}

/** Renders the offer of a file. Teams asks the person, and says where the content goes. */
export function offerActivity(card: Card & { file: CardFile }, deliveryId: number): FileActivity {
  const context = { delivery: deliveryId };
  const { name, size } = card.file;
  const description = truncate(visibleText(card.about ?? card.summary), limits.fileDescription);
  const content = { description, sizeInBytes: size, acceptContext: context, declineContext: context };
  return {
    type: 'message',
    summary: summaryOf(card.summary),
    attachments: [{ contentType: 'application/vnd.microsoft.teams.card.file.consent', name: storageName(name), content }],
  };
}

/** Renders a file that the person has in their OneDrive. */
export function keptActivity(
  summary: string,
  kept: { contentUrl: string; name: string; uniqueId: string; fileType: string },
): FileActivity {
  const { contentUrl, name, uniqueId, fileType } = kept;
  return {
    type: 'message',
    summary: summaryOf(summary),
    attachments: [
      { contentType: 'application/vnd.microsoft.teams.card.file.info', contentUrl, name, content: { uniqueId, fileType } },
    ],
  };
}

/** A name that OneDrive accepts (support.microsoft.com, Restrictions and limitations in OneDrive and SharePoint). */
function storageName(name: string): string {
  const plain = visibleText(name)
    .replace(/["*:<>?/\\|#%\s]+/g, ' ')
    .replace(/^[\s~.]+|[\s.]+$/g, '');
  return plain === '' ? 'file' : plain;
}
