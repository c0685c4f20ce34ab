// What `npm start` takes: resident memory, and CPU until it is ready, of the build in a process of its own, beside a bare Bolt app's.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Database } from '../../src/db/client.ts';
import { forkTypeScript } from '../fork-typescript.ts';
import { median, type Row } from './measure.ts';

const rounds = 3;
const slack = { SLACK_SIGNING_SECRET: 'x', SLACK_BOT_TOKEN: 'xoxb-bench', SLACK_API_URL: 'http://localhost:1/api/' };
const teams = {
  MICROSOFT_APP_ID: '00000000-0000-4000-8000-000000000001',
  MICROSOFT_APP_PASSWORD: 'x',
  MICROSOFT_APP_TENANT_ID: '00000000-0000-4000-8000-000000000002',
  TEAMS_DEV_NO_AUTH: '1',
};

/** Megabytes and seconds of CPU at most. */
const ways = [
  { name: 'Slack alone', environment: slack, megabytes: 130, seconds: 1.7 },
  { name: 'Slack and Teams', environment: { ...slack, ...teams }, megabytes: 220, seconds: 3.5 },
];

interface Taken {
  megabytes: number;
  seconds: number;
}

/** @param db migrated, as it is for every start but the first */
export async function benchStart(db: Database): Promise<Row[]> {
  if (process.platform !== 'linux') throw new Error('The bench of the start reads /proc, which only Linux has');
  const dataDir = await mkdtemp(path.join(tmpdir(), 'casebridge-bench-start-'));
  const { PATH, HOME } = process.env;
  const { scripts } = JSON.parse(await readFile('package.json', 'utf8')) as { scripts: { start: string } };
  const bare: Taken[] = [];
  const ours = ways.map((): Taken[] => []);
  for (let round = 0; round < rounds; round++) {
    bare.push(await take(await forkTypeScript(path.join(import.meta.dirname, 'bare-bolt.ts'), [])));
    for (const [index, { environment }] of ways.entries()) {
      const env = { PATH, HOME, PORT: '0', DATABASE_URL: db.url, CASEBRIDGE_DATA_DIR: dataDir, ...environment };
      ours[index]?.push(await take(spawn('/bin/sh', ['-c', scripts.start], { env })));
    }
  }
  await rm(dataDir, { recursive: true, force: true });
  const megabytes = (taken: Taken[]): number => median(taken.map((one) => one.megabytes));
  const seconds = (taken: Taken[]): number => median(taken.map((one) => one.seconds));
  return ways.flatMap((way, index) => {
    const taken = ours[index] ?? [];
    return [
      {
        name: `memory of npm start, ${way.name}`,
        ratios: taken.map((one) => way.megabytes / one.megabytes),
        budget: 1,
        detail: `${megabytes(taken).toFixed(0)} MB of at most ${way.megabytes}; bare Bolt ${megabytes(bare).toFixed(0)} MB`,
      },
      {
        name: `CPU until npm start is ready, ${way.name}`,
        ratios: taken.map((one) => way.seconds / one.seconds),
        budget: 1,
        detail: `${seconds(taken).toFixed(2)} s of at most ${way.seconds} s; bare Bolt ${seconds(bare).toFixed(2)} s`,
      },
    ];
  });
}

/** Waits until a process is ready, measures it and stops it. */
async function take(child: ChildProcess): Promise<Taken> {
  let output = '';
  child.stderr?.on('data', (data) => (output += String(data)));
  await new Promise<void>((resolve, reject) => {
    child.on('message', () => resolve());
    child.stdout?.on('data', (data) => {
      output += String(data);
      if (output.includes('is ready')) resolve();
    });
    child.on('exit', () => reject(new Error(`The process ended: ${output}`)));
  });
  // fields 14 and 15, ticks of 10 ms in user and system mode; the name before them may contain spaces
  const fields = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).split(') ').at(-1)?.split(' ') ?? [];
  const seconds = (Number(fields[11]) + Number(fields[12])) / 100;
  await wait(4000); // the first statements of the worker and the schedule
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  const megabytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
  const gone = once(child, 'exit');
  child.kill('SIGTERM');
  await gone;
  return { megabytes, seconds };
}
