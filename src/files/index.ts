// Files behind signed links: the timeline of a notice, as Markdown and as an image. Links need CASEBRIDGE_SECRET_KEY and PUBLIC_URL.
// Files that people send are not handled here.
import type { Timeline } from '../domain/timeline.ts';
import type { Clock, FileLinks, Log } from '../ports.ts';
import { createHandler, type FileHandler } from './handler.ts';
import { createLinks } from './links.ts';

/** The links to files and the handler that serves them. */
export interface Files {
  links: FileLinks;
  /** answers requests below /files/ */
  handler: FileHandler;
}

/** What files need. */
export interface FilesParts {
  /** without a slash at the end */
  publicUrl: string | null;
  /** 32 bytes */
  secretKey: Buffer | null;
  /** @throws CaseError when the notice does not exist */
  load: (noticeId: number) => Promise<Timeline>;
  /** renders a short message as an HTML page; `next` says what the reader can do */
  page: (message: string, next: string) => string;
  clock: Clock;
  log: Log;
}

/** Creates the links to files and the handler that serves them. @returns null without a secret key or a public address */
export function createFiles({ publicUrl, secretKey, load, page, clock, log }: FilesParts): Files | null {
  if (!secretKey || !publicUrl) return null;
  const links = createLinks(secretKey, publicUrl, clock);
  return { links, handler: createHandler({ links, load, page, log }) };
}
