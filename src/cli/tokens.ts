// npx casebridge tokens: makes, lists and revokes tokens of the REST API. Leads list and revoke them in chat (chat/directory/tokens.ts).
import type { Command } from 'commander';
import { apiScopes, tokenState, usualLifetimeDays, usualPerMinute } from '../domain/api-token.ts';
import { createToken, listTokens, revokeToken } from '../usecases/api/tokens.ts';
import { alignColumns } from './align-columns.ts';
import { asOperator, minute } from './as-operator.ts';
import { Refusal, refuseUnknown, type Terminal } from './terminal.ts';

interface AddOptions {
  scope?: string[];
  account?: string[];
  expires?: string;
  rate: string;
}

const dayMs = 24 * 60 * 60 * 1000;
const collect = (value: string, before: string[] = []): string[] => [...before, ...value.split(',').map((one) => one.trim())];

/** Adds `tokens`. */
export function addTokenCommands(program: Command, terminal: Terminal): void {
  const tokens = program
    .command('tokens')
    .description('make, list and revoke tokens of the REST API')
    .exitOverride()
    .helpCommand(false);
  tokens
    .command('add')
    .description('make a token; it is shown once')
    .argument('<name>', 'what it is for, such as "CRM sync"')
    .option('--scope <scopes>', `required: what it may do, separated by commas: ${Object.keys(apiScopes).join(', ')}`, collect)
    .option('--account <keys>', 'the only accounts it reaches, by key (by default, all accounts)', collect)
    .option(
      '--expires <date>',
      `the last day on which it works, such as 2027-12-31, or never (by default, in ${usualLifetimeDays} days)`,
    )
    .option('--rate <requests>', 'requests it may make in a minute', String(usualPerMinute))
    .action((name: string, { scope = [], account = [], expires, rate }: AddOptions) =>
      asOperator(terminal, async (services, by) => {
        const expiresAt = expiryOf(expires, services.clock.now());
        const input = { name, scopes: scope, accounts: account, perMinute: Number(rate), expiresAt };
        const { secret, token } = await createToken(services, by, input);
        terminal.out(secret);
        const until = token.expiresAt === null ? 'It does not expire.' : `It expires on ${minute(token.expiresAt)} UTC.`;
        terminal.err(`Token ${token.id}, shown only now: keep it in a safe place. ${until}`);
      }),
    );
  refuseUnknown(tokens.command('list', { isDefault: true }))
    .description('list the tokens')
    .option('--all', 'with those that were revoked or expired long ago')
    .option('--json', 'as JSON')
    .action(({ all = false, json = false }: { all?: boolean; json?: boolean }) =>
      asOperator(terminal, async (services, by) => {
        const found = await listTokens(services, by, all);
        const now = services.clock.now();
        if (json) {
          const listed = found.map((token) => ({ ...token, state: tokenState(token, now) }));
          return terminal.out(JSON.stringify(listed, null, 2));
        }
        if (found.length === 0) return terminal.out('No tokens. Make one: npx casebridge tokens add <name> --scope cases:read');
        const rows = found.map((token) => [
          ...[String(token.id), token.name, `${token.prefix}…`, tokenState(token, now)],
          token.lastUsedAt === null ? 'never' : minute(token.lastUsedAt),
          token.expiresAt === null ? 'never' : minute(token.expiresAt),
          token.accountNames.length === 0 ? 'all accounts' : token.accountNames.join(', '),
          token.scopes.join(' '),
        ]);
        terminal.out(
          alignColumns([['id', 'name', 'token', 'state', 'last used (UTC)', 'expires (UTC)', 'accounts', 'scopes'], ...rows]),
        );
      }),
    );
  tokens
    .command('revoke')
    .description('revoke a token at once')
    .argument('<id>', 'from the list')
    .action((id: string) =>
      asOperator(terminal, async (services, by) => {
        if (!/^[1-9]\d{0,8}$/.test(id)) throw new Refusal(`“${id}” isn't a number from the list`);
        terminal.out(`Revoked ${await revokeToken(services, by, Number(id))}.`);
      }),
    );
}

/** Reads the last day of a token, which ends at midnight UTC. */
function expiryOf(text: string | undefined, now: Date): Date | null {
  if (text === 'never') return null;
  if (text === undefined) return new Date(now.getTime() + usualLifetimeDays * dayMs);
  const day = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : null;
  // Date takes February 30 for March 2
  if (!day || Number.isNaN(day.getTime()) || !day.toISOString().startsWith(text))
    throw new Refusal(`“${text}” isn't a date such as 2027-12-31`);
  return new Date(day.getTime() + dayMs);
}
