// npx casebridge teams: the bot registrations of further tenants, one each, stored encrypted. The first registration is in the environment.
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { z } from 'zod';
import { alignColumns } from './align-columns.ts';
import { readConfig } from '../config/index.ts';
import { storedInstallations } from '../db/installations.ts';
import type { Installations } from '../ports.ts';
import { startDatabase } from '../db/start-database.ts';
import { forOperators, Refusal, refuseUnknown, type Terminal } from './terminal.ts';

/** Adds `teams list`, `teams add` and `teams remove`. */
export function addTeamsCommands(program: Command, terminal: Terminal): void {
  const teams = program
    .command('teams')
    .description('manage the bot registrations of further Microsoft 365 tenants')
    .exitOverride()
    .helpCommand(false);
  refuseUnknown(teams.command('list', { isDefault: true }))
    .description('list the tenants and their registrations')
    .action(() => list(terminal));
  teams
    .command('add')
    .description('add a tenant; its client secret is read from standard input')
    .requiredOption('--tenant <guid>', 'the directory (tenant) ID')
    .requiredOption('--app-id <guid>', 'the application (client) ID of the registration in that tenant')
    .option('--name <text>', 'a name for the list')
    .action((options: { tenant: string; appId: string; name?: string }) => add(terminal, options));
  teams
    .command('remove')
    .description('stop serving a tenant and delete its secret')
    .argument('<tenant>', 'the tenant ID from the list')
    .action((tenant: string) => remove(terminal, tenant));
}

async function list(terminal: Terminal): Promise<void> {
  const { teams } = readConfig(terminal.environment);
  const first = teams ? [[teams.app.tenantId ?? 'any', teams.app.appId, 'environment']] : [];
  await withInstallations(terminal, async (installations) => {
    const stored = await installations.list('teams');
    const rows = [...first, ...stored.map(({ workspaceId, appId, name }) => [workspaceId, appId ?? '', name ?? 'stored'])];
    if (rows.length === 0) return terminal.out('No tenants. Set MICROSOFT_APP_ID and the other Teams variables (README, Teams).');
    terminal.out(alignColumns([['tenant', 'application', 'from'], ...rows]));
  });
}

async function add(terminal: Terminal, { tenant, appId, name }: { tenant: string; appId: string; name?: string }): Promise<void> {
  const workspaceId = guid('--tenant', tenant);
  const app = guid('--app-id', appId);
  const secret = (await text((terminal.input ?? process.stdin) as AsyncIterable<Buffer>)).trim();
  if (secret === '')
    throw new Refusal('the client secret is missing. Pass it on standard input: npx casebridge teams add … < secret.txt');
  const { teams } = readConfig(terminal.environment);
  if (teams?.app.appId === app) throw new Refusal(`${app} is already configured as MICROSOFT_APP_ID`);
  await withInstallations(terminal, async (installations) => {
    const nothing = { enterpriseId: null, botUserId: null, botId: null, scopes: [] };
    await installations.save('teams', { ...nothing, workspaceId, appId: app, name: name ?? null, token: secret });
    terminal.out(`Added tenant ${workspaceId} with registration ${app}. A running bot picks it up within 30 seconds.`);
    terminal.out('Next, list the tenant in the directory (platform: teams) and run: npx casebridge import directory.yaml');
  });
}

async function remove(terminal: Terminal, tenant: string): Promise<void> {
  const workspaceId = guid('<tenant>', tenant);
  await withInstallations(terminal, async (installations) => {
    if (!(await installations.find('teams', workspaceId))) throw new Refusal(`no registration is stored for ${workspaceId}`);
    await installations.remove('teams', workspaceId);
    terminal.out(`Removed tenant ${workspaceId}.`);
  });
}

function guid(name: string, value: string): string {
  const parsed = z.guid().safeParse(value);
  if (parsed.success) return parsed.data.toLowerCase();
  throw new Refusal(`${name} must be a GUID, as shown in the Azure portal`);
}

async function withInstallations(terminal: Terminal, act: (installations: Installations) => Promise<void>): Promise<void> {
  const config = readConfig(terminal.environment);
  if (!config.secretKeys)
    throw new Refusal('CASEBRIDGE_SECRET_KEY is missing. It encrypts client secrets. Create one with: openssl rand -base64 32');
  const { db, stop } = await startDatabase(config, forOperators);
  try {
    await act(storedInstallations(db, config.secretKeys, { now: () => new Date() }));
  } finally {
    await stop();
  }
}
