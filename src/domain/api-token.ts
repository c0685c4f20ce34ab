// Tokens of the API: what they may do, how they look, and how many requests they may make.

/** What a token can be allowed to do, each with its meaning. */
export const apiScopes = {
  'cases:read': 'read cases, their posts and their history, as contacts read them',
  'cases:write': 'open cases, post to them and change them',
  'notes:read': 'read internal notes and everything else that only advisors see',
  'notes:write': 'write internal notes and other texts that only advisors read',
  'files:read': 'download the files of cases',
  'files:write': 'upload files',
  'directory:read': 'read accounts and people',
  'notices:read': 'read incidents, maintenance and releases',
  'act:contacts': 'act as a contact',
  'act:advisors': 'act as an advisor',
} as const;

/** Something that a token can be allowed to do. */
export type ApiScope = keyof typeof apiScopes;

/** All scopes. */
export const apiScopeNames = Object.keys(apiScopes) as ApiScope[];

/** Tells whether a text is a scope. */
export function isApiScope(text: string): text is ApiScope {
  return Object.hasOwn(apiScopes, text);
}

/** How every token begins, so that people and scanners for secrets recognize one. */
export const tokenPrefix = 'cbt_';

/** Characters of a token that are kept, so that people recognize it. */
export const shownLength = 10;

/** Requests that a token may make in a minute, unless it was created with another limit. */
export const usualPerMinute = 300;

/** The most requests in a minute that a token can be allowed. */
export const maxPerMinute = 100_000;

/** Days after which a token expires, unless it was created with another date. */
export const usualLifetimeDays = 365;

/** A token as it is listed. */
export interface ApiToken {
  id: number;
  /** what it is for */
  name: string;
  /** how it begins */
  prefix: string;
  scopes: readonly ApiScope[];
  /** the only accounts it reaches; null: all of them */
  accountIds: readonly number[] | null;
  perMinute: number;
  createdAt: Date;
  createdBy: string;
  /** null: it does not expire */
  expiresAt: Date | null;
  /** to the minute; null: it was never used */
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  revokedBy: string | null;
}

/** What a token is good for at a moment. */
export type TokenState = 'active' | 'expired' | 'revoked';

/** Tells whether a token can be used. */
export function tokenState({ revokedAt, expiresAt }: Pick<ApiToken, 'revokedAt' | 'expiresAt'>, now: Date): TokenState {
  if (revokedAt !== null) return 'revoked';
  return expiresAt !== null && expiresAt <= now ? 'expired' : 'active';
}
