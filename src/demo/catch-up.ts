import type { Config } from '../config.ts';
import type { Directory } from '../usecases/directory.ts';
import { createLog } from '../log.ts';
import { createSlack } from '../slack/index.ts';
import { startDatabase } from '../start-database.ts';
import { importDirectory } from '../usecases/import-directory.ts';
import type { Work } from '../usecases/work.ts';
import { playHistory } from './play-history.ts';
import { showOpenCasesAnew } from './show-again.ts';

/** Brings the demo's database to where the bot can start: people, history, and what should stand in the fresh local Slack. @returns the number of cases */
export async function createCatchUp(config: Config, directory: Directory): Promise<number> {
  if (!config.slack) throw new Error('the demo needs its local Slack');
  const { db, stop } = await startDatabase(config);
  try {
    const clock = { at: new Date() };
    const signals = { echoed: async () => undefined, userChanged: async () => undefined, answeredInTime: async () => undefined };
    const { roster } = createSlack({
      config: config.slack,
      publicUrl: null,
      installations: null,
      signals,
      log: createLog('silent'),
    });
    const work: Work = { db, clock: { now: () => clock.at }, settings: config.settings, rosters: { slack: roster } };
    await importDirectory(work, directory);
    // a new local Slack has new direct conversations: everybody is looked up again
    await db.prisma.identity.deleteMany();
    const cases = await playHistory(work, clock, new Date());
    await showOpenCasesAnew(db.pool);
    return cases;
  } finally {
    await stop();
  }
}
