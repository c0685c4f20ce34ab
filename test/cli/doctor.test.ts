// What `casebridge doctor` finds out by asking: Slack, Microsoft, the public address, and the directory.
import { randomBytes } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { expect } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { storedInstallations } from '../../src/db/installations.ts';
import { FakeSlack } from '../fake-slack/fake-slack.ts';
import { startFakeImap } from '../mail/fake-imap.ts';
import { FakeTeams } from '../fake-teams/fake-teams.ts';
import { test as base } from '../fixtures.ts';

const tenant = '11111111-1111-4111-8111-111111111111';
const appId = '22222222-2222-4222-8222-222222222222';
const secretKey = randomBytes(32);

const test = base
  .extend('slack', { scope: 'file' }, async ({}, { onCleanup }) => {
    const slack = new FakeSlack();
    await slack.start();
    onCleanup(() => slack.stop());
    return slack;
  })
  .extend('teams', { scope: 'file' }, async ({}, { onCleanup }) => {
    const teams = new FakeTeams();
    await teams.start();
    onCleanup(() => teams.stop());
    return teams;
  })
  .extend(
    'doctor',
    { scope: 'file' },
    ({ db, folder, slack, teams }) =>
      async (environment: Record<string, string>, ...options: string[]) => {
        let out = '';
        const code = await runCli(['doctor', ...options], {
          environment: {
            DATABASE_URL: db.url,
            CASEBRIDGE_DATA_DIR: folder,
            CASEBRIDGE_SECRET_KEY: secretKey.toString('base64'),
            SLACK_API_URL: `${slack.url}/api/`,
            TEAMS_LOGIN_URL: teams.login.url,
            ...environment,
          },
          out: (text) => void (out += `${text}\n`),
          err: () => undefined,
        });
        return { code, out };
      },
  );

const byToken = { SLACK_SIGNING_SECRET: 's', SLACK_BOT_TOKEN: 'xoxb-T0CAMPUS' };
const byInstallation = {
  ...{
    SLACK_SIGNING_SECRET: 's',
    SLACK_CLIENT_ID: 'c',
    SLACK_CLIENT_SECRET: 's',
    SLACK_STATE_SECRET: randomBytes(32).toString('base64'),
  },
  PUBLIC_URL: 'http://127.0.0.1:9',
};

test('says that the workspace of the token can sign in, and which permissions and channels it lacks', async ({
  db,
  slack,
  doctor,
}) => {
  const workspace = slack.addWorkspace('T0CAMPUS');
  workspace.missingScopes = ['pins:write'];
  workspace.addChannel('C0QUEUE', 'queue', []);
  const channel = (channelId: string, name: string | null) =>
    db.prisma.channel.create({ data: { platform: 'slack', workspaceId: 'T0CAMPUS', channelId, name, purposes: ['queue'] } });
  await channel('C0QUEUE', 'queue');
  await channel('C0OUT', 'fees');
  await channel('C0OLD', null);
  await channel('C0GONE', null);
  const unasked = await doctor(byToken);
  expect(unasked.out).toMatch(/^ok {4}Slack +Workspace T0CAMPUS \(T0CAMPUS\) can sign in to Slack$/m);
  expect(unasked.out).toContain(
    'Workspace T0CAMPUS (T0CAMPUS) lacks pins:write. Reinstall the app under https://api.slack.com/apps',
  );
  expect(unasked.out).toContain('channels are not asked about, because the app has no channels:read');
  expect(unasked.out).toContain('2 channels without a known name');

  workspace.extraScopes = ['channels:read'];
  workspace.addChannel('C0OUT', 'fees', [], false);
  workspace.addChannel('C0OLD', 'old', []).archived = true;
  const { code, out } = await doctor(byToken);
  expect(code).toBe(0);
  expect(out).toContain(
    "channel #fees (C0OUT) of Workspace T0CAMPUS (T0CAMPUS) doesn't have the bot. In that channel, type: /invite @",
  );
  expect(out).toContain('channel C0OLD of Workspace T0CAMPUS (T0CAMPUS) is archived.');
  expect(out).toContain("channel C0GONE of Workspace T0CAMPUS (T0CAMPUS) does not exist, or is private and the bot isn't in it.");
  expect(out).not.toContain('C0QUEUE of');
  await db.prisma.channel.deleteMany();
});

test('fails for a workspace that took its token back, and for an address where nobody answers', async ({ db, slack, doctor }) => {
  const store = storedInstallations(db, [secretKey], { now: () => new Date() });
  for (const id of ['T0PLAIN', 'T0RIVER']) {
    slack.addWorkspace(id);
    await store.save('slack', {
      ...{ workspaceId: id, enterpriseId: null, name: `${id} schools`, appId: 'A0CASE', botUserId: 'U', botId: 'B', scopes: [] },
      token: `xoxb-${id}`,
    });
  }
  const both = await doctor(byInstallation);
  expect(both.out).toMatch(/^ok {4}Slack +2 workspaces can sign in to Slack$/m);
  expect(both.out).toMatch(/^warn {2}PUBLIC_URL +http:\/\/127\.0\.0\.1:9\/healthz does not answer/m);
  const gone = slack.workspaces.get('T0RIVER') ?? expect.fail();
  gone.installed = false;
  const { code, out } = await doctor(byInstallation);
  expect(code).toBe(1);
  expect(out).toMatch(
    /^fail {2}Slack +T0RIVER schools \(T0RIVER\) refuses the bot \(account_inactive\)\. Install the app again at http:\/\/127\.0\.0\.1:9\/slack\/install$/m,
  );
  expect(out).not.toContain('xoxb-');
  const otherKey = await doctor({ ...byInstallation, CASEBRIDGE_SECRET_KEY: randomBytes(32).toString('base64') });
  expect(otherKey.out).toMatch(/^fail {2}Slack +What is stored for installation slack T0PLAIN cannot be decrypted/m);
  await db.prisma.installation.deleteMany();
});

test('gets a token for each Teams registration, and says why where it cannot', async ({ teams, doctor }) => {
  teams.addTenant(tenant, { appId, appPassword: 'right' });
  const environment = { MICROSOFT_APP_ID: appId, MICROSOFT_APP_TENANT_ID: tenant };
  const right = await doctor({ ...environment, MICROSOFT_APP_PASSWORD: 'right' });
  expect(right.out).toContain(`registration ${appId} of tenant ${tenant} can sign in to Microsoft`);
  const wrong = await doctor({ ...environment, MICROSOFT_APP_PASSWORD: 'wrong' });
  expect(wrong.code).toBe(1);
  expect(wrong.out).toMatch(
    /^fail {2}Teams +registration .* cannot sign in \(.*\)\. Check MICROSOFT_APP_ID, MICROSOFT_APP_PASSWORD/m,
  );
});

test('knows the bot at its public address, and a page that is somebody else’s', async ({ doctor }) => {
  let body = '{"alive":true}';
  const server = createServer((_, response) => void response.end(body)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const publicUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  expect((await doctor({ PUBLIC_URL: publicUrl })).out).toContain(`the bot answers at ${publicUrl}/healthz`);
  body = '<h1>Welcome to nginx!</h1>';
  expect((await doctor({ PUBLIC_URL: publicUrl })).out).toContain('/healthz answers 200, but not as the bot does.');
  server.close();
});

test('names accounts without contacts and modules without a queue, as a table or as JSON', async ({ db, doctor }) => {
  await db.prisma.account.create({ data: { key: 'quiet', name: 'Quiet Valley', timezone: 'America/Denver' } });
  const { modules } = (await import('../../src/domain/settings.ts')).defaultSettings;
  const queue = { platform: 'slack' as const, workspaceId: 'T0CAMPUS', channelId: 'C0MOST', purposes: ['queue' as const] };
  await db.prisma.channel.create({ data: { ...queue, name: 'most', modules: modules.slice(1) } });
  const table = await doctor({});
  expect(table.out).toMatch(/^warn {2}Directory +1 account without a contact who may open cases: quiet\./m);
  expect(table.out).toContain(`no default queue, so new cases may reach nobody: cases about ${modules[0]}.`);
  expect(table.out).toMatch(/^ok {4}Database +PostgreSQL \d+\.\d+, [\d.]+ MB$/m);
  const listed: unknown = JSON.parse((await doctor({}, '--json')).out);
  expect(listed).toContainEqual({ verdict: 'ok', part: 'Configuration', text: 'valid' });
});

test('says whether the mailbox can be read, and what to change when it cannot, without the password', async ({
  doctor,
  onTestFinished,
}) => {
  const imap = await startFakeImap(() => new Date());
  onTestFinished(() => imap.stop());
  const mail = { SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'support@campus.example' };
  const read = await doctor({ ...byToken, ...mail, INBOUND_IMAP_URL: imap.url });
  expect(read.out).toMatch(/ok +Mailbox +\S+ can be read; emails to support@campus\.example/);
  expect(imap.messages).toEqual([]);
  const wrong = await doctor({ ...byToken, ...mail, INBOUND_IMAP_URL: imap.url.replace(/:[^:@/]+@/, ':hunter2@') });
  expect(wrong.out).toMatch(/fail +Mailbox +127\.0\.0\.1 refuses the login of \S+\. Correct the user/);
  expect(wrong.out).not.toContain('hunter2');
  const missing = await doctor({ ...byToken, ...mail, INBOUND_IMAP_URL: imap.url.replace(/\/[^/]*$/, '/Support') });
  expect(missing.out).toMatch(/fail +Mailbox +127\.0\.0\.1 has no folder Support/);
  await imap.stop();
  const off = await doctor({ ...byToken, ...mail, INBOUND_IMAP_URL: imap.url });
  expect(off.out).toMatch(/fail +Mailbox +127\.0\.0\.1:\d+ does not answer as an IMAP server \(ECONNREFUSED\)/);
});

test('says whether the port of the SMTP server is free, already ours, or used by something else', async ({
  doctor,
  onTestFinished,
}) => {
  let banner = '220 campus ESMTP Casebridge\r\n';
  const server = createTcpServer((socket) => {
    socket.on('error', () => undefined);
    socket.write(banner);
  });
  server.listen(0);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const port = String((server.address() as AddressInfo).port);
  const ask = () =>
    doctor({ ...byToken, SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'support@campus.example', INBOUND_SMTP_PORT: port });
  expect((await ask()).out).toMatch(/ok +SMTP listener +port \d+ answers/);
  banner = '220 other\r\n';
  expect((await ask()).out).toContain(`Find it with: ss -ltnp 'sport = :${port}'`);
  server.close();
  await once(server, 'close');
  expect((await ask()).out).toMatch(/ok +SMTP listener +port \d+ is free; start the bot/);
});

test('says what to do about a database that cannot be reached, or does not let the bot in', async ({ db, doctor }) => {
  const to = (change: (url: URL) => void): string => {
    const url = new URL(db.url);
    change(url);
    return url.href;
  };
  const absent = await doctor({ DATABASE_URL: to((url) => (url.pathname = '/absent')) });
  expect(absent.code).toBe(1);
  expect(absent.out).toMatch(
    /^fail +Database +The database of DATABASE_URL does not answer: database "absent" does not exist\. Correct the name of the database, or create it\.$/m,
  );
  const stranger = await doctor({ DATABASE_URL: to((url) => (url.username = 'stranger')) });
  expect(stranger.out).toMatch(
    /^fail +Database .*: role "stranger" does not exist\. Correct the user and the password, or add the role to the server\.$/m,
  );
  const refused = await doctor({ DATABASE_URL: 'postgresql://app:secret-word@127.0.0.1:9/casebridge' });
  expect(refused.out).toMatch(
    /^fail +Database .*: connect ECONNREFUSED 127\.0\.0\.1:9\. Start PostgreSQL, or correct the host and port/m,
  );
  expect(refused.out).not.toContain('secret-word');
  const replica = await doctor({ DATABASE_READ_URL: 'postgresql://app:secret-word@127.0.0.1:9/casebridge' });
  expect(replica.out).toMatch(
    /^fail +Replica +The database of DATABASE_READ_URL does not answer: connect ECONNREFUSED 127\.0\.0\.1:9\. /m,
  );
});

test('says what to set where DATABASE_READ_URL leads to no replica, and, where Microsoft cannot be reached, not to change what is right', async ({
  db,
  doctor,
}) => {
  const { out } = await doctor({
    ...{ DATABASE_READ_URL: db.url, TEAMS_LOGIN_URL: 'https://127.0.0.1:9' },
    ...{ MICROSOFT_APP_ID: appId, MICROSOFT_APP_PASSWORD: 'secret-word', MICROSOFT_APP_TENANT_ID: tenant },
  });
  expect(out).toMatch(/^warn +Replica .*Set it to a streaming replica of DATABASE_URL, or unset it$/m);
  expect(out).toMatch(
    /^fail +Teams .* cannot sign in \(network_error.*\)\. Check that this machine reaches https:\/\/login\.microsoftonline\.com/m,
  );
  expect(out).not.toContain('MICROSOFT_APP_PASSWORD');
  expect(out).not.toContain('secret-word');
});

test('does not wait forever for a database behind a firewall that is silent', { timeout: 60_000 }, async ({ doctor }) => {
  const silent = createTcpServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const { port } = silent.address() as AddressInfo;
  const { code, out } = await doctor({ DATABASE_URL: `postgresql://app@127.0.0.1:${port}/casebridge` });
  silent.close();
  expect(code).toBe(1);
  expect(out).toMatch(
    /^fail +Database +The database of DATABASE_URL does not answer: no answer within 10 seconds\. Start PostgreSQL/m,
  );
});

test('finds a role without rights, migrations that this version does not have or that were edited, and another database to migrate', async ({
  db,
  doctor,
}) => {
  const role = decodeURIComponent(new URL(db.url).username);
  const sql = (text: string) => db.pool.query(text);
  await sql(`revoke select on "case" from "${role}"`);
  const powerless = await doctor({});
  await sql(`grant select on "case" to "${role}"`);
  expect(powerless.code).toBe(1);
  expect(powerless.out).toMatch(
    /^fail +Database +the role \S+ of DATABASE_URL may not use the tables case\. To grant it that, set DATABASE_MIGRATION_URL to their owner and run: npx casebridge migrate$/m,
  );
  expect(powerless.out).not.toContain('invocation');

  await sql(
    `insert into _prisma_migrations (id, checksum, finished_at, migration_name) values ('n', 'n', now(), '29990101000000_future')`,
  );
  const older = await doctor({});
  await sql(`delete from _prisma_migrations where id = 'n'`);
  expect(older.out).toMatch(/^warn +Database +was upgraded by a newer version \(29990101000000_future\)\. /m);

  await sql(`update _prisma_migrations set checksum = reverse(checksum) where migration_name like '%_scope_once'`);
  const edited = await doctor({});
  await sql(`update _prisma_migrations set checksum = reverse(checksum) where migration_name like '%_scope_once'`);
  expect(edited.out).toMatch(
    /^fail +Database +Migration \d+_scope_once was edited after it was applied: restore the file as it was\.$/m,
  );

  const elsewhere = new URL(db.url);
  elsewhere.pathname = '/postgres';
  const other = await doctor({ DATABASE_MIGRATION_URL: elsewhere.href });
  expect(other.out).toMatch(/^fail +Database +DATABASE_MIGRATION_URL leads to another database than DATABASE_URL\. /m);
  const unowned = await doctor({ DATABASE_MIGRATION_URL: db.url });
  expect(unowned.out).toMatch(/^fail +Database +the role \S+ of DATABASE_MIGRATION_URL does not own the tables/m);
  const silent = await doctor({ DATABASE_MIGRATION_URL: 'postgresql://owner:secret-word@127.0.0.1:9/casebridge' });
  expect(silent.out).toMatch(/^fail +Database +The database of DATABASE_MIGRATION_URL does not answer: connect ECONNREFUSED/m);
});

test('asks Slack and Microsoft also before there is a database, and makes none', async ({ db, folder, slack, doctor }) => {
  slack.addWorkspace('T0CAMPUS').missingScopes = ['pins:write'];
  const teamsApp = { MICROSOFT_APP_ID: appId, MICROSOFT_APP_PASSWORD: 'wrong', MICROSOFT_APP_TENANT_ID: tenant };
  const empty = path.join(folder, 'empty');
  await mkdir(empty);
  const fresh = await doctor({ ...byToken, ...teamsApp, DATABASE_URL: '', CASEBRIDGE_DATA_DIR: empty });
  expect(fresh.out).toMatch(
    /^warn +Database +none in \S+ yet\. npm start makes the embedded one there; for a server of your own, set DATABASE_URL$/m,
  );
  expect(await readdir(empty)).toEqual([]);
  await db.pool.query('create database doctor_empty');
  const url = new URL(db.url);
  url.pathname = '/doctor_empty';
  const pending = await doctor({ ...byToken, ...teamsApp, DATABASE_URL: url.href });
  await db.pool.query('drop database doctor_empty with (force)');
  const away = await doctor({ ...byToken, ...teamsApp, DATABASE_URL: 'postgresql://app@127.0.0.1:9/casebridge' });
  expect(away.out).toContain('connect ECONNREFUSED');
  for (const { out } of [fresh, pending, away]) {
    expect(out).toMatch(/^ok +Slack +Workspace T0CAMPUS \(T0CAMPUS\) can sign in to Slack$/m);
    expect(out).toContain('Workspace T0CAMPUS (T0CAMPUS) lacks pins:write.');
    expect(out).toMatch(/^fail +Teams +registration \S+ of tenant \S+ cannot sign in/m);
  }
});
