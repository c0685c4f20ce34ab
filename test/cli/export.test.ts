import { exec } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { Writable } from 'node:stream';
import { promisify } from 'node:util';
import { describe, expect } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { writeRows } from '../../src/cli/write-rows.ts';
import { addNote } from '../../src/usecases/cases/add-note.ts';
import { askContact } from '../../src/usecases/cases/ask-contact.ts';
import { closeCase } from '../../src/usecases/cases/close-case.ts';
import { exportedColumns, exportRows } from '../../src/usecases/search/export-rows.ts';
import type { Database } from '../../src/db/client.ts';
import type { Services } from '../../src/usecases/context.ts';
import { preparationVersion } from '../../src/usecases/search-index.ts';
import { test as base } from '../usecases/fixtures.ts';

const test = base
  /** A closed case of Plainview, next to many of Rivertown. */
  .extend('number', { scope: 'file', auto: true }, async ({ db, world }) => {
    const { services, max, ada, request } = world;
    const number = await world.open({
      subject: '=HYPERLINK("http://evil.example","click")',
      description: 'Two lines,\n"quoted", and ünïcode 😀',
      priority: 'High',
    });
    world.at.now = new Date('2026-11-03T15:00:00Z');
    await askContact(services, max, { number, question: 'Which school?\nAnd since when?' }, request());
    await addNote(services, max, { number, text: 'Very internal' }, request());
    world.at.now = new Date('2026-11-04T15:00:00Z');
    await closeCase(services, ada, { number, reason: 'Withdrawn' }, request());
    await db.pool.query(
      `with filed as (
      insert into "case" (account_id, contact_id, priority, subject, description, module, case_type, category, source, created_at, updated_at)
      select $1, $2, 'Low', 'Case ' || i, repeat('x', 100), 'Fees', 'Question', 'Question', 'teams', $3, $3 from generate_series(1, ${many}) i
      returning id
    )
    insert into history_entry (case_id, at, actor_id, actor_name, action, "to") select id, $3, $2, 'Rosa Lind', 'open', 'New' from filed`,
      [world.rosa.accountId, world.rosa.id, new Date('2026-11-10T23:59:59Z')],
    );
    await setPrepared(db, true);
    return number;
  })
  .extend('run', { scope: 'file' }, ({ db }) => async (...args: string[]) => {
    const printed = { out: '', err: '' };
    const { output, text } = sink();
    const code = await runCli(['export', ...args], {
      environment: { DATABASE_URL: db.url },
      output,
      out: (text) => void (printed.out += `${text}\n`),
      err: (text) => void (printed.err += `${text}\n`),
    });
    return { code, ...printed, text: text() };
  })
  .extend('entry', { scope: 'file' }, ({ number }) => (says: Record<string, string>) => ({
    case: `CB-${number}`,
    account: 'plainview',
    whoEmail: 'ada@plainview.example',
    from: '',
    to: '',
    why: '',
    ...says,
  }));

/** Further cases of Rivertown, each with one history entry: ten batches of 500. */
const many = 5_000;

/** Says that all cases can be searched, or that an upgrade still prepares them. */
async function setPrepared({ pool }: Database, isPrepared: boolean): Promise<void> {
  await pool.query(
    `insert into search_progress (version, next_id, last_id, finished_at) values ($1, 600, 1000, $2)
     on conflict (version) do update set next_id = 600, last_id = 1000, finished_at = excluded.finished_at`,
    [preparationVersion, isPrepared ? new Date() : null],
  );
}

/** Collects what is written. */
function sink(): { output: Writable; text: () => string } {
  const pieces: Buffer[] = [];
  const output = new Writable({
    write(piece: Buffer, _encoding, done) {
      pieces.push(piece);
      done();
    },
  });
  return { output, text: () => Buffer.concat(pieces).toString() };
}

/** Reads CSV (RFC 4180): quoted fields may contain anything, with quotes doubled. */
function readCsv(text: string): Record<string, string>[] {
  const records: string[][] = [[]];
  for (const [, quoted, plain = '', end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/g)) {
    records.at(-1)?.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    if (end === '\n') records.push([]);
  }
  const [header = [], ...rows] = records.slice(0, -1);
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [name, row[at] ?? 'missing'])));
}

type Row = Record<string, unknown>;

describe('cases', () => {
  test('exports every case with its facts, and turns formulas into text', async ({ run, number }) => {
    const { code, err, text } = await run('cases');
    const rows = readCsv(text);
    expect({ code, err, rows: rows.length }).toEqual({ code: 0, err: '', rows: many + 1 });
    expect(new Set(rows.map((row) => row.case)).size).toBe(many + 1);
    expect(rows[0]).toMatchObject({
      case: `CB-${number}`,
      account: 'plainview',
      accountName: 'Plainview School District',
      contact: 'Ada Park',
      contactEmail: 'ada@plainview.example',
      advisor: '',
      status: 'Closed',
      closeReason: 'Withdrawn',
      priority: 'High',
      subject: `'=HYPERLINK("http://evil.example","click")`,
      description: 'Two lines,\n"quoted", and ünïcode 😀',
      module: 'Grade Book',
      source: 'slack',
      phoneCallExpected: 'false',
      recipients: 'ada@plainview.example',
      openedAt: '2026-11-02T15:00:00.000Z',
      lastModifiedAt: '2026-11-04T15:00:00.000Z',
      closedAt: '2026-11-04T15:00:00.000Z',
      posts: '2',
    });
    expect(text).not.toContain('Very internal');
    expect(text).not.toContain('Which school?');
  });

  test('exports one account as JSON', async ({ run, number }) => {
    const { text } = await run('cases', '--account', 'plainview', '--format', 'json');
    expect(JSON.parse(text)).toMatchObject([
      {
        case: `CB-${number}`,
        subject: '=HYPERLINK("http://evil.example","click")',
        recipients: ['ada@plainview.example'],
        dueDate: null,
      },
    ]);
  });

  test.for([
    ['very internal', 1],
    ['unicode', 1],
    ['-unicode', 0],
    ['status:closed contact:"ada park"', 1],
    ['contact:rosa is:open', many],
    ['is:unassigned -contact:rosa', 1],
  ] as const)('exports with --search the cases that %s finds', async ([search, count], { run }) => {
    expect(JSON.parse((await run('cases', '--format', 'json', '--search', search)).text)).toHaveLength(count);
  });

  test('says what is wrong with a search', async ({ run }) => {
    expect(await run('cases', '--search', 'status:sideways')).toMatchObject({
      code: 1,
      err: expect.stringContaining('--search: Unknown status “sideways”.') as string,
    });
    expect(await run('cases', '--search', 'contact:me')).toMatchObject({
      code: 1,
      err: 'casebridge: --search: “is:mine” needs a person who asks. Name one with contact: or advisor:.\n',
    });
    expect(await run('history', '--search', 'x')).toMatchObject({
      code: 1,
      err: 'casebridge: --search finds cases: use it with "export cases"\n',
    });
  });

  test('refuses a search for words while an upgrade still prepares the cases, and says what to do', async ({ db, run }) => {
    await setPrepared(db, false);
    for (const search of ['unicode', 'subject:hyperlink'])
      expect(await run('cases', '--search', search)).toMatchObject({
        code: 1,
        err: 'casebridge: --search: only 40% of cases are searchable yet. Run “npx casebridge reindex” first.\n',
        text: '',
      });
    expect((await run('cases', '--search', 'status:closed')).code).toBe(0);
    await setPrepared(db, true);
  });

  test('says that it searched for the first words of a long text only', async ({ run }) => {
    const long = Array.from({ length: 60 }, (_, n) => `word${n}`).join(' ');
    expect(await run('cases', '--search', long)).toMatchObject({ code: 0, err: '--search: searched for the first 40 words\n' });
  });

  test.for([
    [['--from', '2026-11-02', '--to', '2026-11-02'], 1],
    [['--to', '2026-11-09'], 1],
    [['--from', '2026-11-11'], 0],
    [['--from', '2026-11-03', '--account', 'plainview'], 0],
  ] as const)('filters cases by the day they were opened: %j', async ([args, count], { run }) => {
    expect(JSON.parse((await run('cases', '--format', 'json', ...args)).text)).toHaveLength(count);
  });

  test('writes an empty list or only a header when there are no cases', async ({ run }) => {
    expect((await run('cases', '--from', '2027-01-01', '--format', 'json')).text).toBe('[]\n');
    expect((await run('cases', '--from', '2027-01-01')).text).toMatch(/^case,account,[^\n]*\n$/);
  });
});

describe('history', () => {
  test('exports who did what, when, from, to and why, without internal notes', async ({ run, entry }) => {
    const { text } = await run('history', '--account', 'plainview');
    expect(readCsv(text)).toEqual([
      entry({ at: '2026-11-02T15:00:00.000Z', who: 'Ada Park', action: 'open', to: 'New' }),
      entry({
        at: '2026-11-03T15:00:00.000Z',
        who: 'Max Reyes',
        whoEmail: 'max@campus.example',
        action: 'ask',
        from: 'New',
        to: 'Pending Customer Input',
        why: 'Which school?\nAnd since when?',
      }),
      entry({
        at: '2026-11-04T15:00:00.000Z',
        who: 'Ada Park',
        action: 'close',
        from: 'Pending Customer Input',
        to: 'Closed',
        why: 'Withdrawn',
      }),
    ]);
    expect(text).not.toContain('Very internal');
  });

  test('writes to a file that other users cannot read, including the whole last day', async ({ folder, run }) => {
    const file = path.join(folder, 'history.csv');
    const { code, out, text } = await run(
      'history',
      '--from',
      '2026-11-10',
      '--to',
      '2026-11-10',
      '--format',
      'json',
      '--output',
      file,
    );
    expect({ code, out, text }).toEqual({ code: 0, out: `Wrote 5,000 entries to ${file}\n`, text: '' });
    expect(JSON.parse(await readFile(file, 'utf8'))).toHaveLength(many);
    expect((await stat(file)).mode & 0o077).toBe(0);
  });
});

describe('a wrong option', () => {
  test.for([
    [['cases', '--account', 'nowhere'], 1, 'casebridge: unknown account nowhere. Known accounts: plainview, rivertown\n'],
    [['cases', '--from', '2026-11-05', '--to', '2026-11-01'], 1, 'casebridge: --from must not be later than --to\n'],
    [['cases', '--from', '2026-02-30'], 2, /'2026-02-30' is invalid\. Use a date such as/],
    [['cases', '--format', 'xml'], 2, /Allowed choices are csv, json/],
    [['posts'], 2, /Allowed choices are cases, history/],
    [['cases', '--output', '/nowhere/at/all.csv'], 1, /^casebridge: ENOENT: no such file or directory/],
  ] as const)('is refused in one line: %j', async ([args, code, message], { run }) => {
    const refused = await run(...args);
    expect(refused).toMatchObject({ code, text: '' });
    expect(refused.err).toMatch(message);
  });

  test('names at most ten known accounts', async ({ db, run }) => {
    await db.prisma.account.createMany({
      data: Array.from({ length: 12 }, (_, at) => ({ key: `a${at + 10}`, name: 'A', timezone: 'UTC' })),
    });
    expect((await run('cases', '--account', 'nowhere')).err).toMatch(/Known accounts: a10, (a\d\d, ){8}a19 and 4 more$/m);
  });
});

describe('any number of rows', () => {
  test('reads one batch at a time, and the next only when the last is being written', async ({ db, world }) => {
    const size = 500;
    let read = 0;
    let written = 0;
    let ahead = 0;
    const query = async (text: string, values: unknown[]) => {
      const { rows } = await db.pool.query<Row>(text, values);
      expect(rows.length).toBeLessThanOrEqual(size);
      if (rows.length > 1) read += rows.length;
      ahead = Math.max(ahead, read - written);
      return { rows };
    };
    const services = { ...world.services, db: { ...db, pool: { query } } } as unknown as Services;
    const output = new Writable({
      highWaterMark: 1024,
      write(piece: Buffer, _encoding, done) {
        written += piece.toString().split('\n').length - 1;
        setImmediate(done); // slower than the database
      },
    });
    await writeRows(exportRows(services, 'history', {}, size), exportedColumns('history'), 'json', output, true);
    expect(read).toBe(many + 3);
    expect(ahead).toBeLessThan(3 * size);
  });

  test('ends quietly when the reader closes the pipe', async ({ db }) => {
    const shell = `set -o pipefail; DATABASE_URL='${db.url}' node src/cli/casebridge.js export cases | head -n 2; echo "exit \${PIPESTATUS[0]}"`;
    const { stdout, stderr } = await promisify(exec)(shell, { shell: '/bin/bash' });
    expect(stderr).toBe('');
    expect(stdout).toMatch(/^case,account,[\s\S]*exit 0\n$/);
  });
});
