import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import type { Database } from '../../src/db/client.ts';
import { freshDatabase } from '../database.ts';

let db: Database;
beforeAll(async () => {
  db = await freshDatabase();
  await db.prisma.account.createMany({
    data: [
      {
        ...{ key: 'plainview', name: 'Plainview School District', timezone: 'America/Chicago', holidays: 'US-MN' },
        ...{ closed: ['2026-12-21/2027-01-04', '2027-04-02'], worked: ['2027-02-15', '2027-03-03'] },
      },
      { key: 'rivertown', name: 'Rivertown Schools', timezone: 'America/New_York' },
    ],
  });
});
afterAll(() => db.close());

async function run(...args: string[]) {
  const printed = { out: '', err: '' };
  const code = await runCli(['calendar', ...args], {
    environment: { DATABASE_URL: db.url },
    out: (text) => void (printed.out += `${text}\n`),
    err: (text) => void (printed.err += `${text}\n`),
  });
  return { code, ...printed };
}

describe('the calendar of a place', () => {
  test('lists every day off with its reason, aligned', async () => {
    const { code, out } = await run('US-MN', '2027');
    expect(code).toBe(0);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toBe('US-MN 2027: 15 days off, weekends included');
    expect(lines).toContain('2027-11-26  Fri  Day after Thanksgiving               Minn. Stat. 645.44 subd. 5');
    expect(lines).toContain('2027-01-18  Mon  Martin Luther King Jr. Day           date-holidays');
    expect(out).not.toContain('2027-10-11');
  });

  test('needs no database', async () => {
    const printed: string[] = [];
    const environment = { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' };
    const terminal = {
      environment,
      out: (text: string) => void printed.push(text),
      err: (text: string) => void printed.push(text),
    };
    expect(await runCli(['calendar', 'PR', '2027'], terminal)).toBe(0);
    expect(printed.join()).toContain('2027-03-26  Fri  Viernes Santo');
  });

  test('is that of this year unless another one is named', async () => {
    expect((await run('US-MN')).out).toContain(`US-MN ${new Date().getFullYear()}: `);
  });
});

test('the calendar of an account marks its holidays, and its closed and worked days', async () => {
  const { code, out } = await run('plainview', '2027');
  expect(code).toBe(0);
  const lines = out.trimEnd().split('\n');
  expect(lines[0]).toBe('plainview (Plainview School District) 2027: America/Chicago, holidays of US-MN');
  const columns = lines.slice(2).map((line) => line.split(/ {2,}/));
  expect(columns).toContainEqual(['2026-12-21', 'Mon', 'closed', 'Closed through 2027-01-04', 'directory, closed']);
  expect(columns).toContainEqual(['2027-02-15', 'Mon', 'worked', "Washington's and Lincoln's Birthday", 'directory, worked']);
  expect(columns).toContainEqual(['2027-03-03', 'Wed', 'worked', 'No holiday, so this changes nothing', 'directory, worked']);
  expect(columns).toContainEqual(['2027-04-02', 'Fri', 'closed', 'Closed', 'directory, closed']);
  expect(columns).toContainEqual(['2027-05-31', 'Mon', 'holiday', 'Memorial Day', 'date-holidays']);
});

test('an account without holidays has only its own days', async () => {
  expect((await run('rivertown', '2027')).out).toBe('rivertown (Rivertown Schools) 2027: America/New_York, no holidays\n');
});

test.each([
  [['us-mn', '2027'], '“us-mn” is neither a place nor an account. Did you mean US-MN?'],
  [['US-PR', '2027'], '“US-PR” is neither a place nor an account. Did you mean PR?'],
  [['plain', '2027'], '“plain” is neither a place nor an account. Did you mean plainview?'],
  [['US-XX', '2027'], 'Type a country and state such as US-MN, or the key of an account in the directory.'],
  [['US-MN', '27'], "“27” isn't a year. Type four digits, e.g. npx casebridge calendar US-MN 2027"],
])('%j says what to type instead', async (args, message) => {
  const { code, err } = await run(...args);
  expect(code).toBe(1);
  expect(err).toContain(message);
});
