// The keys that encrypt and sign, and who may read the metrics.
import { z } from 'zod';
import { ConfigError, howToMakeAKey, missing } from './error.ts';

/** The current key, then those that are only read. 32 bytes each. */
export type SecretKeyConfig = readonly [current: Buffer, ...others: Buffer[]];

/** Who may read /metrics, and where. */
export interface MetricsConfig {
  /** a port of their own, on which nothing else is served; null: the port of everything else. 0 picks a free port */
  port: number | null;
  /** the bearer token that a reader must send; null: none */
  token: string | null;
}

const minTokenLength = 16;

const key = z
  .base64()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((bytes) => bytes.length === 32);

/** Checks on the variables. */
export const securityVariables = {
  CASEBRIDGE_SECRET_KEY: key.optional(),
  CASEBRIDGE_SECRET_KEY_FALLBACKS: z
    .string()
    .transform((text) => text.split(',').map((one) => one.trim()))
    .pipe(z.array(key))
    .optional(),
  METRICS_PORT: z.coerce.number<string>().int().min(0).max(65535).optional(),
  METRICS_TOKEN: z
    .string()
    .min(minTokenLength)
    .regex(/^[\w.~+/=-]+$/)
    .optional(),
};

/** What each variable must be. */
export const securityRequirement: Record<keyof typeof securityVariables, string> = {
  CASEBRIDGE_SECRET_KEY: `must be 32 bytes in base64. ${howToMakeAKey}`,
  CASEBRIDGE_SECRET_KEY_FALLBACKS:
    'must be keys of 32 bytes in base64, separated by commas: those that CASEBRIDGE_SECRET_KEY had before',
  METRICS_PORT: 'must be a number from 0 to 65535',
  METRICS_TOKEN: `must be at least ${minTokenLength} letters, digits and -._~+/=. Create one with: openssl rand -hex 32`,
};

type Values = { [Name in keyof typeof securityVariables]?: z.output<(typeof securityVariables)[Name]> };

/** Reads the keys. @returns null when there are none @throws ConfigError for fallbacks without a key, or a key that is listed twice */
export function readSecretKeys({
  CASEBRIDGE_SECRET_KEY: current,
  CASEBRIDGE_SECRET_KEY_FALLBACKS: others = [],
}: Values): SecretKeyConfig | null {
  if (!current) {
    if (others.length > 0) missing('CASEBRIDGE_SECRET_KEY', `CASEBRIDGE_SECRET_KEY_FALLBACKS only reads. ${howToMakeAKey}`);
    return null;
  }
  const keys = [current, ...others] as const;
  if (new Set(keys.map((one) => one.toString('base64'))).size < keys.length)
    throw new ConfigError(
      'CASEBRIDGE_SECRET_KEY_FALLBACKS lists a key twice, or lists CASEBRIDGE_SECRET_KEY. List only the keys before it.',
    );
  return keys;
}

/** Reads who may read the metrics. @throws ConfigError when they would share the port that they are to be kept from */
export function readMetricsAccess(values: Values, port: number): MetricsConfig {
  const { METRICS_PORT: own = null, METRICS_TOKEN: token = null } = values;
  if (own !== null && own !== 0 && own === port) throw new ConfigError('METRICS_PORT must differ from PORT.');
  return { port: own, token };
}

/** What the operator should know at the start. */
export function securityNotes({ port, token }: MetricsConfig, production: boolean): string[] {
  if (!production || port !== null || token !== null) return [];
  return ['/metrics is open to everyone who reaches PORT. To keep it apart, set METRICS_PORT or METRICS_TOKEN.'];
}
