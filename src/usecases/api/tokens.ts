// The tokens of the API, which operators and leads manage. A token is shown once, when it is made; the database has only its hash.
import { createHash, randomBytes } from 'node:crypto';
import {
  apiScopeNames,
  isApiScope,
  maxPerMinute,
  shownLength,
  tokenPrefix,
  type ApiScope,
  type ApiToken,
} from '../../domain/api-token.ts';
import { CaseError } from '../../domain/case-error.ts';
import { authorize } from '../../domain/permission.ts';
import { formatList } from '../../domain/text/numbers.ts';
import type { ApiToken as Row } from '../../db/generated/client.ts';
import type { Services } from '../context.ts';
import { recordPrivacy, requesterName, type Requester } from '../privacy/requester.ts';
import { textInput } from '../text-input.ts';

/** What a new token is for. */
export interface NewToken {
  name: string;
  scopes: readonly string[];
  /** keys of the only accounts it reaches; none: all accounts */
  accounts: readonly string[];
  perMinute: number;
  /** null: it does not expire */
  expiresAt: Date | null;
}

/** A token with the names of its accounts. */
export interface ListedToken extends ApiToken {
  accountNames: string[];
}

/** Maximum length of the name of a token, in characters. */
const maxTokenName = 80;

/**
 * Creates a token.
 * @returns the token itself, which cannot be shown again, and what is kept of it
 * @throws CaseError not-allowed, empty, too-long, bad-scope, unknown-account, bad-limit, bad-date
 */
export async function createToken(
  services: Services,
  by: Requester,
  input: NewToken,
): Promise<{ secret: string; token: ApiToken }> {
  authorizeKeeper(by);
  const now = services.clock.now();
  const name = textInput(input.name, 'name', 'Enter what the token is for.', { max: maxTokenName });
  const scopes = scopesOf(input.scopes);
  const { perMinute, expiresAt } = input;
  if (!Number.isSafeInteger(perMinute) || perMinute < 1 || perMinute > maxPerMinute)
    throw new CaseError('bad-limit', `Enter a number of requests per minute from 1 to ${maxPerMinute}.`);
  if (expiresAt !== null && !(expiresAt > now)) throw new CaseError('bad-date', 'A token must expire in the future.');
  const accountIds = await accountsNamed(services, input.accounts);
  const secret = `${tokenPrefix}${randomBytes(32).toString('base64url')}`;
  const createdBy = requesterName(by);
  const row = await services.db.prisma.apiToken.create({
    data: {
      ...{ name, scopes, accountIds, perMinute, expiresAt, createdBy, createdAt: now },
      ...{ prefix: secret.slice(0, shownLength), hash: hashToken(secret) },
    },
  });
  await recordPrivacy(services, by, { action: 'token', accountId: null, detail: `created ${name}` });
  return { secret, token: tokenFacts(row) };
}

/** Returns what is kept of a token. It is random, so a fast hash cannot be guessed back. */
export function hashToken(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Lists tokens, newest first. @param all also those that expired a month ago or were revoked @throws CaseError not-allowed */
export async function listTokens({ db, clock }: Services, by: Requester, all = false): Promise<ListedToken[]> {
  authorizeKeeper(by);
  const monthAgo = new Date(clock.now().getTime() - 30 * 24 * 60 * 60 * 1000);
  const rows = await db.prisma.apiToken.findMany({
    where: all ? {} : { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: monthAgo } }] },
    orderBy: { id: 'desc' },
  });
  const ids = rows.flatMap(({ accountIds }) => accountIds);
  const accounts = await db.prisma.account.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  const nameOf = new Map(accounts.map(({ id, name }) => [id, name]));
  return rows.map((row) => ({ ...tokenFacts(row), accountNames: row.accountIds.map((id) => nameOf.get(id) ?? `account ${id}`) }));
}

/** Finds a token. @throws CaseError not-allowed, unknown-token */
export async function findToken({ db }: Services, by: Requester, id: number): Promise<ApiToken> {
  authorizeKeeper(by);
  const found = await db.prisma.apiToken.findUnique({ where: { id } });
  if (!found) throw new CaseError('unknown-token', "We couldn't find that token.", 'List them with “tokens”.');
  return tokenFacts(found);
}

/** Revokes a token at once and forever. @returns its name @throws CaseError not-allowed, unknown-token */
export async function revokeToken(services: Services, by: Requester, id: number): Promise<string> {
  const { name } = await findToken(services, by, id);
  const { db, clock } = services;
  const data = { revokedAt: clock.now(), revokedBy: requesterName(by) };
  const { count } = await db.prisma.apiToken.updateMany({ where: { id, revokedAt: null }, data });
  if (count > 0) await recordPrivacy(services, by, { action: 'token', accountId: null, detail: `revoked ${name}` });
  return name;
}

/** Converts a row to a token. */
export function tokenFacts(row: Omit<Row, 'hash' | 'windowAt' | 'requests'>): ApiToken {
  const { id, name, prefix, scopes, accountIds, perMinute, createdAt, createdBy, expiresAt, lastUsedAt, revokedAt, revokedBy } =
    row;
  return {
    ...{ id, name, prefix, perMinute, createdAt, createdBy, expiresAt, lastUsedAt, revokedAt, revokedBy },
    scopes: scopes.filter(isApiScope),
    accountIds: accountIds.length === 0 ? null : accountIds,
  };
}

function authorizeKeeper(by: Requester): void {
  if ('person' in by) authorize(by.person, 'directory');
}

function scopesOf(names: readonly string[]): ApiScope[] {
  const unknown = names.filter((name) => !isApiScope(name));
  if (names.length === 0 || unknown.length > 0)
    throw new CaseError(
      'bad-scope',
      names.length === 0 ? 'A token needs at least one scope.' : `Unknown scope: ${unknown.join(', ')}.`,
      `Use ${formatList(apiScopeNames, 'or')}.`,
    );
  return apiScopeNames.filter((name) => names.includes(name));
}

async function accountsNamed({ db }: Services, keys: readonly string[]): Promise<number[]> {
  const found = await db.prisma.account.findMany({
    where: { key: { in: [...keys] }, active: true },
    select: { id: true, key: true },
  });
  const missing = keys.filter((key) => found.every((one) => one.key !== key));
  if (missing.length > 0)
    throw new CaseError(
      'unknown-account',
      `No active account has the key ${missing.join(', ')}.`,
      'Use the keys of the directory file.',
    );
  return found.map(({ id }) => id);
}
