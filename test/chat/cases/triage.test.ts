// The impact assessment and the corrections, as people see them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, type House, type Seen } from '../harness.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
  await house.ada.command('help');
  await house.ben.command('help');
});
afterAll(() => house.close());

const harmless = {
  disruption: 'none',
  blocked: 'no',
  workaround: 'yes',
  schools: 'one school',
  users: 'one',
  regression: 'no',
};
const grave = { ...harmless, disruption: 'stopped', workaround: 'none' };

const stored = (number: number) =>
  house.db.prisma.case.findUniqueOrThrow({
    where: { number },
    include: { history: { orderBy: { id: 'asc' } }, recipients: true },
  });
const told = async (number: number): Promise<(string | null)[][]> =>
  (await stored(number)).history.slice(1).map(({ action, from, to, why }) => [action, from, to, why]);

describe('triage', () => {
  it('asks six questions, then shows what they suggest, why, and the whole table; accepted, it sets the priority', async () => {
    const { max, world } = house;
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
    expect(suggested.text).toContain('Priority*: Critical (suggested)\nReason: \nWorkflow disruption*: Stopped');
    expect(await stored(number)).toMatchObject({ priority: 'Low', triage: null });

    expect((await suggested.submit()).text).toBe('');
    expect(await stored(number)).toMatchObject({
      priority: 'Critical',
      triage: { answers: grave, suggested: 'Critical', chosen: 'Critical', why: null, by: 'Max Reyes' },
      slaDueAt: new Date('2026-11-02T16:00:00Z'),
    });
    expect((await told(number)).at(-1)).toEqual(['triage', 'Low', 'Critical', 'Work has stopped and there is no workaround.']);
    expect((await house.conversation(number, 'contact')).at(-1)).toBe('Max Reyes set the priority to Critical.');
    expect((await max.command(`CB-${number}`)).text).toContain('Triage: Critical, as suggested · Max Reyes');
    expect((await house.ada.command(`CB-${number}`)).text).not.toMatch(/Triage|suggested/);
  });

  it('another priority than the suggested one needs a reason, which stays with advisors', async () => {
    const { max, ada, world } = house;
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
    // again: it begins with what was answered
    expect((await max.command(`triage CB-${number}`)).text).toContain('Workflow disruption*: Stopped');
  });

  it('answers that were changed are suggested for anew before anything is set', async () => {
    const { max, world } = house;
    const number = await world.open({ priority: 'Low' });
    const first = await (await max.command(`triage CB-${number}`)).submit(grave);
    const second = await first.submit({ ...harmless, disruption: 'minor' });
    expect(second.text).toContain('Suggested: Medium. Work is disrupted.');
    expect(second.text).toContain('Priority*: Medium (suggested)');
    expect(await stored(number)).toMatchObject({ priority: 'Low' });
    await second.submit();
    expect(await stored(number)).toMatchObject({ priority: 'Medium' });
  });

  it('where the priority stays, the contact is told nothing', async () => {
    const { max, world } = house;
    const number = await world.open({ priority: 'Low' });
    await (await (await max.command(`triage CB-${number}`)).submit(harmless)).submit();
    expect(await house.conversation(number, 'contact')).toHaveLength(1);
    expect((await told(number)).at(-1)).toEqual(['triage', 'Low', 'Low', 'Nothing calls for a higher priority.']);
  });

  it('is offered on an open case, to advisors only', async () => {
    const { max, ada, world } = house;
    const number = await world.open();
    expect((await (await max.command(`CB-${number}`)).choose('More', 'Triage')).text).toContain('# Triage');
    expect((await ada.command(`triage CB-${number}`)).text).toContain('Only advisors can do that.');
    await max.command(`close CB-${number}`).then((form) => form.submit({ reason: 'Resolved' }));
    expect((await max.command(`triage CB-${number}`)).text).toContain('This case is closed');
  });
});

describe('a correction', () => {
  const correct = (number: number): Promise<Seen> => house.max.command(`correct CB-${number}`);

  it('writes what differs alone, an entry each, and tells it in one sentence', async () => {
    const { world, ada } = house;
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
    expect(await told(number)).toEqual([
      ['correct', 'Critical', 'Low', 'A test\nsite.'],
      ['correct', null, 'Sandbox', 'A test\nsite.'],
    ]);
    expect((await house.conversation(number, 'contact')).slice(1)).toEqual([
      'Max Reyes changed the priority from Critical to Low and the environment to Sandbox: A test site.',
    ]);
    expect((await ada.command(`history CB-${number}`)).text).toContain('Max Reyes corrected the case | ');
  });

  it('needs a reason and a difference; values are of the lists', async () => {
    const number = await house.world.open();
    const form = await correct(number);
    expect((await form.submit({ module: 'Fees', reason: ' ' })).mistakes).toEqual({ reason: 'Enter a reason.' });
    expect((await form.submit({ reason: 'Why not' })).mistakes).toEqual({
      reason: 'Nothing changed. Edit a field, or cancel.',
    });
    expect((await form.submit({ module: 'Cooking', reason: 'Why not' })).mistakes).toEqual({
      module: 'Choose a value from the list.',
    });
    expect((await form.submit({ contact: String(house.world.rosa.id), reason: 'Why not' })).mistakes).toEqual({
      contact: 'Choose an Authorized Contact of this account.',
    });
    expect(await told(number)).toEqual([]);
  });

  it('of the module sends the card to its queue as well; the one before keeps its thread', async () => {
    const { db, world } = house;
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
    expect((await house.card(number, 'advisor')).summary).toContain(`CB-${number}`);
  });

  it('of the contact makes them a recipient, and the card stands in their conversation', async () => {
    const { db, world } = house;
    const number = await world.open();
    await (await correct(number)).submit({ contact: String(world.ben.id), reason: 'Ben asked for it' });
    const now = await stored(number);
    expect(now.contactId).toBe(world.ben.id);
    expect(now.recipients.map(({ personId }) => personId).toSorted()).toEqual([world.ada.id, world.ben.id].toSorted());
    expect(await told(number)).toEqual([['correct', 'Ada Park', 'Ben Ode', 'Ben asked for it']]);
    const where = { case: { number }, kind: 'card' as const, destination: { channelId: 'D0BEN' } };
    expect(await db.prisma.delivery.count({ where })).toBe(1);
  });

  it('of the contact by name or address, where the account has more than a form can list', async () => {
    const { db, world } = house;
    const teacher = (name: string, email: string) => ({
      ...{ name, email, kind: 'contact' as const, accountId: world.ada.accountId, contactType: 'support' as const },
    });
    const many = Array.from({ length: 100 }, (_, index) => teacher(`Teacher ${index}`, `t${index}@plainview.example`));
    await db.prisma.person.createMany({ data: [...many, teacher('Teacher 1', 'other@plainview.example')] });
    const number = await world.open();
    const form = await correct(number);
    expect(form.text).toContain('Contact*: Ada Park\n');
    expect((await form.submit({ contact: 'Teacher 1', reason: 'x' })).mistakes.contact).toContain(
      'More than one contact has that name',
    );
    expect((await form.submit({ contact: 'Rita Reed', reason: 'x' })).mistakes.contact).toContain('Authorized Contact');
    await form.submit({ contact: 'T7@plainview.example', reason: 'x' });
    expect(await told(number)).toEqual([['correct', 'Ada Park', 'Teacher 7', 'x']]);
    await db.prisma.recipient.deleteMany({ where: { person: { name: { startsWith: 'Teacher' } } } });
  });

  it('is for advisors', async () => {
    const number = await house.world.open();
    expect((await house.ada.press('correct', String(number))).text).toContain('Only advisors can do that.');
    expect((await house.ada.press('triage', String(number))).text).toContain('Only advisors can do that.');
  });
});

describe('the queue', () => {
  it('says of each case when its SLA is due, or that it is breached', async () => {
    const { max, world } = house;
    await house.db.pool.query(`update "case" set status = 'Closed'`);
    await world.open({ priority: 'Critical' });
    const before = world.at.now;
    expect((await max.command('queue')).text).toContain(' · SLA due 2026-11-02T16:00:00.000Z | [View]');
    world.at.now = new Date('2026-11-02T16:00:00Z');
    expect((await max.command('queue')).text).toContain(' · SLA breached, was due 2026-11-02T16:00:00.000Z | [View]');
    expect((await max.command('list')).text).not.toContain('SLA');
    expect((await house.ada.command('list')).text).not.toContain('SLA');
    world.at.now = before;
  });
});
