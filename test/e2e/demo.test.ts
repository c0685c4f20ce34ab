// The demo as a user starts it: as a separate process, with local-slack.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { findLocalSlack } from '../../src/demo/local-slack.ts';
import { openFolder } from '../open-folder.ts';

const here = findLocalSlack() !== null;
if (!here) console.warn('Skipped: the demo tests need local-slack, which npm does not have for this machine.');

/** One folder for all tests: filling a database with ten weeks of cases is most of a first start. */
let folder: string;
let cases = 40;
beforeAll(async () => {
  folder = await openFolder('demo');
});
afterEach(async () => {
  for (const { child, ended } of runs.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  output: () => string;
  ended: Promise<number | null>;
}

const runs: Run[] = [];

/** Starts the demo. Nothing is downloaded: `npx` is the program that a test puts into `bin`. */
function demo(...options: string[]): Run {
  const child = spawn(process.execPath, ['dist/demo/main.js', '--any-ports', '--folder', folder, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${path.join(folder, 'bin')}:${process.env.PATH}` },
  });
  let text = '';
  const collect = (data: Buffer): void => void (text += data.toString());
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  const run = { child, output: () => text, ended: once(child, 'exit').then(([code]) => code as number | null) };
  runs.push(run);
  return run;
}

async function program(name: string, text: string): Promise<string> {
  const file = path.join(folder, 'bin', name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
  await chmod(file, 0o755);
  return file;
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

async function waitWhile(condition: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = Date.now() + 100_000; await condition(); await wait(100)) {
    if (Date.now() > deadline) throw new Error('Waited 100 seconds in vain.');
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe.runIf(here)('npm run demo', () => {
  it('plays a whole case in the terminal and keeps the internal note with advisors (--tour)', { timeout: 300_000 }, async () => {
    const run = demo('--tour');
    expect(await run.ended, run.output()).toBe(0);
    const output = run.output();
    for (const text of [
      'presses Claim',
      'Good morning! Which school is it?',
      'Riverside, both tills.',
      'Did this resolve it?',
      'Closed (Resolved)',
      'is Assigned again',
    ]) {
      expect(output).toContain(text);
    }
    const views = output.split('\n\n').filter((block) => / sees, /.test(block));
    expect(views.filter((view) => view.includes('Mill Creek')).map((view) => view.trim().split(' ')[0])).toEqual(['Max']);
    // the next tests go on with the tour's database
    await rename(path.join(folder, 'tour'), path.join(folder, 'desk'));
    cases += 1;
  });

  it('prints what to try and leaves no process behind when it is stopped', { timeout: 300_000 }, async () => {
    await program('npx', '#!/bin/sh\necho "$@" > "$0.asked"\necho "npm error code E404" >&2\nexit 1\n');
    const run = demo();
    await waitWhile(() => !run.output().includes('Press Ctrl-C to stop') && run.child.exitCode === null);
    expect(await readFile(path.join(folder, 'bin', 'npx.asked'), 'utf8')).toContain('@microsoft/m365agentsplayground@');
    await waitWhile(() => !run.output().includes('could not be installed (npm answered E404)'));
    expect(run.output()).not.toContain('Teams in your browser');
    const page = /http:\/\/localhost:\d+/.exec(run.output())?.[0] ?? '';
    const health = /http:\/\/localhost:\d+\/healthz/.exec(run.output())?.[0] ?? '';
    expect(run.output()).toContain(`${cases} cases from the past ten weeks`);
    expect(await answers(page)).toBe(true);
    expect(await answers(health)).toBe(true);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect([await answers(page), await answers(health)]).toEqual([false, false]);
  });

  it('stops its local Slack and Teams as well, even when it is killed', { timeout: 300_000 }, async () => {
    const agents = await program('agentsplayground', playground);
    await writeFile(path.join(folder, 'bin', 'LICENSE'), 'its terms');
    await program('npx', `#!/bin/sh\necho ${agents}\n`);
    const run = demo();
    await waitWhile(() => !run.output().includes('only passes on mentions') && run.child.exitCode === null);
    expect(run.output()).toContain(path.join(folder, 'bin', 'LICENSE'));
    const page = /Teams in your browser +(\S+)/.exec(run.output())?.[1] ?? '';
    expect(await answers(page)).toBe(true);
    const tenant = await readFile(path.join(folder, 'desk', 'agents-playground', '.m365agentsplayground.yml'), 'utf8');
    expect(tenant).toContain('rosa@rivertown.example');
    const config = path.join(folder, 'desk', 'local-slack.yaml');
    expect(await readFile(config, 'utf8')).toContain('Casebridge demo');
    const running = [...(await processesNaming(config)), ...(await processesNaming(agents))];
    expect(running.length).toBeGreaterThan(3);
    run.child.kill('SIGKILL');
    await waitWhile(() => running.some(isRunning));
    // the database outlives a killed demo by design; the next start takes it over and stops it
    const next = demo('--no-teams');
    await waitWhile(() => !next.output().includes('Press Ctrl-C to stop') && next.child.exitCode === null);
    expect(next.output()).not.toContain('Teams');
    next.child.kill('SIGINT');
    expect(await next.ended).toBe(0);
  });

  it('stops at once while npm is still downloading', { timeout: 300_000 }, async () => {
    const npx = await program('npx', '#!/bin/sh\nexec sleep 600.5 "$0"\n');
    const run = demo();
    await waitWhile(() => !run.output().includes('starting the local Teams') && run.child.exitCode === null);
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
    expect(await processesNaming(npx)).toEqual([]);
  });
});

/** Listens on the given port, as the real program does. */
const playground = `#!/usr/bin/env node
const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
const answer = (_, response) => response.writeHead(200, { 'content-type': 'application/json' }).end('{"id":"1"}');
require('node:http').createServer(answer).listen(port, () => console.log('Listening on ' + port));
`;

async function processesNaming(file: string): Promise<number[]> {
  const list = spawn('sh', [
    '-c',
    `for p in /proc/[0-9]*; do tr '\\0' ' ' < $p/cmdline 2>/dev/null | grep -qF -- '${file}' && basename $p; done; true`,
  ]);
  let text = '';
  list.stdout.on('data', (data: Buffer) => (text += data.toString()));
  await once(list, 'close');
  return text.split('\n').filter(Boolean).map(Number).filter(isRunning);
}
