// Everything an operator configures, read once at the start: the environment and the YAML file that CASEBRIDGE_CONFIG names.
// This folder is the only reader of process.env. Who the people are is not configured here but imported (cli/directory.ts).
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { attachmentsRequirement, attachmentsVariables, readAttachments, type AttachmentsConfig } from './attachments.ts';
import { ConfigError, howToMakeAKey, isLoopback, missing, trimSlashes, webAddress, type Variables } from './error.ts';
import { parseSettings, type Mistake } from './file.ts';
import {
  inboundRequirement,
  inboundVariables,
  readInbound,
  type InboundConfig,
  type InboundImap,
  type InboundSmtp,
} from './inbound-mail.ts';
import { mailNotes, mailRequirement, mailVariables, readMail, type MailConfig } from './mail.ts';
import { reportNotes } from './reports.ts';
import {
  readMetricsAccess,
  readSecretKeys,
  securityNotes,
  securityRequirement,
  securityVariables,
  type MetricsConfig,
  type SecretKeyConfig,
} from './security.ts';
import { readSlack, slackNotes, slackRequirement, slackVariables, type SlackConfig } from './slack.ts';
import { readTeams, teamsNotes, teamsRequirement, teamsVariables, type TeamsConfig } from './teams.ts';
import { readTrackers, trackerNotes, type TrackerConfig } from './trackers.ts';
import { readTelemetry, telemetryRequirement, telemetryVariables, type TelemetryConfig } from './telemetry.ts';
import { readWebhooks, webhooksRequirement, webhooksVariables, type WebhooksConfig } from './webhooks.ts';
import { defaultSettings, type Settings } from '../domain/settings.ts';

export { nodeNotes } from './node-version.ts';
export {
  ConfigError,
  type AttachmentsConfig,
  type InboundConfig,
  type InboundImap,
  type InboundSmtp,
  type MailConfig,
  type SlackConfig,
  type TeamsConfig,
  type TelemetryConfig,
  type TrackerConfig,
};

/** The whole configuration of one process, frozen. */
export interface Config {
  /** 0 picks a free port */
  port: number;
  production: boolean;
  /** null: the embedded database under `dataDir` */
  databaseUrl: string | null;
  /** the same database for the owner of its tables, who migrates; null: `databaseUrl` */
  databaseMigrationUrl: string | null;
  /** a replica of it, which serves searches and exports; null: it serves them itself */
  databaseReadUrl: string | null;
  /** absolute path */
  dataDir: string;
  logLevel: LogLevel;
  /** without a slash at the end */
  publicUrl: string | null;
  /** encrypt stored tokens and sign links; null: there are none, and what needs them is off */
  secretKeys: SecretKeyConfig | null;
  /** null: Slack is off */
  slack: SlackConfig | null;
  /** null: Teams is off */
  teams: TeamsConfig | null;
  /** null: mail is off */
  mail: MailConfig | null;
  /** null: emails are not read */
  inbound: InboundConfig | null;
  attachments: AttachmentsConfig;
  metrics: MetricsConfig;
  /** null: no traces and metrics are sent */
  telemetry: TelemetryConfig | null;
  webhooks: WebhooksConfig;
  /** the developers' trackers; none: the numbers of issues are typed */
  trackers: readonly TrackerConfig[];
  settings: Settings;
  /** what the operator should know at the start, a line each: what is off, unsafe or incomplete */
  notes: readonly string[];
}

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;

/** The levels of LOG_LEVEL, most severe first. */
export type LogLevel = (typeof logLevels)[number];

/**
 * Reads and checks the configuration.
 * @throws ConfigError for the values that are missing or wrong
 */
export function readConfig(environment: Variables = process.env): Config {
  const env = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, value?.trim() || undefined]));
  const values = checked(env);
  const { DATABASE_READ_URL: databaseReadUrl = null, DATABASE_MIGRATION_URL: databaseMigrationUrl = null } = values;
  const { DATABASE_URL: databaseUrl = null, PUBLIC_URL: publicUrl = null } = values;
  const secretKeys = readSecretKeys(values);
  if (databaseReadUrl && !databaseUrl) missing('DATABASE_URL', 'DATABASE_READ_URL is a replica of it. Set both, or neither');
  if (databaseMigrationUrl && !databaseUrl)
    missing('DATABASE_URL', 'DATABASE_MIGRATION_URL is the same database for another role. Set both, or neither');
  const slack = readSlack(env, values);
  if (slack?.oauth && !secretKeys)
    missing('CASEBRIDGE_SECRET_KEY', `It encrypts the tokens of the installed workspaces. ${howToMakeAKey}`);
  if (slack?.oauth && !publicUrl)
    missing('PUBLIC_URL', 'Slack sends people back to it after an install. Set it to the https:// address of this bot');
  const teams = readTeams(env, values);
  const mail = readMail(values);
  const metrics = readMetricsAccess(values, values.PORT);
  const inbound = readInbound(values, mail);
  const production = env.NODE_ENV === 'production';
  const dataDir = path.resolve(env.CASEBRIDGE_DATA_DIR ?? '.data');
  const { settings, notes } = readSettings(env.CASEBRIDGE_CONFIG);
  const trackers = readTrackers(env, settings.trackers);
  return deepFreeze({
    port: values.PORT,
    production,
    databaseUrl,
    databaseMigrationUrl,
    databaseReadUrl,
    dataDir,
    logLevel: values.LOG_LEVEL,
    publicUrl,
    secretKeys,
    slack,
    teams,
    mail,
    inbound,
    attachments: readAttachments(values),
    metrics,
    telemetry: readTelemetry(values),
    webhooks: readWebhooks(values),
    trackers,
    settings,
    notes: [
      ...notes,
      ...slackNotes(slack),
      ...teamsNotes(teams),
      ...mailNotes(env, mail),
      ...securityNotes(metrics, production),
      ...trackerNotes(trackers),
      ...reportNotes(settings.reports, { slack: slack !== null, teams: teams !== null }),
      ...(settings.supportPhone === null ? [noPhoneNote] : []),
      ...(production && !databaseUrl ? [embeddedNote(dataDir)] : []),
    ],
  });
}

const postgresAddress = z.url({ protocol: /^postgres(ql)?$/, hostname: /.*/ }).optional();

/** Checks on single variables. The messages are in `requirement` and never repeat the value, because it may be a secret. */
const variables = z.object({
  PORT: z.coerce.number<string>().int().min(0).max(65535).default(3000),
  DATABASE_URL: postgresAddress,
  DATABASE_MIGRATION_URL: postgresAddress,
  DATABASE_READ_URL: postgresAddress,
  LOG_LEVEL: z.enum(logLevels).default('info'),
  PUBLIC_URL: webAddress
    .refine((url) => url.startsWith('https:') || isLoopback(url))
    .transform((url) => trimSlashes(url))
    .optional(),
  ...securityVariables,
  ...slackVariables,
  ...teamsVariables,
  ...mailVariables,
  ...inboundVariables,
  ...attachmentsVariables,
  ...telemetryVariables,
  ...webhooksVariables,
});

const requirement: Record<keyof z.infer<typeof variables>, string> = {
  PORT: 'must be a number from 0 to 65535',
  DATABASE_URL: 'must look like postgresql://user:password@host:5432/database',
  DATABASE_MIGRATION_URL: 'must look like postgresql://owner:password@host:5432/database',
  DATABASE_READ_URL: 'must look like postgresql://user:password@replica:5432/database',
  LOG_LEVEL: `must be one of ${logLevels.join(', ')}`,
  PUBLIC_URL: 'must be the https:// address of this bot (http:// only on localhost)',
  ...securityRequirement,
  ...slackRequirement,
  ...teamsRequirement,
  ...mailRequirement,
  ...inboundRequirement,
  ...attachmentsRequirement,
  ...telemetryRequirement,
  ...webhooksRequirement,
};

function checked(env: Variables): z.infer<typeof variables> {
  const parsed = variables.safeParse(env);
  if (parsed.success) return parsed.data;
  const names = new Set(parsed.error.issues.map(({ path }) => path[0] as keyof typeof requirement));
  throw new ConfigError([...names].map((name) => `${name} ${requirement[name]}`).join('\n'));
}

function readSettings(file: string | undefined): { settings: Settings; notes: string[] } {
  if (!file) return { settings: defaultSettings, notes: [] };
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new ConfigError(`CASEBRIDGE_CONFIG names ${file}, which cannot be read. Correct the path or unset the variable`);
  }
  const name = `${file} (CASEBRIDGE_CONFIG)`;
  const say = ({ line, message }: Mistake) => `${name}: line ${line}: ${message}`;
  const read = parseSettings(text);
  if ('settings' in read) return { settings: read.settings, notes: read.warnings.map(say) };
  throw new ConfigError(read.map(say).join('\n'));
}

const noPhoneNote =
  'No support phone: contacts are not asked to call about critical cases. To change that, set supportPhone in CASEBRIDGE_CONFIG';

function embeddedNote(dataDir: string): string {
  return `The embedded database serves a single machine. To back it up (${dataDir}), run: npx casebridge backup <folder>. To scale out, set DATABASE_URL`;
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value))
    if (inner !== null && typeof inner === 'object' && !ArrayBuffer.isView(inner)) deepFreeze(inner as object);
  return Object.freeze(value);
}
