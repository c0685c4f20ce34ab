// Writes the migration from what the migrations make to what schema.prisma says: `npm run migration -- <name>`.
// What Prisma cannot say (generated columns, partial indexes, extensions) is added to the file by hand.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbedded } from '../src/db/embedded/index.ts';
import { eraseHome } from '../src/db/embedded/home.ts';
import { drift } from './schema-engine.ts';

const name = process.argv[2];
if (!name || !/^[a-z0-9_]+$/.test(name)) throw new Error('Name the migration, e.g. npm run migration -- add_incidents');
const folder = await mkdtemp(path.join(tmpdir(), 'casebridge-migration-'));
const server = await startEmbedded(folder, { fsync: 'off' });
try {
  const sql = await drift(server.ownerUrl);
  if (sql === null) {
    process.stdout.write('The migrations agree with schema.prisma: nothing to write.\n');
  } else {
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const file = new URL(`migrations/${stamp}_${name}/migration.sql`, import.meta.url);
    await mkdir(new URL('.', file), { recursive: true });
    await writeFile(file, sql);
    process.stdout.write(`${file.pathname}\n`);
  }
} finally {
  await server.stop();
  await eraseHome(folder);
  await rm(folder, { recursive: true });
}
