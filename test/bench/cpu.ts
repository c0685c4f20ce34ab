import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** In the child: tells its address, then its CPU time whenever it is asked. */
export function answerWithCpu(address: AddressInfo | string | null): void {
  const tellCpu = (): void => {
    const { user, system } = process.cpuUsage();
    process.send?.(user + system);
  };
  process.on('message', tellCpu);
  process.on('disconnect', () => process.exit());
  process.send?.(typeof address === 'string' ? address : `http://localhost:${address?.port}`);
}

/** A server in a process of its own. */
export class Measured {
  private readonly child: ChildProcess;
  readonly url: string;

  private constructor(child: ChildProcess, url: string) {
    this.child = child;
    this.url = url;
  }

  /** @param file beside this one; it ends with `answerWithCpu` */
  static async start(file: string, env: Record<string, string> = {}): Promise<Measured> {
    const execArgv = ['--import', 'tsx'];
    const child = fork(`${import.meta.dirname}/${file}`, { execArgv, env: { ...process.env, ...env } });
    const died = once(child, 'exit').then(() => Promise.reject(new Error(`${file} did not start`)));
    const [url] = (await Promise.race([once(child, 'message'), died])) as [string];
    died.catch(() => undefined);
    return new Measured(child, url);
  }

  /** @returns CPU time since its start, in µs, of all its threads */
  async cpu(): Promise<number> {
    const answer = once(this.child, 'message');
    this.child.send('cpu');
    const [spent] = (await answer) as [number];
    return spent;
  }

  async stop(): Promise<void> {
    const gone = once(this.child, 'exit');
    this.child.disconnect();
    await gone;
  }
}
