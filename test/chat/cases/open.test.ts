import { describe, expect } from 'vitest';
import type { NoticeInput } from '../../../src/domain/notice-input.ts';
import { declareNotice } from '../../../src/usecases/notices/declare-notice.ts';
import { closeNotice } from '../../../src/usecases/notices/update-notice.ts';
import { readCard } from '../read-card.ts';
import { test as base } from '../harness.ts';

const test = base
  .extend('fromMessage', { scope: 'file' }, ({ ada }) => (text: string, link?: string) => {
    return ada.does({ kind: 'from-message', text, link, place: { channelId: 'C0HELP', kind: 'channel' } });
  })
  .extend('incident', { scope: 'file' }, ({ world }) => async (over: Partial<NoticeInput> = {}) => {
    const { services, at, max, request } = world;
    const input: NoticeInput = {
      ...{ kind: 'incident', title: 'Bells are late', modules: ['Scheduling'], severity: 'major', state: 'Investigating' },
      ...{ everyAccount: true, accountIds: [], message: 'They are.', instructions: null },
      ...{ startsAt: at.now, endsAt: null, nextUpdateAt: null, ...over },
    };
    const declared = await declareNotice(services, { ...max, lead: true }, input, {}, request());
    if (declared === 'repeat') throw new Error('a new request was taken for a repeat');
    return String(declared.id);
  });

test.beforeAll(({ world }) => {
  world.services.settings = {
    ...world.services.settings,
    selfService: { name: 'Campus Community', url: 'https://community.example' },
  };
});

const question = {
  caseType: 'Question',
  subject: 'Bells',
  module: 'Scheduling',
  priority: 'Low',
  description: 'They ring twice.',
};

describe('the form that opens a case', () => {
  test('asks for four things, links to the self-service pages first, and has the rest behind a button', async ({ ada }) => {
    const form = await ada.command('open Bells ring twice');
    const head = ['# Open a case', 'Check for an answer first: Campus Community <https://community.example>'];
    const four = (description: string): string[] => [
      'Subject*: Bells ring twice',
      `Description*: ${description}`,
      'Module*: ',
      'Priority*: Medium',
    ];
    expect(form.text.split('\n')).toEqual([...head, ...four(''), '[More details]', '[Open case]']);
    const more = await form.change({ description: 'Since Monday', details: 'shown' });
    const rest = ['Case type*: Question', 'Replication steps: ', 'Attachments: (up to 10 files)', 'Due date: '];
    expect(more.text.split('\n')).toEqual([...head, ...four('Since Monday'), ...rest, '[Open case]']);
    const redrawn = await more.change({ priority: 'High' });
    expect(redrawn.text).toContain('Case type*: Question');
  });

  test('promises a first reply for every priority that has a target', async ({ world, ada }) => {
    const hint = async (): Promise<string | undefined> => {
      const { reply } = await ada.command('open');
      return reply.kind === 'form' ? reply.form.fields.find(({ name }) => name === 'priority')?.hint : undefined;
    };
    expect(await hint()).toBe(
      'First reply: Critical within 1 hour, High within 4 business hours, Medium within 1 business day, Low within 2 business days.',
    );
    const { settings } = world.services;
    const none = Object.fromEntries(Object.entries(settings.sla).map(([name, one]) => [name, { ...one, firstResponse: null }]));
    world.services.settings = { ...settings, sla: none as typeof settings.sla };
    expect(await hint()).toBeUndefined();
    world.services.settings = settings;
  });

  test('asks for the reason of a due date once there is one, and says what a day off is', async ({ db, ada }) => {
    await db.prisma.account.updateMany({ where: { key: 'plainview' }, data: { holidays: 'US-MN' } });
    const form = await (await ada.command('open')).change({ details: 'shown' });
    expect(form.text).not.toContain('Reason');
    const dated = await form.change({ dueDate: '2026-12-25' });
    expect(dated.text).toContain('Due date: 2026-12-25\nReason*: ');
    const { reply } = dated;
    const hint = reply.kind === 'form' ? reply.form.fields.find(({ name }) => name === 'dueDate')?.hint : '';
    expect(hint).toBe('Only if this is time-sensitive. Dec 25, 2026 is Christmas Day.');
    // submitted before the form could ask for it
    const early = await form.submit({ ...question, subject: 'Early', dueDate: '2026-12-24' });
    expect(early.text).toContain('Reason*: ');
    expect((await early.submit({})).mistakes).toEqual({ dueReason: 'Enter why it is time-sensitive.' });
    await db.prisma.account.updateMany({ where: { key: 'plainview' }, data: { holidays: null } });
  });

  test('takes a critical case without its details and asks for them afterwards', async ({ db, ada, card, conversation }) => {
    const form = await (await ada.command('open')).change({ caseType: 'Application Issue', priority: 'Critical' });
    expect(form.text).toContain('\nExpected behavior: ');
    const facts = { subject: 'All screens are dark', module: 'Other', description: 'Since 7 AM.' };
    const done = await form.submit(facts);
    expect(done.text).toMatch(/^# CB-\d+ is open/);
    const { number } = await db.prisma.case.findFirstOrThrow({ where: { subject: facts.subject } });
    const hers = readCard(await card(number, 'contact'));
    expect(hers).toContain('When you can, add the steps, what you expected and what happened instead.');
    expect(hers).toContain('[Add details]');
    const details = await done.press('Add details');
    expect(details.text).toContain('# Add details');
    await details.submit({ replicationSteps: '1. Sign in', expected: 'The desk', actual: 'Nothing', impact: 'Everybody' });
    expect(readCard(await card(number, 'contact'))).not.toContain('[Add details]');
    expect((await conversation(number, 'advisor')).join('\n')).toContain(
      'Ada Park added details:\n> **Replication steps**\n\n1. Sign in\n\n**Expected behavior**\n\nThe desk',
    );
  });

  test('confirms with one sentence: the number, who has it, and by when the contact hears', async ({ ada }) => {
    const noon = { subject: 'Vending machine jams', description: 'Coins fall through.', module: 'Food Service' };
    const done = await (await ada.command('open')).submit({ ...noon, priority: 'High' });
    expect(done.text).toMatch(
      /\nCB-\d+ “Vending machine jams” is with Campus Support\. You'll hear from us by 2026-[-\d]+T[:.\d]+Z\.\n/,
    );
    expect(done.text).toContain('[Add details]');
  });

  test('shows the fields of an Application Issue as soon as it is chosen, and keeps what was typed', async ({ ada }) => {
    const form = await ada.command('open Bells');
    const changed = await form.change({ caseType: 'Application Issue', description: 'Typed before', priority: 'High' });
    for (const label of ['Replication steps*', 'Expected behavior*', 'Actual behavior*', 'Environment*', 'Impact*'])
      expect(changed.text).toContain(`\n${label}: `);
    expect(changed.text).toContain('Description*: Typed before');
    expect(changed.text).toContain('Priority*: High');
    expect(changed.text).toContain('Environment*: Production');
  });

  test('asks for a call as soon as Critical is chosen, with a link to the number, and again after submission', async ({
    ada,
  }) => {
    const phone = 'Critical issue? Call us now at +1 800 555 0100 <tel:+18005550100>.';
    const form = await ada.command('open');
    expect(form.text).not.toContain('Critical issue?');
    const changed = await form.change({ ...question, priority: 'Critical' });
    expect(changed.text).toContain(`(danger) ${phone}`);
    const done = await changed.submit();
    expect(done.text).toMatch(/^# CB-\d+ is open/);
    expect(done.text).toContain(phone);
  });

  test('shows every error at its field and stores nothing', async ({ db, ada }) => {
    const form = await ada.command('open');
    const before = await db.prisma.case.count();
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
    expect(await db.prisma.case.count()).toBe(before);
  });

  test('opens one case when it is submitted twice at the same moment', async ({ ada }) => {
    const form = await ada.command('open');
    const [first, second] = await Promise.all(
      [1, 2].map(() => form.submit({ ...question, subject: 'Clocks', description: 'They stop.' })),
    );
    expect([first?.text, second?.text].filter((text) => text?.includes('is open'))).toHaveLength(1);
  });

  test('comes back with the missing fields when it is submitted before they could be shown', async ({ ada }) => {
    const form = await ada.command('open');
    const again = await form.submit({ ...question, caseType: 'Application Issue' });
    expect(again.reply.kind).toBe('form');
    expect(again.text).toContain('Expected behavior*');
    expect((await again.submit({})).mistakes).toMatchObject({ expected: 'Enter what you expected to happen.' });
  });

  test('keeps every character as it was typed', async ({ db, ada }) => {
    const odd = 'Odd <!channel> & *subject* @everyone 😀 שלום';
    await (await ada.command(`open ${odd}`)).submit({ module: 'Fees', description: '[x](javascript:alert(1))' });
    const stored = await db.prisma.case.findFirstOrThrow({ where: { subject: odd } });
    expect((await ada.command(`CB-${stored.number}`)).text).toContain(`# CB-${stored.number} · ${odd}`);
  });
});

describe('a case from a message', () => {
  test('is filled in and links back to the message', async ({ db, ada, fromMessage }) => {
    const form = await fromMessage('The lunch line is **stuck**', 'https://slack.example/p1');
    expect(form.text).toContain('Description*: The lunch line is **stuck**');
    await form.submit({ subject: 'Lunch line', module: 'Food Service' });
    const { number } = await db.prisma.case.findFirstOrThrow({ where: { subject: 'Lunch line' } });
    expect((await ada.command(`CB-${number}`)).text).toContain('original message <https://slack.example/p1>');
  });

  test('takes a long message whole, and says what does not fit', async ({ db, fromMessage }) => {
    const long = await fromMessage(`${'word '.repeat(900)}the end`);
    expect(long.text).toContain('This message is long. Its next 1,507 characters will be added to the description.');
    await long.submit({ subject: 'Long', module: 'Fees' });
    const stored = await db.prisma.case.findFirstOrThrow({ where: { subject: 'Long' } });
    expect(stored.description).toBe(`${'word '.repeat(900)}the end`);
    const longer = await fromMessage('y'.repeat(12_000));
    expect(longer.text).toContain("Its next 7,000 characters will be added to the description. The last 2,000 don't fit.");
    await longer.submit({ subject: 'Longer', module: 'Fees' });
    expect((await db.prisma.case.findFirstOrThrow({ where: { subject: 'Longer' } })).description).toHaveLength(10_000);
  });
});

describe('people who cannot open cases', () => {
  test('get an explanation before a form is shown', async ({ rita, sam }) => {
    expect((await rita.command('open')).text).toContain('As a Read-Only Contact');
    expect((await sam.command('open')).text).toContain("We don't recognize you yet");
  });
});

describe('while an incident is open', () => {
  test.afterEach(async ({ db }) => {
    await db.prisma.$executeRaw`truncate "case", notice, delivery cascade`;
  });

  test('the form asks about it when an affected module is chosen, keeps what was typed, and stops asking for another module', async ({
    db,
    world,
    ada,
    incident,
  }) => {
    await incident();
    const moreSevere = await incident({ title: 'All is down', severity: 'critical', modules: [] });
    const form = await ada.command('open Typed');
    expect(form.text).toContain('Incident · Critical · Investigating: All is down');
    expect(form.text).not.toContain('Is it about this incident?');
    const asked = await form.change({ ...question, subject: 'Typed', priority: 'Critical' });
    expect(asked.text).toContain('Subject*: Typed');
    expect(asked.text).toContain('Is it about this incident?*: Yes: All is down');
    expect(asked.text).toContain('No need to call. We already know about this incident.');
    expect(asked.text).not.toContain('Critical issue?');
    const other = await asked.change({ incident: 'none' });
    expect(other.text).toContain('Is it about this incident?*: No, this is something else');
    expect(other.text).toContain('Critical issue?');
    await db.prisma.notice.update({ where: { id: Number(moreSevere) }, data: { closedAt: world.at.now } });
    const again = await asked.change({ incident: moreSevere });
    expect(again.text).toContain('Is it about this incident?*: Yes: Bells are late');
    expect((await again.change({ module: 'Fees' })).text).not.toContain('Is it about this incident?');
    const done = await asked.submit({ incident: moreSevere });
    expect(done.text).toContain("is over or doesn't affect this account, so the case wasn't linked.");
    expect(done.text).toContain('Critical issue?');
  });

  test("the button We're affected too opens a case from the incident with one click, and says so once it is over", async ({
    db,
    world,
    ada,
    max,
    incident,
  }) => {
    const id = await incident({ modules: ['Scheduling', 'Fees'] });
    const opened = await ada.press('affected', id);
    expect(opened.text).toContain('is open and linked to the incident “Bells are late”.');
    const { number, ...stored } = await db.prisma.case.findFirstOrThrow();
    expect(stored).toMatchObject({
      incidentId: Number(id),
      subject: 'Bells are late',
      module: 'Scheduling',
      phoneCallExpected: false,
    });
    expect((await ada.press('affected', id)).text).toContain(`You already told us: CB-${number}`);
    await (await opened.press('Add details')).submit({ post: 'The whole high school.' });
    expect(await db.prisma.post.count({ where: { body: 'The whole high school.' } })).toBe(1);
    expect(await db.prisma.case.count()).toBe(1);
    expect((await ada.press('history', String(number))).text).toContain('linked the case to an incident');
    expect((await ada.press('notice-view', id)).text).toContain(`Your linked cases: CB-${number}`);
    expect((await max.press('notice-view', id)).text).toContain('Affected: 1 case from 1 account\nLinked cases: ');
    const { services, request } = world;
    const end = { id: Number(id), state: 'Resolved' as const, message: 'Done.', verify: 'none' as const };
    await closeNotice(services, { ...world.max, lead: true }, end, request());
    expect((await ada.press('affected', id)).text).toContain('This incident is over.');
  });

  test('the form shows maintenance under way but asks nothing about it', async ({ world, ada, incident }) => {
    const { now } = world.at;
    const kind = { kind: 'maintenance' as const, severity: null, endsAt: new Date(now.getTime() + 3_600_000) };
    await incident({ ...kind, title: 'Soon', state: 'Planned', startsAt: new Date(now.getTime() + 60_000) });
    await incident({ ...kind, title: 'New servers', state: 'UnderWay' });
    const form = await ada.command('open');
    expect(form.text).toContain('Maintenance · In progress: New servers');
    expect(form.text).not.toContain('Soon');
    expect((await form.submit({ ...question })).text).toContain('is open');
  });
});

describe('a form that can no longer be submitted', () => {
  test('returns what was written into it', async ({ db, ada }) => {
    const form = await ada.command('open');
    await db.prisma.person.update({ where: { email: 'ada@plainview.example' }, data: { contactType: 'readOnly' } });
    const story = 'A story that took an hour to write, and should not be lost.';
    const seen = await form.submit({ ...question, description: story });
    await db.prisma.person.update({ where: { email: 'ada@plainview.example' }, data: { contactType: 'support' } });
    expect(seen.text).toContain('As a Read-Only Contact');
    expect(seen.text).toContain(`What you wrote:\n> ${story}`);
  });

  test('says so when it is from an older version', async ({ ada }) => {
    const seen = await ada.does({ kind: 'form-submitted', form: 'fax', values: {}, state: {} });
    expect(seen.text).toContain('This form is from an older version.');
  });
});
