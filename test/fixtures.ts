// Fixtures for every test: a database and a folder of the test file's own. A fixture is made when a test first asks for it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { test as base } from 'vitest';
import { freshDatabase } from './database.ts';

/** Test API with one empty database (`db`) and one temporary folder (`folder`) per file. */
export const test = base
  .extend('db', { scope: 'file' }, async ({}, { onCleanup }) => {
    const db = await freshDatabase();
    onCleanup(() => db.close());
    return db;
  })
  .extend('folder', { scope: 'file' }, async ({}, { onCleanup }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'casebridge-'));
    onCleanup(() => rm(folder, { recursive: true }));
    return folder;
  });
