// The demo as a person starts it: a process of its own, with the third-party local Slack.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
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
afterEach(() => rm(folder, { recursive: true, force: true }));

interface Run {
  child: ChildProcess;
  said: () => string;
  ended: Promise<number | null>;
}

function demo(...options: string[]): Run {
  const child = spawn(process.execPath, ['--import', 'tsx', 'src/demo/main.ts', '--folder', folder, ...options], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  const hear = (data: Buffer): void => void (text += data.toString());
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  return { child, said: () => text, ended: once(child, 'exit').then(([code]) => code as number | null) };
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    () => true,
    () => false,
  );
}

async function gone(what: () => Promise<boolean> | boolean): Promise<void> {
  for (const deadline = Date.now() + 15_000; await what(); await wait(100)) {
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
    expect(await run.ended, run.said()).toBe(0);
    const shown = run.said();
    for (const words of [
      'presses Claim',
      'Good morning! Which school is it?',
      'Riverside, both tills.',
      'Did this resolve it?',
      'Closed (Resolved)',
      'is Assigned again',
    ]) {
      expect(shown).toContain(words.replace('Which school', 'Which school'));
    }
    expect(shown.split('Max writes an internal note')[1]).not.toContain('Mill Creek');
  });

  it(
    'tells where to look and what to try, and leaves no process behind when it is told to stop',
    { timeout: 120_000 },
    async () => {
      const run = demo();
      await gone(() => !run.said().includes('Ctrl-C stops everything') && run.child.exitCode === null);
      const page = /http:\/\/localhost:\d+/.exec(run.said())?.[0] ?? '';
      const health = /http:\/\/localhost:\d+\/healthz/.exec(run.said())?.[0] ?? '';
      expect(run.said()).toContain('40 cases of the past ten weeks');
      expect(await answers(page)).toBe(true);
      expect(await answers(health)).toBe(true);
      run.child.kill('SIGTERM');
      expect(await run.ended).toBe(0);
      expect([await answers(page), await answers(health)]).toEqual([false, false]);
    },
  );

  it('its local Slack dies with it, also when it is killed', { timeout: 120_000 }, async () => {
    const run = demo();
    await gone(() => !run.said().includes('Ctrl-C stops everything') && run.child.exitCode === null);
    const config = path.join(folder, 'desk', 'local-slack.yaml');
    expect(await readFile(config, 'utf8')).toContain('Casebridge demo');
    const running = await processesNaming(config);
    expect(running.length).toBeGreaterThan(0);
    run.child.kill('SIGKILL');
    await gone(() => running.some(lives));
    // the database outlives its starter by design; the next start takes it over, and its stop ends it
    const next = demo();
    await gone(() => !next.said().includes('Ctrl-C stops everything') && next.child.exitCode === null);
    next.child.kill('SIGINT');
    expect(await next.ended).toBe(0);
  });
});

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
