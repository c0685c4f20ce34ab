// The process that `npm run bench -- files` measures: the store and the pages of files, as the bot serves them, without a database.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createHandler } from '../../src/files/handler.ts';
import { createLinks } from '../../src/files/links.ts';
import { createStore } from '../../src/files/store/index.ts';
import type { FileDesk, StoredContent } from '../../src/ports.ts';
import { startHttp } from '../../src/server/http.ts';
import { createLog } from '../../src/server/log.ts';

/** What the parent learns: where to upload, and later the memory that was needed. */
export type Report = { upload: string; downloads: string[] } | { highest: number; before: number };

const [, , count = '0', maxBytes = '0'] = process.argv;
const dataDir = await mkdtemp(path.join(tmpdir(), 'casebridge-files-'));
const store = createStore({ dataDir, attachments: { bucket: null, scanner: null } });
const stored: StoredContent[] = [];
const desk: FileDesk = {
  mayDownload: async (fileId) => {
    const content = stored[fileId - 1];
    return content ? { ...content, name: `file-${fileId}.bin` } : null;
  },
  uploadPage: async () => ({
    ...{ subject: 'x', personName: 'x', audience: 'x', notice: null, canNote: false, staged: [] },
    ...{ maxFiles: 10, maxBytes: Number(maxBytes) },
  }),
  async stage(_scope, { name, content }) {
    const { size, mediaType, ...rest } = await store.put(content, { maxBytes: Number(maxBytes) });
    return { id: stored.push({ size, mediaType, ...rest }), name, size, mediaType };
  },
  downloaded: () => undefined,
  unstage: async () => undefined,
  send: async () => [],
};
const log = createLog('silent');
const port = 0;
const links = createLinks([Buffer.alloc(32, 1)], '', { now: () => new Date() });
const load = () => Promise.reject(new Error('no timelines'));
const handler = createHandler({ links, store, desk, load, page: (message) => message, brand: 'x', log });
const http = await startHttp({ port, platforms: {}, streams: { files: handler }, ready: {}, metrics: null, log });

const tell = (report: Report) => process.send?.(report);
tell({
  upload: `${http.url}${links.upload(1, 1)}&step=stage`,
  downloads: Array.from({ length: Number(count) }, (_, index) => `${http.url}${links.download(index + 1, { personId: 1 })}`),
});

let before = 0;
let highest = 0;
setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 10);
process.on('message', (message) => {
  if (message === 'begin') before = highest = process.memoryUsage.rss();
  else
    void rm(dataDir, { recursive: true }).then(() => {
      tell({ before, highest });
      process.disconnect();
      process.exit();
    });
});
