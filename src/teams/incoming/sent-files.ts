// The files of a message: those of personal chats come with an address to download them, pictures come as attachments or only as part of the
// text, and files in channels and group chats live in SharePoint, where the bot may not read them. Cards, GIFs, stickers and emoji are not
// files. Follows learn.microsoft.com/microsoftteams/platform/bots/how-to/bots-filesv4 and
// learn.microsoft.com/graph/api/resources/chatmessageattachment.
import type { SentFile } from '../../ports.ts';
import { hostedIn, isAttachmentOf } from '../transport/file-hosts.ts';
import { writeRef, type FileRef } from '../transport/file-ref.ts';
import type { MessageActivity } from './mentions.ts';

/** A picture in the text of a message. */
export interface Picture {
  src: string;
  /** its id in the store of Teams; '' where the text does not say */
  object: string;
  /** `png`, `jpeg` … where the text says so */
  format: string;
}

/** Where a message is, which decides how its files are read. */
export interface FilePlace {
  serviceUrl: string;
  /** address of Microsoft Graph */
  graphUrl: string;
  channelId: string;
  /** absent where Graph has no message that the bot could ask for */
  message?: Omit<FileRef & { kind: 'posted' }, 'kind' | 'object' | 'channelId'>;
}

/** What a message's text refers to. */
interface Found {
  pictures: readonly Picture[];
  /** ids of files */
  attached: readonly string[];
}

const download = 'application/vnd.microsoft.teams.file.download.info';

/**
 * Lists the files of a message in their order.
 * @param place absent where nothing can be read, only named
 */
export function sentFiles(
  activity: Pick<MessageActivity, 'attachments'>,
  { pictures, attached }: Found,
  place?: FilePlace,
): SentFile[] {
  const attachments = activity.attachments ?? [];
  const own = attachments.flatMap((attachment): SentFile[] => {
    const { contentType, contentUrl, name, content } = attachment;
    if (contentType === download) return [{ name: name || 'file', ...downloadRef(content) }];
    if (contentType === 'reference') return [{ name: name || 'file', ...(isWebAddress(contentUrl) ? { link: contentUrl } : {}) }];
    return [];
  });
  const unknown = attached.filter((id) => !attachments.some((one) => one.id === id));
  // a file without an id is one of those
  const nameless = unknown.slice(own.length - (attached.length - unknown.length)).map((): SentFile => ({ name: 'file' }));
  return [...own, ...nameless, ...named(picturesIn(attachments, pictures, place))];
}

function downloadRef(content: unknown): { ref?: string } {
  const { downloadUrl } = (content ?? {}) as { downloadUrl?: unknown };
  return typeof downloadUrl === 'string' ? { ref: writeRef({ kind: 'download', url: downloadUrl }) } : {};
}

interface ReadPicture {
  ref?: FileRef;
  format: string;
}

/** A picture in the text usually comes as an attachment as well. */
function picturesIn(
  attachments: NonNullable<MessageActivity['attachments']>,
  pictures: readonly Picture[],
  place: FilePlace | undefined,
): ReadPicture[] {
  const urls = attachments
    .filter(({ contentType }) => contentType.startsWith('image/'))
    .map(({ contentUrl }) => contentUrl ?? '')
    .filter((url) => url === '' || !place || isOfConnector(url, place));
  const isAttached = ({ object }: Picture): boolean => object !== '' && urls.some((url) => url.includes(object));
  const others = pictures.filter((picture) => !isAttached(picture));
  // where the ids tell nothing, the numbers do
  const inText = pictures.length - others.length > 0 ? others : pictures.slice(urls.length);
  return [
    ...urls.map((url): ReadPicture => {
      const format = pictures.find(({ object }) => object !== '' && url.includes(object))?.format ?? '';
      return { format, ...(place && url ? { ref: { kind: 'picture', url, channelId: place.channelId } } : {}) };
    }),
    ...inText.map((picture): ReadPicture => ({ format: picture.format, ...pictureRef(picture, place) })),
  ];
}

function pictureRef({ src, object }: Picture, place: FilePlace | undefined): { ref?: FileRef } {
  if (!place) return {};
  // the bot can read other conversations of the tenant, too, whose pictures are not for the people of this one
  if (hostedIn(src, place.graphUrl) === place.channelId) return { ref: { kind: 'hosted', url: src } };
  if (isAttachmentOf(src, place.serviceUrl)) return { ref: { kind: 'picture', url: src, channelId: place.channelId } };
  if (object === '' || !place.message) return {};
  return { ref: { kind: 'posted', object, channelId: place.channelId, ...place.message } };
}

/** Pictures have no names in Teams. */
function named(pictures: readonly ReadPicture[]): SentFile[] {
  return pictures.map(({ ref, format }, index) => {
    const ending = /^(png|jpe?g|gif|webp)$/i.test(format) ? `.${format.toLowerCase().replace('jpeg', 'jpg')}` : '';
    const name = `${pictures.length > 1 ? `image ${index + 1}` : 'image'}${ending}`;
    return { name, ...(ref ? { ref: writeRef(ref) } : {}) };
  });
}

/** GIFs and stickers come as attachments from other hosts. */
function isOfConnector(url: string, place: FilePlace): boolean {
  return URL.canParse(url) && URL.canParse(place.serviceUrl) && new URL(url).origin === new URL(place.serviceUrl).origin;
}

function isWebAddress(url: string | null | undefined): url is string {
  return typeof url === 'string' && /^https?:\/\//i.test(url) && URL.canParse(url);
}
