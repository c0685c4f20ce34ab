#!/bin/sh
# prisma 7.10.0, @prisma/client 7.10.0.
# Expected: a query runs in the asynchronous context (AsyncLocalStorage) of the code that called it, so an adapter that reads the caller from there,
# such as one that sets app.tenant for row-level security, sees who asked.
# Seen: look-ups by key (findUnique) that two callers start in the same turn of the event loop become one statement, `… WHERE "id" IN ($1,$2)`, and it
# runs in the context of whoever asked first. Here both tenants get their row, and the adapter was told of one tenant alone. findFirst is not combined.
# Source: https://github.com/prisma/prisma/blob/7.10.0/packages/client/src/runtime/DataLoader.ts,
# https://www.prisma.io/docs/orm/prisma-client/queries/query-optimization-performance (says that they are combined, not in whose context)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts prisma@7.10.0 @prisma/client@7.10.0 >/dev/null
cat > schema.prisma <<'SCHEMA'
generator client {
  provider = "prisma-client-js"
}

datasource db {
  provider = "postgresql"
}

model Note {
  id   Int    @id
  body String
}
SCHEMA
# generating needs no schema engine; naming any program keeps it from being downloaded
PRISMA_SCHEMA_ENGINE_BINARY="$(command -v node)" CHECKPOINT_DISABLE=1 npx prisma generate --no-hints >/dev/null 2>&1
cat > run.mjs <<'JS'
import { AsyncLocalStorage } from 'node:async_hooks';
import client from '@prisma/client';

const tenant = new AsyncLocalStorage();
const sent = [];
const answer = async ({ sql, args }) => {
  const ids = args.filter((value) => typeof value === 'number' && value > 100);
  sent.push({ tenant: tenant.getStore(), ids, one: !/ IN \(/.test(sql) });
  return { columnNames: ['id', 'body'], columnTypes: [0, 7], rows: ids.map((id) => [id, `note ${id}`]) };
};
const session = {
  provider: 'postgres',
  adapterName: 'told',
  queryRaw: answer,
  executeRaw: async () => 0,
  executeScript: async () => {},
  getConnectionInfo: () => ({ schemaName: 'public', supportsRelationJoins: false }),
  dispose: async () => {},
};
const prisma = new client.PrismaClient({ adapter: { provider: 'postgres', adapterName: 'told', connect: async () => session } });
await prisma.$connect();

const both = (look) => Promise.all([tenant.run('plainview', () => look(101)), tenant.run('riverside', () => look(202))]);
const run = async (look) => {
  sent.length = 0;
  const notes = await both(look);
  return { notes: notes.map((note) => note.body), sent: [...sent] };
};
const seen = {
  findUnique: await run(async (id) => await prisma.note.findUnique({ where: { id } })),
  findFirst: await run(async (id) => await prisma.note.findFirst({ where: { id } })),
};
console.log(JSON.stringify(seen, null, 1));
await prisma.$disconnect();
const isAsBefore =
  JSON.stringify(seen.findUnique.sent) === JSON.stringify([{ tenant: 'plainview', ids: [101, 202], one: false }]) &&
  seen.findUnique.notes.join() === 'note 101,note 202' &&
  seen.findFirst.sent.map((one) => one.tenant).join() === 'plainview,riverside';
process.exit(isAsBefore ? 0 : 1);
JS
node run.mjs
