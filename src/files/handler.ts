// Requests below /files/: timelines of notices, statistics, files of cases, and the page that adds files to a case. A signed link is the only permission
// needed; see links.ts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FileDesk } from '../ports.ts';
import { serveDownload, type DownloadParts } from './download.ts';
import { createCopies } from './pictures/copies.ts';
import { failure, respond } from './respond.ts';
import { timelineAnswer, type TimelineParts } from './timelines.ts';
import { statsAnswer, type StatsParts } from './stats/answer.ts';
import { serveAsset } from './upload/assets.ts';
import { serveUpload, type UploadParts } from './upload/index.ts';

/** Answers requests for paths below /files/. It reads their bodies itself. */
export type FileHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** What serving files needs. */
export type HandlerParts = TimelineParts &
  StatsParts &
  Omit<DownloadParts & UploadParts, 'desk' | 'copies'> & { desk?: FileDesk };

/** Creates the handler that serves files. */
export function createHandler(parts: HandlerParts): FileHandler {
  const copies = createCopies(parts);
  return async (request, response) => {
    try {
      const [, , kind] = (request.url ?? '').split('?', 1)[0]?.split('/') ?? [];
      const { desk } = parts;
      if (kind === 'attachments' && desk) await serveDownload({ ...parts, copies, desk }, request, response);
      else if (kind === 'upload' && desk) await serveUpload({ ...parts, desk }, request, response);
      else if (kind === 'stats') respond(request, response, await statsAnswer(parts, request));
      else if (kind === 'assets') await serveAsset(parts, request, response);
      else respond(request, response, await timelineAnswer(parts, request));
    } catch (error) {
      const answer = failure(parts, error);
      if (response.headersSent) response.destroy();
      else respond(request, response, answer);
    }
  };
}
