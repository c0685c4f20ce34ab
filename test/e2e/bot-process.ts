// The bot as a process of its own, which a test can kill.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** A bot that answers requests. */
export interface BotProcess {
  url: string;
  child: ChildProcess;
  /** Kills it with -9. @returns true, for the fakes: it gets no answer */
  kill: () => boolean;
  died: Promise<unknown>;
  /** What it has written until now. */
  output: () => string;
}

/**
 * Starts `dist/main.js`.
 * @param cwd the folder of the product, if it is not this one
 * @throws with what it wrote when it ends before it is ready
 */
export async function startProcess(environment: Readonly<Record<string, string>>, cwd?: string): Promise<BotProcess> {
  const child = spawn(process.execPath, ['dist/main.js'], { cwd, env: { ...process.env, ...environment } });
  const died = once(child, 'exit');
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    child.stderr.on('data', (data) => (output += String(data)));
    child.stdout.on('data', (data) => {
      output += String(data);
      const ready = /"url":"([^"]+)"/.exec(output)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    void died.then(() => reject(new Error(`the bot ended: ${output}`)));
  });
  return { url, child, died, kill: () => child.kill('SIGKILL'), output: () => output };
}
