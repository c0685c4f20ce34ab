// What a contact sees of their case first: whose turn it is, what happens next and when, the newest post, and what they can do.
import { describe, expect } from 'vitest';
import { test as base } from '../harness.ts';
import { readCard } from '../read-card.ts';

const monday = new Date('2026-11-02T15:00:00Z');

const test = base.extend('claimed', { scope: 'file' }, ({ world, max }) => async (subject: string) => {
  world.at.now = monday;
  const number = await world.open({ subject });
  await max.command(`claim CB-${number}`);
  return number;
});

describe('whose turn it is', () => {
  test('is said from the point of view of each reader', async ({ ada, rita, max, tia, card, claimed }) => {
    const number = await claimed('A question comes');
    expect((await max.command(`CB-${number}`)).text).toContain('Waiting on: You\n');
    expect((await tia.command(`CB-${number}`)).text).toContain('Waiting on: Max Reyes\n');
    expect((await ada.command(`CB-${number}`)).text).toContain('Waiting on: Max Reyes\n');
    await max.command(`ask CB-${number} Which school?`);
    const turn = '(warning) Waiting on you: answer the question. Without a reply, the case closes on Nov 16, 2026.';
    for (const text of [readCard(await card(number, 'contact')), (await ada.command(`CB-${number}`)).text])
      expect(text).toContain(turn);
    for (const seen of [await rita.command(`CB-${number}`), await max.command(`CB-${number}`)]) {
      expect(seen.text).not.toContain('Waiting on you');
      expect(seen.text).toContain('Waiting on: Ada Park (answer the question)');
    }
  });

  test('is support again once the contact has replied to a resolution', async ({ ada, max, claimed }) => {
    const number = await claimed('A resolution comes');
    await max.command(`resolve CB-${number} I set it back.`);
    expect((await ada.command(`CB-${number}`)).text).toContain('(warning) Waiting on you: tell us whether this resolved it.');
    await ada.command(`post CB-${number} Not in room 4.`);
    const hers = (await ada.command(`CB-${number}`)).text;
    expect(hers).toContain('Waiting on: Max Reyes (has your reply)');
    expect(hers).not.toContain('Waiting on you');
    expect(hers).toMatch(/You'll get an update by 2026-11-05T15:00/);
    expect((await max.command(`CB-${number}`)).text).toContain('Waiting on: You (the contact replied)');
  });
});

describe('what happens next', () => {
  test('is the first reply, then the next update', async ({ ada, max, card, claimed }) => {
    const number = await claimed('An update comes');
    expect((await ada.command(`CB-${number}`)).text).toContain("You'll hear from us by 2026-11-03T15:00");
    await max.command(`post CB-${number} We are looking into it.`);
    for (const text of [readCard(await card(number, 'contact')), (await ada.command(`CB-${number}`)).text])
      expect(text).toContain("You'll get an update by 2026-11-05T15:00");
  });

  test('promises nothing while the time is over, and nothing on a closed case', async ({ ada, max, world, claimed }) => {
    const number = await claimed('No update came');
    await max.command(`post CB-${number} We are looking into it.`);
    world.at.now = new Date('2026-11-09T15:00:00Z');
    expect((await ada.command(`CB-${number}`)).text).not.toContain("You'll get an update");
    world.at.now = monday;
    await (await ada.command(`close CB-${number}`)).submit({ reason: 'Resolved' });
    expect((await ada.command(`CB-${number}`)).text).not.toContain("You'll get an update");
  });
});

describe('the newest post', () => {
  test('stands above the description, and is never an internal note', async ({ ada, max, claimed }) => {
    const number = await claimed('Posts come');
    expect((await ada.command(`CB-${number}`)).text).not.toContain('Newest post');
    await max.command(`post CB-${number} The **second** printer.`);
    await max.command(`note CB-${number} Only for us.`);
    const hers = (await ada.command(`CB-${number}`)).text;
    expect(hers).toContain(`Newest post · Max Reyes, ${monday.toISOString()}\nThe second printer.`);
    expect(hers.indexOf('Newest post')).toBeLessThan(hers.indexOf('Description'));
  });
});

describe('a Read-Only contact', () => {
  test('reads what they can do, and who can do the rest', async ({ rita, ada, claimed }) => {
    const number = await claimed('Read only');
    const line = 'You can read and search every case, and choose your notifications under Recipients.';
    expect((await rita.command(`CB-${number}`)).text).toContain(`${line} Ada Park or Ben Ode can reply and close it.`);
    expect((await ada.command(`CB-${number}`)).text).not.toContain(line);
  });
});

describe('details that are added later', () => {
  test('may be a few of them, and stand on the case', async ({ ada, max, db, claimed }) => {
    const number = await claimed('Details come');
    const form = await (await ada.command(`CB-${number}`)).press('Add details');
    expect(form.text.split('\n').slice(2)).toEqual([
      'Everything here is optional. Add what you know.',
      'Case type*: Question',
      'Replication steps: ',
      'Due date: ',
      '[Add]',
    ]);
    expect((await form.submit({})).mistakes).toEqual({ replicationSteps: 'Nothing was added. Fill in a field, or cancel.' });
    const issue = await form.change({ caseType: 'Application Issue', dueDate: '2026-11-20' });
    expect(issue.text).toContain('\nImpact: ');
    expect((await issue.submit({ impact: 'Two schools' })).mistakes).toEqual({ dueReason: 'Enter why it is time-sensitive.' });
    const done = await issue.submit({ impact: 'Two schools', dueReason: 'Report cards go out' });
    expect(done.text).toBe(`Details added to CB-${number}.`);
    const stored = await db.prisma.case.findUniqueOrThrow({ where: { number } });
    expect(stored).toMatchObject({ caseType: 'Application Issue', impact: 'Two schools', dueReason: 'Report cards go out' });
    const his = (await max.command(`CB-${number}`)).text;
    expect(his).toContain('Due date: Nov 20, 2026 (Report cards go out)');
    expect(his).toContain('**Case type**\n\nApplication Issue');
    expect((await ada.press('history', String(number))).text).toContain('added details');
    expect((await max.command('search "Two schools"')).text).toContain(`CB-${number}`);
  });

  test('are refused on a closed case, to advisors and to other accounts', async ({ ada, rosa, rita, max, claimed }) => {
    const number = await claimed('Closed to details');
    const form = await ada.press('add-details', String(number));
    await (await ada.command(`close CB-${number}`)).submit({ reason: 'Resolved' });
    expect((await form.submit({ replicationSteps: 'Wait' })).text).toContain('This case is closed.');
    expect((await ada.press('add-details', String(number))).text).toContain('This case is closed.');
    expect((await rosa.press('add-details', String(number))).text).toContain(`We couldn't find CB-${number}.`);
    expect((await rita.press('add-details', String(number))).text).toContain('Read-Only Contact');
    expect((await max.press('add-details', String(number))).text).toContain('Only Authorized Contacts can do that.');
  });
});
