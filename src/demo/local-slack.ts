// Starts local-slack, a third-party Slack server for one machine (MIT, npm `local-slack`). Its workspace is in `workspace.ts`.
import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { isReachable, startChild } from './child.ts';
import { workspaceFile } from './workspace.ts';

/** A running local-slack. */
export interface LocalSlack {
  /** Address of its API and its own page. */
  url: string;
  stop: () => Promise<void>;
}

const timeoutMs = 10_000;

/** Finds the program for this operating system; returns null if npm has none or it is not installed. */
export function findLocalSlack(): string | null {
  const packageName = `local-slack-${process.platform}-${process.arch}`;
  try {
    const manifest = createRequire(import.meta.url).resolve(`${packageName}/package.json`);
    const binary = path.join(path.dirname(manifest), 'bin', 'local-slack');
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/**
 * Starts local-slack and waits until it answers.
 * @param folder where its configuration and uploads go
 * @param requestUrl where it sends commands, events and interactions
 * @throws Error with a one-line message if it does not answer within ten seconds
 */
export async function startLocalSlack(binary: string, folder: string, port: number, requestUrl: string): Promise<LocalSlack> {
  const file = path.join(folder, 'local-slack.yaml');
  await writeFile(file, workspaceFile(requestUrl));
  const command = [binary, '--config', file, '--port', String(port), '--files-dir', path.join(folder, 'files')];
  const child = startChild(command, folder);
  const url = `http://localhost:${port}`;
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await wait(50)) {
    if (!child.isRunning()) throw new Error(`local-slack exited at once. Run it yourself to see why: ${command.join(' ')}`);
    if (await isReachable(url)) return { url, stop: child.stop };
  }
  await child.stop();
  throw new Error(`local-slack does not answer on ${url}.`);
}
