// Prisma's own schema engine as WebAssembly: computes migrations and drift where the native engine cannot be downloaded. Development only.
import { readFile, readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { PrismaPg } from '@prisma/adapter-pg';
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils';
import { ColumnTypeEnum, bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import * as engine from '@prisma/schema-engine-wasm/schema_engine_bg';
import pg from 'pg';

const schemaFile = new URL('schema.prisma', import.meta.url);
const migrationsFolder = new URL('migrations/', import.meta.url);

/** Node has it; its types stand in the browser's library, which this project does not load. */
const wasm = (globalThis as unknown as { WebAssembly: { instantiate(code: Buffer, imports: object): Promise<Instance> } })
  .WebAssembly;
interface Instance {
  instance: { exports: { __wbindgen_start(): void } };
}

/**
 * What it takes to get from the migrations to the schema.
 * @param url a database whose role may create databases (the migrations are played into a throwaway one)
 * @returns SQL; null when they agree
 */
export async function drift(url: string): Promise<string | null> {
  await load();
  const schema = await readFile(schemaFile, 'utf8');
  const container = { files: [{ path: 'schema.prisma', content: schema }] };
  const schemaEngine = await engine.SchemaEngine.new(
    { datamodels: [['schema.prisma', schema]] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapters(url)),
  );
  const { stdout } = await schemaEngine.diff({
    from: { tag: 'migrations', ...(await migrations()) },
    to: { tag: 'schemaDatamodel', ...container },
    script: true,
    exitCode: null,
    filters: { externalTables: [], externalEnums: [] },
  });
  schemaEngine.free();
  return !stdout || stdout.includes('This is an empty migration') ? null : stdout;
}

async function migrations() {
  const names = (await readdir(migrationsFolder, { withFileTypes: true }))
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const read = async (name: string) => {
    const value = await readFile(new URL(`${name}/migration.sql`, migrationsFolder), 'utf8');
    return { path: name, migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value } } };
  };
  const lock = await readFile(new URL('migration_lock.toml', migrationsFolder), 'utf8');
  return {
    baseDir: 'prisma/migrations',
    lockfile: { path: 'migration_lock.toml', content: lock },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(names.sort().map(read)),
  };
}

async function load(): Promise<void> {
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm');
  Object.assign(globalThis, { PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => process.stderr.write(message) } });
  const { instance } = await wasm.instantiate(await readFile(file), { './schema_engine_bg.js': engine });
  engine.__wbg_set_wasm(instance.exports);
  instance.exports.__wbindgen_start();
}

function adapters(url: string): SqlMigrationAwareDriverAdapterFactory {
  return {
    provider: 'postgres',
    adapterName: '@prisma/adapter-pg',
    connect: () => connect(url),
    async connectToShadowDb() {
      const name = `casebridge_shadow_${process.pid}`;
      const admin = new pg.Client(url);
      await admin.connect();
      await admin.query(`create database ${name}`);
      const shadow = await connect(Object.assign(new URL(url), { pathname: `/${name}` }).href);
      const dispose = shadow.dispose.bind(shadow);
      shadow.dispose = async () => {
        await dispose();
        await admin.query(`drop database ${name} with (force)`);
        await admin.end();
      };
      return shadow;
    },
  };
}

/**
 * adapter-pg refuses the catalogue's "char" columns (type 18), which the engine reads and wants as characters. They pass the adapter as arrays
 * of "char" (type 1002), which the engine never asks for, and are named rightly behind it.
 */
class CataloguePool extends pg.Pool {
  override async query(...args: [never]): Promise<never> {
    const result = (await (super.query(...args) as unknown)) as pg.QueryArrayResult;
    for (const field of result.fields) if (field.dataTypeID === 18) field.dataTypeID = 1002;
    return result as never;
  }
}

async function connect(url: string): Promise<SqlDriverAdapter> {
  const pool = new CataloguePool({ connectionString: url });
  const adapter = await new PrismaPg(pool, { disposeExternalPool: true }).connect();
  // adapter-pg splits a script at every semicolon, also inside of a function's body (see findings/)
  adapter.executeScript = async (script) => {
    await (pg.Pool.prototype.query as (this: pg.Pool, text: string) => Promise<unknown>).call(pool, script);
  };
  const queryRaw = adapter.queryRaw.bind(adapter);
  adapter.queryRaw = async (query) => {
    const result = await queryRaw(query);
    const { Character, CharacterArray } = ColumnTypeEnum;
    return { ...result, columnTypes: result.columnTypes.map((type) => (type === CharacterArray ? Character : type)) };
  };
  return adapter;
}
