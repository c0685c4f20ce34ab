import { LogLevel, type Logger } from '@slack/bolt';
import type { Log } from '../../ports.ts';

/** Bolt's own words in our log. */
export function boltLogger(log: Log): Logger {
  const say = (parts: unknown[]): string => parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => log.warn({ from: 'bolt' }, say(parts)),
    error: (...parts) => log.error({ from: 'bolt' }, say(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
