// `npm start`: the build makes dist/main.js of this file. It starts the bot, keeps the memory small meanwhile, and drains it on SIGTERM.
import { setFlagsFromString } from 'node:v8';

// Almost everything that is allocated while the modules load stays, so V8 triples its young generation twice, to 48 MB, and does not give it
// back. Kept at its first size, the process starts with 25 MB less in the same time. Afterwards it grows again when the load needs it.
setFlagsFromString('--semi-space-growth-factor=1');
const { ConfigError, readConfig } = await import('./config/index.ts');
const { createLog } = await import('./server/log.ts');
const { exitOnCrash } = await import('./server/crash.ts');
const { startCasebridge } = await import('./main.ts');
const { compileAhead } = await import('./chat/payload.ts');
await runUntilSignal();
setFlagsFromString('--semi-space-growth-factor=2');

/** Runs the bot until SIGTERM or SIGINT. An invalid configuration or a failed start is written to stderr, and the process exits with 1. */
async function runUntilSignal(): Promise<void> {
  let config: ReturnType<typeof readConfig>;
  try {
    config = readConfig();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`casebridge: ${error.message}\n`);
    process.exitCode = 1;
    return;
  }
  const log = createLog(config.logLevel);
  exitOnCrash(log);
  const starting = startCasebridge(config, { log });
  let leaving = false;
  const leave = (signal: NodeJS.Signals): void => {
    // A signal to the whole process group arrives twice, because npm passes its own on. Stopping takes 10 seconds at most.
    if (leaving) return;
    leaving = true;
    log.info({ signal }, 'stopping');
    starting.then(
      async (casebridge) => {
        await casebridge.stop();
        process.exit(0); // whatever did not stop in time
      },
      () => undefined,
    );
  };
  process.on('SIGTERM', leave);
  process.on('SIGINT', leave);
  try {
    await starting;
    void compileAhead();
  } catch (error) {
    process.stderr.write(`casebridge: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  }
}
