import pg from 'pg';
import { onTestFinished } from 'vitest';

/** Lists the beginnings of the statements that a function sends, except notifications, which processes share. */
export async function statementsOf(run: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const prototype = pg.Client.prototype as { query: (...args: unknown[]) => unknown };
  const { query } = prototype;
  onTestFinished(() => void (prototype.query = query));
  prototype.query = function (this: unknown, ...args: unknown[]) {
    const [config] = args as [string | { text: string }];
    const text = typeof config === 'string' ? config : config.text;
    if (!text.includes('pg_notify') && !text.startsWith('set timezone')) sent.push(text.trim().slice(0, 40));
    return query.apply(this, args);
  };
  await run();
  prototype.query = query;
  return sent;
}
