// GET /files/attachments/…: downloads a file of a case. The signed link says for whom it was made, and every request asks again whether they
// may see the file now. Ranges, HEAD and conditional requests follow RFC 9110. A file is shown in the browser (`show=full`) only when it is an
// image that cannot contain scripts; everything else is saved. `show=1` shows such an image as cards can, which may be a smaller copy of it.
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import contentDisposition from 'content-disposition';
import { shownPicture, type ShownPicture } from '../cards/shown-picture.ts';
import { contentRange, readRange, type ByteRange } from '../domain/byte-range.ts';
import { inlineTypes } from '../domain/files.ts';
import { FileUnavailable, type DownloadableFile, type FileDesk, type FileStore } from '../ports.ts';
import type { SignedFiles } from './links.ts';
import type { PictureCopies } from './pictures/copies.ts';
import { badLink, guarded, message, respond, wrongMethod, type Answer, type RespondParts } from './respond.ts';

/** What serving files of cases needs. */
export interface DownloadParts extends RespondParts {
  links: SignedFiles;
  desk: Pick<FileDesk, 'mayDownload' | 'downloaded'>;
  store: Pick<FileStore, 'open'>;
  copies: PictureCopies;
  /** how long a reader may take nothing before the connection is closed, ms */
  idleMs?: number;
}

/** The browser keeps a copy, but asks before it uses it again, so that a link stops working at once. */
const headersOf = (file: Pick<DownloadableFile, 'name' | 'mediaType'>, etag: string, asImage: boolean) => ({
  ...guarded,
  'content-type': file.mediaType,
  'content-disposition': contentDisposition(file.name, { type: asImage ? 'inline' : 'attachment' }),
  'content-security-policy': "default-src 'none'; sandbox",
  'cache-control': 'private, no-cache',
  etag,
});

const etagOf = ({ checksum }: DownloadableFile) => `"${checksum}"`;
/** Tells whether the browser has the current content. A proxy that compresses makes the tag a weak one (RFC 9110, 13.1.2). */
const has = (etags: string | undefined, etag: string) =>
  etags?.split(/\s*,\s*/).some((one) => one === '*' || one.replace(/^W\//, '') === etag) === true;

/** Serves a file of a case. */
export async function serveDownload(parts: DownloadParts, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method = 'GET', url = '', headers } = request;
  if (method !== 'GET' && method !== 'HEAD') return respond(request, response, wrongMethod(parts, 'GET, HEAD'));
  const requested = parts.links.readDownload(url);
  if (requested === null) return respond(request, response, badLink(parts));
  if (requested === 'expired') return respond(request, response, expired(parts));
  const file = await parts.desk.mayDownload(requested.fileId, requested.audience);
  if (!file) return respond(request, response, gone(parts));

  const sent = (): void => parts.desk.downloaded(requested.fileId, requested.audience, show === '1');
  const show = new URL(url, 'http://localhost').searchParams.get('show');
  const asImage = inlineTypes.includes(file.mediaType) && (show === '1' || show === 'full');
  const picture = asImage && show === '1' ? shownPicture(file) : null;
  if (picture?.isCopy) {
    const answer = await copyAnswer(parts, file, picture, headers);
    if (answer?.status === 200 && method === 'GET') sent();
    if (answer) return respond(request, response, answer);
  }
  return serveWhole({ ...parts, sent }, file, asImage, request, response);
}

/** @returns null when there is no copy, so that the browser may try the picture itself */
async function copyAnswer(
  parts: DownloadParts,
  file: DownloadableFile,
  picture: ShownPicture,
  { 'if-none-match': known }: IncomingMessage['headers'],
): Promise<Answer | null> {
  const etag = `"${file.checksum}-copy"`;
  try {
    const copy = await parts.copies.copyOf(file.checksum, picture);
    if (!copy) return null;
    const ending = copy.mediaType === 'image/png' ? '.png' : '.jpg';
    const named = { name: `${path.parse(file.name).name}${ending}`, mediaType: copy.mediaType };
    const common = { ...headersOf(named, etag, true), 'accept-ranges': 'none' };
    return has(known, etag) ? { status: 304, headers: common, body: '' } : { status: 200, headers: common, body: copy.body };
  } catch (error) {
    return unavailable(parts, error);
  }
}

/** @param parts.sent is called when the content is about to be sent, but not when the browser has it already */
async function serveWhole(
  parts: DownloadParts & { sent: () => void },
  file: DownloadableFile,
  asImage: boolean,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { method = 'GET', headers } = request;
  const common = { ...headersOf(file, etagOf(file), asImage), 'accept-ranges': 'bytes' };
  if (has(headers['if-none-match'], etagOf(file))) {
    response.writeHead(304, common).end();
    return;
  }
  // ranges are defined for GET only (RFC 9110, 14.2)
  const range = method === 'GET' ? readRange({ size: file.size, etag: etagOf(file) }, headers) : undefined;
  if (range === 'unsatisfiable') {
    const next = 'Download the whole file again.';
    const answer = message(parts, 416, 'This part of the file does not exist.', next, {
      'content-range': contentRange(file.size, undefined),
    });
    return respond(request, response, answer);
  }
  const length = range ? range.end - range.start + 1 : file.size;
  const sized = {
    ...common,
    'content-length': length,
    ...(range ? { 'content-range': contentRange(file.size, range) } : {}),
  };
  const status = range ? 206 : 200;
  if (method === 'HEAD') {
    response.writeHead(status, sized).end();
    return;
  }
  const content = await openContent(parts, file, range);
  if ('body' in content) return respond(request, response, content);
  parts.sent();
  response.writeHead(status, sized);
  await send(parts, content, response);
}

async function openContent(
  parts: DownloadParts,
  { checksum }: DownloadableFile,
  range: ByteRange | undefined,
): Promise<Readable | Answer> {
  try {
    return await parts.store.open(checksum, range);
  } catch (error) {
    return unavailable(parts, error);
  }
}

/** @throws the error, if it is not about the content */
function unavailable(parts: DownloadParts, error: unknown): Answer {
  if (!(error instanceof FileUnavailable)) throw error;
  parts.log.error({ err: error, what: 'file' }, 'a stored file cannot be read');
  if (error.kind === 'gone') return gone(parts);
  const next = 'Try again in a few minutes.';
  return message(parts, 503, "This file can't be read at the moment.", next, { 'retry-after': '60' });
}

/** Sends content as fast as the reader takes it. A reader who leaves, or takes nothing for a while, releases it. */
async function send(parts: DownloadParts, content: Readable, response: ServerResponse): Promise<void> {
  response.setTimeout(parts.idleMs ?? 120_000, () => response.destroy());
  try {
    await pipeline(content, response);
  } catch (error) {
    const left = error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
    if (!left) parts.log.error({ err: error, what: 'file' }, 'a download broke off');
  }
}

const expired = (parts: RespondParts) =>
  message(parts, 410, 'This link has expired.', 'Open the case in Slack or Teams to get a new one.');

/** A file that is gone and one that the reader may not see look the same. */
const gone = (parts: RespondParts) =>
  message(
    parts,
    404,
    "This file isn't available to you.",
    'It was deleted, or you no longer have access to it. Ask in the case if you still need it.',
  );
