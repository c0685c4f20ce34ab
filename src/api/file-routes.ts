// Files of cases. A file is uploaded for a case first, and then sent with a post or a note.
import { z } from 'zod';
import { maxBytes } from '../domain/files.ts';
import { fileOfReader } from '../usecases/files/file-of-reader.ts';
import { stageFile } from '../usecases/files/file-desk.ts';
import { recordAccess } from './call.ts';
import { numberOf } from './change.ts';
import type { Route } from './define-route.ts';
import { readInput } from './read-input.ts';
import { checkUpload, limitedStream } from './read-body.ts';
import * as schemas from './schemas.ts';

const uploadQuery = z.strictObject({ name: z.string().min(1).max(255).meta({ description: 'The name of the file.' }) });

const upload: Route = {
  method: 'POST',
  path: '/cases/{number}/files',
  operation: 'uploadFile',
  tag: 'Files',
  summary: 'Upload a file for a case',
  description:
    'The body is the content of the file itself: a form (`multipart/form-data`) or a compressed body (`Content-Encoding`) is refused. The file is seen by nobody before a post or note of the same person names its ID. It is scanned where a scanner is configured. What comes slower than 16 kB a second is given up after a minute (408).',
  scopes: ['files:write'],
  needsPerson: true,
  params: schemas.casePath,
  query: uploadQuery,
  body: 'binary',
  response: schemas.uploadedFile,
  status: 201,
  answer: async ({ services, person }, raw) => {
    const number = numberOf(readInput(schemas.casePath, raw.params, 'path'));
    const { name } = readInput(uploadQuery, raw.query);
    checkUpload(raw.stream);
    const content = limitedStream(raw.stream, maxBytes(services.settings.attachments), raw.times);
    const { id, ...file } = await stageFile(services, person, number, { name, content });
    return { kind: 'json', status: 201, body: { id, name: file.name, size: file.size, mediaType: file.mediaType } };
  },
};

const download: Route = {
  method: 'GET',
  path: '/files/{id}/content',
  operation: 'downloadFile',
  tag: 'Files',
  summary: 'Download a file',
  description: 'Send `Range` to resume an interrupted download.',
  scopes: ['files:read'],
  needsPerson: false,
  params: schemas.idPath,
  query: schemas.nothing,
  body: null,
  response: 'binary',
  status: 200,
  answer: async (call, raw) => {
    readInput(schemas.nothing, raw.query);
    const id = Number(readInput(schemas.idPath, raw.params, 'path').id);
    const file = await fileOfReader(call.services, call.person, id);
    return { kind: 'file', file, sent: () => recordAccess(call, 'download', { fileId: id }) };
  },
};

/** The routes of files. */
export const fileRoutes: readonly Route[] = [upload, download];
