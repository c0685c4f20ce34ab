// Goes on with an erasure, and kills itself with SIGKILL after a step. Arguments: the database, the record, the step.
import { openDatabase } from '../../../src/db/client.ts';
import { defaultSettings } from '../../../src/domain/settings.ts';
import { continueErasure } from '../../../src/usecases/privacy/erase-continue.ts';
import { withDatabaseScope } from '../../../src/usecases/scope.ts';
import { createMemoryStore } from '../../files/memory-store.ts';

const [url = '', record, killAfter] = process.argv.slice(2);
process.on('disconnect', () => process.exit(1));

const db = openDatabase(url, { connections: 4 });
const clock = { now: () => new Date('2026-11-02T15:00:00Z') };
const files = { store: createMemoryStore(clock.now), sources: {} };
const services = { db, clock, settings: defaultSettings, userDirectories: {}, mail: false, files };

const die = (): void => void process.kill(process.pid, 'SIGKILL');
const observe = (step: string): void => {
  if (step !== killAfter) return;
  // cases: in the middle of the next transaction
  if (step === 'cases') setTimeout(die, 3);
  else die();
};
for (;;) {
  const ended = await withDatabaseScope('clock', () => continueErasure(services, Number(record), observe));
  // until the server has noticed that the process before is gone
  if (ended !== 'busy') break;
}
await db.close();
process.exit(0);
