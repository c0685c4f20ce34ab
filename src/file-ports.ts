// What the inside asks of those who handle files, and what they ask of it. Part of ports.ts, through which all rooms import it.
import type { Readable } from 'node:stream';
import type { ComparedSpan } from './domain/stats/stats-period.ts';
import type { StatsSplit } from './domain/stats/stats-report.ts';
import type { TimelineFormat } from './domain/timeline.ts';

/** A file that somebody sent on a platform, before its content is read. */
export interface SentFile {
  /** as its author named it */
  name: string;
  /** bytes, where the platform says so */
  size?: number;
  /** what the platform's `FileSource` needs to read the content; absent when the bot cannot read it */
  ref?: string;
  /** where people can open it, when the bot cannot read it */
  link?: string;
}

/** Reads the content of files on a platform. */
export interface FileSource {
  /** @throws FileUnavailable */
  open(workspaceId: string, ref: string): Promise<{ content: AsyncIterable<Uint8Array>; size: number | null }>;
}

/** The content of a file cannot be read: `gone` for good, `later` at the moment. */
export class FileUnavailable extends Error {
  override name = 'FileUnavailable';
  /** `later`: how long the platform asks to wait, in milliseconds */
  readonly retryAfterMs?: number;

  readonly kind: 'gone' | 'later';
  readonly code: string;

  /** @param code the platform's error code, such as `file_deleted`; `no_consent` where the bot may read no files until an administrator agrees */
  constructor(kind: 'gone' | 'later', code: string, { retryAfterMs, ...options }: ErrorOptions & { retryAfterMs?: number } = {}) {
    super(`${kind}: ${code}`, options);
    this.kind = kind;
    this.code = code;
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }
}

/** Why content is not kept. */
export class FileRefused extends Error {
  override name = 'FileRefused';

  readonly code: 'too-large' | 'empty' | 'unfinished';

  constructor(code: 'too-large' | 'empty' | 'unfinished') {
    super(code);
    this.code = code;
  }
}

/** Content that the store has. */
export interface StoredContent {
  /** SHA-256 in hex */
  checksum: string;
  /** bytes */
  size: number;
  /** by content; `application/octet-stream` when it is unknown */
  mediaType: string;
  /** pixels of an image */
  width?: number;
  height?: number;
  /** what the virus scanner found; the content is in quarantine then, and `open` refuses it */
  infection?: string;
}

/** Keeps the contents of files by their checksums. Nothing here holds a whole file in memory. */
export interface FileStore {
  /**
   * Reads content to its end, checks it and keeps it. Nothing stays behind on an error.
   * @param expect.maxBytes stops reading beyond
   * @param expect.size bytes that are announced; fewer are an unfinished transfer
   * @throws FileRefused, and what the content's own stream throws
   */
  put(content: AsyncIterable<Uint8Array>, expect: { maxBytes: number; size?: number | null }): Promise<StoredContent>;
  /**
   * Opens content. A checksum that does not match at its end destroys the stream with FileUnavailable.
   * @param checksum SHA-256 in hex
   * @param range first and last byte, which are not checked
   * @throws FileUnavailable gone: `not_stored`, `quarantined`
   */
  open(checksum: string, range?: { start: number; end: number }): Promise<Readable>;
  remove(checksum: string): Promise<void>;
  /** Lists what is kept, for the sweep of orphans. */
  list(): AsyncIterable<{ checksum: string; at: Date }>;
}

/** A file that somebody may download now. */
export interface DownloadableFile {
  checksum: string;
  name: string;
  /** bytes */
  size: number;
  mediaType: string;
  /** pixels of an image */
  width?: number;
  height?: number;
}

/** A file that was uploaded on the page for adding files, and has not been sent yet. */
export interface StagedFile {
  id: number;
  name: string;
  /** bytes */
  size: number;
  mediaType: string;
}

/** What the page for adding files shows. */
export interface UploadFacts {
  subject: string;
  /** the person the link was made for */
  personName: string;
  /** what will happen with the files, such as `Everyone on the case sees them.` */
  audience: string;
  /** what the person must know before they send something, such as that the case is closed; null mostly */
  notice: string | null;
  /** whether the person may keep the files among advisors */
  canNote: boolean;
  /** files of this person on this case that were uploaded earlier and not sent yet */
  staged: readonly StagedFile[];
  /** together with those in `staged` */
  maxFiles: number;
  /** per file */
  maxBytes: number;
}

/** Who uploads, and to which case. Checked again at every request. */
export interface UploadScope {
  caseNumber: number;
  personId: number;
}

/** What the pages below /files/ ask of the use cases. Every refusal is a CaseError whose `next` says what the reader can do. */
export interface FileDesk {
  /** @returns null when the file is gone, or the audience may not see it now */
  mayDownload(fileId: number, audience: FileAudience): Promise<DownloadableFile | null>;
  /** Writes down that the content of a file was sent. @param asPicture as a card shows it */
  downloaded(fileId: number, audience: FileAudience, asPicture: boolean): void;
  /** @throws CaseError unknown-case, not-allowed, or the case takes no files any more */
  uploadPage(scope: UploadScope): Promise<UploadFacts>;
  /**
   * Stores one file that is sent later. Reads `content` to its end or throws.
   * @throws CaseError not-allowed, too-many, too-large, empty, unfinished, infected; the message names the file
   */
  stage(scope: UploadScope, file: { name: string; content: AsyncIterable<Uint8Array> }): Promise<StagedFile>;
  /** Forgets a staged file of this person and case. One that does not exist is not an error. */
  unstage(scope: UploadScope, fileId: number): Promise<void>;
  /**
   * Sends staged files with the first message, which is `text`; it may be empty when there are files.
   * @param message.submission identifies this sending, so that a repeat of the request has no effect
   * @returns what was sent; a repeat returns the same
   * @throws CaseError empty, too-long, not-allowed, or a staged file no longer exists
   */
  send(
    scope: UploadScope,
    message: { fileIds: readonly number[]; text: string; note: boolean; submission: string },
  ): Promise<readonly StagedFile[]>;
}

/** Remembers which copies of files a delivery has on its platform: nothing is uploaded twice, and a deleted message takes its files along. */
export interface FileCopies {
  list(deliveryId: number): Promise<{ fileId: number; externalId: string }[]>;
  /** Records a copy before its content is sent. A newer copy replaces the one before. */
  save(deliveryId: number, fileId: number, externalId: string): Promise<void>;
  forget(deliveryId: number): Promise<void>;
}

/** Who a link to a file was made for. It stops working when they may no longer see the file. */
export type FileAudience = { personId: number } | { conversationId: number };

/** Figures that a link leads to: those that a lead asked for, or those of a report that was posted to a channel. */
export type StatsSource = ({ personId: number; split: StatsSplit | null; zone: string } & ComparedSpan) | { reportId: number };

/** The forms of figures: a chart, or all of them in a table. */
export type StatsFormat = 'png' | 'csv';

/** Writes signed links to our files. Anybody who has a link can read its file until it expires. */
export interface FileLinks {
  /** Writes a link to a notice's timeline. @param zone IANA; the times are shown in it */
  timeline(noticeId: number, format: TimelineFormat, zone: string): string;
  /** Writes a link to statistics. It stops working when the person or channel it was made for may no longer have them. */
  stats(of: StatsSource, format: StatsFormat): string;
  /** Writes a link that downloads a file of a case. */
  download(fileId: number, audience: FileAudience): string;
  /** Writes a link to the page on which a person adds files to a case. */
  upload(caseNumber: number, personId: number): string;
}
