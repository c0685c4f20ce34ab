// Requests below /files/: timelines of notices, statistics, files of cases, and the page that adds files to a case. A signed link is the only permission
// needed; see links.ts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FileDesk } from '../ports.ts';
import { trace } from '../tracing.ts';
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
  const serve: FileHandler = async (request, response) => {
    const [, , kind] = (request.url ?? '').split('?', 1)[0]?.split('/') ?? [];
    const { desk } = parts;
    if (kind === 'attachments' && desk) return serveDownload({ ...parts, copies, desk }, request, response);
    if (kind === 'upload' && desk) return serveUpload({ ...parts, desk }, request, response);
    if (kind === 'stats') return respond(request, response, await statsAnswer(parts, request));
    if (kind === 'assets') return serveAsset(parts, request, response);
    return respond(request, response, await timelineAnswer(parts, request));
  };
  return (request, response) =>
    trace('file request', { kind: 'server', parent: null }, async (span) => {
      await serve(request, response).catch((error: unknown) => {
        const answer = failure(parts, error);
        if (response.headersSent) response.destroy();
        else respond(request, response, answer);
      });
      span.set({ 'http.response.status_code': response.statusCode });
    });
}
