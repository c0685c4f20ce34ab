// Runs a third-party program as a child process that never outlives the demo.
import { spawn } from 'node:child_process';

/** A running child process. */
export interface Child {
  /** Its exit code once it ends; null if it was killed or could not start. */
  ended: Promise<number | null>;
  isRunning: () => boolean;
  /** Returns what it has written so far (the last 100,000 characters). */
  output: () => string;
  /** Ends it and waits until it is gone. */
  stop: () => Promise<void>;
}

/** The shell holds our pipe. When the demo ends in any way, the pipe closes and the shell ends the child. */
const guard = 'exec 3<&0; "$@" </dev/null 3<&- & child=$!; (cat <&3 >/dev/null; kill $child) >/dev/null 2>&1 & wait $child';

/**
 * Starts a program.
 * @param command the program and its arguments
 * @param folder its working directory
 */
export function startChild(command: readonly string[], folder: string): Child {
  const shell = spawn('sh', ['-c', guard, 'sh', ...command], { cwd: folder, stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let output = '';
  const collect = (data: Buffer): void => void (output = (output + data.toString()).slice(-100_000));
  shell.stdout.on('data', collect);
  shell.stderr.on('data', collect);
  shell.stdin.on('error', () => undefined); // the child ended by itself
  let isRunning = true;
  const ended = new Promise<number | null>((resolve) => {
    shell.once('error', () => resolve(null)); // no shell on this machine
    shell.once('close', resolve);
  }).finally(() => (isRunning = false));
  const stop = async (): Promise<void> => {
    shell.stdin.end();
    await ended;
  };
  return { ended, isRunning: () => isRunning, output: () => output, stop };
}

/** Tells whether a URL answers with success. */
export async function isReachable(url: string): Promise<boolean> {
  try {
    return (await fetch(url)).ok;
  } catch {
    return false;
  }
}
