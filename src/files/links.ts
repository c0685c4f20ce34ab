// Writes and reads links to files. The path names the file; the signed key contains who it was made for, or the time zone of a timeline, and
// the expiration date.
import { z } from 'zod';
import type { TimelineFormat } from '../domain/timeline.ts';
import type { Clock, FileAudience, FileLinks, SecretKeys, StatsFormat, StatsSource } from '../ports.ts';
import { createExpiringSigner, type ExpiringSigner } from '../server/signed-links.ts';
import { packSource, statsContent, unpackSource } from './stats/source.ts';

/** How many days a link is valid: about as long as people work on a postmortem. */
export const linkDays = 14;

/** How many days a person's link to a file is valid, and a link in a conversation, which stays there. The reader is checked each time. */
const downloadDays = { person: 14, conversation: 400 };
/** How many days the page for adding files is open to a person. */
export const uploadDays = 7;

/** The file that a link refers to. */
export interface RequestedFile {
  noticeId: number;
  format: TimelineFormat;
  /** IANA name */
  zone: string;
}

/** Writes links to files and reads them back. */
export interface SignedFiles extends FileLinks {
  /**
   * Reads a link.
   * @param url path and query
   * @returns null for a link we did not write, or one that was changed or cut off
   */
  read(url: string): RequestedFile | 'expired' | null;
  /** Reads a link to a file of a case, as `read` does. */
  readDownload(url: string): { fileId: number; audience: FileAudience } | 'expired' | null;
  /** Reads a link to statistics, as `read` does. */
  readStats(url: string): { of: StatsSource; format: StatsFormat } | 'expired' | null;
  /** Reads a link to the page for adding files, as `read` does. */
  readUpload(url: string): { caseNumber: number; personId: number } | 'expired' | null;
}

const id = z.int().positive();
const downloadShape = /^\/files\/attachments\/([1-9]\d{0,9})$/;
const uploadShape = /^\/files\/upload\/([1-9]\d{0,9})$/;
const statsShape = /^\/files\/stats\/stats\.(csv|png)$/;
const pathShape = /^\/files\/notices\/([1-9]\d{0,8})\/timeline\.(md|png)$/;

/**
 * Creates the links to files.
 * @param keys as for `createSigner`
 * @param publicUrl without a slash at the end
 */
export function createLinks(keys: SecretKeys, publicUrl: string, clock: Clock): SignedFiles {
  const signer = createExpiringSigner(keys, 'file link', z.tuple([z.string()]), linkDays, clock);
  const downloads = createExpiringSigner(keys, 'download link', z.tuple([z.enum(['p', 'c']), id]), downloadDays.person, clock);
  const uploads = createExpiringSigner(keys, 'upload link', z.tuple([id]), uploadDays, clock);
  const figures = createExpiringSigner(keys, 'stats link', statsContent, linkDays, clock);
  const conversationsEnd = () => Math.floor(clock.now().getTime() / 1000) + downloadDays.conversation * 86_400;
  return {
    download: (fileId, audience) => {
      const path = `/files/attachments/${fileId}`;
      const key =
        'personId' in audience
          ? downloads.sign(['p', audience.personId], path)
          : downloads.sign(['c', audience.conversationId], path, conversationsEnd());
      return `${publicUrl}${path}?key=${key}`;
    },
    readDownload: (url) => {
      const found = readLink(url, downloadShape, downloads);
      if (found === null || found === 'expired') return found;
      const [of, audienceId] = found.content;
      return { fileId: found.named, audience: of === 'p' ? { personId: audienceId } : { conversationId: audienceId } };
    },
    upload: (caseNumber, personId) => {
      const path = `/files/upload/${caseNumber}`;
      return `${publicUrl}${path}?key=${uploads.sign([personId], path)}`;
    },
    readUpload: (url) => {
      const found = readLink(url, uploadShape, uploads);
      return found === null || found === 'expired' ? found : { caseNumber: found.named, personId: found.content[0] };
    },
    stats: (of, format) => {
      const path = `/files/stats/stats.${format}`;
      const end = 'reportId' in of ? conversationsEnd() : undefined;
      return `${publicUrl}${path}?key=${figures.sign(packSource(of), path, end)}`;
    },
    readStats: (url) => {
      const [path = '', query = ''] = url.split('?', 2);
      const [, format] = statsShape.exec(path) ?? [];
      const found = figures.read(new URLSearchParams(query).get('key') ?? '', path);
      if (format === undefined || found === null) return null;
      return found === 'expired' ? found : { of: unpackSource(found.content), format: format === 'csv' ? 'csv' : 'png' };
    },
    timeline: (noticeId, format, zone) => {
      const path = `/files/notices/${noticeId}/timeline.${format}`;
      return `${publicUrl}${path}?key=${signer.sign([zone], path)}`;
    },
    read: (url) => {
      const found = readLink(url, pathShape, signer);
      if (found === null || found === 'expired') return found;
      return { noticeId: found.named, format: found.more === 'md' ? 'md' : 'png', zone: found.content[0] };
    },
  };
}

/** Reads a link: the number that its path names, what follows the number, and the content of its key. */
function readLink<Content extends readonly unknown[]>(url: string, shape: RegExp, signer: ExpiringSigner<Content>) {
  const [path = '', query = ''] = url.split('?', 2);
  const [, named, more] = shape.exec(path) ?? [];
  const read = signer.read(new URLSearchParams(query).get('key') ?? '', path);
  if (named === undefined || read === null) return null;
  if (read === 'expired') return 'expired';
  return { named: Number(named), more, content: read.content };
}
