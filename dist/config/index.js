// Everything an operator configures, read once at the start: the environment and the YAML file that CASEBRIDGE_CONFIG names.
// This folder is the only reader of process.env. Who the people are is not configured here but imported (cli/directory.ts).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError, howToMakeAKey, isLoopback, missing, trimSlashes, webAddress } from "./error.js";
import { parseSettings } from "./file.js";
import { mailNotes, mailRequirement, mailVariables, readMail } from "./mail.js";
import { readSlack, slackNotes, slackRequirement, slackVariables } from "./slack.js";
import { readTeams, teamsNotes, teamsRequirement, teamsVariables } from "./teams.js";
export { ConfigError };
const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];
/**
 * Reads and checks the configuration.
 * @throws ConfigError for the first value that is missing or wrong
 */
export function readConfig(environment = process.env) {
    const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value?.trim() || undefined]));
    const values = checked(env);
    const { DATABASE_URL: databaseUrl = null, PUBLIC_URL: publicUrl = null, CASEBRIDGE_SECRET_KEY: secretKey = null } = values;
    const slack = readSlack(env, values);
    if (slack?.oauth && !secretKey)
        missing('CASEBRIDGE_SECRET_KEY', `It encrypts the tokens of the installed workspaces. ${howToMakeAKey}`);
    if (slack?.oauth && !publicUrl)
        missing('PUBLIC_URL', 'Slack sends people back to it after an install. Set it to the https:// address of this bot');
    const teams = readTeams(env, values);
    const mail = readMail(values);
    const production = env.NODE_ENV === 'production';
    const dataDir = path.resolve(env.CASEBRIDGE_DATA_DIR ?? '.data');
    const settings = readSettings(env.CASEBRIDGE_CONFIG);
    return deepFreeze({
        port: values.PORT,
        production,
        databaseUrl,
        dataDir,
        logLevel: values.LOG_LEVEL,
        publicUrl,
        secretKey,
        slack,
        teams,
        mail,
        settings,
        notes: [
            ...slackNotes(slack),
            ...teamsNotes(teams),
            ...mailNotes(env, mail),
            ...(settings.supportPhone === null ? [noPhoneNote] : []),
            ...(production && !databaseUrl ? [embeddedNote(dataDir)] : []),
        ],
    });
}
/** Checks on single variables. The messages are in `requirement` and never repeat the value, because it may be a secret. */
const variables = z.object({
    PORT: z.coerce.number().int().min(0).max(65535).default(3000),
    DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, hostname: /.*/ }).optional(),
    LOG_LEVEL: z.enum(logLevels).default('info'),
    PUBLIC_URL: webAddress
        .refine((url) => url.startsWith('https:') || isLoopback(url))
        .transform((url) => trimSlashes(url))
        .optional(),
    CASEBRIDGE_SECRET_KEY: z
        .base64()
        .transform((text) => Buffer.from(text, 'base64'))
        .refine((key) => key.length === 32)
        .optional(),
    ...slackVariables,
    ...teamsVariables,
    ...mailVariables,
});
const requirement = {
    PORT: 'must be a number from 0 to 65535',
    DATABASE_URL: 'must look like postgresql://user:password@host:5432/database',
    LOG_LEVEL: `must be one of ${logLevels.join(', ')}`,
    PUBLIC_URL: 'must be the https:// address of this bot (http:// only on localhost)',
    CASEBRIDGE_SECRET_KEY: `must be 32 bytes in base64. ${howToMakeAKey}`,
    ...slackRequirement,
    ...teamsRequirement,
    ...mailRequirement,
};
function checked(env) {
    const parsed = variables.safeParse(env);
    if (parsed.success)
        return parsed.data;
    const name = parsed.error.issues[0]?.path[0];
    throw new ConfigError(`${name} ${requirement[name]}`);
}
function readSettings(file) {
    if (!file)
        return parseSettings('');
    let text;
    try {
        text = readFileSync(file, 'utf8');
    }
    catch {
        throw new ConfigError(`CASEBRIDGE_CONFIG names ${file}, which cannot be read. Correct the path or unset the variable`);
    }
    try {
        return parseSettings(text);
    }
    catch (error) {
        throw new ConfigError(`${file} (CASEBRIDGE_CONFIG): ${error instanceof Error ? error.message : String(error)}`);
    }
}
const noPhoneNote = 'No support phone: contacts are not asked to call about critical cases. To change that, set supportPhone in CASEBRIDGE_CONFIG';
function embeddedNote(dataDir) {
    const folder = path.join(dataDir, 'postgres');
    return `The embedded database serves a single machine. To back it up, stop the bot and copy ${folder}/ (cp -RL); to scale out, set DATABASE_URL`;
}
function deepFreeze(value) {
    for (const inner of Object.values(value))
        if (inner !== null && typeof inner === 'object' && !ArrayBuffer.isView(inner))
            deepFreeze(inner);
    return Object.freeze(value);
}
//# sourceMappingURL=index.js.map