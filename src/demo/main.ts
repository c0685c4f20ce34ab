// `npm run demo`: see README. `--fresh` starts over, `--tour` plays a whole case in the terminal and ends.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { introduce } from './introduce.ts';
import { startDemo } from './start.ts';
import { playTour } from './tour.ts';

const { values } = parseArgs({
  options: {
    fresh: { type: 'boolean', default: false },
    tour: { type: 'boolean', default: false },
    folder: { type: 'string', default: '.demo' },
  },
});
const began = Date.now();
const seconds = (): string => `${((Date.now() - began) / 1000).toFixed(1)} s`;
const folder = path.resolve(values.folder, values.tour ? 'tour' : 'desk');

let leave: (code: number) => void = (code) => process.exit(code);
const asked = new Promise<number>((resolve) => (leave = resolve));
process.on('SIGINT', () => leave(0));
process.on('SIGTERM', () => leave(0));

const starting = startDemo({
  folder,
  fresh: values.fresh || values.tour,
  progress: (words) => console.log(`  ${seconds().padStart(6)}  starting ${words} …`),
});

let code = 1;
try {
  console.log('\nCasebridge demo\n');
  const demo = await starting;
  try {
    console.log(`  ${seconds().padStart(6)}  ready\n`);
    if (values.tour) code = await Promise.race([playTour(demo), asked.then(() => 1)]);
    else {
      introduce(demo);
      code = await asked;
      console.log('\nStopping …');
    }
  } finally {
    await demo.stop();
  }
} catch (error) {
  console.error(`\nThe demo could not start: ${error instanceof Error ? error.message : String(error)}`);
}
process.exit(code);
