// The whole product on one machine: local Slack, a local Teams where it can be had, directory, history, bot.
import { randomBytes } from 'node:crypto';
import { mkdir, rm, readFile } from 'node:fs/promises';
import path from 'node:path';
import { readConfig } from "../config/index.js";
import { parseDirectory } from "../cli/directory.js";
import { createLog } from "../server/log.js";
import { startCasebridge } from "../main.js";
import { createCatchUp } from "./catch-up.js";
import { freePort } from "./free-port.js";
import { findLocalSlack, startLocalSlack } from "./local-slack.js";
import { startMailbox } from "./mailbox.js";
import { eventsPath, startPage } from "./page.js";
import { connectorOf, findPlayground, playgroundPage, startPlayground } from "./playground.js";
import { botId, tenantId } from "./tenant.js";
import { botToken, signingSecret } from "./workspace.js";
/** @throws an Error of one line; nothing is left running then */
export async function startDemo({ folder, fresh, teams: reach, anyPorts = false, signal, progress }) {
    if (fresh)
        await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    const port = (friendly) => freePort(anyPorts ? 0 : friendly);
    const botPort = await port(3000);
    const pagePort = await port(3900);
    const slackPort = await port(3901);
    const teamsPort = await port(56150);
    const binary = findLocalSlack();
    const steps = [];
    const stop = async () => {
        for (const step of steps.splice(0).reverse())
            await step();
    };
    const teamsFolder = path.join(folder, 'agents-playground');
    const givenUp = new AbortController();
    const end = signal ? AbortSignal.any([signal, givenUp.signal]) : givenUp.signal;
    // npm may need its time: meanwhile everything else starts
    const wanted = binary ? reach : undefined;
    if (wanted)
        progress(`npx for a local Teams: Microsoft’s Agents Playground, under Microsoft’s terms (${playgroundPage})`);
    const finding = wanted ? findPlayground(teamsFolder, wanted, end) : null;
    steps.push(async () => {
        givenUp.abort();
        await finding;
    });
    try {
        progress('a local Slack');
        const slack = binary ? await startLocalSlack(binary, folder, slackPort, `http://localhost:${pagePort}${eventsPath}`) : null;
        if (slack)
            steps.push(slack.stop);
        const mailbox = await startMailbox(0);
        steps.push(mailbox.stop);
        const page = slack && (await startPage({ port: pagePort, slackPort, botPort, mailbox }));
        if (page)
            steps.push(page.stop);
        const variables = {
            PORT: String(botPort),
            CASEBRIDGE_CONFIG: path.join(import.meta.dirname, 'casebridge.yaml'),
            CASEBRIDGE_DATA_DIR: folder,
            LOG_LEVEL: 'warn',
            SLACK_SIGNING_SECRET: signingSecret,
            SLACK_BOT_TOKEN: botToken,
            SLACK_API_URL: `http://localhost:${slackPort}/api/`,
            SMTP_URL: mailbox.url,
            MAIL_FROM: 'cases@campus.example',
            PUBLIC_URL: `http://localhost:${botPort}`,
            CASEBRIDGE_SECRET_KEY: randomBytes(32).toString('base64'),
        };
        progress('PostgreSQL, two districts and their ten weeks of cases');
        const directory = parseDirectory(await readFile(path.join(import.meta.dirname, 'directory.yaml'), 'utf8'));
        const cases = slack ? await createCatchUp(readConfig(variables), directory, connectorOf(teamsPort)) : 0;
        let teams = null;
        if (finding) {
            progress('the local Teams; the first time it is downloaded');
            const found = await finding;
            teams = 'why' in found ? found : await startPlayground(found, teamsFolder, teamsPort, botPort);
            if ('stop' in teams)
                steps.push(teams.stop);
        }
        progress('the bot');
        const onTeams = teams && 'url' in teams ? teamsVariables : {};
        const bot = await startCasebridge(readConfig({ ...variables, ...onTeams }), {
            log: createLog('error'),
            worker: { pace: {} },
        });
        steps.push(() => bot.stop());
        if (slack) {
            progress('cards into their conversations');
            await bot.worker.idle();
        }
        return { bot, slack, page: page?.url ?? null, mail: page?.mail ?? null, teams, cases, stop };
    }
    catch (error) {
        await stop();
        throw error;
    }
}
/** The Playground signs nothing, and knows no dialogs. */
const teamsVariables = {
    MICROSOFT_APP_ID: botId,
    MICROSOFT_APP_TENANT_ID: tenantId,
    TEAMS_DEV_NO_AUTH: '1',
    TEAMS_DIALOGS: '0',
};
//# sourceMappingURL=start.js.map