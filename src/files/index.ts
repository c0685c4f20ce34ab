// Files, put together: links to them, and what stands behind the links.
import type { Timeline } from '../domain/timeline.ts';
import type { Clock, FileLinks, Log } from '../ports.ts';
import { createHandler, type FileHandler } from './handler.ts';
import { createLinks } from './links.ts';

export interface Files {
  links: FileLinks;
  /** everything below /files/ */
  handler: FileHandler;
}

export interface FilesParts {
  /** without a slash at the end */
  publicUrl: string | null;
  /** 32 bytes */
  secretKey: Buffer | null;
  /** @throws CaseError for one that is not there */
  load: (noticeId: number) => Promise<Timeline>;
  /** a page of ours as HTML: what is the matter, and the way on */
  page: (words: string, next: string) => string;
  clock: Clock;
  log: Log;
}

/** @returns null where links cannot be signed or lead nowhere */
export function createFiles({ publicUrl, secretKey, load, page, clock, log }: FilesParts): Files | null {
  if (!secretKey || !publicUrl) return null;
  const links = createLinks(secretKey, publicUrl, clock);
  return { links, handler: createHandler({ links, load, page, log }) };
}
