import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { NoticeInput } from '../../../src/domain/notice-input.ts';
import { declareNotice } from '../../../src/usecases/notices/declare-notice.ts';
import { closeNotice } from '../../../src/usecases/notices/update-notice.ts';
import { openHouse, type House } from '../harness.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  house.world.services.settings = {
    ...house.world.services.settings,
    selfService: { name: 'Campus Community', url: 'https://community.example' },
  };
});
afterAll(() => house.close());

const question = {
  caseType: 'Question',
  subject: 'Bells',
  module: 'Scheduling',
  priority: 'Low',
  description: 'They ring twice.',
};

describe('the form that opens a case', () => {
  it('asks in the words of the process, and points to the self-service pages first', async () => {
    const { text } = await house.ada.command('open Bells ring twice');
    expect(text.split('\n')).toEqual([
      '# Open a case',
      'Check for an answer first: Campus Community <https://community.example>',
      'Case type*: Question',
      'Subject*: Bells ring twice',
      'Module*: ',
      'Priority*: Medium',
      'Description*: ',
      'Replication steps: ',
      'Due date: ',
      'Reason: ',
      '[Open case]',
    ]);
  });

  it('asks what an Application Issue needs as soon as it is chosen, and keeps what was typed', async () => {
    const form = await house.ada.command('open Bells');
    const changed = await form.change({ caseType: 'Application Issue', description: 'Typed before', priority: 'High' });
    for (const label of ['Replication steps*', 'Expected behavior*', 'Actual behavior*', 'Environment*', 'Impact*'])
      expect(changed.text).toContain(`\n${label}: `);
    expect(changed.text).toContain('Description*: Typed before');
    expect(changed.text).toContain('Priority*: High');
    expect(changed.text).toContain('Environment*: Production');
  });

  it('says to phone as soon as Critical is chosen, with a link that can be tapped, and again when it is open', async () => {
    const phone = 'Critical issue? Call us now at +1 800 555 0100 <tel:+18005550100>.';
    const form = await house.ada.command('open');
    expect(form.text).not.toContain('Critical issue?');
    const changed = await form.change({ ...question, priority: 'Critical' });
    expect(changed.text).toContain(`(danger) ${phone}`);
    const done = await changed.submit();
    expect(done.text).toMatch(/^# CB-\d+ is open/);
    expect(done.text).toContain(phone);
  });

  it('shows every mistake at its field and stores nothing', async () => {
    const form = await house.ada.command('open');
    const before = await house.db.prisma.case.count();
    expect((await form.submit({ subject: ' \u200b ', dueDate: '2020-01-01' })).mistakes).toEqual({
      subject: 'Enter a subject.',
      description: 'Enter a description.',
      module: 'Choose a module.',
      dueDate: 'This date is in the past. Choose today or later.',
      dueReason: 'Enter why it is time-sensitive.',
    });
    expect((await form.submit({ ...question, subject: 'x'.repeat(256), description: 'y'.repeat(10_001) })).mistakes).toEqual({
      subject: 'Too long: 256 characters. The limit is 255. Shorten it or add the rest as a post.',
      description: 'Too long: 10,001 characters. The limit is 10,000. Shorten it or add the rest as a post.',
    });
    expect((await form.submit({ ...question, module: 'Nonsense', priority: 'Mega', dueDate: 'tomorrow' })).mistakes).toEqual({
      module: 'Choose a module.',
      priority: 'Choose a priority.',
      dueDate: 'Choose a date.',
    });
    expect(await house.db.prisma.case.count()).toBe(before);
  });

  it('sent twice opens one case: it carries its receipt', async () => {
    const form = await house.ada.command('open');
    const [first, second] = await Promise.all([form.submit(question), form.submit(question)]);
    expect([first.text, second.text].filter((text) => text.includes('is open'))).toHaveLength(1);
  });

  it('sent before it could show what its type asks comes back with the missing fields', async () => {
    const form = await house.ada.command('open');
    const fingerprint = await form.submit({ ...question, caseType: 'Application Issue' });
    expect(fingerprint.reply.kind).toBe('form');
    expect(fingerprint.text).toContain('Expected behavior*');
    expect((await fingerprint.submit({})).mistakes).toMatchObject({ expected: 'Enter what you expected to happen.' });
  });

  it('takes whatever characters people have, as they are', async () => {
    const odd = 'Odd <!channel> & *subject* @everyone 😀 שלום';
    await (await house.ada.command(`open ${odd}`)).submit({ module: 'Fees', description: '[x](javascript:alert(1))' });
    const stored = await house.db.prisma.case.findFirstOrThrow({ where: { subject: odd } });
    expect((await house.ada.command(`CB-${stored.number}`)).text).toContain(`# CB-${stored.number} · ${odd}`);
  });
});

describe('a case from a message', () => {
  const from = (text: string, link?: string) =>
    house.ada.does({ kind: 'from-message', text, link, place: { channelId: 'C0HELP', kind: 'channel' } });

  it('is prefilled and links back', async () => {
    const form = await from('The lunch line is **stuck**', 'https://slack.example/p1');
    expect(form.text).toContain('Description*: The lunch line is **stuck**');
    await form.submit({ subject: 'Lunch line', module: 'Food Service' });
    const { number } = await house.db.prisma.case.findFirstOrThrow({ where: { subject: 'Lunch line' } });
    expect((await house.ada.command(`CB-${number}`)).text).toContain('original message <https://slack.example/p1>');
  });

  it('takes a long one whole, and says what does not fit', async () => {
    const long = await from(`${'word '.repeat(900)}the end`);
    expect(long.text).toContain('This message is long. Its next 1,507 characters will be added to the description.');
    await long.submit({ subject: 'Long', module: 'Fees' });
    const stored = await house.db.prisma.case.findFirstOrThrow({ where: { subject: 'Long' } });
    expect(stored.description).toBe(`${'word '.repeat(900)}the end`);
    const longer = await from('y'.repeat(12_000));
    expect(longer.text).toContain("Its next 7,000 characters will be added to the description. The last 2,000 don't fit.");
    await longer.submit({ subject: 'Longer', module: 'Fees' });
    expect((await house.db.prisma.case.findFirstOrThrow({ where: { subject: 'Longer' } })).description).toHaveLength(10_000);
  });
});

describe('who may not open one', () => {
  it('is told so before a form is shown', async () => {
    expect((await house.rita.command('open')).text).toContain('As a Read-Only Contact');
    expect((await house.sam.command('open')).text).toContain('Campus Support does not know you yet');
  });
});

describe('while an incident is open', () => {
  const shown = { title: 'Bells are late', modules: ['Scheduling'] };
  async function incident(over: Partial<NoticeInput> = {}): Promise<string> {
    const { services, at, max, request } = house.world;
    const input: NoticeInput = {
      ...{
        kind: 'incident',
        severity: 'major',
        state: 'Investigating',
        everyAccount: true,
        accountIds: [],
        message: 'They are.',
      },
      ...{ instructions: null, startsAt: at.now, endsAt: null, nextUpdateAt: null, ...shown, ...over },
    };
    const out = await declareNotice(services, { ...max, lead: true }, input, {}, request());
    if (out === 'repeat') throw new Error('a repeat');
    return String(out.id);
  }
  afterEach(async () => {
    await house.db.prisma.$executeRaw`truncate "case", notice, delivery cascade`;
  });

  it('asks as soon as an affected module is chosen, keeps what was typed, and drops it with another module', async () => {
    await incident();
    const graver = await incident({ title: 'All is down', severity: 'critical', modules: [] });
    const form = await house.ada.command('open Typed');
    expect(form.text).toContain('Incident · Critical · Investigating: All is down');
    expect(form.text).not.toContain('Is it about this incident?');
    const asked = await form.change({ ...question, subject: 'Typed', priority: 'Critical' });
    expect(asked.text).toContain('Subject*: Typed');
    expect(asked.text).toContain('Is it about this incident?*: Yes: All is down');
    expect(asked.text).toContain('No need to call. We already know about this incident.');
    expect(asked.text).not.toContain('Critical issue?');
    const else_ = await asked.change({ incident: 'none' });
    expect(else_.text).toContain('Is it about this incident?*: No, this is something else');
    expect(else_.text).toContain('Critical issue?');
    await house.db.prisma.notice.update({ where: { id: Number(graver) }, data: { closedAt: house.world.at.now } });
    const fingerprint = await asked.change({ incident: graver });
    expect(fingerprint.text).toContain('Is it about this incident?*: Yes: Bells are late');
    expect((await fingerprint.change({ module: 'Fees' })).text).not.toContain('Is it about this incident?');
    const done = await asked.submit({ incident: graver });
    expect(done.text).toContain("is over or doesn't affect this account, so the case wasn't linked.");
    expect(done.text).toContain('Critical issue?');
  });

  it('“We have this, too” chooses it, whatever the module; its history tells; over, it says so', async () => {
    const id = await incident({ modules: ['Scheduling', 'Fees'] });
    const form = await house.ada.press('affected', id);
    expect(form.text).toContain('Is it about this incident?*: Yes: Bells are late');
    await form.submit({ ...question, module: 'Messenger' });
    const { number, incidentId } = await house.db.prisma.case.findFirstOrThrow();
    expect(incidentId).toBe(Number(id));
    expect((await house.ada.press('history', String(number))).text).toContain('linked the case to an incident');
    expect((await house.ada.press('notice-view', id)).text).toContain(`Your linked cases: CB-${number}`);
    const { services, max, request } = house.world;
    const end = { id: Number(id), state: 'Resolved' as const, message: 'Done.', verify: 'none' as const };
    await closeNotice(services, { ...max, lead: true }, end, request());
    expect((await house.ada.press('affected', id)).text).toContain('This incident is over.');
  });

  it('tells of maintenance once it has begun, and asks nothing about it', async () => {
    const { now } = house.world.at;
    const kind = { kind: 'maintenance' as const, severity: null, endsAt: new Date(now.getTime() + 3_600_000) };
    await incident({ ...kind, title: 'Soon', state: 'Planned', startsAt: new Date(now.getTime() + 60_000) });
    await incident({ ...kind, title: 'New servers', state: 'UnderWay' });
    const form = await house.ada.command('open');
    expect(form.text).toContain('Maintenance · In progress: New servers');
    expect(form.text).not.toContain('Soon');
    expect((await form.submit({ ...question })).text).toContain('is open');
  });
});

describe('a form whose time has passed', () => {
  it('hands back what was written into it', async () => {
    const form = await house.ada.command('open');
    await house.db.prisma.person.update({ where: { email: 'ada@plainview.example' }, data: { contactType: 'readOnly' } });
    const story = 'A story that took an hour to write, and should not be lost.';
    const seen = await form.submit({ ...question, description: story });
    await house.db.prisma.person.update({ where: { email: 'ada@plainview.example' }, data: { contactType: 'support' } });
    expect(seen.text).toContain('As a Read-Only Contact');
    expect(seen.text).toContain(`What you wrote:\n> ${story}`);
  });

  it('of an older version says so', async () => {
    const seen = await house.ada.does({ kind: 'form-submitted', form: 'fax', values: {}, state: {} });
    expect(seen.text).toContain('This form is from an older version.');
  });
});
