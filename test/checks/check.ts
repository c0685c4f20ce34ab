// `npm run check`: runs every script `check:…` of package.json, as many at a time as there are cores, in their order. The linter also
// checks the types of the whole project and takes longest, so it comes first.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> };
const queue = Object.keys(scripts).filter((name) => name.startsWith('check:'));
if (queue.length === 0) throw new Error('package.json has no checks');

async function run(name: string): Promise<void> {
  const start = performance.now();
  const child = spawn('npm', ['run', '--silent', name], { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data: Buffer) => (output += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${name} ${code === 0 ? 'passed' : 'failed'} in ${seconds} s\n${output}`.trimEnd());
  if (code !== 0) process.exitCode = 1;
}

async function work(): Promise<void> {
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) await run(name);
}
await Promise.all(Array.from({ length: availableParallelism() }, work));
