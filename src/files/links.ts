// Writes and reads links to files. The path names the file; the signed key contains the time zone and the expiration date.
import { z } from 'zod';
import type { TimelineFormat } from '../domain/timeline.ts';
import type { Clock, FileLinks } from '../ports.ts';
import { createExpiringSigner } from '../server/signed-links.ts';

/** How many days a link is valid: about as long as people work on a postmortem. */
export const linkDays = 14;

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
}

const pathShape = /^\/files\/notices\/([1-9]\d{0,8})\/timeline\.(md|png)$/;

/**
 * Creates the links to files.
 * @param secretKey 32 bytes
 * @param publicUrl without a slash at the end
 */
export function createLinks(secretKey: Buffer, publicUrl: string, clock: Clock): SignedFiles {
  const signer = createExpiringSigner(secretKey, 'file link', z.tuple([z.string()]), linkDays, clock);
  return {
    timeline: (noticeId, format, zone) => {
      const path = `/files/notices/${noticeId}/timeline.${format}`;
      return `${publicUrl}${path}?key=${signer.sign([zone], path)}`;
    },
    read: (url) => {
      const [path = '', query = ''] = url.split('?', 2);
      const [, id, format] = pathShape.exec(path) ?? [];
      const read = signer.read(new URLSearchParams(query).get('key') ?? '', path);
      if (!id || read === null) return null;
      if (read === 'expired') return 'expired';
      return { noticeId: Number(id), format: format === 'md' ? 'md' : 'png', zone: read.content[0] };
    },
  };
}
