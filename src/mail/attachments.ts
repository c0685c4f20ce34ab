// The files that the email of a post carries. They are read from the store while the email is sent, never as a whole. A file that cannot be
// read, or does not fit, stays a link. How much an email carries is configured by `attachments.mailMegabytes`.
import { addAbortSignal, type Readable } from 'node:stream';
import type { NodemailerError } from 'nodemailer';
import type { Card, CardFile } from '../cards/elements.ts';
import type { FileStore, Log } from '../ports.ts';
import { withTimeout } from '../with-timeout.ts';
import { isRefusedContent } from './errors.ts';
import { contentId } from './file-text.ts';

/** What carrying files needs. */
export interface AttachmentParts {
  open: FileStore['open'];
  /** of all files of an email together; 0: only links */
  maxBytes: number;
  log: Log;
  /** ms for reading and sending the files of one email; tests shorten it */
  contentMs?: number;
}

/** The outbox waits 15 s for an attempt. What is left must do for the same email without its files. */
const defaultContentMs = 9_000;

/** A file whose content is being read. */
export interface OpenFile {
  file: CardFile;
  content: Readable;
  /** the content broke off, is damaged, or took too long */
  isBroken: boolean;
}

/** Chooses the files that an email carries: in their order, each that still fits. */
export function filesToCarry({ elements }: Card, maxBytes: number): CardFile[] {
  let left = maxBytes;
  return elements
    .flatMap((element) => (element.kind === 'image' ? [element.file] : element.kind === 'files' ? element.files : []))
    .filter(({ size }) => {
      const fits = size <= left;
      if (fits) left -= size;
      return fits;
    });
}

/**
 * Sends an email with files. What the store cannot read is left out. When the rest is the reason why the email was not accepted, it is sent again
 * without what failed: an email never fails because of its files.
 * @param send makes one attempt to send. @throws whatever nodemailer throws
 */
export async function sendWithFiles<T>(
  parts: AttachmentParts,
  files: readonly CardFile[],
  send: (opened: readonly OpenFile[]) => Promise<T>,
): Promise<T> {
  const { contentMs = defaultContentMs, log } = parts;
  const deadline = AbortSignal.timeout(contentMs);
  let chosen = files;
  for (;;) {
    const opened = await openFiles({ ...parts, contentMs }, chosen, deadline);
    try {
      return await send(opened);
    } catch (error) {
      if (opened.length === 0 || !isAboutFiles(error)) throw error;
      const broken = opened.filter(({ isBroken }) => isBroken);
      const left = broken.length === 0 ? opened : broken;
      chosen = opened.filter((one) => !left.includes(one)).map(({ file }) => file);
      for (const { file } of left)
        log.warn({ err: error, fileId: file.id }, 'an email is sent without a file, which it links to');
    } finally {
      for (const { content } of opened) content.destroy();
    }
  }
}

/** Opens the contents of files at the same time, and ends all of them at the deadline. */
async function openFiles(
  { open, log, contentMs }: AttachmentParts & { contentMs: number },
  files: readonly CardFile[],
  deadline: AbortSignal,
): Promise<OpenFile[]> {
  const opened = await Promise.all(
    files.map(async (file): Promise<OpenFile | null> => {
      const opening = open(file.checksum);
      try {
        const content = await withTimeout(
          deadline.aborted ? 0 : contentMs,
          () => opening,
          () => null,
        );
        if (!content) throw new Error('The store did not open a file in time.');
        const one: OpenFile = { file, content, isBroken: false };
        content.on('error', () => (one.isBroken = true));
        addAbortSignal(deadline, content);
        return one;
      } catch (err) {
        // one that is opened too late is not needed anymore
        void opening.then(
          (content) => content.destroy(),
          () => undefined,
        );
        log.warn({ err, fileId: file.id }, 'an email links to a file that could not be read');
        return null;
      }
    }),
  );
  return opened.filter((one) => one !== null);
}

/** Tells whether an email was certainly not accepted, and would be without its files. */
function isAboutFiles(error: unknown): boolean {
  return (error as NodemailerError).code === 'ESTREAM' || isRefusedContent(error);
}

/** Describes a file as nodemailer attaches it. An image is part of the HTML. */
export function attachmentOf({ file, content }: OpenFile, images: ReadonlySet<number>) {
  return {
    filename: file.name,
    content,
    // parts of these types must not be encoded (RFC 2046, 5.2.1), and the content could break the email
    contentType: /^(?:message|multipart)\//.test(file.mediaType) ? 'application/octet-stream' : file.mediaType,
    contentTransferEncoding: 'base64' as const,
    ...(images.has(file.id) ? { cid: contentId(file), contentDisposition: 'inline' } : { contentDisposition: 'attachment' }),
  };
}
