import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { startEmbedded } from '../../src/db/embedded/index.ts';
import { eraseHome } from '../../src/db/embedded/home.ts';
import { startFakeClamd } from '../files/fake-clamd.ts';
import { test as base } from '../fixtures.ts';

const test = base
  .extend('file', { scope: 'file' }, ({ folder }) => path.join(folder, 'directory.yaml'))
  .extend(
    'run',
    { scope: 'file' },
    ({ db }) =>
      async (args: string[], environment: Record<string, string> = { DATABASE_URL: db.url }, typed = '') => {
        const printed = { out: '', err: '' };
        const code = await runCli(args, {
          environment,
          input: Readable.from([typed]),
          out: (text) => void (printed.out += `${text}\n`),
          err: (text) => void (printed.err += `${text}\n`),
        });
        return { code, ...printed };
      },
  )
  .extend(
    'states',
    { scope: 'file' },
    ({ db }) =>
      async () =>
        (await db.prisma.delivery.findMany({ orderBy: { id: 'asc' } })).map(({ state }) => state),
  )
  /** Creates a card that the platform refused. */
  .extend('deadLetter', { scope: 'file' }, ({ db }) => async (channelId: string, errorCode: string): Promise<number> => {
    const at = new Date('2026-11-24T12:00:00Z');
    const key = { platform: 'slack' as const, workspaceId: 'T0CAMPUS', channelId };
    const account = { connectOrCreate: { where: { key: 'a' }, create: { key: 'a', name: 'A', timezone: 'UTC' } } };
    const email = 'bo@a.example';
    const contact = { connectOrCreate: { where: { email }, create: { email, name: 'Bo', kind: 'contact' as const } } };
    const facts = { subject: 'S', description: 'D', module: 'Fees', caseType: 'Question', category: 'Question' };
    const opened = await db.prisma.case.create({
      data: { ...facts, account, contact, priority: 'Low', source: 'slack', createdAt: at, updatedAt: at },
    });
    const destination = await db.prisma.destination.upsert({
      where: { platform_workspaceId_channelId: key },
      create: key,
      update: {},
    });
    const conversation = await db.prisma.conversation.create({
      data: { caseId: opened.id, destinationId: destination.id, side: 'advisor' },
    });
    const ids = { caseId: opened.id, destinationId: destination.id, conversationId: conversation.id };
    const { id } = await db.prisma.delivery.create({ data: { ...ids, kind: 'card', state: 'dead', errorCode, createdAt: at } });
    return Number(id);
  })
  .extend('environment', { scope: 'file' }, ({ db }) => () => ({
    DATABASE_URL: db.url,
    CASEBRIDGE_SECRET_KEY: randomBytes(32).toString('base64'),
  }));

test.afterAll(({ folder }) => eraseHome(folder));
test.beforeEach(({ file }) => writeFile(file, directory));

const directory = `accounts:
  - { key: plainview, name: Plainview, timezone: America/Chicago }
contacts:
  - { email: ada@plainview.example, name: Ada Park, account: plainview, type: support }
workspaces:
  - { platform: slack, id: T0PLAIN, account: plainview }
`;

test('lists the commands with npx casebridge help in the project folder', async () => {
  const { stdout } = await promisify(execFile)('npx', ['casebridge', 'help']);
  for (const command of ['doctor', 'import', 'export', 'migrate', 'deliveries', 'teams'])
    expect(stdout).toContain(`  ${command}`);
});

test('prints the version of package.json', async ({ run }) => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await run(['--version'])).toEqual({ code: 0, out: `${version}\n`, err: '' });
});

describe('import', () => {
  test('prints what was added and, the second time, that nothing changed', async ({ run, file }) => {
    const first = await run(['import', file]);
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toContain('accounts    1 added  0 changed  0 removed  0 left');
    expect(first.out).toContain('+ ada@plainview.example');
    const second = await run(['import', file]);
    expect(second.out).toContain('contacts    0 added  0 changed  0 removed  1 left');
    expect(second.out).not.toContain('+ ');
  });

  test('names what was changed in chat since, and overwrites it with --force', async ({ run, file, db }) => {
    await run(['import', file]);
    await db.prisma.person.updateMany({ data: { name: 'Ada P.', changedInChatAt: new Date() } });
    expect((await run(['import', file])).out).toContain(
      '= ada@plainview.example (changed in chat since; use --force to overwrite)\n    name: stays Ada P.; the file says Ada Park',
    );
    expect((await run(['import', '--force', file])).out).toContain('~ ada@plainview.example');
  });

  test('shows with --dry-run what would change, field by field, and changes nothing', async ({ run, file, db }) => {
    await run(['import', file]);
    await writeFile(file, directory.replace('type: support', 'type: technical'));
    const shown = await run(['import', '--dry-run', file]);
    expect(shown).toMatchObject({ code: 0, err: '' });
    expect(shown.out).toContain('contacts    0 added  1 changed  0 removed  0 left');
    expect(shown.out).toContain('~ ada@plainview.example\n    type: support → technical');
    expect(shown.out).toContain('Nothing was changed. To import it, run this without --dry-run.');
    expect(await db.prisma.person.count({ where: { contactType: 'technical' } })).toBe(0);
  });

  test('reads “-” from standard input, where the file is not on the machine of the bot', async ({ run }) => {
    const wrong = await run(['import', '-'], undefined, 'accounts:\n  - { key: piped }\n');
    expect(wrong).toMatchObject({ code: 1, err: expect.stringMatching(/^standard input:2: /) as unknown });
    const { code, out } = await run(
      ['import', '--dry-run', '-'],
      undefined,
      'accounts:\n  - { key: piped, name: P, timezone: UTC }\n',
    );
    expect([code, out]).toEqual([0, expect.stringContaining('piped')]);
  });

  test('imports people from a spreadsheet, and names the columns that it does not read', async ({ run, folder, file, db }) => {
    await run(['import', file]);
    const people = path.join(folder, 'people.csv');
    await writeFile(
      people,
      '\uFEFFName;E-mail;District;Type;Phone\r\nBo Lind;bo@plainview.example;Plainview;technical;555-0100\r\n',
    );
    const { code, out, err } = await run(['import', people]);
    expect({ code, err }).toEqual({ code: 0, err: `warning: ${people}:1: these columns are not read: Phone\n` });
    expect(out).toContain('+ bo@plainview.example');
    expect((await run(['import', people])).out).toContain('contacts    0 added  0 changed  0 removed  1 left');
    await writeFile(
      people,
      Buffer.from('Name,Email,Account,Type\nJos\u00e9,jose@plainview.example,plainview,support\n', 'latin1'),
    );
    const refused = await run(['import', people]);
    expect(refused).toEqual({ code: 1, out: '', err: `casebridge: ${people} is not UTF-8. In Excel, save it as “CSV UTF-8”\n` });
    await db.prisma.person.delete({ where: { email: 'bo@plainview.example' } });
  });

  test('names the unknown accounts of a spreadsheet together with its other mistakes', async ({ run, folder, file }) => {
    await run(['import', file]);
    const people = path.join(folder, 'people.csv');
    const rows = [
      'Name,Email,Account,Type',
      ',bo at plainview,Plainvue,technical',
      'Cy Lind,cy@plainview.example,nowhere,support',
      'Di Lind,di@plainview.example,Plainview,support',
    ];
    await writeFile(people, rows.join('\n'));
    expect(await run(['import', people])).toEqual({
      code: 1,
      out: '',
      err: `${people}:2: column B (Email) must be an email address
${people}:2: column A (Name) is empty
${people}:2: unknown account Plainvue
${people}:3: unknown account nowhere
casebridge: ${people} was not imported, nothing was changed
`,
    });
  });

  test('refuses a whole file that has a mistake, naming the line', async ({ file, run }) => {
    await writeFile(file, `${directory}channels:\n  - { platform: slack, workspace: T0PLAIN, id: general, for: queue }\n`);
    expect(await run(['import', file])).toEqual({
      code: 1,
      out: '',
      err: `${file}:8: id must be an ID such as C0QUEUE, not a name\ncasebridge: ${file} was not imported, nothing was changed\n`,
    });
  });
});

describe('queue channels that compete for the same cases', () => {
  const queues = `workspaces:
  - { platform: slack, id: T0CAMPUS }
channels:
  - { platform: slack, workspace: T0CAMPUS, id: C0ONE, for: queue }
  - { platform: slack, workspace: T0CAMPUS, id: C0TWO, for: queue }
  - { platform: slack, workspace: T0CAMPUS, id: C0FEES, for: queue, modules: [Fees] }
  - { platform: slack, workspace: T0CAMPUS, id: C0MONEY, for: queue, modules: [Fees, Scheduling] }
`;
  const warnings = [
    '2 default queues: slack T0CAMPUS C0ONE gets every case, slack T0CAMPUS C0TWO gets none.',
    '2 queues for Fees: slack T0CAMPUS C0FEES gets every case, slack T0CAMPUS C0MONEY gets none.',
  ];
  test.afterAll(({ db }) => db.prisma.channel.deleteMany());

  test('are a warning after an import, which is done nevertheless', async ({ file, run }) => {
    await writeFile(file, queues);
    const { code, out, err } = await run(['import', file]);
    expect(code).toBe(0);
    expect(out).toContain('+ slack T0CAMPUS C0TWO');
    for (const warning of warnings) expect(err).toContain(`warning: ${warning}`);
    expect(err.trim().split('\n')).toHaveLength(2);
  });

  test('are a warning in doctor', async ({ run }) => {
    const { out } = await run(['doctor']);
    for (const warning of warnings) expect(out).toMatch(new RegExp(`^warn {2}Directory +${warning}`, 'm'));
    expect(out).not.toContain('no default queue');
  });
});

test('warns of a name that YAML cut off at a “#”, with its line, and imports the rest', async ({ db, file, run }) => {
  await writeFile(
    file,
    `accounts:\n  - key: isd283 # near the lake\n    name: Independent School District #283\n    timezone: America/Chicago\n`,
  );
  const { code, out, err } = await run(['import', file]);
  expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining('+ isd283') as string });
  expect(err).toBe(
    `warning: ${file}:3: read as “Independent School District”, because YAML takes “#” for a comment. If you meant “Independent School District #283”, put it in quotes\n`,
  );
  await db.prisma.account.delete({ where: { key: 'isd283' } });
});

describe('deliveries', () => {
  let ids: number[];
  test.beforeEach(async ({ db, deadLetter }) => {
    await db.prisma.delivery.deleteMany();
    ids = [await deadLetter('C0GONE', 'channel_not_found'), await deadLetter('C0OUT', 'not_in_channel')];
  });

  test('are listed with their destination and error', async ({ run }) => {
    const { code, out } = await run(['deliveries']);
    expect(code).toBe(0);
    expect(out).toMatch(
      new RegExp(`^${ids[0]} +CB-\\d+ +card +slack T0CAMPUS C0GONE +channel_not_found +2026-11-24 12:00$`, 'm'),
    );
    expect((await run(['deliveries', 'list'])).out).toBe(out);
  });

  test('are sent again one by one or all at once', async ({ run, states }) => {
    expect(await run(['deliveries', 'replay', String(ids[1])])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^1 message queued/) as string,
    });
    expect(await states()).toEqual(['dead', 'pending']);
    expect(await run(['deliveries', 'replay', '--all'])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^1 message queued/) as string,
    });
    expect(await states()).toEqual(['pending', 'pending']);
    expect((await run(['deliveries'])).out).toBe('No dead letters. Every message was delivered or is waiting to be sent.\n');
    expect((await run(['deliveries', 'replay', '--all'])).out).toBe('Nothing to send again.\n');
  });

  test.for([
    [[], 'casebridge: which ones? Use: npx casebridge deliveries replay <id> (or --all)\n'],
    [['x'], 'casebridge: x is not an ID. List them with: npx casebridge deliveries\n'],
    [['999999'], 'casebridge: no such dead letter. List them with: npx casebridge deliveries\n'],
  ] as const)('are not sent again when the IDs are wrong: %j', async ([which, err], { run }) => {
    expect(await run(['deliveries', 'replay', ...which])).toEqual({ code: 1, out: '', err });
  });
});

test('reports a database that is up to date with migrate', async ({ run }) => {
  expect(await run(['migrate'])).toEqual({ code: 0, out: 'The database is up to date.\n', err: '' });
});

test('warns in doctor about what is missing and how to add it', async ({ run }) => {
  const { code, out } = await run(['doctor']);
  expect(code).toBe(0);
  expect(out).toMatch(/^warn {2}Directory .*no default queue/m);
  expect(out).toMatch(/^ok {4}Database +DATABASE_URL answers$/m);
});

test('warns in doctor of a weekly report that customers would read', async ({ run, db, folder }) => {
  const config = path.join(folder, 'reports.yaml');
  const account = await db.prisma.account.create({ data: { key: 'doctor', name: 'Doctor', timezone: 'UTC' } });
  await db.prisma.workspace.create({ data: { platform: 'slack', externalId: 'T0DOCTOR', accountId: account.id } });
  const channel = (workspace: string, id: string) =>
    `  - { channel: { platform: slack, workspace: ${workspace}, id: ${id} }, timezone: UTC }\n`;
  await writeFile(config, `reports:\n${channel('T0DOCTOR', 'C0THEIRS')}${channel('T0OURS', 'C0OURS')}`);
  const { out } = await run(['doctor'], { DATABASE_URL: db.url, CASEBRIDGE_CONFIG: config });
  expect(out).toMatch(
    /^warn {2}Reports +the report for C0THEIRS is not posted: the directory lists the channel or its workspace/m,
  );
  expect(out).not.toContain('the report for C0OURS is not posted');
});

test('says in doctor where files are, and whether they are scanned', async ({ run, db }) => {
  const off = (await run(['doctor'])).out;
  expect(off).toMatch(/ok +Files +in \/.*\/attachments; at most 10 per message, 15 MB each/);
  expect(off).toMatch(/warn +Virus scan +off: files are passed on unscanned\. To scan them, set CLAMD_URL/);
  expect(off).toContain('no download links and no page for adding files. To have them, set PUBLIC_URL and CASEBRIDGE_SECRET_KEY');
  const clamd = await startFakeClamd();
  const { host, port } = clamd.address;
  expect((await run(['doctor'], { DATABASE_URL: db.url, CLAMD_URL: `tcp://${host}:${port}` })).out).toMatch(
    /ok +Virus scan +ClamAV 1\.4/,
  );
  await clamd.stop();
  const { code, out } = await run(['doctor'], { DATABASE_URL: db.url, CLAMD_URL: `tcp://${host}:${port}` });
  expect([code, out]).toEqual([1, expect.stringContaining("the scanner at CLAMD_URL doesn't answer (scanner_unreachable).")]);
});

test('says in doctor that a new database is empty, without a list of migrations', async ({ run, db }) => {
  await db.pool.query('create database doctor_new');
  const url = new URL(db.url);
  url.pathname = '/doctor_new';
  const { code, out } = await run(['doctor'], { DATABASE_URL: url.href });
  await db.pool.query('drop database doctor_new with (force)');
  expect(code).toBe(0);
  expect(out).toMatch(/^warn {2}Database +new and still empty\. npm start creates its tables, or run: npx casebridge migrate$/m);
});

test('fails doctor with exit code 1 when something is wrong', async ({ run }) => {
  const { code, out, err } = await run(['doctor'], { DATABASE_URL: 'postgresql://nobody@localhost:1/nowhere' });
  expect(code).toBe(1);
  expect(out).toMatch(/^fail {2}Database +The database of DATABASE_URL does not answer: connect ECONNREFUSED/m);
  expect(err).toBe('casebridge: 1 problem found\n');
});

describe('a command that cannot run', () => {
  test.for<[string[], Record<string, string>, number, RegExp]>([
    [['bogus'], {}, 2, /^error: unknown command 'bogus'\n$/],
    ...['deliveries', 'hold', 'certificate', 'teams', 'tokens', 'webhooks'].map(
      (group): [string[], Record<string, string>, number, RegExp] => [
        [group, 'bogus', 'more'],
        {},
        2,
        new RegExp(`^error: unknown command “bogus”. List the commands with: npx casebridge ${group} --help\n$`),
      ],
    ),
    [['erase', 'bogus'], {}, 2, /^error: unknown command 'bogus'\n$/],
    [['retention', 'bogus'], {}, 2, /^error: unknown command 'bogus'\n$/],
    [['import'], {}, 2, /^error: missing required argument 'file'\n$/],
    [['import', 'nowhere.yaml'], {}, 1, /^casebridge: cannot read nowhere\.yaml: there is no such file\n$/],
    [['migrate'], { PORT: 'x' }, 1, /^casebridge: PORT must be a number from 0 to 65535\n$/],
    [
      ['migrate'],
      { DATABASE_URL: 'postgresql://a:hush@localhost:1/b' },
      1,
      /^casebridge: The database of DATABASE_URL does not answer: .*\n$/,
    ],
  ])('says why in one line: %j', async ([args, environment, code, message], { run }) => {
    const result = await run(args, environment);
    expect(result).toMatchObject({ code, out: '', err: expect.stringMatching(message) as string });
    expect(result.err).not.toContain('hush');
  });
});

test('runs commands beside a running bot on its embedded database, and leaves it running', async ({ folder, run, file }) => {
  const bot = await startEmbedded(folder, { fsync: 'off' });
  const environment = { CASEBRIDGE_DATA_DIR: folder };
  expect(await run(['migrate'], environment)).toMatchObject({ code: 0, out: expect.stringMatching(/^applied /) as string });
  expect(await run(['import', file], environment)).toMatchObject({ code: 0 });
  expect((await run(['doctor'], environment)).out).toContain('1 account, 1 contact, 0 advisors (0 leads), 1 workspace');
  await bot.stop();
  expect((await run(['doctor'], environment)).out).toContain('1 account, 1 contact, 0 advisors (0 leads), 1 workspace');
});

describe('teams', () => {
  const tenant = '11111111-1111-4111-8111-111111111111';
  const app = '22222222-2222-4222-8222-222222222222';
  const addTenant = ['teams', 'add', '--tenant', tenant, '--app-id', app, '--name', 'Rivertown'];

  test('adds a tenant with its secret from standard input, lists and removes it, and never shows the secret', async ({
    environment,
    run,
    db,
  }) => {
    const env = environment();
    const added = await run(addTenant, env, 'a very secret value\n');
    expect(added).toMatchObject({ code: 0, err: '' });
    const listed = await run(['teams'], env);
    expect(listed.out).toContain(`${tenant}  ${app}  Rivertown`);
    expect(added.out + listed.out).not.toContain('very secret');
    expect(JSON.stringify(await db.prisma.installation.findMany())).not.toContain('very secret');
    expect((await run(['teams', 'remove', tenant], env)).code).toBe(0);
    expect(await db.prisma.installation.count()).toBe(0);
    expect((await run(['teams', 'remove', tenant], env)).err).toContain(`no registration is stored for ${tenant}`);
  });

  test.for([
    [['teams', 'add', '--tenant', 'contoso', '--app-id', app], 'x', '--tenant must be a GUID'],
    [['teams', 'add', '--tenant', tenant, '--app-id', app], '', 'the client secret is missing'],
    [['teams', 'add', '--tenant', tenant], 'x', "required option '--app-id <guid>' not specified"],
  ] as const)('refuses %j', async ([args, typed, why], { run, environment }) => {
    const refused = await run([...args], environment(), typed);
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain(why);
  });

  test('stores nothing without a secret key', async ({ run, db }) => {
    expect((await run(addTenant, { DATABASE_URL: db.url }, 'x')).err).toContain('CASEBRIDGE_SECRET_KEY is missing');
  });
});
