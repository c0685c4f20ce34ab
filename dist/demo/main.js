// `npm run demo`: see README. `--fresh` starts over, `--no-teams` does without the local Teams, `--any-ports` lets several run at once,
// `--tour` plays a whole case in the terminal and ends.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { introduce } from "./introduce.js";
import { startDemo } from "./start.js";
import { playTour } from "./tour.js";
const { values } = parseArgs({
    options: {
        fresh: { type: 'boolean', default: false },
        tour: { type: 'boolean', default: false },
        'no-teams': { type: 'boolean', default: false },
        'any-ports': { type: 'boolean', default: false },
        folder: { type: 'string', default: '.demo' },
    },
});
const began = Date.now();
const seconds = () => `${((Date.now() - began) / 1000).toFixed(1)} s`;
const folder = path.resolve(values.folder, values.tour ? 'tour' : 'desk');
const leaving = new AbortController();
const asked = new Promise((resolve) => leaving.signal.addEventListener('abort', () => resolve(0)));
process.on('SIGINT', () => leaving.abort());
process.on('SIGTERM', () => leaving.abort());
const starting = startDemo({
    folder,
    fresh: values.fresh || values.tour,
    teams: values['no-teams'] || values.tour ? undefined : 'download',
    anyPorts: values['any-ports'],
    signal: leaving.signal,
    progress: (words) => console.log(`  ${seconds().padStart(6)}  starting ${words} …`),
});
let code = 1;
try {
    console.log('\nCasebridge demo\n');
    const demo = await starting;
    try {
        console.log(`  ${seconds().padStart(6)}  ready\n`);
        if (values.tour)
            code = await Promise.race([playTour(demo), asked.then(() => 1)]);
        else {
            introduce(demo);
            code = await asked;
            console.log('\nStopping …');
        }
    }
    finally {
        await demo.stop();
    }
}
catch (error) {
    console.error(`\nThe demo could not start: ${error instanceof Error ? error.message : String(error)}`);
}
process.exit(code);
//# sourceMappingURL=main.js.map