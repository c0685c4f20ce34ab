import { LogLevel, type Logger } from '@slack/bolt';
import type { Log } from '../../ports.ts';

/** Makes Bolt log its warnings and errors to our log. */
export function boltLogger(log: Log): Logger {
  const textOf = (parts: unknown[]): string =>
    parts.map((part) => (part instanceof Error ? part.message : String(part))).join(' ');
  return {
    debug: () => undefined,
    info: () => undefined,
    warn: (...parts) => log.warn({ from: 'bolt' }, textOf(parts)),
    error: (...parts) => log.error({ from: 'bolt' }, textOf(parts)),
    setLevel: () => undefined,
    getLevel: () => LogLevel.WARN,
    setName: () => undefined,
  };
}
