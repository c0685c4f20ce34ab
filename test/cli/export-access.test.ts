import { userInfo } from 'node:os';
import { describe, expect } from 'vitest';
import { runCli } from '../../src/cli/index.ts';
import { writeAccesses } from '../../src/usecases/access-log.ts';
import { test as base } from '../usecases/fixtures.ts';

const it = base
  .extend('run', { scope: 'file' }, ({ db }) => async (args: string[], environment: Record<string, string> = {}) => {
    const { Writable } = await import('node:stream');
    let text = '';
    const output = new Writable({ write: (piece: Buffer, _encoding, done) => done(void (text += String(piece))) });
    let err = '';
    const code = await runCli(args, {
      environment: { DATABASE_URL: db.url, ...environment },
      output,
      out: () => undefined,
      err: (line) => void (err += line),
    });
    return { code, text, err };
  })
  .extend('number', { scope: 'file', auto: true }, async ({ db, world }) => {
    const caseNumber = await world.open();
    const entry = { source: 'slack', at: world.at.now } as const;
    await writeAccesses(db, [
      { ...entry, action: 'view', personId: world.ada.id, caseNumber },
      { ...entry, action: 'search', personId: world.rosa.id, accountId: world.rosa.accountId, detail: '=HYPERLINK("x")' },
    ]);
    return caseNumber;
  });

describe('export access', () => {
  it('writes entries as CSV, filtered by person, account, case and day', async ({ run, number }) => {
    for (const filter of [
      ['--person', 'Ada Park'],
      ['--account', 'plainview'],
      ['--case', `CB-${number}`],
    ]) {
      const { code, text } = await run(['export', 'access', '--since', '2026-11-01', ...filter]);
      expect({ code, lines: text.trim().split('\n').length }).toEqual({ code: 0, lines: 2 });
      expect(text).toContain(`view,slack,Ada Park,ada@plainview.example,,plainview,Plainview School District,CB-${number},,`);
    }
    expect((await run(['export', 'access', '--until', '2026-11-01'])).text.trim().split('\n')).toHaveLength(1);
    expect((await run(['export', 'access', '--account', 'rivertown'])).text).toContain(`'=HYPERLINK`);
  });

  it('writes an object a line, and is an entry itself, with the name of the operator', async ({ run }) => {
    const { text } = await run(['export', 'access', '--format', 'jsonl', '--person', userInfo().username]);
    const rows = text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.at(-1)).toMatchObject({
      action: 'export',
      source: 'command-line',
      operator: userInfo().username,
      detail: `access log: person:${userInfo().username}`,
    });
  });

  it('writes down the other exports, also where a replica is read', async ({ run, db }) => {
    const readUrl = `${db.url}${db.url.includes('?') ? '&' : '?'}application_name=replica`;
    for (const environment of [{}, { DATABASE_READ_URL: readUrl }] as Record<string, string>[])
      expect((await run(['export', 'cases', '--account', 'plainview', '--search', 'is:open'], environment)).code).toBe(0);
    expect((await run(['stats', 'last', 'week'])).code).toBe(0);
    const rows = await db.prisma.accessEntry.findMany({ where: { action: 'export' }, orderBy: { id: 'desc' }, take: 3 });
    expect(rows.map(({ detail }) => detail)).toEqual([
      'stats last week',
      'cases account:plainview is:open',
      'cases account:plainview is:open',
    ]);
  });

  it('says in one line what is wrong', async ({ run }) => {
    const wrong = async (...args: string[]) => {
      const { code, err } = await run(['export', 'access', ...args]);
      return `${code} ${err}`;
    };
    expect(await wrong('--since', 'soon')).toBe("1 casebridge: “soon” isn't a date. Use a date such as 2026-11-24.");
    expect(await wrong('--person', 'nobody')).toContain('1 casebridge: Nobody matches “nobody”.');
  });
});
