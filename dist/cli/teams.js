// npx casebridge teams: one bot registration per tenant; the first is named by the environment, the others are stored, encrypted.
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { alignColumns } from "./align-columns.js";
import { readConfig } from "../config/index.js";
import { storedInstallations } from "../db/installations.js";
import { startDatabase } from "../db/start-database.js";
export function addTeamsCommands(program, terminal) {
    const teams = program
        .command('teams')
        .description('the bot registrations of further Microsoft 365 tenants')
        .exitOverride()
        .helpCommand(false);
    teams
        .command('list', { isDefault: true })
        .description('which registration answers which tenant')
        .action(() => list(terminal));
    teams
        .command('add')
        .description('serve one more tenant; its client secret is read from standard input')
        .requiredOption('--tenant <guid>', 'the directory (tenant) id')
        .requiredOption('--app-id <guid>', 'the application (client) id of the registration in that tenant')
        .option('--name <words>', 'whose tenant it is, for the list')
        .action((options) => add(terminal, options));
    teams
        .command('remove')
        .description('serve a tenant no more; its secret is deleted')
        .argument('<tenant>', 'as the list shows it')
        .action((tenant) => remove(terminal, tenant));
}
async function list(terminal) {
    const { teams } = readConfig(terminal.environment);
    const first = teams ? [[teams.app.tenantId ?? 'any', teams.app.appId, 'the environment']] : [];
    await withInstallations(terminal, async (installations) => {
        const stored = await installations.list('teams');
        const rows = [...first, ...stored.map(({ workspaceId, appId, name }) => [workspaceId, appId ?? '', name ?? 'stored'])];
        if (rows.length === 0)
            return terminal.out('No tenant is served: set MICROSOFT_APP_ID and the like (README, Set-up on Teams).');
        terminal.out(alignColumns([['tenant', 'application', 'from'], ...rows]));
    });
}
async function add(terminal, { tenant, appId, name }) {
    const workspaceId = guid('--tenant', tenant);
    const app = guid('--app-id', appId);
    const secret = (await text((terminal.input ?? process.stdin))).trim();
    if (secret === '')
        throw new Error('the client secret is missing: give it on standard input, e.g. npx casebridge teams add … < secret.txt');
    const { teams } = readConfig(terminal.environment);
    if (teams?.app.appId === app)
        throw new Error(`${app} is the registration that MICROSOFT_APP_ID names already`);
    await withInstallations(terminal, async (installations) => {
        const nothing = { enterpriseId: null, botUserId: null, botId: null, scopes: [] };
        await installations.save('teams', { ...nothing, workspaceId, appId: app, name: name ?? null, token: secret });
        terminal.out(`Tenant ${workspaceId} is served by ${app}; a running bot knows it within half a minute.`);
        terminal.out('Next: list the tenant in the directory (platform: teams), and npx casebridge import directory.yaml');
    });
}
async function remove(terminal, tenant) {
    const workspaceId = guid('<tenant>', tenant);
    await withInstallations(terminal, async (installations) => {
        if (!(await installations.find('teams', workspaceId)))
            throw new Error(`no registration is stored for ${workspaceId}`);
        await installations.remove('teams', workspaceId);
        terminal.out(`Tenant ${workspaceId} is served no more.`);
    });
}
function guid(name, value) {
    const parsed = z.guid().safeParse(value);
    if (parsed.success)
        return parsed.data.toLowerCase();
    throw new Error(`${name} must be a GUID, as the Azure portal shows it`);
}
async function withInstallations(terminal, act) {
    const config = readConfig(terminal.environment);
    if (!config.secretKey)
        throw new Error('CASEBRIDGE_SECRET_KEY is missing: client secrets are stored encrypted; make one with: openssl rand -base64 32');
    const { db, stop } = await startDatabase(config);
    try {
        await act(storedInstallations(db, config.secretKey, { now: () => new Date() }));
    }
    finally {
        await stop();
    }
}
//# sourceMappingURL=teams.js.map