// `npm run demo`: see README. `--fresh` starts over, `--no-teams` skips the local Teams, `--teams-as max` is somebody else there, `--any-ports`
// lets several demos run at once, and `--tour` plays a whole case in the terminal and exits.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { printGuide } from './print-guide.ts';
import { startDemo } from './start.ts';
import { teamsPeople } from './tenant.ts';
import { playTour } from './tour.ts';

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    tour: { type: 'boolean', default: false },
    'teams-as': { type: 'string', default: 'rosa' },
    'no-teams': { type: 'boolean', default: false },
    'any-ports': { type: 'boolean', default: false },
    folder: { type: 'string', default: '.demo' },
  },
});
const teamsAs = teamsPeople.find((person) => person === values['teams-as'].toLowerCase());
if (!teamsAs) {
  console.error(`--teams-as takes one of: ${teamsPeople.join(', ')}`);
  process.exit(1);
}
const startedAt = Date.now();
const seconds = (): string => `${((Date.now() - startedAt) / 1000).toFixed(1)} s`;
const folder = path.resolve(values.folder, values.tour ? 'tour' : 'desk');

const interrupt = new AbortController();
const interrupted = new Promise<number>((resolve) => interrupt.signal.addEventListener('abort', () => resolve(0)));
process.on('SIGINT', () => interrupt.abort());
process.on('SIGTERM', () => interrupt.abort());

const starting = startDemo({
  folder,
  fresh: values.fresh || values.tour,
  teams: values['no-teams'] || values.tour ? undefined : 'download',
  teamsAs,
  anyPorts: values['any-ports'],
  signal: interrupt.signal,
  progress: (step) => console.log(`  ${seconds().padStart(6)}  starting ${step} …`),
});

let code = 1;
try {
  console.log('\nCasebridge demo\n');
  const demo = await starting;
  try {
    console.log(`  ${seconds().padStart(6)}  ready\n`);
    if (values.tour) code = await Promise.race([playTour(demo), interrupted.then(() => 1)]);
    else {
      printGuide(demo);
      code = await interrupted;
      console.log('\nStopping …');
    }
  } finally {
    await demo.stop();
  }
} catch (error) {
  console.error(`\nThe demo could not start: ${error instanceof Error ? error.message : String(error)}`);
}
process.exit(code);
