import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../../src/config/index.ts';
import { nodeNotes } from '../../src/config/node-version.ts';
import { defaultSettings } from '../../src/domain/settings.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'casebridge-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const key = Buffer.alloc(32, 7).toString('base64');
const oneWorkspace = { SLACK_SIGNING_SECRET: 'abc', SLACK_BOT_TOKEN: 'xoxb-1' };
const manyWorkspaces = {
  SLACK_SIGNING_SECRET: 'abc',
  SLACK_CLIENT_ID: '1.2',
  SLACK_CLIENT_SECRET: 'def',
  SLACK_STATE_SECRET: 'ghi',
  CASEBRIDGE_SECRET_KEY: key,
  PUBLIC_URL: 'https://bot.example/',
};

function refusal(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as ConfigError).message;
  }
  throw new Error('It was accepted');
}
function fromFile(text: string) {
  const file = path.join(folder, 'casebridge.yaml');
  writeFileSync(file, text);
  return { CASEBRIDGE_CONFIG: file };
}

test('turns everything off and uses the defaults when nothing is set', () => {
  const config = readConfig({});
  expect(config).toMatchObject({ port: 3000, databaseUrl: null, logLevel: 'info', slack: null, production: false });
  expect(config.dataDir).toBe(path.resolve('.data'));
  expect(config.settings).toEqual(defaultSettings);
  expect(config.notes).toEqual([
    'Slack is off. To turn it on, set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN (README, Slack)',
    'Teams is off. To turn it on, set MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD and MICROSOFT_APP_TENANT_ID (README, Teams)',
    'Mail is off. To turn it on, set SMTP_URL and MAIL_FROM (README, Mail)',
    'No support phone: contacts are not asked to call about critical cases. To change that, set supportPhone in CASEBRIDGE_CONFIG',
  ]);
});

test('treats an empty variable as absent', () => {
  expect(readConfig({ PORT: '', DATABASE_URL: ' ', SLACK_BOT_TOKEN: '' })).toMatchObject({
    port: 3000,
    databaseUrl: null,
    slack: null,
  });
});

test('serves one Slack workspace with a bot token', () => {
  expect(readConfig(oneWorkspace).slack).toEqual({
    signingSecret: 'abc',
    botToken: 'xoxb-1',
    oauth: null,
    appToken: null,
    apiUrl: 'https://slack.com/api/',
  });
});

test('serves many Slack workspaces through OAuth', () => {
  const config = readConfig(manyWorkspaces);
  expect(config.slack?.oauth).toEqual({ clientId: '1.2', clientSecret: 'def', stateSecret: 'ghi' });
  expect(config.publicUrl).toBe('https://bot.example');
  expect(config.secretKeys).toEqual([Buffer.from(key, 'base64')]);
});

describe('secret keys', () => {
  const other = Buffer.alloc(32, 8).toString('base64');

  test('are the current one, then those that are still read', () => {
    const { secretKeys } = readConfig({
      CASEBRIDGE_SECRET_KEY: key,
      CASEBRIDGE_SECRET_KEY_FALLBACKS: `${other}, ${Buffer.alloc(32).toString('base64')}`,
    });
    expect(secretKeys?.map((one) => one[0])).toEqual([7, 8, 0]);
    expect(readConfig({}).secretKeys).toBeNull();
  });

  test.each([
    [{ CASEBRIDGE_SECRET_KEY_FALLBACKS: other }, 'CASEBRIDGE_SECRET_KEY is missing. CASEBRIDGE_SECRET_KEY_FALLBACKS only reads.'],
    [{ CASEBRIDGE_SECRET_KEY: key, CASEBRIDGE_SECRET_KEY_FALLBACKS: key }, 'CASEBRIDGE_SECRET_KEY_FALLBACKS lists a key twice'],
    [
      { CASEBRIDGE_SECRET_KEY: key, CASEBRIDGE_SECRET_KEY_FALLBACKS: `${other},abc` },
      'CASEBRIDGE_SECRET_KEY_FALLBACKS must be keys of 32 bytes',
    ],
  ])('are refused as %o', (env, message) => {
    expect(refusal(env)).toContain(message);
    expect(refusal(env)).not.toContain(other);
  });
});

describe('metrics', () => {
  test('can have a port and a token of their own', () => {
    expect(readConfig({ METRICS_PORT: '9464', METRICS_TOKEN: 'a-token-of-a-scraper' }).metrics).toEqual({
      port: 9464,
      token: 'a-token-of-a-scraper',
    });
    expect(readConfig({}).metrics).toEqual({ port: null, token: null });
  });

  test('are said to be open in production, where they are', () => {
    const note = '/metrics is open to everyone who reaches PORT. To keep it apart, set METRICS_PORT or METRICS_TOKEN.';
    expect(readConfig({ NODE_ENV: 'production' }).notes).toContain(note);
    expect(readConfig({ NODE_ENV: 'production', METRICS_PORT: '9464' }).notes).not.toContain(note);
    expect(readConfig({}).notes).not.toContain(note);
  });

  test.each([
    [{ METRICS_PORT: '3000' }, 'METRICS_PORT must differ from PORT.'],
    [{ METRICS_TOKEN: 'short' }, 'METRICS_TOKEN must be at least 16 letters'],
    [{ METRICS_TOKEN: 'with a space in it' }, 'METRICS_TOKEN must be at least 16 letters'],
  ])('are refused as %o', (env, message) => {
    expect(refusal(env)).toContain(message);
  });
});

test('needs no signing secret in Socket Mode', () => {
  expect(
    readConfig({ SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1', SLACK_API_URL: 'http://localhost:3900/api' }).slack,
  ).toMatchObject({
    signingSecret: null,
    appToken: 'xapp-1',
    apiUrl: 'http://localhost:3900/api/',
  });
});

test('freezes the configuration', () => {
  const config = readConfig({ ...oneWorkspace, ...fromFile('modules: [Fees]') });
  expect(() => Object.assign(config.settings, { brand: 'x' })).toThrow();
  expect(() => (config.settings.modules as string[]).push('x')).toThrow();
});

const app = {
  MICROSOFT_APP_ID: '11111111-1111-4111-8111-111111111111',
  MICROSOFT_APP_PASSWORD: 'secret',
  MICROSOFT_APP_TENANT_ID: '22222222-2222-4222-8222-222222222222',
};

describe('Teams', () => {
  test('uses the addresses of the public cloud by default', () => {
    expect(readConfig(app).teams).toEqual({
      app: { appId: app.MICROSOFT_APP_ID, password: 'secret', tenantId: app.MICROSOFT_APP_TENANT_ID },
      openIdMetadataUrl: 'https://login.botframework.com/v1/.well-known/openidconfiguration',
      tokenIssuer: 'https://api.botframework.com',
      loginUrl: 'https://login.microsoftonline.com',
      graphUrl: 'https://graph.microsoft.com',
      noAuth: false,
      dialogs: true,
    });
    expect(readConfig({ ...app, MICROSOFT_APP_TYPE: 'MultiTenant' }).teams?.app.tenantId).toBeNull();
  });
  test.each([
    [{ ...app, MICROSOFT_APP_ID: 'casebridge' }, 'MICROSOFT_APP_ID must be the application (client) ID'],
    [{ ...app, MICROSOFT_APP_ID: '' }, 'MICROSOFT_APP_ID is missing'],
    [{ ...app, MICROSOFT_APP_PASSWORD: '' }, 'MICROSOFT_APP_PASSWORD is missing'],
    [{ ...app, MICROSOFT_APP_TENANT_ID: '' }, 'MICROSOFT_APP_TENANT_ID is missing'],
    [{ ...app, MICROSOFT_APP_TYPE: 'Both' }, 'MICROSOFT_APP_TYPE must be SingleTenant or MultiTenant'],
    [{ ...app, TEAMS_LOGIN_URL: 'http://login.example' }, 'TEAMS_LOGIN_URL must be an https:// address'],
    [{ ...app, TEAMS_GRAPH_URL: 'http://graph.example' }, 'TEAMS_GRAPH_URL must be an https:// address'],
    [{ TEAMS_DEV_NO_AUTH: 'yes' }, 'TEAMS_DEV_NO_AUTH must be 1 or unset'],
    [{ TEAMS_DEV_NO_AUTH: '1', PUBLIC_URL: 'https://casebridge.example' }, 'TEAMS_DEV_NO_AUTH accepts requests from anyone'],
  ])('refuses %j', (env, message) => expect(() => readConfig(env)).toThrow(message));
});

const post = { SMTP_URL: 'smtp://bot:secret@mail.example:587', MAIL_FROM: 'cases@campus.example' };

describe('Mail', () => {
  test('takes a sender with or without a name', () => {
    const from = { name: null, address: 'cases@campus.example' };
    expect(readConfig(post).mail).toEqual({ url: post.SMTP_URL, from });
    for (const sender of ['Campus Cases <Cases@campus.example>', '"Campus Cases" <cases@campus.example>'])
      expect(readConfig({ ...post, MAIL_FROM: sender }).mail?.from).toEqual({ ...from, name: 'Campus Cases' });
    expect(readConfig({ ...post, CASEBRIDGE_SECRET_KEY: key, PUBLIC_URL: 'https://bot.example' }).notes.join()).not.toContain(
      'ail',
    );
  });
  test.each([
    [{ SMTP_URL: post.SMTP_URL }, 'MAIL_FROM is missing. Mail needs a sender'],
    [{ MAIL_FROM: post.MAIL_FROM }, 'SMTP_URL is missing'],
    [{ ...post, SMTP_URL: 'bot:secret@mail.example:587' }, 'SMTP_URL must look like smtp://'],
    [{ ...post, SMTP_URL: 'https://bot:secret@mail.example' }, 'SMTP_URL must look like smtp://'],
    [{ ...post, SMTP_URL: 'smtp://' }, 'SMTP_URL must look like smtp://'],
    [{ ...post, MAIL_FROM: 'Campus Support' }, 'MAIL_FROM must be an address'],
    [{ ...post, MAIL_FROM: 'a@x.example, b@x.example' }, 'MAIL_FROM must be an address'],
  ])('refuses %j', (env, message) => {
    expect(refusal(env)).toContain(message);
    expect(refusal(env)).not.toContain(':secret@');
  });
});

describe('Files', () => {
  test('are in the data directory and not scanned unless the environment says otherwise', () => {
    expect(readConfig({}).attachments).toEqual({ bucket: null, scanner: null });
  });
  test.each([
    ['s3://campus-files', { bucket: 'campus-files', prefix: '', region: null, endpoint: null }],
    [
      's3://campus-files/case%20files/eu/?region=eu-central-1&endpoint=http://minio:9000',
      { bucket: 'campus-files', prefix: 'case files/eu/', region: 'eu-central-1', endpoint: 'http://minio:9000' },
    ],
  ])('are kept at %s', (ATTACHMENTS_URL, bucket) => {
    expect(readConfig({ ATTACHMENTS_URL }).attachments.bucket).toEqual(bucket);
  });
  test.each([
    ['tcp://scanner', { host: 'scanner', port: 3310 }],
    ['tcp://[::1]:4000', { host: '::1', port: 4000 }],
    ['unix:/run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
  ])('are scanned by %s', (CLAMD_URL, scanner) => {
    expect(readConfig({ CLAMD_URL }).attachments.scanner).toEqual(scanner);
  });
  test.each([
    [{ ATTACHMENTS_URL: '/srv/files' }, 'ATTACHMENTS_URL must look like s3://bucket/folder'],
    [{ ATTACHMENTS_URL: 'https://campus-files.s3.amazonaws.com' }, 'ATTACHMENTS_URL must look like s3://'],
    [{ ATTACHMENTS_URL: 's3://Campus_Files' }, 'ATTACHMENTS_URL must look like s3://'],
    [{ ATTACHMENTS_URL: 's3://id:secret@campus-files' }, 'Credentials go in AWS_ACCESS_KEY_ID'],
    [{ ATTACHMENTS_URL: 's3://campus-files?regoin=x' }, 'ATTACHMENTS_URL must look like s3://'],
    [{ ATTACHMENTS_URL: 's3://campus-files?endpoint=minio:9000' }, 'ATTACHMENTS_URL must look like s3://'],
    [{ CLAMD_URL: 'scanner:3310' }, 'CLAMD_URL must look like tcp://localhost:3310 or unix:/run/clamav/clamd.ctl'],
    [{ CLAMD_URL: 'tcp://scanner/path' }, 'CLAMD_URL must look like tcp://'],
  ])('refuses %j', (env, message) => {
    expect(refusal(env)).toContain(message);
    expect(refusal(env)).not.toContain('secret@');
  });
});

describe('the notes for the start', () => {
  test.each([
    [{ TEAMS_DEV_NO_AUTH: '1' }, /NOT AUTHENTICATED/],
    [{ ...post, PUBLIC_URL: 'https://bot.example' }, 'Emails have no buttons. To add them, set CASEBRIDGE_SECRET_KEY'],
    [post, 'Emails have no buttons. To add them, set CASEBRIDGE_SECRET_KEY and PUBLIC_URL'],
    [{ NODE_ENV: 'production' }, /The embedded database serves a single machine. To back it up/],
  ])('mention what %j leaves off, unsafe or incomplete', (env, note) => {
    expect(readConfig(env).notes).toContainEqual(typeof note === 'string' ? note : (expect.stringMatching(note) as string));
  });
  test('do not mention the database when DATABASE_URL is set', () => {
    const { notes } = readConfig({ NODE_ENV: 'production', DATABASE_URL: 'postgresql://u:p@db/x' });
    expect(notes.join()).not.toContain('database');
  });
});

describe('a wrong or missing variable', () => {
  test.each<[Record<string, string>, string]>([
    [{ PORT: '80a' }, 'PORT must be a number from 0 to 65535'],
    [{ PORT: '70000' }, 'PORT must be a number'],
    [{ DATABASE_URL: 'mysql://secret@x/y' }, 'DATABASE_URL must look like postgresql://'],
    [{ DATABASE_READ_URL: 'postgresql://u:p@replica/x' }, 'DATABASE_URL'],
    [{ DATABASE_MIGRATION_URL: 'postgresql://owner:p@db/x' }, 'DATABASE_MIGRATION_URL is the same database for another role'],
    [{ DATABASE_URL: 'postgresql://u:p@db/x', DATABASE_MIGRATION_URL: 'mysql://x' }, 'DATABASE_MIGRATION_URL must look like'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be one of fatal, error,'],
    [{ PUBLIC_URL: 'http://bot.example' }, 'PUBLIC_URL must be the https:// address'],
    [{ PUBLIC_URL: 'bot.example' }, 'PUBLIC_URL must be the https:// address'],
    [
      { CASEBRIDGE_SECRET_KEY: 'c2hvcnQ=' },
      'CASEBRIDGE_SECRET_KEY must be 32 bytes in base64. Create one with: openssl rand -base64 32',
    ],
    [{ ...oneWorkspace, SLACK_BOT_TOKEN: 'xoxp-secret' }, 'SLACK_BOT_TOKEN must start with xoxb-'],
    [{ ...oneWorkspace, SLACK_APP_TOKEN: 'xoxb-secret' }, 'SLACK_APP_TOKEN must start with xapp-'],
    [{ ...oneWorkspace, SLACK_API_URL: 'slack' }, 'SLACK_API_URL must be a web address'],
    [{ SLACK_BOT_TOKEN: 'xoxb-1' }, 'SLACK_SIGNING_SECRET is missing. Copy it from'],
    [{ SLACK_SIGNING_SECRET: 'abc' }, 'SLACK_BOT_TOKEN is missing'],
    [{ ...manyWorkspaces, ...oneWorkspace }, 'SLACK_BOT_TOKEN and SLACK_CLIENT_ID cannot both be set'],
    [{ ...manyWorkspaces, SLACK_CLIENT_ID: '' }, 'SLACK_CLIENT_ID is missing'],
    [{ ...manyWorkspaces, SLACK_CLIENT_SECRET: '' }, 'SLACK_CLIENT_SECRET is missing'],
    [{ ...manyWorkspaces, SLACK_STATE_SECRET: '' }, 'SLACK_STATE_SECRET is missing'],
    [{ ...manyWorkspaces, CASEBRIDGE_SECRET_KEY: '' }, 'CASEBRIDGE_SECRET_KEY is missing'],
    [{ ...manyWorkspaces, PUBLIC_URL: '' }, 'PUBLIC_URL is missing'],
    [{ CASEBRIDGE_CONFIG: '/nowhere.yaml' }, 'CASEBRIDGE_CONFIG names /nowhere.yaml, which cannot be read'],
  ])('stops the start with one line that names it and says how to fix it: %j', (env, message) => {
    const refused = refusal(env);
    expect(refused).toContain(message);
    expect(refused).not.toContain('\n');
    expect(refused).not.toContain('secret@');
    expect(refused).not.toContain('-secret');
  });
  test('may be a plain http address on localhost', () => {
    expect(readConfig({ PUBLIC_URL: 'http://localhost:3000' }).publicUrl).toBe('http://localhost:3000');
  });
});

test('says which weekly reports have nowhere to go', () => {
  const { notes } = readConfig(fromFile(`reports: [${report('C0LEADS')}]`));
  expect(notes).toContain('Slack is off: the weekly report for C0LEADS is not posted');
});

/** A report in flow style. @param more further keys */
const report = (id: string, more = '') =>
  `{ channel: { platform: slack, workspace: T0CAMPUS, id: ${id} }, timezone: America/Chicago${more} }`;

test('reads the documented file and keeps the default of every key it leaves out', () => {
  const { settings } = readConfig(
    fromFile(`
brand: Campus Help
supportPhone: "+1 800 555 0100"
selfService: { name: Campus Community, url: "https://community.example" }
modules: [Attendance, Grade Book]
caseTypes: [Question, Application Issue]
businessHours: { start: "07:30" }
followUp: { attempts: [3, 6, 9], closeAfter: 10 }
sla: { critical: { firstResponse: 1h, nextUpdate: 2h, resolution: 8h, clock: always }, high: { firstResponse: 4h, nextUpdate: 1bd, resolution: 3bd, clock: business } }
escalationTeams: [Managed Services, Development]
attachments: { maxMegabytes: 5 }
search: { pageSize: 40 }
reactions: { claim: ["🙋", ":on-it:"], resolve: [] }
mail: { activeWithin: off }
reports:
  - { channel: { platform: slack, workspace: T0CAMPUS, id: C0LEADS }, timezone: America/Chicago }
  - channel: { platform: teams, workspace: t, id: "19:a@thread.tacv2" }
    weekday: fri
    time: "16:30"
    timezone: UTC
    split: account
incidents: { cadence: { critical: 1h, major: 4h, minor: 1d }, cluster: { accounts: 3, within: 1h } }
`),
  );
  expect(settings).toMatchObject({
    brand: 'Campus Help',
    modules: ['Attendance', 'Grade Book'],
    environments: defaultSettings.environments,
    businessHours: { ...defaultSettings.businessHours, start: '07:30' },
    search: { pageSize: 40 },
    reactions: { claim: ['🙋', ':on-it:'], resolve: [] },
    mail: { joinWithin: '10m', activeWithin: null },
    reports: [
      {
        channel: { platform: 'slack', workspaceId: 'T0CAMPUS', channelId: 'C0LEADS' },
        ...{ weekday: 'mon', time: '08:00', timezone: 'America/Chicago', split: null },
      },
      {
        channel: { platform: 'teams', workspaceId: 't', channelId: '19:a@thread.tacv2' },
        ...{ weekday: 'fri', time: '16:30', timezone: 'UTC', split: 'account' },
      },
    ],
    reopenWithin: 60,
  });
});

describe('a mistake in the file', () => {
  test.each([
    ['modulez: [Fees]', 'line 1: unknown key modulez. Known keys: brand, supportPhone'],
    ['search: { size: 20 }', 'line 1: unknown key search.size'],
    ['brand: ""', 'line 1: brand must not be empty'],
    ['supportPhone: 18005550100', 'line 1: supportPhone must be text: put it in quotes'],
    ['selfService: { name: X, url: nowhere }', 'line 1: selfService.url must be a web address'],
    ['modules: []', 'line 1: modules must not be empty'],
    ['modules: [Fees, fees]', 'line 1: modules lists the same value twice'],
    ['businessHours: { start: "25:00" }', 'line 1: businessHours.start must be a time of day'],
    ['businessHours: { start: "18:00", end: "09:00" }', 'line 1: businessHours must end after it starts'],
    ['businessHours: { days: [monday] }', 'line 1: businessHours.days.0 must be one of mon, tue'],
    ['followUp: { attempts: [3, 2], closeAfter: 10 }', 'line 1: followUp must increase'],
    ['reopenWithin: 0', 'line 1: reopenWithin must be 1 or more'],
    ['sla: { high: { firstResponse: soon } }', 'line 1: sla.high.firstResponse must be a duration'],
    ['search: { pageSize: 1000 }', 'line 1: search.pageSize must be 40 or less'],
    [
      'reactions: { claim: eyes }',
      'line 1: reactions.claim must be an emoji such as 👀, or :name: for one of your own, or a list of them',
    ],
    ['reactions: { claim: "✅", resolve: ["✅"] }', 'line 1: reactions must not use one emoji for both'],
    ['reactions: { close: "❌" }', 'line 1: unknown key reactions.close'],
    ['mail: { joinWithin: 2bd }', 'line 1: mail.joinWithin must be in minutes or hours, such as 10m, or off'],
    ['mail: { activeWithin: soon }', 'line 1: mail.activeWithin must be in minutes or hours'],
    ['reports: []', 'line 1: reports must not be empty'],
    [`reports:\n  - ${report('C0LEADS')}\n  - ${report('C0LEADS')}`, 'line 1: reports lists the same report twice'],
    [
      `reports:\n  - ${report('C0LEADS')}\n  - ${report('leads')}`,
      'line 3: reports.1.channel.id must be an ID such as C0LEADS, not a name',
    ],
    [`reports: [${report('C0LEADS', ', weekday: monday')}]`, 'line 1: reports.0.weekday must be one of mon, tue'],
    [`reports: [${report('C0LEADS', ', time: "8"')}]`, 'line 1: reports.0.time must be a time of day'],
    [`reports: [${report('C0LEADS', ', split: mood')}]`, 'line 1: reports.0.split must be one of advisor, account, module, type'],
    [`reports: [${report('C0LEADS', ', every: 1d')}]`, 'line 1: unknown key reports.0.every'],
    [
      `reports: [${report('C0LEADS').replace('America/Chicago', 'CST')}]`,
      'line 1: reports.0.timezone must name a region and a city',
    ],
    ['reports: [{ timezone: UTC }]', 'line 1: reports.0.channel must hold keys and values'],
    ['brand: A\nbrand: B', 'line 2: '],
    ['modules: [Fees', 'line 1: '],
    ['just text', 'line 1: the file must hold keys and values'],
    ['modules: Fees', 'line 1: modules must be a list'],
    ['reopenWithin: soon', 'line 1: reopenWithin must be a whole number'],
  ])('is named by its key or line: %s', (text, message) => {
    const refused = refusal(fromFile(text));
    expect(refused).toContain('casebridge.yaml (CASEBRIDGE_CONFIG): ' + message);
    expect(refused).not.toContain('\n');
  });

  test('is named with every other one, each with its line', () => {
    const text = ['brand: ""', '# a comment', 'modulez: [Fees]', 'search: { pageSize: 1000, size: 2 }', 'reopenWithin: soon'];
    const lines = refusal(fromFile(text.join('\n'))).split('\n');
    expect(lines.map((line) => line.replace(/^.*\(CASEBRIDGE_CONFIG\): /, ''))).toEqual([
      'line 1: brand must not be empty',
      expect.stringMatching(/^line 3: unknown key modulez/) as string,
      'line 4: search.pageSize must be 40 or less',
      'line 4: unknown key search.size',
      'line 5: reopenWithin must be a whole number',
    ]);
  });

  test.each(['# nothing yet\n', '', '---\n', '{}'])('is a file without a setting: %j', (text) => {
    expect(refusal(fromFile(text))).toContain('line 1: the file is empty. Add a setting, or unset CASEBRIDGE_CONFIG');
  });

  test('may be a “#” that YAML takes for a comment, which is a note at the start', () => {
    const { settings, notes } = readConfig(fromFile('# the name\nbrand: Support #1\nsupportPhone: "1" # the office'));
    expect(settings.brand).toBe('Support');
    expect(notes).toContainEqual(expect.stringMatching(/line 2: read as “Support”, .* “Support #1”, put it in quotes$/));
  });
});

test('names every variable that is wrong', () => {
  expect(refusal({ PORT: 'x', LOG_LEVEL: 'loud', PUBLIC_URL: 'nowhere' }).split('\n')).toEqual([
    'PORT must be a number from 0 to 65535',
    'LOG_LEVEL must be one of fatal, error, warn, info, debug, trace, silent',
    'PUBLIC_URL must be the https:// address of this bot (http:// only on localhost)',
  ]);
});

test('a Node.js without security fixes is a warning', () => {
  expect(nodeNotes('20.20.2')).toEqual([expect.stringContaining('Node.js 20 has had no security fixes') as string]);
  for (const version of ['22.23.3', '24.21.0', '26.12.1']) expect(nodeNotes(version)).toEqual([]);
});

describe('OpenTelemetry', () => {
  const telemetry = (environment: Record<string, string>) => readConfig(environment).telemetry;

  test('is off without an endpoint, and when it is turned off', () => {
    expect(telemetry({})).toBeNull();
    expect(telemetry({ OTEL_SERVICE_NAME: 'bot' })).toBeNull();
    expect(telemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', OTEL_SDK_DISABLED: 'true' })).toBeNull();
    const none = { OTEL_TRACES_EXPORTER: 'none', OTEL_METRICS_EXPORTER: 'none' };
    expect(telemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318', ...none })).toBeNull();
  });

  test('follows the names and defaults of OpenTelemetry', () => {
    expect(telemetry({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://c:4318/' })).toEqual({
      tracesUrl: 'http://c:4318/v1/traces',
      metricsUrl: 'http://c:4318/v1/metrics',
      headers: {},
      serviceName: 'casebridge',
      resource: {},
      sampleRatio: 1,
      metricsEveryMs: 60_000,
      spansEveryMs: 5_000,
    });
    expect(
      telemetry({
        OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://c/traces',
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20x,tenant=a',
        OTEL_TRACES_SAMPLER_ARG: '0.1',
        OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment=test',
      }),
    ).toMatchObject({
      tracesUrl: 'https://c/traces',
      metricsUrl: null,
      headers: { authorization: 'Bearer x', tenant: 'a' },
      sampleRatio: 0.1,
      resource: { 'deployment.environment': 'test' },
    });
  });

  test.each([
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector' }, 'OTEL_EXPORTER_OTLP_ENDPOINT must be the http:// or https:// address'],
    [{ OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'OTEL_EXPORTER_OTLP_PROTOCOL must be http/json'],
    [{ OTEL_EXPORTER_OTLP_HEADERS: 'secret' }, 'OTEL_EXPORTER_OTLP_HEADERS must look like'],
    [{ OTEL_TRACES_SAMPLER_ARG: '2' }, 'OTEL_TRACES_SAMPLER_ARG must be a number from 0 to 1'],
  ])('refuses %j', (environment, message) => {
    expect(() => readConfig(environment as unknown as Record<string, string>)).toThrow(message);
  });
});
