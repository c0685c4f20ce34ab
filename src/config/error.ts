// What every part of the configuration says of a value that cannot be used.
import { z } from 'zod';

export type Variables = Readonly<Record<string, string | undefined>>;

/** A value that stops the start: one line that names it, says what is wrong and how to get it right. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

export const webAddress = z.url({ protocol: /^https?$/ });
export const isLoopback = (url: string) =>
  URL.canParse(url) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

/** @throws ConfigError */
export function missing(name: string, how: string): never {
  throw new ConfigError(`${name} is missing: ${how}`);
}
