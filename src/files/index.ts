// The contents of files, and what is served of them behind signed links: timelines of notices, statistics, files of cases and the page that
// adds files to a case. Links need CASEBRIDGE_SECRET_KEY and PUBLIC_URL; the store needs neither.
import type { Timeline } from '../domain/timeline.ts';
import type { Clock, FileDesk, FileLinks, Log, SecretKeys } from '../ports.ts';
import type { StatsParts } from './stats/answer.ts';
import { createHandler, type FileHandler } from './handler.ts';
import { createLinks } from './links.ts';
import { createStore, type CheckedStore, type StoreParts } from './store/index.ts';
import { reported } from './store/reported.ts';

export { createStore };

/** The store of files, and what is served of it. */
export interface Files {
  store: CheckedStore;
  /** null without a secret key or a public address */
  served: { links: FileLinks; handler: FileHandler } | null;
}

/** What files need. */
export interface FilesParts extends StoreParts {
  /** without a slash at the end */
  publicUrl: string | null;
  /** 32 bytes */
  secretKeys: SecretKeys | null;
  /** @throws CaseError when the notice does not exist */
  load: (noticeId: number) => Promise<Timeline>;
  /** absent: no statistics are served */
  loadStats?: StatsParts['loadStats'];
  downloadedStats?: StatsParts['downloadedStats'];
  /** renders a short message as an HTML page; `next` says what the reader can do */
  page: (message: string, next: string) => string;
  /** what the pages ask of the use cases; absent: files of cases are not served */
  desk?: FileDesk;
  /** the support organization's name */
  brand: string;
  clock: Clock;
  log: Log;
}

/** Creates the store of files, the links to them and the handler that serves them. */
export function createFiles({ dataDir, attachments, publicUrl, secretKeys, clock, ...parts }: FilesParts): Files {
  const store = reported(createStore({ dataDir, attachments }), parts.log);
  if (!secretKeys || !publicUrl) return { store, served: null };
  const links = createLinks(secretKeys, publicUrl, clock);
  return { store, served: { links, handler: createHandler({ links, store, ...parts }) } };
}
