// SIGTERM as systemd and container runtimes send it: to the whole process group, so npm, its shell and the bot all get it.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test as base } from 'vitest';
import { soakNumber, soakTimeout } from '../soak.ts';
import { openCase, openSlackHarness, textOf, thread, type SlackHarness } from './harness.ts';

/** Each round starts and stops the bot once. */
const rounds = soakNumber('SOAK_STOPS', 2);
const postsEach = 10;

const test = base.extend('harness', async ({}, { onCleanup }) => {
  const harness = await openSlackHarness();
  onCleanup(() => harness.stop());
  return harness;
});

/** Starts the bot with `npm start` in a process group of its own, and returns how to stop it. */
async function startWithNpm({ environment, fake }: SlackHarness) {
  const child = spawn('npm', ['start', '--silent'], { detached: true, env: { ...process.env, ...environment } });
  const group = -(child.pid ?? 0);
  let output = '';
  child.stderr.on('data', (data) => (output += String(data)));
  for await (const data of child.stdout) {
    output += String(data);
    const url = /"url":"([^"]+)"/.exec(output)?.[1];
    if (url === undefined) continue;
    fake.botUrl = url;
    break;
  }
  expect(output).toContain('Casebridge is ready');
  return async () => {
    const closed = once(child, 'close') as Promise<[number | null]>;
    process.kill(group, 'SIGTERM');
    const [code] = await closed;
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(() => process.kill(group, 0)).toThrow('ESRCH');
  };
}

test(
  'a signal to the process group drains the bot, leaves no process and loses no post',
  { timeout: soakTimeout },
  async ({ harness }) => {
    const { ada, help, queue, bot, another } = harness;
    const { hers, his } = await openCase(harness, 'Stopped and started');
    await bot.worker.idle();
    await bot.stop();
    const posts = Array.from({ length: rounds * postsEach }, (_, n) => `post ${n}.`);
    for (let round = 0; round < rounds; round += 1) {
      const stop = await startWithNpm(harness);
      const now = posts.slice(round * postsEach, (round + 1) * postsEach);
      for (const post of now) await ada.say(post, help, hers);
      await stop();
    }
    const last = await another();
    await last.worker.idle();
    await last.stop();
    expect(thread(queue, his).map((message) => /post \d+\./.exec(textOf(message))?.[0])).toEqual(posts);
  },
);
