// The exports of the four products, with the columns that they document, become cases, posts, notes, people and links.
import { describe, expect } from 'vitest';
import { parseQuery } from '../../../src/domain/search/parse-query.ts';
import { caseHistory } from '../../../src/usecases/cases/case-history.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import { searchCases } from '../../../src/usecases/search/search-cases.ts';
import { newFolder, test as base } from './fixtures.ts';
import { freshdeskFiles, jiraFiles, salesforceFiles, writeFiles, zendeskFiles } from './samples.ts';

const test = base
  .extend(
    'imported',
    ({ run, folder, db }) =>
      async (product: string, files: Readonly<Record<string, string>>, ...args: string[]) => {
        const dir = await newFolder(folder);
        await writeFiles(dir, files);
        // a test of its own instance, because all tests of the file share a database
        const result = await run('--from', product, dir, ...args);
        const cases = await db.prisma.case.findMany({
          where: { importedFrom: { not: null } },
          include: { account: true, contact: true, advisor: true, posts: { include: { files: true }, orderBy: { id: 'asc' } } },
          orderBy: { id: 'asc' },
        });
        return { ...result, cases, of: (from: string) => cases.find(({ importedFrom }) => importedFrom === from) };
      },
  )
  .extend('found', ({ world }) => async (text: string, as: 'ada' | 'max') => {
    const query = parseQuery(text, world.services.settings);
    return (await searchCases(world.services, world[as], query, 'UTC')).rows.map(({ subject }) => subject);
  });

/** The posts of a case without the event of the import. */
const said = (of: { posts: { kind: string; body: string; authorName: string; authorSide: string | null }[] } | undefined) =>
  (of?.posts ?? [])
    .filter(({ kind }) => kind !== 'event')
    .map(({ kind, authorName, authorSide, body }) => [kind, authorName, authorSide, body]);

describe('Salesforce', () => {
  test('imports cases with comments, emails and files, and people once', async ({ imported, world, found }) => {
    const { code, out, err, of } = await imported('salesforce', salesforceFiles, '--site', 'https://acme.my.salesforce.example/');
    expect(code).toBe(0);
    expect(err).toContain('Opportunity.csv is not read');
    const first = of('Salesforce 00001026');
    expect(first).toMatchObject({
      subject: '=SUM(A1), "quoted"',
      description: 'First line\nsecond \\*line\\* with, commas\n\n"a quotation"',
      status: 'Closed',
      priority: 'High',
      module: 'Fees',
      caseType: 'Application Issue',
      source: 'phone',
      createdAt: new Date('2026-03-12T16:05:09Z'),
      closedAt: new Date('2026-03-14T09:00:00Z'),
      closeReason: 'Resolved',
      account: { key: 'plainview' },
      contact: { email: 'ada@plainview.example', id: world.ada.id },
      advisor: { email: 'max@campus.example' },
    });
    expect(said(first)).toEqual([
      ['public', 'Max Reyes', 'advisor', 'PUBLICMARK reply\nwith two lines'],
      ['note', 'Unknown', 'advisor', ''],
      ['note', 'Gus Gone', 'advisor', 'NOTEMARK internal'],
      ['public', 'Ada Park', 'contact', 'MAILFROMCONTACT'],
      ['public', 'Max Reyes', 'advisor', 'MAILTOCONTACT **bold**'],
      ['note', 'Max Reyes', 'advisor', 'MAILTOCOLLEAGUE'],
    ]);
    expect(first?.posts.flatMap(({ files }) => files)).toMatchObject([
      {
        name: 'grades.xlsx',
        size: 2048,
        state: 'refused',
        problem: 'elsewhere',
        link: 'https://acme.my.salesforce.example/0695g00000Docu1AAA',
      },
    ]);
    const without = of('Salesforce 00001027');
    expect(without).toMatchObject({ status: 'New', advisor: null, contact: { name: 'Nils Nomail', active: false } });
    expect(without?.contact.email).toMatch(/@imported\.invalid$/);
    // the same address in two accounts is one person
    expect(of('Salesforce 00001028')).toMatchObject({ account: { key: 'rivertown' }, contact: { id: world.ada.id } });
    expect(out).toContain('look at 1 × contact-of-another-account');
    expect(of('Salesforce 00001029')).toBeUndefined();
    expect(out).toContain('skipped 1 × missing-case');
    expect(await found('ORPHANMARK', 'max')).toEqual([]);
  });

  test('shows a contact what the export says is public, and nothing else', async ({ world, found, db }) => {
    const { number } = await db.prisma.case.findFirstOrThrow({ where: { importedFrom: 'Salesforce 00001026' } });
    const seen = (await viewCase(world.services, world.ada, number)).posts.map(({ body }) => body).join(' ');
    expect(seen).toContain('PUBLICMARK');
    expect(seen).toContain('imported this case from Salesforce 00001026');
    expect(seen).not.toContain('NOTEMARK');
    expect(seen).not.toContain('MAILTOCOLLEAGUE');
    expect(await found('NOTEMARK', 'ada')).toEqual([]);
    expect(await found('NOTEMARK', 'max')).toEqual(['=SUM(A1), "quoted"']);
    expect(await found('PUBLICMARK', 'ada')).toEqual(['=SUM(A1), "quoted"']);
    expect(await found('grades.xlsx', 'ada')).toEqual([]);
  });

  test('finds a case by its number there, and keeps when it was opened, closed and imported', async ({ world, found, db }) => {
    expect(await found('00001026', 'ada')).toEqual(['=SUM(A1), "quoted"']);
    const { number } = await db.prisma.case.findFirstOrThrow({ where: { importedFrom: 'Salesforce 00001026' } });
    const { entries } = await caseHistory(world.services, world.ada, number);
    expect(entries.map(({ action, actor, why }) => [action, actor, why])).toEqual([
      ['import', 'Casebridge', 'imported this case from Salesforce 00001026'],
      ['close', 'Max Reyes', 'Resolved'],
      ['open', 'Ada Park', null],
    ]);
  });
});

describe('Zendesk', () => {
  test('makes the first public comment the description, and leaves unmarked comments to advisors', async ({
    imported,
    found,
  }) => {
    const { code, out, of } = await imported('zendesk', zendeskFiles, '--time-zone', 'America/Chicago');
    expect(code).toBe(0);
    const solved = of('Zendesk #4711');
    expect(solved).toMatchObject({
      description: 'DESCRIPTIONMARK it began today',
      priority: 'Critical',
      module: 'Grade Book',
      status: 'Closed',
      createdAt: new Date('2026-03-12T21:05:00Z'),
    });
    expect(said(solved)).toEqual([
      ['public', 'Max Reyes', 'advisor', 'PUBLICMARK [help](https://help.example/a)\nsecond line'],
      ['note', 'Gus Gone', 'advisor', 'NOTEMARK only for us'],
      ['note', 'Gus Gone', 'advisor', 'UNMARKEDMARK who may read this'],
    ]);
    expect(solved?.posts.flatMap(({ files }) => files.map(({ name, link, size }) => ({ name, link, size })))).toEqual([
      { name: 'screen shot.png', link: 'https://acme.zendesk.example/attachments/token/abc/?name=screen.png', size: 1200 },
    ]);
    // a dash is an empty cell, and neither a date nor a name
    expect(out).not.toContain('unreadable-date');
    expect(out).not.toMatch(/^ {2}-: /m);
    expect(of('Zendesk #4712')?.advisor).toBeNull();
    expect(of('Zendesk #4712')).toMatchObject({
      status: 'PendingCustomerInput',
      askedFrom: 'New',
      contact: { name: 'Nora New', active: false },
    });
    expect(await found('4711', 'ada')).toEqual(['Grades are gone']);
    expect(await found('#4711', 'ada')).toEqual([]);
    expect(await found('"Zendesk #4711"', 'ada')).toEqual(['Grades are gone']);
    // what the mapping must say, ready to paste
    expect(out).toContain('accounts:\n  Unknown Org: # 1 case, left out');
    expect(out).toMatch(/modules:\n {2}Tier 2: Other # 1 case/);
  });

  test('reads the JSON export, with comments and people within the tickets', async ({ imported }) => {
    const ticket = {
      id: 5000,
      subject: 'From JSON',
      description: 'Plain *text*',
      status: 'open',
      priority: null,
      type: 'question',
      created_at: '2026-03-12T16:05:00Z',
      updated_at: '2026-03-12T16:05:00Z',
      via: { channel: 'voice' },
      requester: { id: 9001, name: 'Ada Park', email: 'ada@plainview.example' },
      organization: { id: 77, name: 'plainview' },
      comments: [
        { id: 50, author_id: 9001, body: 'Plain *text*', public: true, created_at: '2026-03-12T16:05:00Z', attachments: [] },
        {
          id: 51,
          author_id: 8009,
          body: 'JSONNOTE',
          public: false,
          created_at: '2026-03-12T16:06:00Z',
          attachments: [{ file_name: 'a.txt', content_url: 'https://x.example/a.txt', size: 3 }],
        },
      ],
    };
    const { code, of } = await imported('zendesk', { 'tickets.json': `${JSON.stringify(ticket)}\n` }, '--instance', 'json');
    expect(code).toBe(0);
    const read = of('Zendesk #5000');
    expect(read).toMatchObject({ description: 'Plain \\*text\\*', status: 'New', priority: 'Medium', source: 'phone' });
    expect(said(read)).toEqual([['note', 'Unknown', 'advisor', 'JSONNOTE']]);
  });
});

describe('Jira Service Management', () => {
  test('reads wiki markup, repeated columns and dates, and takes no comment for public', async ({ imported }) => {
    const { code, of } = await imported('jira', jiraFiles, '--time-zone', 'America/Chicago');
    expect(code).toBe(0);
    const first = of('Jira SUP-12');
    expect(first).toMatchObject({
      priority: 'Critical',
      caseType: 'Application Issue',
      createdAt: new Date('2026-03-12T21:05:00Z'),
      advisor: { name: 'Max Reyes' },
    });
    expect(first?.description).toBe(
      '## Steps\n\n1. open **login**\n2. see *error*\n\n```\nint x = 1; // *not bold*\n```\n\n[help](https://help.example/x) and @Max Reyes',
    );
    expect(said(first)).toEqual([
      ['note', 'Ada Park', 'contact', ''],
      ['note', 'Max Reyes', 'advisor', 'AGENTMARK; with a semicolon'],
      ['note', 'Ada Park', 'contact', 'CONTACTMARK thanks'],
    ]);
    expect(first?.posts[0]?.files).toMatchObject([
      { name: 'error log.txt', link: 'https://acme.atlassian.example/secure/attachment/1/error.txt' },
    ]);
    expect(of('Jira SUP-13')).toMatchObject({
      subject: 'Öffnen schlägt fehl',
      status: 'PendingCustomerInput',
      contact: { name: 'Ben Ode' },
    });
  });

  test('makes the comments of the contact public where the operator says so', async ({ imported }) => {
    const { cases } = await imported('jira', jiraFiles, '--unmarked-comments', 'contact', '--instance', 'second');
    expect(said(cases.findLast(({ importedFrom }) => importedFrom === 'Jira SUP-12'))).toEqual([
      ['public', 'Ada Park', 'contact', ''],
      ['note', 'Max Reyes', 'advisor', 'AGENTMARK; with a semicolon'],
      ['public', 'Ada Park', 'contact', 'CONTACTMARK thanks'],
    ]);
  });
});

describe('Freshdesk', () => {
  test('imports tickets and conversations, and finds the account of a contact without a company', async ({ imported, world }) => {
    const { code, of } = await imported('freshdesk', freshdeskFiles);
    expect(code).toBe(0);
    const first = of('Freshdesk #301');
    expect(first).toMatchObject({
      description: 'Hello\nHTMLMARK & more',
      contact: { id: world.ada.id },
      createdAt: new Date('2026-03-12T16:05:09Z'),
      module: 'Fees',
    });
    expect(said(first)).toEqual([
      ['public', 'Unknown', 'advisor', 'PUBLICMARK'],
      ['note', 'Unknown', 'advisor', 'NOTEMARK'],
    ]);
    expect(first?.posts[1]?.files).toMatchObject([{ name: 'b.pdf', link: 'https://cdn.freshdesk.example/a/b.pdf' }]);
    expect(of('Freshdesk #302')).toMatchObject({ subject: '(no subject)', status: 'New', account: { key: 'rivertown' } });
  });
});
