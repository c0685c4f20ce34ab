// Everything an operator sets, read once: the environment and the YAML file it names. The only reader of process.env.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError, isLoopback, missing, webAddress, type Variables } from './error.ts';
import { parseSettings } from './file.ts';
import { mailNotes, mailRequirement, mailVariables, readMail, type MailConfig } from './mail.ts';
import { readTeams, teamsNotes, teamsRequirement, teamsVariables, type TeamsConfig } from './teams.ts';
import type { Settings } from '../domain/settings.ts';

export { ConfigError, type MailConfig, type TeamsConfig };

export interface Config {
  /** 0: any free one */
  port: number;
  production: boolean;
  /** null: the embedded database under `dataDir` */
  databaseUrl: string | null;
  /** absolute */
  dataDir: string;
  logLevel: LogLevel;
  /** without a slash at the end */
  publicUrl: string | null;
  /** 32 bytes: encrypts what is secret in the database */
  secretKey: Buffer | null;
  /** null: off */
  slack: SlackConfig | null;
  /** null: off */
  teams: TeamsConfig | null;
  /** null: off */
  mail: MailConfig | null;
  settings: Settings;
  /** one line each: what is off or worth knowing, for the log at the start */
  notes: readonly string[];
}

export interface SlackConfig {
  /** null in Socket Mode, where nothing is signed */
  signingSecret: string | null;
  /** one workspace; null: installs from many, by `oauth` */
  botToken: string | null;
  oauth: { clientId: string; clientSecret: string; stateSecret: string } | null;
  /** Socket Mode, when set */
  appToken: string | null;
  /** with a slash at the end */
  apiUrl: string;
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof logLevels)[number];

/** @throws ConfigError */
export function readConfig(environment: Variables = process.env): Config {
  const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value?.trim() || undefined]));
  const values = checked(env);
  const { DATABASE_URL: databaseUrl = null, PUBLIC_URL: publicUrl = null, CASEBRIDGE_SECRET_KEY: secretKey = null } = values;
  const slack = readSlack(env, values);
  if (slack?.oauth && !secretKey)
    missing('CASEBRIDGE_SECRET_KEY', `the tokens of installed workspaces are stored encrypted: ${howToMakeAKey}`);
  if (slack?.oauth && !publicUrl)
    missing('PUBLIC_URL', 'Slack sends people back to it after an install: set it to the https address of this bot');
  const teams = readTeams(env, values);
  const mail = readMail(values);
  const settings = readSettings(env.CASEBRIDGE_CONFIG);
  const production = env.NODE_ENV === 'production';
  const dataDir = path.resolve(env.CASEBRIDGE_DATA_DIR ?? '.data');
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
      ...(settings.supportPhone === null ? [noPhoneNote] : []),
      ...(slack ? [] : ['Slack is off: set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN (README, Slack)']),
      ...teamsNotes(teams),
      ...mailNotes(env, mail),
      ...(production && !databaseUrl ? [embeddedNote(dataDir)] : []),
    ],
  });
}

const noPhoneNote = 'supportPhone is not set in CASEBRIDGE_CONFIG, so nobody is asked to call about a critical case';
const howToMakeAKey = 'make one with: openssl rand -base64 32';
const slackPage = 'https://api.slack.com/apps, your app';

/** What a variable alone can say. No message repeats the value: it may be a secret. */
const variables = z.object({
  PORT: z.coerce.number<string>('must be a port: a number from 0 to 65535').int().min(0).max(65535).default(3000),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, hostname: /.*/, error: 'must look like postgresql://user:password@host:5432/database' })
    .optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).default('info'),
  PUBLIC_URL: webAddress
    .refine((url) => url.startsWith('https:') || isLoopback(url))
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  CASEBRIDGE_SECRET_KEY: z
    .base64()
    .transform((text) => Buffer.from(text, 'base64'))
    .refine((key) => key.length === 32)
    .optional(),
  SLACK_BOT_TOKEN: z.string().startsWith('xoxb-').optional(),
  SLACK_APP_TOKEN: z.string().startsWith('xapp-').optional(),
  SLACK_API_URL: webAddress.transform((url) => url.replace(/\/*$/, '/')).default('https://slack.com/api/'),
  ...teamsVariables,
  ...mailVariables,
});

const requirement: Record<keyof z.infer<typeof variables>, string> = {
  PORT: 'must be a number from 0 to 65535',
  DATABASE_URL: 'must look like postgresql://user:password@host:5432/database',
  LOG_LEVEL: `must be one of ${logLevels.join(', ')}`,
  PUBLIC_URL: 'must be the https:// address of this bot (http:// only on localhost)',
  CASEBRIDGE_SECRET_KEY: `must be 32 bytes in base64: ${howToMakeAKey}`,
  SLACK_BOT_TOKEN: `must start with xoxb-: ${slackPage}, OAuth & Permissions, Bot User OAuth Token`,
  SLACK_APP_TOKEN: `must start with xapp-: ${slackPage}, Basic Information, App-Level Tokens, scope connections:write`,
  SLACK_API_URL: 'must be a web address such as https://slack.com/api/',
  ...teamsRequirement,
  ...mailRequirement,
};

function checked(env: Variables): z.infer<typeof variables> {
  const parsed = variables.safeParse(env);
  if (parsed.success) return parsed.data;
  const name = parsed.error.issues[0]?.path[0] as keyof typeof requirement;
  throw new ConfigError(`${name} ${requirement[name]}`);
}

function readSlack(env: Variables, values: z.infer<typeof variables>): SlackConfig | null {
  const { SLACK_BOT_TOKEN: botToken = null, SLACK_APP_TOKEN: appToken = null, SLACK_API_URL: apiUrl } = values;
  const { SLACK_SIGNING_SECRET: signingSecret = null, SLACK_CLIENT_ID: clientId } = env;
  const oauthNames = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET'];
  const wantsOauth = oauthNames.some((name) => env[name]);
  if (!signingSecret && !botToken && !appToken && !wantsOauth) return null;
  if (!signingSecret && !appToken)
    missing('SLACK_SIGNING_SECRET', `copy it from ${slackPage}, Basic Information, App Credentials`);
  if (botToken && wantsOauth) {
    throw new ConfigError(
      'SLACK_BOT_TOKEN and SLACK_CLIENT_ID exclude each other: the token is for one workspace, the client id for many; unset one',
    );
  }
  if (!botToken && !wantsOauth) {
    missing(
      'SLACK_BOT_TOKEN',
      `copy it from ${slackPage}, OAuth & Permissions; or set SLACK_CLIENT_ID to install in many workspaces`,
    );
  }
  if (!wantsOauth) return { signingSecret, botToken, oauth: null, appToken, apiUrl };
  const { SLACK_CLIENT_SECRET: clientSecret, SLACK_STATE_SECRET: stateSecret } = env;
  if (!clientId) missing('SLACK_CLIENT_ID', `copy it from ${slackPage}, Basic Information, App Credentials`);
  if (!clientSecret) missing('SLACK_CLIENT_SECRET', `copy it from ${slackPage}, Basic Information, App Credentials`);
  if (!stateSecret) missing('SLACK_STATE_SECRET', `it protects the install page: ${howToMakeAKey}`);
  return { signingSecret, botToken, oauth: { clientId, clientSecret, stateSecret }, appToken, apiUrl };
}

function readSettings(file: string | undefined): Settings {
  if (!file) return parseSettings('');
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(`CASEBRIDGE_CONFIG names ${file}, which cannot be read: correct the path or unset it`);
  }
  try {
    return parseSettings(text);
  } catch (error) {
    throw new ConfigError(`${file} (CASEBRIDGE_CONFIG): ${error instanceof Error ? error.message : String(error)}`);
  }
}

function embeddedNote(dataDir: string): string {
  const folder = path.join(dataDir, 'postgres');
  return `The embedded database is for one machine; to back it up, stop the bot and copy ${folder}/ (cp -RL), or set DATABASE_URL`;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (inner !== null && typeof inner === 'object' && !ArrayBuffer.isView(inner)) deepFreeze(inner as object);
  return Object.freeze(value);
}
