// What every part of the configuration uses to check a value and to refuse it.
import { z } from 'zod';
/** A configuration mistake that stops the start. The message is one line: the variable, what is wrong, how to fix it. */
export class ConfigError extends Error {
    name = 'ConfigError';
}
/** Tells the operator how to create a secret of 32 bytes. */
export const howToMakeAKey = 'Create one with: openssl rand -base64 32';
/** Accepts an http:// or https:// address. */
export const webAddress = z.url({ protocol: /^https?$/ });
/** Returns the address with one slash, or none, at the end. */
export const trimSlashes = (url, end = '') => url.replace(/\/*$/, end);
/** Returns whether the address points at this machine. */
export const isLoopback = (url) => URL.canParse(url) && ['localhost', '127.0.0.1', '[::1]'].includes(new URL(url).hostname);
/**
 * Refuses a configuration in which a variable is missing.
 * @param help why it is needed, or where to get it; a full sentence
 * @throws ConfigError always
 */
export function missing(name, help) {
    throw new ConfigError(`${name} is missing. ${help}`);
}
//# sourceMappingURL=error.js.map