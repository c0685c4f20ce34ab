// The demo as a person starts it: a process of its own, with the third-party local Slack.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLocalSlack } from '../../src/demo/local-slack.ts';

const here = findLocalSlack() !== null;
if (!here) console.log('skipped: the local Slack has no binary for this machine');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'casebridge-demo-'));
});
afterEach(async () => {
  for (const { child, ended } of runs.splice(0)) {
    child.kill('SIGTERM');
    await ended;
  }
  await rm(folder, { recursive: true, force: true });
});

interface Run {
  child: ChildProcess;
  request: () => string;
  ended: Promise<number | null>;
}

const runs: Run[] = [];

/** Nothing is downloaded here: `npx` is what a test puts into `bin`. */
function demo(...options: string[]): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/demo/main.ts', '--any-ports', '--folder', folder, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PATH: `${path.join(folder, 'bin')}:${process.env.PATH}` },
  });
  let text = '';
  const hear = (data: Buffer): void => void (text += data.toString());
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const run = { child, request: () => text, ended: once(child, 'exit').then(([code]) => code as number | null) };
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

async function gone(what: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = Date.now() + 45_000; await what(); await wait(100)) {
    if (Date.now() > deadline) throw new Error('something was left behind');
  }
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe.runIf(here)('npm run demo', () => {
  it('-- --tour plays a whole case in the terminal, and the note stays with advisors', { timeout: 120_000 }, async () => {
    const run = demo('--tour');
    expect(await run.ended, run.request()).toBe(0);
    const shown = run.request();
    for (const words of [
      'presses Claim',
      'Good morning! Which school is it?',
      'Riverside, both tills.',
      'Did this resolve it?',
      'Closed (Resolved)',
      'is Assigned again',
    ]) {
      expect(shown).toContain(words);
    }
    const views = shown.split('\n\n').filter((block) => / sees, /.test(block));
    expect(views.filter((view) => view.includes('Mill Creek')).map((view) => view.trim().split(' ')[0])).toEqual(['Max']);
  });

  it(
    'tells where to look and what to try, and leaves no process behind when it is told to stop',
    { timeout: 120_000 },
    async () => {
      await program('npx', '#!/bin/sh\necho "$@" > "$0.asked"\necho "npm error code E404" >&2\nexit 1\n');
      const run = demo();
      await gone(() => !run.request().includes('Ctrl-C stops everything') && run.child.exitCode === null);
      expect(await readFile(path.join(folder, 'bin', 'npx.asked'), 'utf8')).toContain('@microsoft/m365agentsplayground@');
      await gone(() => !run.request().includes('could not be had (npm answers E404)'));
      expect(run.request()).not.toContain('Teams in your browser');
      const page = /http:\/\/localhost:\d+/.exec(run.request())?.[0] ?? '';
      const health = /http:\/\/localhost:\d+\/healthz/.exec(run.request())?.[0] ?? '';
      expect(run.request()).toContain('40 cases of the past ten weeks');
      expect(await answers(page)).toBe(true);
      expect(await answers(health)).toBe(true);
      run.child.kill('SIGTERM');
      expect(await run.ended).toBe(0);
      expect([await answers(page), await answers(health)]).toEqual([false, false]);
    },
  );

  it('its local Slack and Teams die with it, also when it is killed', { timeout: 120_000 }, async () => {
    const agents = await program('agentsplayground', playground);
    await writeFile(path.join(folder, 'bin', 'LICENSE'), 'its terms');
    await program('npx', `#!/bin/sh\necho ${agents}\n`);
    const run = demo();
    await gone(() => !run.request().includes('passes on mentions alone') && run.child.exitCode === null);
    expect(run.request()).toContain(path.join(folder, 'bin', 'LICENSE'));
    const page = /Teams in your browser +(\S+)/.exec(run.request())?.[1] ?? '';
    expect(await answers(page)).toBe(true);
    const tenant = await readFile(path.join(folder, 'desk', 'agents-playground', '.m365agentsplayground.yml'), 'utf8');
    expect(tenant).toContain('rosa@rivertown.example');
    const config = path.join(folder, 'desk', 'local-slack.yaml');
    expect(await readFile(config, 'utf8')).toContain('Casebridge demo');
    const running = [...(await processesNaming(config)), ...(await processesNaming(agents))];
    expect(running.length).toBeGreaterThan(3);
    run.child.kill('SIGKILL');
    await gone(() => running.some(lives));
    // the database outlives its starter by design; the next start takes it over, and its stop ends it
    const next = demo('--no-teams');
    await gone(() => !next.request().includes('Ctrl-C stops everything') && next.child.exitCode === null);
    expect(next.request()).not.toContain('Teams');
    next.child.kill('SIGINT');
    expect(await next.ended).toBe(0);
  });

  it('does not wait for npm when it is told to stop, and ends it', { timeout: 120_000 }, async () => {
    const npx = await program('npx', '#!/bin/sh\nexec sleep 600.5 "$0"\n');
    const run = demo();
    await gone(() => !run.request().includes('starting the local Teams') && run.child.exitCode === null);
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(0);
    expect(await processesNaming(npx)).toEqual([]);
  });
});

/** Listens where it is told to, as the real one does. */
const playground = `#!/usr/bin/env node
const port = Number(process.argv[process.argv.indexOf('--port') + 1]);
require('node:http').createServer((_, answer) => answer.end('a page')).listen(port, () => console.log('Listening on ' + port));
`;

async function processesNaming(file: string): Promise<number[]> {
  const list = spawn('sh', [
    '-c',
    `for p in /proc/[0-9]*; do tr '\\0' ' ' < $p/cmdline 2>/dev/null | grep -qF -- '${file}' && basename $p; done; true`,
  ]);
  let text = '';
  list.stdout.on('data', (data: Buffer) => (text += data.toString()));
  await once(list, 'close');
  return text.split('\n').filter(Boolean).map(Number).filter(lives);
}
