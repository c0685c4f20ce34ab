// Files as people have them: other encodings, broken rows, dates that cannot be, and values that nothing says the meaning of.
import { readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import pg from 'pg';
import { describe, expect } from 'vitest';
import { dumpRows } from '../../database.ts';
import { newFolder, test as base } from './fixtures.ts';
import { csv, freshdeskFiles, jiraFiles, writeFiles, zendeskFiles } from './samples.ts';

const columns = [
  'Ticket ID',
  'Subject',
  'Status',
  'Priority',
  'Created time',
  'Description',
  'Full name',
  'Email',
  'Company Name',
];
let next = 0;
/** A row with an id of its own, because the tests of the file share a database. */
const row = (over: Partial<Record<string, string>> = {}): string[] => {
  const id = `${++next}`;
  const usual: Record<string, string> = {
    'Ticket ID': id,
    Subject: `Ticket ${id}`,
    Status: 'Closed',
    Priority: 'Low',
    'Created time': '2026-03-12 16:05:09',
    Description: 'Text',
    'Full name': 'Ada Park',
    Email: 'ada@plainview.example',
    'Company Name': 'plainview',
  };
  return columns.map((column) => over[column] ?? usual[column] ?? '');
};

const test = base.extend('given', ({ run, folder, db }) => async (content: string | Buffer, ...args: string[]) => {
  const dir = await newFolder(folder);
  const [file = ''] = await writeFiles(dir, { 'tickets.csv': content });
  const report = path.join(dir, 'report.json');
  const result = await run('--from', 'freshdesk', file, '--report', report, ...args);
  const text = await readFile(report, 'utf8').catch(() => '');
  const problems = text.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, string | number>); // prettier-ignore
  const newest = await db.prisma.case.findFirst({
    where: { importedFrom: { not: null } },
    orderBy: { id: 'desc' },
    include: { contact: { include: { memberships: true } }, account: true },
  });
  return { ...result, file, problems, newest };
});

describe('encodings', () => {
  const text = csv(columns, [row({ Subject: 'Größe “falsch” für Muñoz' })], { end: '\r\n' });

  test('reads UTF-16 as Excel writes it, with tabs', async ({ given }) => {
    const tabbed = csv(columns, [row({ Subject: 'Größe in UTF-16' })], { separator: '\t', end: '\r\n' });
    const { code, newest } = await given(Buffer.from(`\uFEFF${tabbed}`, 'utf16le'));
    expect([code, newest?.subject]).toEqual([0, 'Größe in UTF-16']);
  });

  test('reads UTF-8 with a mark, and with semicolons', async ({ given }) => {
    const { newest } = await given(`\uFEFF${csv(columns, [row({ Subject: 'Größe; mit Semikolon' })], { separator: ';' })}`);
    expect(newest?.subject).toBe('Größe; mit Semikolon');
  });

  test('reads the line that tells Excel the separator, and counts it', async ({ given }) => {
    const european = csv(columns, [row({ Subject: 'Trennzeichen, genannt', 'Company Name': 'Nirgendwo' }), row({ Subject: 'Eins, zwei' })], { separator: ';', end: '\r\n' }); // prettier-ignore
    const { code, newest, problems } = await given(`\uFEFFsep=;\r\n${european}`);
    expect([code, newest?.subject]).toEqual([0, 'Eins, zwei']);
    expect(problems).toMatchObject([{ rule: 'unknown-account', line: 3 }]);
  });

  test('reads that line when a spreadsheet has filled it up with empty cells', async ({ given }) => {
    const { code, newest } = await given(`sep=,,,,,,,,\n${csv(columns, [row({ Subject: 'Refilled' })])}`);
    expect([code, newest?.subject]).toEqual([0, 'Refilled']);
  });

  test('finds the separator of a file whose names of columns contain others', async ({ given }) => {
    const own = [...columns, 'Notes, remarks, hints, ideas, wishes, more, even more, and more, and the rest'];
    const { newest } = await given(csv(own, [[...row({ Subject: 'Mit Komma, im Kopf' }), '']], { separator: ';', quoted: true }));
    expect(newest?.subject).toBe('Mit Komma, im Kopf');
  });

  test('reads Windows-1252, and says so', async ({ given }) => {
    const bytes = Buffer.from(text.replace(/“/g, '\u0093').replace(/”/g, '\u0094'), 'latin1');
    const { newest, problems } = await given(bytes);
    expect(newest?.subject).toBe('Größe “falsch” für Muñoz');
    expect(problems).toMatchObject([{ rule: 'encoding', outcome: 'changed', line: 1 }]);
  });

  test('refuses a workbook', async ({ given }) => {
    const { code, err } = await given(Buffer.from('PK\u0003\u0004rest of a workbook'));
    expect(code).toBe(1);
    expect(err).toContain('ZIP archive or an Excel workbook');
  });
});

describe('files', () => {
  test('recognizes the export of another product', async ({ run, folder }) => {
    const dir = await newFolder(folder);
    const [file = ''] = await writeFiles(dir, { 'Jira.csv': jiraFiles['Jira.csv'] });
    const { code, err } = await run('--from', 'zendesk', file);
    expect(code).toBe(1);
    expect(err).toContain(`${file}: it looks like issues of Jira Service Management. Import it with --from jira`);
  });

  test('names the columns that are needed', async ({ given }) => {
    const { err, code } = await given('a,b\n1,2\n');
    expect(code).toBe(1);
    expect(err).toContain('it has the columns a, b, which are of no export of Freshdesk that can be read');
    expect(err).toContain('tickets needs Ticket ID or Display id, Subject');
  });

  test.for([
    ['an empty file', '', 'is empty'],
    [
      'a quotation that nothing ends',
      `${columns.join(',')}\n1,"open,Closed\n2,x`,
      ':2: a value in this row begins with a quotation mark',
    ],
    [
      'a quotation mark within a value',
      `${columns.join(',')}\n1,say "x",Closed\n`,
      ':2: a quotation mark (") within a value must be written twice',
    ],
  ] as const)('refuses %s before anything is imported', async ([, content, message], { given, db }) => {
    const before = await db.prisma.case.count();
    const { code, err } = await given(content);
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(await db.prisma.case.count()).toBe(before);
  });

  test('says how to write JSON', async ({ run, folder }) => {
    const dir = await newFolder(folder);
    const [file = ''] = await writeFiles(dir, { 'tickets.json': '[\n{"id":1}\n]\n' });
    expect((await run('--from', 'zendesk', file)).err).toContain(`${file}:1: this line is not one JSON object`);
  });

  test('waits for another import to end, and then runs', async ({ run, folder, db }) => {
    const dir = await newFolder(folder);
    await writeFiles(dir, zendeskFiles);
    const other = new pg.Client(db.url);
    await other.connect();
    await other.query('select pg_advisory_lock(7217009)');
    const running = run('--from', 'zendesk', dir);
    // it waits for a process that was just killed; this one ends
    await other.end();
    expect((await running).code).toBe(0);
  });
});

describe('rows', () => {
  test('reports each row that it leaves out or changes, with its line, and imports the others', async ({ given, db }) => {
    const rows = [
      row(),
      [...row(), 'more', 'than', 'columns'],
      row({ Subject: `${'x'.repeat(200)} ${'y'.repeat(100)}` }),
      row({ 'Created time': '1970-01-01 00:00:00' }),
      row({ 'Created time': '2199-01-01 00:00:00' }),
      row({ 'Created time': 'soon' }),
      row({ Description: 'two\nlines\u0000 and a zero' }),
      row({ Email: 'not an address' }),
      row({ 'Ticket ID': '' }),
      row({ Description: 'z'.repeat(100_001) }),
      row({ 'Company Name': 'Nowhere' }),
    ];
    const same = rows[0] ?? [];
    const before = await db.prisma.case.count();
    const { code, problems, out, file } = await given(csv(columns, [...rows, same]));
    expect(code).toBe(0);
    const told = problems.map(({ line, outcome, rule, column }) => `${line} ${outcome} ${rule} ${column}`.trim()).sort();
    expect(told).toEqual(
      [
        '2 skipped repeated-id', '3 skipped too-many-values', '4 changed long-subject', '5 changed date-before-1990 Created time', '5 skipped no-date',
        '6 changed future-date Created time', '7 changed unreadable-date Created time', '7 skipped no-date', '8 changed unusable-characters',
        '10 changed unusable-email', '11 skipped no-id', '12 changed long-text', '13 skipped unknown-account',
      ].sort(), // prettier-ignore
    );
    expect(problems.every((one) => one.file === file && String(one.message).length > 20)).toBe(true);
    expect(await db.prisma.case.count()).toBe(before + 6);
    expect(out).toContain(`skipped 2 × no-date. The first: ${file}:5`);
    expect((await stat(path.join(path.dirname(file), 'report.json'))).mode & 0o077).toBe(0);
  });

  test('leaves out rows whose ids a spreadsheet has rounded, because several would be one', async ({ given, db }) => {
    const before = await db.prisma.case.count();
    const { problems } = await given(
      csv(columns, [
        row({ 'Ticket ID': '3,60012E+11' }),
        row({ 'Ticket ID': '3.60012e+11' }),
        row({ 'Ticket ID': '4E+11' }),
        row(),
      ]),
    );
    expect(problems.map(({ line, outcome, rule }) => [line, outcome, rule])).toEqual([
      [2, 'skipped', 'rounded-id'],
      [3, 'skipped', 'rounded-id'],
      [4, 'skipped', 'rounded-id'],
    ]);
    expect(await db.prisma.case.count()).toBe(before + 1);
  });

  test('leaves out the rounded id of a contact, so that several do not become one', async ({ run, folder, db }) => {
    const dir = await newFolder(folder);
    const wide = [...columns, 'Contact ID', 'Company id'];
    const of = (name: string) => [...row({ 'Full name': name, Email: '' }), '3,60012E+11', '4E+11'];
    const [file = ''] = await writeFiles(dir, { 'tickets.csv': csv(wide, [of('Rhea Round'), of('Rolf Round')]) });
    const report = path.join(dir, 'report.json');
    await run('--from', 'freshdesk', file, '--report', report);
    const told = (await readFile(report, 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, string>); // prettier-ignore
    expect(told.map(({ line, outcome, rule }) => [line, outcome, rule])).toEqual([
      [2, 'changed', 'rounded-id'],
      [3, 'changed', 'rounded-id'],
    ]);
    expect(await db.prisma.person.findMany({ where: { name: { endsWith: ' Round' } }, orderBy: { name: 'asc' } })).toMatchObject([
      { name: 'Rhea Round' },
      { name: 'Rolf Round' },
    ]);
  });

  test('reads long ids of JSON exactly, and leaves out those that were rounded before', async ({ run, folder, db }) => {
    const dir = await newFolder(folder);
    const object = (id: string) =>
      JSON.stringify({ ...Object.fromEntries(row().map((value, index) => [columns[index], value])), 'Ticket ID': '#' }).replace(
        '"#"',
        id,
      );
    // the first two are the same number for JSON.parse
    const ids = [
      '92345678901234567891',
      '92345678901234567892',
      '9.234567890123457e19',
      '923456789012345678910e-1',
      '"9.2345E15"',
    ];
    const [file = ''] = await writeFiles(dir, { 'tickets.json': ids.map(object).join('\n') });
    const report = path.join(dir, 'report.json');
    await run('--from', 'freshdesk', file, '--report', report);
    const told = (await readFile(report, 'utf8')).split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, string>); // prettier-ignore
    expect(told.map(({ line, outcome, rule }) => [line, outcome, rule])).toEqual([
      [3, 'skipped', 'rounded-id'],
      [4, 'skipped', 'rounded-id'],
      [5, 'skipped', 'rounded-id'], // as Java writes it
    ]);
    const read = await db.prisma.case.findMany({
      where: { importedFrom: { contains: '#92345678901' } },
      orderBy: { importedFrom: 'asc' },
    });
    expect(read.map(({ importedFrom }) => importedFrom)).toEqual([
      'Freshdesk #92345678901234567891',
      'Freshdesk #92345678901234567892',
    ]);
  });

  test('points at dates that show that days come first', async ({ given }) => {
    const given2 = csv(columns, [row({ 'Created time': '13/3/2026 16:05' }), row({ 'Created time': '3/12/2026 16:05' })]);
    const { problems, newest } = await given(given2);
    expect(problems).toMatchObject([{ line: 2, outcome: 'note', rule: 'day-in-front', column: 'Created time' }]);
    expect(newest?.createdAt.toISOString()).toBe('2026-03-13T16:05:00.000Z');
  });

  test('keeps line breaks, quotation marks and separators within cells, and counts lines past them', async ({ given }) => {
    const description = 'First line\r\n\r\n"Second", they said; and\tmore';
    const rows = [row({ Subject: 'Odd\nsubject', Description: description }), row({ 'Created time': 'soon' })];
    const { problems, newest } = await given(csv(columns, rows, { end: '\r\n', quoted: true }));
    expect(newest).toMatchObject({ subject: 'Odd subject', description: 'First line\n\n"Second", they said; and\tmore' });
    expect(problems.map(({ line, rule }) => [line, rule])).toEqual([
      [6, 'unreadable-date'],
      [6, 'no-date'],
    ]);
  });

  test('writes the report as CSV, in which no cell is a formula', async ({ run, folder }) => {
    const dir = await newFolder(folder);
    const [file = ''] = await writeFiles(dir, {
      'tickets.csv': csv(columns, [row({ 'Ticket ID': '=1+1', 'Company Name': 'Nowhere' })]),
    });
    const report = path.join(dir, 'report.csv');
    await run('--from', 'freshdesk', file, '--report', report);
    const [head, line] = (await readFile(report, 'utf8')).split('\n');
    expect(head).toBe('file,line,column,id,outcome,rule,message');
    expect(line).toContain(`,2,,'=1+1,skipped,unknown-account,`);
  });

  test('keeps all of a subject that is too long, and the text of a cell that looks like a formula', async ({ given }) => {
    const long = `${'x'.repeat(200)} ${'y'.repeat(100)}`;
    const { newest } = await given(csv(columns, [row({ Subject: long, Description: `'=cmd()` })]));
    expect(newest?.subject.length).toBeLessThanOrEqual(255);
    expect(newest?.description).toBe(`${long}\n\n\\=cmd()`);
  });
});

describe('options', () => {
  test('writes nothing in a dry run, not even a number of a case', async ({ run, folder, db }) => {
    const dir = await newFolder(folder);
    await writeFiles(dir, {
      'tickets.csv': csv(columns, [row({ Email: 'fresh@plainview.example', Status: 'Odd' })]),
      'conversations.csv': freshdeskFiles['conversations.csv'],
    });
    const sequences = async () =>
      (await db.pool.query(`select sequencename, last_value from pg_sequences order by 1`)).rows as unknown;
    const before = [await dumpRows(db.url), await sequences()];
    const { code, out } = await run('--from', 'freshdesk', dir, '--dry-run');
    expect(code).toBe(0);
    expect(out).toContain('Would import 1 case from Freshdesk');
    expect(out).toContain('Would add 1 contact who are not in the directory');
    expect(out).toContain('statuses:\n  Odd: Assigned # 1 case');
    expect(out).toContain('Nothing was changed.');
    expect([await dumpRows(db.url), await sequences()]).toEqual(before);
  });

  test('maps values and columns as the mapping file says', async ({ given, folder }) => {
    const mapping = path.join(folder, 'mapping.yaml');
    await writeFile(
      mapping,
      'accounts: { Nowhere: rivertown }\nstatuses: { odd: PendingCustomerVerification }\npriorities: { Low: Critical }\nmodules: { "*": Attendance }\ncaseTypes: { "*": Data Request }\npeople: { Ada Park: rosa@rivertown.example }\ncolumns: { subject: Full name }\n',
    );
    const { newest, code } = await given(csv(columns, [row({ 'Company Name': 'nowhere', Status: 'Odd' })]), '--mapping', mapping);
    expect(code).toBe(0);
    expect(newest).toMatchObject({
      account: { key: 'rivertown' },
      status: 'PendingCustomerVerification',
      priority: 'Critical',
      module: 'Attendance',
      caseType: 'Data Request',
      contact: { name: 'Rosa Lind' },
      subject: 'Ada Park',
    });
  });

  test('refuses a mapping with mistakes, and names their lines', async ({ given, folder }) => {
    const mapping = path.join(folder, 'wrong.yaml');
    await writeFile(mapping, 'accounts:\n  A: plainview\n  B: nowhere\nstatuses:\n  Odd: Escalated\nmodule: x\n');
    const { err, code } = await given(csv(columns, [row()]), '--mapping', mapping);
    expect(code).toBe(1);
    expect(err).toContain('wrong.yaml:3: accounts.B must be the key of an account of the directory');
    expect(err).toContain('wrong.yaml:5: statuses.Odd must be a status: New, Assigned, PendingCustomerInput');
    expect(err).toContain('unknown module. Known: accounts');
    expect(err).toContain('nothing was imported');
  });

  test('puts every case into the account that is named', async ({ given }) => {
    const { newest } = await given(csv(columns, [row({ 'Company Name': 'Somebody else' })]), '--account', 'rivertown');
    expect(newest?.account.key).toBe('rivertown');
  });

  test('leaves open cases out', async ({ given, db }) => {
    const before = await db.prisma.case.count();
    const { problems } = await given(csv(columns, [row({ Status: 'Open' }), row()]), '--closed-only');
    expect(problems).toMatchObject([{ rule: 'open-case', outcome: 'skipped', line: 2 }]);
    expect(await db.prisma.case.count()).toBe(before + 1);
  });

  test('gives contacts access only where the operator says so: one person with both accounts', async ({ given, db }) => {
    const rows = [
      row({ Email: 'Twice@x.example', 'Full name': 'Tess Twice' }),
      row({ Email: 'twice@X.example', 'Full name': 'Tess Twice', 'Company Name': 'rivertown' }),
    ];
    await given(csv(columns, rows));
    const find = () =>
      db.prisma.person.findMany({
        where: { name: 'Tess Twice' },
        include: { account: true, memberships: { include: { account: true } } },
      });
    expect(await find()).toMatchObject([{ email: 'twice@x.example', active: false, memberships: [] }]);
    const more = ['plainview', 'rivertown'].map((company) =>
      row({ Email: 'both@x.example', 'Full name': 'Bo Both', 'Company Name': company }),
    );
    const { out } = await given(csv(columns, more), '--add-contacts', 'read-only');
    const people = await db.prisma.person.findMany({
      where: { name: 'Bo Both' },
      include: { account: true, memberships: { include: { account: true } } },
    });
    expect(people).toMatchObject([
      {
        active: true,
        contactType: 'readOnly',
        account: { key: 'plainview' },
        memberships: [{ contactType: 'readOnly', account: { key: 'rivertown' } }],
      },
    ]);
    expect(out).toContain('They can see the cases of their account.');
  });

  test.for([
    [['--time-zone', 'Mars/Base'], 'is not a time zone'],
    [['--account', 'nobody'], 'no active account with this key'],
    [['--module', 'nothing'], 'Modules: Attendance'],
    [['--site', 'ftp://x'], '--site must be a web address'],
    [['--instance', 'a b'], '--instance must be a short name'],
  ] as const)('refuses %s', async ([args, message], { given }) => {
    const { code, err } = await given(csv(columns, [row()]), ...args);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });
});

test('says of open cases when their SLA starts, of one as of several', async ({ given }) => {
  const one = await given(csv(columns, [row({ Status: 'Open' })]), '--dry-run');
  expect(one.out).toContain('1 of them is open. Its SLA and follow-up start when somebody works on it here.');
  const two = await given(csv(columns, [row({ Status: 'Open' }), row({ Status: 'Open' })]), '--dry-run');
  expect(two.out).toContain('2 of them are open. Their SLA and follow-up start when somebody works on them here.');
});
