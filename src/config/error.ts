// What every part of the configuration uses to check a value and to refuse it.
import { z } from 'zod';

/** Environment variables by name, trimmed; an empty variable is absent. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A configuration mistake that stops the start. The message has one line for each mistake: the variable or line, what is wrong, how to fix it. */
export class ConfigError extends Error {
  override name = 'ConfigError';
}

/** Tells the operator how to create a secret of 32 bytes. */
export const howToMakeAKey = 'Create one with: openssl rand -base64 32';

/** Accepts an http:// or https:// address. */
export const webAddress = z.url({ protocol: /^https?$/ });

/** Returns the address with one slash, or none, at the end. */
export const trimSlashes = (url: string, end: '/' | '' = ''): string => url.replace(/\/*$/, end);

/** Returns whether the address points at this machine. */
export const isLoopback = (url: string): boolean =>
  URL.canParse(url) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);

/**
 * Refuses a configuration in which a variable is missing.
 * @param help why it is needed, or where to get it; a full sentence
 * @throws ConfigError always
 */
export function missing(name: string, help: string): never {
  throw new ConfigError(`${name} is missing. ${help}`);
}
