// Addresses of files: the path says which file, its key whose times it shows and until when it may be read.
import { z } from 'zod';
import type { TimelineFormat } from '../domain/timeline.ts';
import type { Clock, FileLinks } from '../ports.ts';
import { keyFor, sign, verified } from '../server/signed-links.ts';

/** In days: about as long as people write a post-mortem. */
export const linkDays = 14;

export interface WantedFile {
  noticeId: number;
  format: TimelineFormat;
  /** IANA */
  zone: string;
}

export interface SignedFiles extends FileLinks {
  /** @param url path and query @returns null for what is none of ours, or was changed */
  read(url: string): WantedFile | 'expired' | null;
}

/** Zone, and Unix time in seconds. */
const keyShape = z.tuple([z.string(), z.int()]);
const pathShape = /^\/files\/notices\/([1-9]\d{0,8})\/timeline\.(md|png)$/;

/** @param secretKey 32 bytes @param publicUrl without a slash at the end */
export function createLinks(secretKey: Buffer, publicUrl: string, clock: Clock): SignedFiles {
  const key = keyFor(secretKey, 'file link');
  const now = (): number => Math.floor(clock.now().getTime() / 1000);
  return {
    timeline: (noticeId, format, zone) => {
      const path = `/files/notices/${noticeId}/timeline.${format}`;
      return `${publicUrl}${path}?key=${sign(key, path, [zone, now() + linkDays * 86_400])}`;
    },
    read: (url) => {
      const [path = '', query = ''] = url.split('?', 2);
      const [, id, format] = pathShape.exec(path) ?? [];
      const parsed = keyShape.safeParse(verified(key, path, new URLSearchParams(query).get('key') ?? ''));
      if (!id || !parsed.success) return null;
      const [zone, expires] = parsed.data;
      return expires < now() ? 'expired' : { noticeId: Number(id), format: format === 'md' ? 'md' : 'png', zone };
    },
  };
}
