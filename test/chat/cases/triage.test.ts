// The impact assessment and corrections as people see them.
import { describe, expect } from 'vitest';
import { test as base } from '../harness.ts';

const test = base
  .extend('stored', { scope: 'file' }, ({ db }) => (number: number) => {
    const include = { history: { orderBy: { id: 'asc' } }, recipients: true } as const;
    return db.prisma.case.findUniqueOrThrow({ where: { number }, include });
  })
  .extend('historyOf', { scope: 'file' }, ({ stored }) => async (number: number) => {
    return (await stored(number)).history.slice(1).map(({ action, from, to, why }) => [action, from, to, why]);
  })
  .extend(
    'correct',
    { scope: 'file' },
    ({ max }) =>
      (number: number) =>
        max.command(`correct CB-${number}`),
  );

// both must have written to the bot, so that they have a conversation with it
test.beforeAll(async ({ ada, ben }) => {
  await ada.command('help');
  await ben.command('help');
});

const harmless = {
  disruption: 'none',
  blocked: 'no',
  workaround: 'yes',
  schools: 'one school',
  users: 'one',
  regression: 'no',
};
const grave = { ...harmless, disruption: 'stopped', workaround: 'none' };

describe('triage', () => {
  test('asks six questions, explains the priority they suggest, and sets it once it is accepted', async ({
    world,
    ada,
    max,
    conversation,
    stored,
    historyOf,
  }) => {
    const number = await world.open({ priority: 'Low' });
    await max.command(`claim CB-${number}`);
    const asked = await max.command(`triage CB-${number}`);
    expect(asked.text).toMatch(/^# Triage\nCB-\d+ · .* · currently Low\nWorkflow disruption\*: \nDaily functions blocked\*: \n/);
    expect(asked.text).not.toContain('Priority*');
    const missing = await asked.submit({ ...grave, users: '', schools: '' });
    expect(missing.mistakes).toEqual({ schools: 'Choose an answer.', users: 'Choose an answer.' });

    const suggested = await asked.submit(grave);
    expect(suggested.text).toContain(
      'Suggested: Critical. Work has stopped and there is no workaround.\nCritical: Work has stopped',
    );
    expect(suggested.text).toContain('\nLow: Everything else.\n');
    expect(suggested.text).toContain(
      'Priority*: Critical (suggested)\nReason: \nMessage to contact: \nWorkflow disruption*: Stopped',
    );
    expect(await stored(number)).toMatchObject({ priority: 'Low', triage: null });

    expect((await suggested.submit()).text).toBe('');
    expect(await stored(number)).toMatchObject({
      priority: 'Critical',
      triage: { answers: grave, suggested: 'Critical', chosen: 'Critical', why: null, by: 'Max Reyes' },
      slaDueAt: new Date('2026-11-02T16:00:00Z'),
    });
    expect((await historyOf(number)).at(-1)).toEqual([
      'triage',
      'Low',
      'Critical',
      'Work has stopped and there is no workaround.',
    ]);
    expect((await conversation(number, 'contact')).at(-1)).toBe('Max Reyes set the priority to Critical.');
    expect((await max.command(`CB-${number}`)).text).toContain('Triage: Critical, as suggested · Max Reyes');
    expect((await ada.command(`CB-${number}`)).text).not.toMatch(/Triage|suggested/);
  });

  test('needs a reason for another priority than the suggested one, which only advisors see', async ({
    world,
    ada,
    max,
    stored,
  }) => {
    const number = await world.open({ priority: 'Low' });
    const suggested = await (await max.command(`triage CB-${number}`)).submit(grave);
    expect((await suggested.submit({ priority: 'High' })).mistakes).toEqual({
      why: 'Enter a reason.',
    });
    await suggested.submit({ priority: 'High', why: 'A test site.' });
    expect(await stored(number)).toMatchObject({
      priority: 'High',
      triage: { suggested: 'Critical', chosen: 'High', why: 'A test site.' },
    });
    expect((await max.command(`CB-${number}`)).text).toContain('Triage: High instead of Critical: A test site. · Max Reyes');
    expect((await max.command(`history CB-${number}`)).text).toContain('Low → High · A test site.');
    const hers = (await ada.command(`history CB-${number}`)).text;
    expect(hers).toContain('Max Reyes triaged the case');
    expect(hers).not.toContain('test site');
    // a second assessment starts with the earlier answers
    expect((await max.command(`triage CB-${number}`)).text).toContain('Workflow disruption*: Stopped');
  });

  test('ends no sentence with a colon when the message to the contact is only dots', async ({ world, max, conversation }) => {
    const number = await world.open({ priority: 'Low' });
    const suggested = await (await max.command(`triage CB-${number}`)).submit(grave);
    await suggested.submit({ 'to-contact': ' ... ' });
    expect((await conversation(number, 'contact')).at(-1)).toBe('Max Reyes set the priority to Critical.');
  });

  test('keeps a reason for the suggested priority, and sends what the contact is to read', async ({
    world,
    ada,
    max,
    stored,
    conversation,
  }) => {
    const number = await world.open({ priority: 'Low' });
    const suggested = await (await max.command(`triage CB-${number}`)).submit(grave);
    await suggested.submit({ why: 'As on Monday.', 'to-contact': 'All of\nyour schools are down.' });
    expect(await stored(number)).toMatchObject({ priority: 'Critical', triage: { chosen: 'Critical', why: 'As on Monday.' } });
    expect((await conversation(number, 'contact')).at(-1)).toBe(
      'Max Reyes set the priority to Critical: All of your schools are down.',
    );
    expect((await max.command(`CB-${number}`)).text).toContain('Triage: Critical, as suggested: As on Monday. · Max Reyes');
    expect((await max.command(`history CB-${number}`)).text).toContain('Low → Critical · As on Monday.');
    expect((await ada.command(`history CB-${number}`)).text).not.toContain('Monday');

    // nobody would read it
    const again = await (await max.command(`triage CB-${number}`)).submit();
    expect((await again.submit({ 'to-contact': 'Still down.' })).mistakes).toEqual({
      'to-contact': 'The priority stays Critical, so the contact gets no message. Leave this blank.',
    });
    expect((await again.submit()).text).toBe('');
  });

  test('suggests again when answers were changed, before anything is set', async ({ world, max, stored }) => {
    const number = await world.open({ priority: 'Low' });
    const first = await (await max.command(`triage CB-${number}`)).submit(grave);
    const second = await first.submit({ ...harmless, disruption: 'minor' });
    expect(second.text).toContain('Suggested: Medium. Work is disrupted.');
    expect(second.text).toContain('Priority*: Medium (suggested)');
    expect(await stored(number)).toMatchObject({ priority: 'Low' });
    await second.submit();
    expect(await stored(number)).toMatchObject({ priority: 'Medium' });
  });

  test('tells the contact nothing when the priority stays the same', async ({ world, max, conversation, historyOf }) => {
    const number = await world.open({ priority: 'Low' });
    await (await (await max.command(`triage CB-${number}`)).submit(harmless)).submit();
    expect(await conversation(number, 'contact')).toHaveLength(1);
    expect((await historyOf(number)).at(-1)).toEqual(['triage', 'Low', 'Low', 'Nothing calls for a higher priority.']);
  });

  test('is offered to advisors only, on open cases', async ({ world, ada, max }) => {
    const number = await world.open();
    expect((await (await max.command(`CB-${number}`)).choose('More', 'Triage')).text).toContain('# Triage');
    expect((await ada.command(`triage CB-${number}`)).text).toContain("isn't one of your commands.");
    await max.command(`close CB-${number}`).then((form) => form.submit({ reason: 'Resolved' }));
    expect((await max.command(`triage CB-${number}`)).text).toContain('This case is closed');
  });
});

describe('a correction', () => {
  test('stores what differs, with a history entry for each value and one event', async ({
    world,
    ada,
    conversation,
    stored,
    historyOf,
    correct,
  }) => {
    const number = await world.open({ priority: 'Critical' });
    const form = await correct(number);
    expect(form.text).toContain(
      'Priority*: Critical\nModule*: Grade Book\nCase type*: Question\nEnvironment: \nContact*: Ada Park (ada@plainview.example)',
    );
    await form.submit({ priority: 'Low', environment: 'Sandbox', reason: 'A test\nsite.' });
    expect(await stored(number)).toMatchObject({
      ...{ priority: 'Low', environment: 'Sandbox', module: 'Grade Book', caseType: 'Question', contactId: world.ada.id },
      phoneCallExpected: false,
      slaDueAt: new Date('2026-11-04T15:00:00Z'),
    });
    expect(await historyOf(number)).toEqual([
      ['page', null, 'nobody', null],
      ['correct', 'Critical', 'Low', 'A test\nsite.'],
      ['correct', null, 'Sandbox', 'A test\nsite.'],
    ]);
    expect((await conversation(number, 'contact')).slice(1)).toEqual([
      'Max Reyes changed the priority from Critical to Low and the environment to Sandbox: A test site.\n[I disagree]',
    ]);
    expect((await ada.command(`history CB-${number}`)).text).toContain('Max Reyes corrected the case | ');
  });

  test('needs a reason, a difference, and values from the lists', async ({ world, historyOf, correct }) => {
    const number = await world.open();
    const form = await correct(number);
    expect((await form.submit({ module: 'Fees', reason: ' ' })).mistakes).toEqual({ reason: 'Enter a reason.' });
    expect((await form.submit({ reason: 'Why not' })).mistakes).toEqual({
      reason: 'Nothing changed. Edit a field, or cancel.',
    });
    expect((await form.submit({ module: 'Cooking', reason: 'Why not' })).mistakes).toEqual({
      module: 'Choose a value from the list.',
    });
    expect((await form.submit({ contact: String(world.rosa.id), reason: 'Why not' })).mistakes).toEqual({
      contact: 'Choose an Authorized Contact of this account.',
    });
    const all = { priority: 'Urgent', module: 'Cooking', contact: String(world.rosa.id), reason: ' ' };
    expect((await form.submit(all)).mistakes).toEqual({
      priority: 'Choose a value from the list.',
      module: 'Choose a value from the list.',
      contact: 'Choose an Authorized Contact of this account.',
      reason: 'Enter a reason.',
    });
    expect(await historyOf(number)).toEqual([]);
  });

  test('of the module sends the card to the new queue as well, and the old queue keeps its thread', async ({
    db,
    world,
    card,
    correct,
  }) => {
    const number = await world.open();
    const queues = async () => {
      const where = { case: { number }, kind: 'card' as const, conversation: { side: 'advisor' as const } };
      const rows = await db.prisma.delivery.findMany({ where, include: { destination: true }, orderBy: { id: 'asc' } });
      return rows.map(({ destination }) => destination.channelId);
    };
    await (await correct(number)).submit({ module: 'Fees', reason: 'It is about fees' });
    expect(await queues()).toEqual(['C0GRADES', 'C0QUEUE']);
    await (await correct(number)).submit({ module: 'Attendance', reason: 'It is not' });
    expect(await queues()).toEqual(['C0GRADES', 'C0QUEUE']);
    expect((await card(number, 'advisor')).summary).toContain(`CB-${number}`);
  });

  test('of the contact makes them a recipient with the card in their conversation', async ({
    db,
    world,
    stored,
    historyOf,
    correct,
  }) => {
    const number = await world.open();
    await (await correct(number)).submit({ contact: String(world.ben.id), reason: 'Ben asked for it' });
    const now = await stored(number);
    expect(now.contactId).toBe(world.ben.id);
    expect(now.recipients.map(({ personId }) => personId).toSorted()).toEqual([world.ada.id, world.ben.id].toSorted());
    expect(await historyOf(number)).toEqual([['correct', 'Ada Park', 'Ben Ode', 'Ben asked for it']]);
    const where = { case: { number }, kind: 'card' as const, destination: { channelId: 'D0BEN' } };
    expect(await db.prisma.delivery.count({ where })).toBe(1);
  });

  test('of the contact takes a name or an email address when the account has too many to list', async ({
    db,
    world,
    historyOf,
    correct,
  }) => {
    const teacher = (name: string, email: string) => ({
      ...{ name, email, kind: 'contact' as const, accountId: world.ada.accountId, contactType: 'support' as const },
    });
    const many = Array.from({ length: 100 }, (_, index) => teacher(`Teacher ${index}`, `t${index}@plainview.example`));
    await db.prisma.person.createMany({ data: [...many, teacher('Teacher 1', 'other@plainview.example')] });
    const number = await world.open();
    const form = await correct(number);
    expect(form.text).toContain('Contact*: Ada Park\n');
    expect((await form.submit({ contact: 'Teacher 1', reason: 'x' })).mistakes.contact).toContain('Several contacts match');
    expect((await form.submit({ contact: 'Rita Reed', reason: 'x' })).mistakes.contact).toContain('Authorized Contact');
    await form.submit({ contact: 'T7@plainview.example', reason: 'x' });
    expect(await historyOf(number)).toEqual([['correct', 'Ada Park', 'Teacher 7', 'x']]);
    await db.prisma.recipient.deleteMany({ where: { person: { name: { startsWith: 'Teacher' } } } });
  });

  test('is for advisors only', async ({ world, ada }) => {
    const number = await world.open();
    expect((await ada.press('correct', String(number))).text).toContain('Only advisors can do that.');
    expect((await ada.press('triage', String(number))).text).toContain('Only advisors can do that.');
  });
});

describe('the queue', () => {
  test('shows for each case when its SLA is due or that it is breached', async ({ db, world, ada, max }) => {
    await db.pool.query(`update "case" set status = 'Closed'`);
    await world.open({ priority: 'Critical' });
    const before = world.at.now;
    expect((await max.command('queue')).text).toContain(
      'New · Critical · due 2026-11-02T16:00:00.000Z · Plainview School District · unassigned · phone call expected | [View]',
    );
    world.at.now = new Date('2026-11-02T16:00:00Z');
    expect((await max.command('queue')).text).toContain(
      'New · Critical · overdue since 2026-11-02T16:00:00.000Z · Plainview School District',
    );
    expect((await max.command('list')).text).toContain('New · Critical · overdue since');
    // when the SLA is due is internal
    expect((await ada.command('list')).text).not.toMatch(/due|SLA/);
    world.at.now = before;
  });
});

describe('a lower priority', () => {
  test('needs a reason that the contact reads, and the contact can object with one button', async ({
    world,
    ada,
    max,
    conversation,
    historyOf,
  }) => {
    const number = await world.open({ priority: 'Critical' });
    const suggested = await (await max.command(`triage CB-${number}`)).submit(harmless);
    expect(suggested.text).toContain('Message to contact');
    expect((await suggested.submit()).mistakes).toEqual({ 'to-contact': 'Tell the contact why the priority is lower.' });
    expect((await suggested.submit({ priority: 'Medium' })).mistakes).toEqual({
      why: 'Enter a reason.',
      'to-contact': 'Tell the contact why the priority is lower.',
    });
    await suggested.submit({ 'to-contact': 'One school can\nuse the old report.' });
    expect((await conversation(number, 'contact')).at(-1)).toBe(
      'Max Reyes lowered the priority from Critical to Low: One school can use the old report.\n[I disagree]',
    );
    expect((await conversation(number, 'advisor')).at(-1)).not.toContain('[I disagree]');
    await ada.press('object', String(number));
    expect((await conversation(number, 'advisor')).at(-1)).toContain('Ada Park disagrees with the priority Low.');
    expect((await historyOf(number)).at(-1)).toEqual(['object', null, 'Low', null]);
    const history = (await ada.command(`history CB-${number}`)).text;
    expect(history).toContain('Ada Park disagreed with the priority');
    expect(history).not.toContain('disagrees');
    expect((await ada.press('object', String(number))).text).toContain('We already know that you disagree.');
  });

  test('mentions the advisor and the leads when the contact objects', async ({ db, world, ada, max, conversation }) => {
    const lead = await db.prisma.person.create({
      data: { name: 'Lea Stern', email: 'lea@campus.example', kind: 'advisor', lead: true },
    });
    const where = { platform: 'slack' as const, workspaceId: 'T0CAMPUS', homeWorkspace: 'T0CAMPUS', checkedAt: world.at.now };
    await db.prisma.identity.create({ data: { ...where, userId: 'U0LEA', name: 'Lea', personId: lead.id } });
    const number = await world.open({ priority: 'High' });
    await max.command(`claim CB-${number}`);
    const form = await max.command(`correct CB-${number}`);
    await form.submit({ priority: 'Medium', reason: 'There is a workaround.' });
    await ada.press('object', String(number));
    expect((await conversation(number, 'advisor')).at(-1)).toMatch(
      /^@Lea, @Max Reyes, Ada Park disagrees with the priority Medium\./,
    );
  });
});
