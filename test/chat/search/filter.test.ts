import { describe, expect } from 'vitest';
import type { Field } from '../../../src/cards/elements.ts';
import { prepareCases } from '../../../src/usecases/search/index-job.ts';
import { test as it, type Seen } from '../harness.ts';

const subjects = ['Grade Book issue', 'Late grade book issue', 'Grade Book', 'Fees', 'Issue with the Grade Book'];

it.beforeAll(async ({ harness }) => {
  const { db, world } = harness;
  const at = new Date('2026-10-01T12:00:00Z');
  const defect = await db.prisma.defect.create({
    data: { number: 'DEV-4711', summary: 'x', module: 'Fees', severity: 'High', createdAt: at },
  });
  await db.prisma.case.createMany({
    data: subjects.map((subject, n) => ({
      accountId: n < 4 ? world.ada.accountId : world.rosa.accountId,
      contactId: [world.ada.id, world.ben.id, world.ada.id, world.ben.id, world.rosa.id][n] ?? 0,
      advisorId: n === 0 ? world.max.id : null,
      priority: n === 0 ? ('Critical' as const) : ('Medium' as const),
      subject,
      description: 'Teachers see last term.',
      module: n === 3 ? 'Fees' : 'Grade Book',
      caseType: n === 1 ? 'Data Request' : 'Question',
      category: 'Question',
      source: 'slack' as const,
      status: (['Assigned', 'AssignedToDevelopment', 'New', 'Closed', 'AssistRequest'] as const)[n] ?? 'New',
      team: n === 4 ? 'Training' : null,
      defectId: n === 1 ? defect.id : null,
      closedAt: n === 3 ? new Date('2026-10-20T12:00:00Z') : null,
      createdAt: new Date(at.getTime() + n * 86_400_000),
      updatedAt: new Date(at.getTime() + n * 86_400_000),
    })),
  });
  await prepareCases(world.services, { again: true });
});

const shown = (seen: Seen): string[] =>
  seen.text
    .split('\n')
    .filter((line) => /^CB-\d+ /.test(line))
    .map((line) => line.replace(/^CB-\d+ | \| .*$/g, ''));

function fieldsOf(form: Seen): readonly Field[] {
  if (form.reply.kind !== 'form') throw new Error(`no form:\n${form.text}`);
  return form.reply.form.fields;
}

describe('the filter form', () => {
  it('has the fields of the support portal, filled in with the search', async ({ harness }) => {
    const search =
      'grade module:fees priority:high,critical status:=assigned subject:^Late number:CB-1,CB-2 from:2026-10-01 sort:number-asc';
    const form = await (await harness.max.command(`search ${search}`)).press('Filter');
    expect(form.text.split('\n')).toEqual([
      '# Filter cases',
      'Shows cases that match all filters.',
      'Search for: grade',
      'Cases: All cases',
      'Case number: CB-1, CB-2',
      'Subject filter: Starts with',
      'Subject: Late',
      'Status: Assigned',
      'Priority: High, Critical',
      'Module: Fees',
      'Case type: ',
      'Contact: ',
      'Account: ',
      'Last modified from: 2026-10-01',
      'Last modified to: ',
      'Sort by: Case number ↑',
      'Page size: 20 per page',
      'Advisor: ',
      'Opened from: ',
      'Opened to: ',
      'Closed from: ',
      'Closed to: ',
      'SLA: ',
      'Escalation team: ',
      'Incident: ',
      'Development issue number: ',
      'Only cases with: ',
      '[Show cases]',
    ]);
  });

  it('finds closed cases by their status or number from a list of open ones', async ({ harness }) => {
    const { number } = await harness.db.prisma.case.findFirstOrThrow({ where: { status: 'Closed' } });
    const form = await (await harness.max.command('list')).press('Filter');
    expect(form.text).toContain('Cases: Open cases');
    const finding: Record<string, string>[] = [{ status: 'Closed' }, { number: `CB-${number}` }, { 'closed-from': '2026-10-01' }];
    for (const values of finding) expect((await form.submit(values)).text).toContain(`CB-${number}`);
    expect((await form.submit({ priority: 'High' })).text).toContain('# Open cases: priority:high');
  });

  it('has a field for the account only for advisors, who see several', async ({ harness }) => {
    const form = await (await harness.ada.command('list all')).press('Filter');
    expect(form.text).not.toContain('Account: ');
    expect(form.text).not.toContain('Unassigned');
  });

  it('shows the filters of its search at the end as well', async ({ harness }) => {
    const search =
      'advisor:max opened:2026-10-01..2026-10-02 closed:2026-10-20 has:defect has:incident defect:dev-4711 sla:none team:training';
    const form = await (await harness.max.command(`search ${search} incident:"slow logins"`)).press('Filter');
    expect(form.text.split('\n').slice(-11, -1)).toEqual([
      'Advisor: max', 'Opened from: 2026-10-01', 'Opened to: 2026-10-02', 'Closed from: 2026-10-20', 'Closed to: 2026-10-20',
      'SLA: No SLA', 'Escalation team: Training', 'Incident: slow logins', 'Development issue number: DEV-4711',
      'Only cases with: A linked defect, A linked incident',
    ]); // prettier-ignore
  });

  it.for([
    ['contains', 'grade book', ['Grade Book', 'Late grade book issue', 'Grade Book issue'], 'subject:"grade book"'],
    ['not-contains', 'grade book', ['Fees'], '-subject:"grade book"'],
    ['equals', 'grade book', ['Grade Book'], 'subject:="grade book"'],
    ['not-equals', 'grade book', ['Fees', 'Late grade book issue', 'Grade Book issue'], '-subject:="grade book"'],
    ['starts-with', 'grade', ['Grade Book', 'Grade Book issue'], 'subject:^grade'],
    ['ends-with', 'issue', ['Late grade book issue', 'Grade Book issue'], 'subject:$issue'],
  ] as const)(
    'finds subjects by the operator %s, and shows it again',
    async ([operator, subject, expected, text], { harness }) => {
      const form = await (await harness.ada.command('list all')).press('Filter');
      const seen = await form.submit({ 'subject-operator': operator, subject });
      expect(shown(seen)).toEqual(expected);
      expect(seen.text.split('\n')[0]).toBe(`# Cases: ${text}`);
      const again = fieldsOf(await seen.press('Filter'));
      expect(again.find(({ name }) => name === 'subject-operator')).toMatchObject({ initial: operator });
      expect(again.find(({ name }) => name === 'subject')).toMatchObject({ initial: subject });
    },
  );

  it.for([
    [{ status: 'Assigned' }, ['Grade Book issue']],
    [{ status: 'Assigned\nAssigned to Development' }, ['Late grade book issue', 'Grade Book issue']],
    [{ priority: 'Critical' }, ['Grade Book issue']],
    [{ module: 'Fees' }, ['Fees']],
    [{ module: 'Fees\nGrade Book', type: 'Data Request' }, ['Late grade book issue']],
    [{ contact: 'BEN' }, ['Fees', 'Late grade book issue']],
    [{ contact: 'ada@plainview.example' }, ['Grade Book', 'Grade Book issue']],
    [{ account: 'river' }, ['Issue with the Grade Book']],
    [{ 'modified-from': '2026-10-05' }, ['Issue with the Grade Book']],
    [{ 'modified-from': '2026-10-02', 'modified-to': '2026-10-03' }, ['Grade Book', 'Late grade book issue']],
    [{ which: 'closed' }, ['Fees']],
    [{ which: 'open', module: 'Fees' }, []],
    [{ which: 'mine' }, ['Grade Book issue']],
    [{ which: 'unassigned', status: 'New' }, ['Grade Book']],
    [{ which: 'waiting' }, ['Grade Book issue']],
    [{ words: '-status:closed account:plainview', module: 'Grade Book', type: 'Question' }, ['Grade Book', 'Grade Book issue']],
    [{ advisor: 'max' }, ['Grade Book issue']],
    [{ 'opened-from': '2026-10-02', 'opened-to': '2026-10-02' }, ['Late grade book issue']],
    [{ 'closed-from': '2026-10-20', 'closed-to': '2026-10-20' }, ['Fees']],
    [{ team: 'Training' }, ['Issue with the Grade Book']],
    [{ defect: 'dev-4711' }, ['Late grade book issue']],
    [{ has: 'defect' }, ['Late grade book issue']],
    [{ sla: 'breached' }, []],
  ] as const)('finds cases by %o', async ([values, expected], { harness }) => {
    const form = await (await harness.max.command('list all')).press('Filter');
    const seen = await form.submit(values);
    expect(seen.reply.kind).toBe('done');
    expect(shown(seen)).toEqual(expected);
  });

  it('finds cases by number, one or several', async ({ harness }) => {
    const { number } = await harness.db.prisma.case.findFirstOrThrow({ where: { subject: 'Fees' } });
    const other = await harness.db.prisma.case.findFirstOrThrow({ where: { subject: 'Grade Book' } });
    const form = await (await harness.ada.command('list all')).press('Filter');
    for (const text of [`CB-${number}`, `${number}`, `cb ${number}`, `CB–${number}.`])
      expect(shown(await form.submit({ number: text }))).toEqual(['Fees']);
    expect(shown(await form.submit({ number: `CB-${number}, ${other.number}` }))).toEqual(['Fees', 'Grade Book']);
  });

  it('offers every status alone, and finds its cases', async ({ harness }) => {
    const form = await (await harness.max.command('list all')).press('Filter');
    const status = fieldsOf(form).find(({ name }) => name === 'status');
    const options = status?.kind === 'choices' ? status.options : [];
    expect(options.map(({ label }) => label)).toEqual([
      'New', 'Assigned', 'Assist Request', 'Pending Customer Input', 'Pending Customer Verification', 'Scheduled',
      'Assigned to Development', 'Available in Release', 'Closed',
    ]); // prettier-ignore
    const counts = await Promise.all(options.map(async ({ value }) => shown(await form.submit({ status: value })).length));
    expect(counts).toEqual([1, 1, 1, 0, 0, 0, 1, 0, 1]);
  });

  it('keeps what no field can show as text in the field for the words', async ({ harness }) => {
    const form = await (
      await harness.ada.command('search late -status:closed subject:^late subject:!~x modified:<7d is:mine')
    ).press('Filter');
    expect(form.text).toContain('Search for: late -status:closed -subject:x modified:<7d\nCases: My cases');
    const seen = await form.submit({ which: 'mine-open' });
    expect(seen.text.split('\n')[0]).toBe('# My open cases: late subject:^late -status:closed -subject:x modified:<7d');
  });

  it('has room for the longest search', async ({ harness }) => {
    const excluded = Array.from({ length: 7 }, (_, n) => `-subject:"${`${n} `.padEnd(230, 'x')}"`).join(' ');
    const numbers = Array.from({ length: 100 }, (_, n) => 10_100 + n).join(',');
    for (const search of [excluded, `number:${numbers}`]) {
      const form = await (await harness.ada.command(`search ${search}`)).press('Filter');
      for (const field of fieldsOf(form))
        if (field.kind === 'line') expect((field.initial ?? '').length, field.name).toBeLessThanOrEqual(field.max ?? 0);
      expect((await form.submit()).text).toMatch(/\d cases/);
    }
  });

  it('reads a case number as the command does', async ({ harness }) => {
    const { number } = await harness.db.prisma.case.findFirstOrThrow({ where: { subject: 'Fees' } });
    const form = await (await harness.ada.command('list all')).press('Filter');
    for (const text of [`CB - ${number}`, `#${number}`, `cb-0${number};`])
      expect(shown(await form.submit({ number: text }))).toEqual(['Fees']);
  });

  it('names each mistake at its field', async ({ harness }) => {
    const form = await (await harness.max.command('list all')).press('Filter');
    const { mistakes } = await form.submit({
      words: 'status:sideways', number: 'CB-x', defect: '4711', 'modified-from': '31.12.2026', 'opened-from': '2026-10-02',
      'opened-to': '2026-10-01', module: 'Rockets', contact: 'x'.repeat(256), subject: '’',
    }); // prettier-ignore
    expect(mistakes).toEqual({
      words: expect.stringContaining('Unknown status “sideways”.') as string,
      number: 'Unknown case number “CB-x”. It looks like CB-10293.',
      defect: 'Unknown development issue number “4711”. It looks like DEV-4711.',
      'modified-from': expect.stringContaining('Unknown date “31.12.2026”.') as string,
      'opened-to': 'Choose the same day as the start, or a later one.',
      module: expect.stringContaining('Unknown module “Rockets”.') as string,
      subject: '“subject:” needs a value. For example: subject:"grade book".',
      contact: 'The contact is too long. Use at most 255 characters.',
    });
  });

  it('reads what a form of version 0.4.0 sends, and forged choices', async ({ harness }) => {
    const form = await (await harness.max.command('list all')).press('Filter');
    expect(
      shown(await form.submit({ status: 'assi', priority: 'any', module: 'any', type: 'any', subject: 'grade' })),
    ).toHaveLength(3);
    expect(
      shown(await form.submit({ sort: 'height-up', size: 'x', which: 'nothing', 'subject-operator': 'sounds-like' })),
    ).toHaveLength(5);
    expect((await form.submit({ status: 'Sideways' })).mistakes.status).toContain('Unknown status “Sideways”.');
  });

  it('sorts by every column it offers, in both directions', async ({ harness }) => {
    const form = await (await harness.max.command('list all')).press('Filter');
    const sort = fieldsOf(form).find(({ name }) => name === 'sort');
    const options = sort?.kind === 'choice' ? sort.options : [];
    expect(options).toHaveLength(27);
    for (const { value } of options) expect(shown(await form.submit({ sort: value })), value).toHaveLength(5);
  });
});
