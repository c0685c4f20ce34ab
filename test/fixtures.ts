// Fixtures for every test: a database, a folder and web servers of the test file's own. A fixture is made when a test first asks for it.
import { rm } from 'node:fs/promises';
import { test as base } from 'vitest';
import { startHttp, type Http, type HttpOptions } from '../src/server/http.ts';
import { createLog } from '../src/server/log.ts';
import { freshDatabase } from './database.ts';
import { openFolder } from './open-folder.ts';

/** Test API with one empty database (`db`) and one temporary folder (`folder`) per file, and `serve` for web servers. */
export const test = base
  .extend('db', { scope: 'file' }, async ({}, { onCleanup }) => {
    const db = await freshDatabase();
    onCleanup(() => db.close());
    return db;
  })
  .extend('folder', { scope: 'file' }, async ({}, { onCleanup }) => {
    const folder = await openFolder('test');
    onCleanup(() => rm(folder, { recursive: true }));
    return folder;
  })
  .extend('serve', { scope: 'file' }, ({}, { onCleanup }) => {
    const servers: Http[] = [];
    onCleanup(async () => void (await Promise.all(servers.map((server) => server.stop(0)))));
    return async (platforms: HttpOptions['platforms'], streams: HttpOptions['streams'] = {}): Promise<Http> => {
      const server = await startHttp({ port: 0, platforms, streams, ready: {}, metrics: null, log: createLog('silent') });
      servers.push(server);
      return server;
    };
  });
