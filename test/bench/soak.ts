// `npm run bench -- soak <kind> [count] [--seed n] [--from n]`: a test of `npm test` repeated until one believes it.
//
//   kills      kill -9 while 50 posts per kill are delivered (1,000)
//   files      kill -9 while 20 files per kill go from one conversation to another (1,000)
//   webhooks   kill -9 at every 100th of the events that a webhook gets (10,000)
//   fuzz       malformed requests to both platforms' endpoints, a tenth of them validly signed (1,000,000)
//   histories  random histories of two accounts, searched for leaks (10,000); `--from` continues where a run ended
//   stops      SIGTERM to the process group of `npm start` (20)
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import type { SoakVariable } from '../soak.ts';

interface Soak {
  tests: string[];
  count: number;
  variables: (count: number) => Partial<Record<SoakVariable, number>>;
}

const soaks: Readonly<Record<string, Soak>> = {
  kills: { tests: ['test/outbox/kill.test.ts'], count: 1_000, variables: (count) => ({ SOAK_KILLS: count }) },
  files: { tests: ['test/files/kill.test.ts'], count: 1_000, variables: (count) => ({ SOAK_FILES: count }) },
  webhooks: { tests: ['test/webhooks/kill.test.ts'], count: 10_000, variables: (count) => ({ SOAK_WEBHOOKS: count }) },
  fuzz: {
    tests: ['test/e2e/slack-odd-payloads.test.ts', 'test/e2e/teams-odd-payloads.test.ts'],
    count: 1_000_000,
    // half of them to each platform
    variables: (count) => ({ SOAK_SIGNED: Math.ceil(count / 20), SOAK_UNSIGNED: Math.ceil((count * 9) / 20) }),
  },
  histories: { tests: ['test/chat/histories.test.ts'], count: 10_000, variables: (count) => ({ SOAK_HISTORIES: count }) },
  stops: { tests: ['test/e2e/stop.test.ts'], count: 20, variables: (count) => ({ SOAK_STOPS: count }) },
};

/** Runs a soak. @param args what follows `soak` on the command line @throws an Error of one line for an unknown kind */
export async function runSoak(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { seed: { type: 'string' }, from: { type: 'string' } },
  });
  const [kind = '', count] = positionals;
  const soak = Object.hasOwn(soaks, kind) ? soaks[kind] : undefined;
  if (!soak) throw new Error(`Unknown soak “${kind}”. Try ${Object.keys(soaks).join(', ')}.`);
  const variables = {
    ...soak.variables(count === undefined ? soak.count : Number(count)),
    ...(values.seed === undefined ? {} : { SOAK_SEED: values.seed }),
    ...(values.from === undefined ? {} : { SOAK_FROM: values.from }),
  };
  const vitest = [
    'vitest',
    'run',
    '--config',
    'test/vitest.config.ts',
    '--testTimeout',
    '0',
    '--hookTimeout',
    '0',
    '--disableConsoleIntercept', // progress at once
    ...soak.tests,
  ];
  const env = { ...process.env, ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)])) };
  const [code] = (await once(spawn('npx', vitest, { stdio: 'inherit', env }), 'exit')) as [number | null];
  process.exitCode = code ?? 1;
}
