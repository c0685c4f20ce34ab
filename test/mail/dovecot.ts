// `npm run test:mail`: 2,000 emails of all shapes through a real IMAP server (Debian's dovecot), while connections are cut and the bot is killed. It
// counts what became posts: every email once. Ten automatic responders answer whatever the bot sends, seven rounds on the machine's clock; it must not
// answer them (a week on a simulated clock is week.test.ts). Outside of CI, because it needs dovecot. MAILS, CUTS and KILLS change the numbers.
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openDatabase, type Database } from '../../src/db/client.ts';
import { startEmbedded } from '../../src/db/embedded/index.ts';
import { eraseHome } from '../../src/db/embedded/home.ts';
import { migrate } from '../../src/db/migrate.ts';
import { createReplyAddresses } from '../../src/mail/reply-address.ts';
import { addRecipient } from '../../src/usecases/notifications/recipients.ts';
import { defaultSettings } from '../../src/domain/settings.ts';
import type { Advisor, Contact } from '../../src/domain/person.ts';
import type { Services } from '../../src/usecases/context.ts';
import { newCaseOf } from '../../src/usecases/mail/receive-mail.ts';
import { addPost } from '../../src/usecases/cases/add-post.ts';
import { startProcess, type BotProcess } from '../e2e/bot-process.ts';
import { openCase as openCaseOf } from '../../src/usecases/cases/open-case.ts';
import { startFakeSmtp, type FakeSmtp } from './fake-smtp.ts';

const [mails, cuts, kills] = [['MAILS', 2_000], ['CUTS', 100], ['KILLS', 20]].map(([name, usual]) => Number(process.env[String(name)] ?? usual)) as [number, number, number]; // prettier-ignore
const root = mkdtempSync(path.join(tmpdir(), 'casebridge-dovecot-'));
const secretKey = randomBytes(32);
let failed = false;

function report(isHeld: boolean, what: string): void {
  failed ||= !isHeld;
  console.log(`${isHeld ? 'ok  ' : 'FAIL'}  ${what}`);
}

/** Starts dovecot with one mailbox and any password. @returns its port and the folder of new messages */
async function startDovecot(): Promise<{ port: number; folder: string; stop: () => void }> {
  if (!existsSync('/usr/sbin/dovecot')) throw new Error('Install dovecot: apt-get install dovecot-imapd');
  const port = await freePort();
  const home = path.join(root, 'dovecot');
  const folder = path.join(home, 'mail');
  for (const part of ['new', 'cur', 'tmp']) mkdirSync(path.join(folder, part), { recursive: true });
  chmodSync(root, 0o755);
  const { username, uid } = userInfo();
  const owner = uid === 0 ? 'nobody' : username;
  if (uid === 0) execFileSync('chown', ['-R', 'nobody:nogroup', home]);
  const group = uid === 0 ? 'nogroup' : execFileSync('id', ['-gn'], { encoding: 'utf8' }).trim();
  const config = path.join(root, 'dovecot.conf');
  writeFileSync(
    config,
    `base_dir = ${home}/run
state_dir = ${home}/state
log_path = ${home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
first_valid_uid = 1
first_valid_gid = 1
mail_location = maildir:${folder}
mail_max_userip_connections = 100
default_login_user = ${uid === 0 ? 'nobody' : username}
default_internal_user = ${uid === 0 ? 'nobody' : username}
default_internal_group = ${group}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=${owner} gid=${group} home=${home}
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
}
service anvil {
  chroot =
}
`,
  );
  const child = spawn('/usr/sbin/dovecot', ['-F', '-c', config], { stdio: 'inherit' });
  await wait(1_500);
  return { port, folder, stop: () => void child.kill('SIGTERM') };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Connections to dovecot, which the test cuts. */
async function startProxy(target: number): Promise<{ port: number; cutAll: () => number; stop: () => void }> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    open.add(client);
    for (const socket of [client, upstream]) socket.on('error', () => undefined);
    client.on('close', () => (open.delete(client), upstream.destroy()));
    upstream.on('close', () => client.destroy());
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cutAll = (): number => {
    const count = open.size;
    for (const socket of open) socket.destroy();
    return count;
  };
  return { port: (server.address() as AddressInfo).port, cutAll, stop: () => (cutAll(), server.close()) };
}

/** Delivers an email into the mailbox, as a mail server does. */
function deliver(folder: string, name: string, raw: string): void {
  const temporary = path.join(folder, 'tmp', name);
  writeFileSync(temporary, raw, 'latin1');
  chmodSync(temporary, 0o666);
  renameSync(temporary, path.join(folder, 'new', name));
}

const shapes = readdirSync(new URL('shapes/', import.meta.url))
  .filter((file) => file.endsWith('.eml') && !/only-quote|inline-picture|winmail/.test(file))
  .map((file) => readFileSync(new URL(`shapes/${file}`, import.meta.url), 'latin1'));

/** An email of a shape, from a contact to their reply address of a case. Its Message-ID makes it another email each time. */
function generated(index: number, from: string, to: string): string {
  const shape = shapes[index % shapes.length] ?? '';
  const end = shape.indexOf('\r\n\r\n');
  const headers = shape
    .slice(0, end)
    .replace(/^From: .*$/m, `From: Ada Park <${from}>`)
    .replace(/^To: .*$/m, `To: <${to}>`)
    .replace(/^Message-ID: .*$/m, `Message-ID: <generated-${index}@mailer.example>`)
    .replace(/^Return-Path: .*\r\n/m, '');
  return headers + shape.slice(end);
}

/** Ten contacts whose programs answer every email: half of them say that they are programs. */
const responders = Array.from({ length: 10 }, (_, index) => `away${index}@plainview.example`);

async function respond(smtp: FakeSmtp, folder: string, answered: number): Promise<number> {
  for (const { headers } of smtp.mails.slice(answered)) {
    const to = headers.get('to') ?? '';
    const from = responders.find((address) => to.includes(address));
    if (from === undefined) continue;
    const marks = Number(/\d/.exec(from)?.[0]) % 2 === 0 ? 'Auto-Submitted: auto-replied\r\n' : '';
    const id = `${randomBytes(8).toString('hex')}@plainview.example`;
    const lines = `From: ${from}\r\nTo: ${headers.get('reply-to') ?? ''}\r\nSubject: I got your email\r\nMessage-ID: <${id}>\r\n${marks}In-Reply-To: ${headers.get('message-id') ?? ''}`;
    deliver(folder, id, `${lines}\r\n\r\nThank you, I will look at it when I am back.\r\n`);
  }
  return smtp.mails.length;
}

interface World {
  services: Services;
  accountId: number;
  max: Advisor;
  ada: Contact;
}

let requests = 0;
const request = () => ({ idempotencyKey: `dovecot:${++requests}`, platform: 'slack' as const });

/** A district with a contact, an advisor and a queue. */
async function createWorld(db: Database): Promise<World> {
  const { id: accountId } = await db.prisma.account.create({
    data: { key: 'plainview', name: 'Plainview', timezone: 'America/Chicago' },
  });
  await db.prisma.channel.create({
    data: { platform: 'slack', workspaceId: 'T0CAMPUS', channelId: 'C0QUEUE', purposes: ['queue'] },
  });
  const { id } = await db.prisma.person.create({ data: { name: 'Max Reyes', email: 'max@campus.example', kind: 'advisor' } });
  const max: Advisor = { kind: 'advisor', id, name: 'Max Reyes', email: 'max@campus.example', lead: false, team: null };
  const settings = { ...defaultSettings, mail: { ...defaultSettings.mail, joinWithin: null, activeWithin: null } };
  const services: Services = { db, clock: { now: () => new Date() }, settings, userDirectories: {}, mail: true };
  const world = { services, accountId, max };
  return { ...world, ada: await contact(world, 'Ada Park', 'ada@plainview.example') };
}

async function contact(
  { services, accountId }: Pick<World, 'services' | 'accountId'>,
  name: string,
  email: string,
): Promise<Contact> {
  const person = { name, email, kind: 'contact' as const, accountId, contactType: 'support' as const };
  const { id } = await services.db.prisma.person.create({ data: person });
  return { ...person, id };
}

async function openCase({ services, ada }: World, subject: string): Promise<number> {
  const input = { ...newCaseOf(services, { subject, text: subject }) };
  const opened = await openCaseOf(services, ada, input, { workspaceId: 'T0PLAIN', directChannel: 'D0ADA' }, request());
  if (opened === 'repeat') throw new Error('a new case was taken for a repeat');
  return opened.number;
}

async function run(db: Database, url: string, world: World): Promise<void> {
  const dovecot = await startDovecot();
  const proxy = await startProxy(dovecot.port);
  const smtp = await startFakeSmtp();
  // what a person sends waits for an advisor from the 21st email in an hour, from the 6th on one case, and with the same text on the same case
  const [numbers, senders]: [number[], { id: number; email: string }[]] = [[], []];
  for (let count = 0; count < 50; count++) numbers.push(await openCase(world, `Bus list ${count}`));
  for (let count = 0; count < 127; count++) senders.push(await contact(world, 'Ada Park', `ada${count}@plainview.example`));
  const environment = {
    ...{ PORT: '0', DATABASE_URL: url, LOG_LEVEL: 'info', SMTP_URL: smtp.url, MAIL_FROM: 'support@campus.example' },
    CASEBRIDGE_SECRET_KEY: secretKey.toString('base64'),
    INBOUND_IMAP_URL: `imap://ada:secret@127.0.0.1:${proxy.port}/INBOX`,
  };
  let bot: BotProcess = await startProcess(environment);
  const count = (): Promise<number> => db.prisma.incomingMail.count({ where: { messageId: { startsWith: 'generated-' } } });
  await waitFor('the mailbox to be read', async () => (await db.prisma.mailbox.count()) === 1);
  const addresses = createReplyAddresses([secretKey], 'support@campus.example');
  const started = Date.now();
  let [cut, killed, delivered] = [0, 0, 0];
  while (delivered < mails || cut < cuts || killed < kills) {
    for (let more = 0; more < 20 && delivered < mails; more++, delivered++) {
      const number = numbers[delivered % numbers.length] ?? 0;
      const sender = senders[delivered % senders.length] ?? world.ada;
      deliver(
        dovecot.folder,
        `${Date.now()}.${delivered}.test`,
        generated(delivered, sender.email, addresses.write({ number, personId: sender.id })),
      );
    }
    // messages are being read at this moment
    await wait(200 + Math.random() * 400);
    if (cut < cuts) cut += proxy.cutAll();
    if (killed < kills && delivered >= ((killed + 1) * mails) / (kills + 1)) {
      await wait(Math.random() * 500);
      bot.kill();
      await bot.died;
      killed += 1;
      bot = await startProcess(environment);
    }
  }
  await waitFor('every email to be handled', async () => (await count()) >= mails, 600_000);
  const rows = await db.pool.query<{ state: string; reason: string | null; count: number }>(
    "select state::text, reason, count(*)::int from incoming_mail where message_id like 'generated-%' group by 1, 2 order by 3 desc",
  );
  console.log(`      ${cut} cuts, ${killed} kills, ${Math.round((Date.now() - started) / 1000)} s`, rows.rows);
  const lost = await db.pool.query<{ count: number }>(
    `select count(*)::int from generate_series(0, ${mails - 1}) n where not exists (select from incoming_mail where message_id = 'generated-' || n || '@mailer.example')`,
  );
  const posted = rows.rows.find(({ state }) => state === 'posted')?.count ?? 0;
  const posts = await db.prisma.post.count({ where: { originMessageId: { not: null }, platform: null } });
  report(lost.rows[0]?.count === 0, `0 of ${mails} emails lost`);
  report(posted === mails && posts === posted, `${posts} posts of ${mails} emails: none twice`);

  for (const email of responders) {
    const row = await contact(world, email, email);
    await addRecipient(world.services, world.max, { number: numbers[0] ?? 0, personId: row.id }, request());
  }
  let answered = smtp.mails.length;
  const rounds = 7;
  for (let round = 0; round < rounds; round++) {
    await addPost(world.services, world.max, { number: numbers[0] ?? 0, text: `Post ${round}` }, request());
    for (let second = 0; second < 10; second++) {
      await wait(1_000);
      answered = await respond(smtp, dovecot.folder, answered);
    }
  }
  const before = smtp.mails.length;
  await wait(5_000);
  const sent = smtp.mails.length;
  const theirs = await db.prisma.post.count({ where: { author: { email: { in: responders } } } });
  report(
    // those that do not say what they are may answer each post of an advisor once
    before === sent && theirs <= (rounds * responders.length) / 2,
    `0 loops: ${theirs} posts of ten responders to ${rounds} posts, and silence afterwards`,
  );
  bot.kill();
  await bot.died;
  await smtp.stop();
  proxy.stop();
  dovecot.stop();
}

async function waitFor(what: string, isDone: () => Promise<boolean>, withinMs = 30_000): Promise<void> {
  for (const end = Date.now() + withinMs; Date.now() < end; await wait(250)) if (await isDone()) return;
  throw new Error(`${what} took too long`);
}

try {
  const embedded = await startEmbedded(path.join(root, 'database'), { fsync: 'off' });
  try {
    await migrate(embedded.ownerUrl, { role: 'casebridge_app' });
    const db = openDatabase(embedded.url, { scope: 'operator' });
    await run(db, embedded.url, await createWorld(db));
    await db.close();
  } finally {
    await embedded.stop();
    await eraseHome(path.join(root, 'database'));
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
