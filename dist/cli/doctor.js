import { ConfigError, readConfig } from "../config/index.js";
import { openDatabase } from "../db/client.js";
import { startEmbedded } from "../db/embedded/index.js";
import { pendingMigrations } from "../db/migrate.js";
import { checkMailServer } from "../mail/index.js";
import { systemCounts } from "../usecases/system-counts.js";
/** Looks at everything and changes nothing. @param environment the variables to go by; this process's own when absent */
export async function examine(environment) {
    const node = { verdict: 'ok', part: 'Node.js', words: process.versions.node };
    try {
        const config = readConfig(environment);
        return [node, ...examineConfig(config), ...(await examineMail(config)), ...(await examineDatabase(config))];
    }
    catch (error) {
        if (!(error instanceof ConfigError))
            throw error;
        return [node, { verdict: 'wrong', part: 'Configuration', words: error.message }];
    }
}
function examineConfig({ slack, teams, notes, publicUrl }) {
    const words = slack?.oauth ? `installed from ${publicUrl ?? ''}/slack/install` : 'one workspace, by its token';
    const mode = slack?.appToken ? 'Socket Mode' : 'POST /slack/events';
    return [
        { verdict: 'ok', part: 'Configuration', words: 'every value given can be used' },
        ...(slack ? [{ verdict: 'ok', part: 'Slack', words: `${words}, ${mode}` }] : []),
        ...(teams
            ? [{ verdict: 'ok', part: 'Teams', words: `registration ${teams.app.appId || 'none'}, POST /api/messages` }]
            : []),
        ...notes.map((note) => ({ verdict: 'look', part: 'Configuration', words: note })),
    ];
}
async function examineMail({ mail }) {
    const part = 'Mail';
    if (!mail)
        return [];
    try {
        await checkMailServer(mail);
        return [{ verdict: 'ok', part, words: `the mail server answers; mails come from ${mail.from.address}` }];
    }
    catch (error) {
        return [{ verdict: 'wrong', part, words: error instanceof Error ? error.message : String(error) }];
    }
}
async function examineDatabase({ databaseUrl, dataDir }) {
    const part = 'Database';
    try {
        const embedded = databaseUrl === null ? await startEmbedded(dataDir) : null;
        try {
            const url = embedded?.url ?? databaseUrl ?? '';
            const pending = await pendingMigrations(url);
            const where = {
                verdict: 'ok',
                part,
                words: embedded ? `embedded, in ${dataDir}/postgres` : 'DATABASE_URL answers',
            };
            if (pending.length > 0)
                return [
                    where,
                    { verdict: 'look', part, words: `to be brought up to date: npx casebridge migrate (${pending.join(', ')})` },
                ];
            const db = openDatabase(url);
            try {
                return [where, ...judge(await systemCounts({ db }))];
            }
            finally {
                await db.close();
            }
        }
        finally {
            await embedded?.stop();
        }
    }
    catch (error) {
        return [{ verdict: 'wrong', part, words: error instanceof Error ? error.message : String(error) }];
    }
}
function judge(stock) {
    const { accounts, contacts, advisors, leads, workspaces, queues, openCases, waitingDeliveries, deadDeliveries } = stock;
    const findings = [
        {
            verdict: 'ok',
            part: 'Directory',
            words: `${accounts} accounts, ${contacts} contacts, ${advisors} advisors (${leads} leads), ${workspaces} workspaces`,
        },
        { verdict: 'ok', part: 'Cases', words: `${openCases} open` },
        { verdict: 'ok', part: 'Deliveries', words: `${waitingDeliveries} on their way, ${deadDeliveries} undeliverable` },
    ];
    const look = (part, words) => findings.push({ verdict: 'look', part, words });
    if (workspaces === 0)
        look('Directory', 'no workspace is listed, so everybody is a stranger: npx casebridge import directory.yaml');
    if (queues === 0)
        look('Directory', 'no channel is "for: queue" of every module, so new cases may reach no advisor: npx casebridge import directory.yaml');
    if (leads === 0)
        look('Directory', 'nobody is a lead');
    if (deadDeliveries > 0)
        look('Deliveries', 'what could not be delivered: npx casebridge deliveries');
    return findings;
}
//# sourceMappingURL=doctor.js.map