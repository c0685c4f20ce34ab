import type { Database } from '../src/db/client.ts';
import type { Casebridge } from '../src/main.ts';

/**
 * Gives a test a running bot whose services use the test's own database, which sees every row. What the bot does itself goes on behind
 * row-level security.
 */
export function seeingEverything(bot: Casebridge, db: Database): Casebridge {
  const services = new Proxy(bot.services, { get: (of, name) => (name === 'db' ? db : (Reflect.get(of, name) as unknown)) });
  return { ...bot, services };
}
