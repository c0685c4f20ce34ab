// What people read when something cannot be done: the true reason, at once, with the way forward.
import { describe, expect } from 'vitest';
import { test } from '../harness.ts';

describe('claiming a case that somebody has', () => {
  test('tells the second advisor what the first did, and takes it over only deliberately', async ({
    world,
    max,
    tia,
    thread,
  }) => {
    const number = await world.open();
    const queue = await thread(number, 'advisor');
    await max.press('claim', String(number), queue);
    const second = await tia.press('claim', String(number), queue);
    expect(second.text).toMatch(new RegExp(`^Max Reyes already took CB-${number}, .*\\.\n\\[Take over\\]`));
    expect((await second.press('Take over')).text).toBe(`CB-${number} is yours.`);
    expect((await max.press('claim', String(number), queue)).text).toContain(`Tia Holm already took CB-${number}`);
  });

  test('names who the case was assigned to by somebody else', async ({ world, max, tia }) => {
    const number = await world.open();
    await max.command(`assign CB-${number} Max`);
    expect((await tia.says(`claim CB-${number}`)).text).toContain(`CB-${number} is already assigned to Max Reyes.`);
    const view = await tia.command(`view CB-${number}`);
    expect(view.text).toContain('[Take over]');
    expect(view.text).not.toContain('[Claim]');
  });
});

describe('a command that needs a form, in a message', () => {
  test('refuses at once what cannot be done, before it offers the form', async ({ world, ada, max }) => {
    const number = await world.open();
    expect((await ada.says(`reopen CB-${number}`)).text).toContain('nothing to reopen');
    expect((await ada.says('close CB-999999')).text).toContain("We couldn't find CB-999999.");
    expect((await max.says('ask CB-999999')).text).toContain("We couldn't find CB-999999.");
    expect((await max.says('resolve CB-999999')).text).toContain("We couldn't find CB-999999.");
    expect((await max.says('assign CB-999999')).text).toContain("We couldn't find CB-999999.");
    expect((await max.says('escalate CB-999999')).text).toContain("We couldn't find CB-999999.");
    expect((await max.says('schedule CB-999999')).text).toContain("We couldn't find CB-999999.");
  });

  test('offers the form when it can be submitted', async ({ world, ada }) => {
    const number = await world.open();
    const offered = await ada.says(`close CB-${number}`);
    expect(offered.text).toContain('needs a few details');
    expect((await offered.press('Close case')).reply.kind).toBe('form');
  });
});

describe('a command for leads', () => {
  test('tells an advisor that only leads may use it, and which lead to ask', async ({ db, world, tia }) => {
    await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
    for (const text of [
      'incident',
      'incident Grade Book is down',
      'maintenance Update on Sunday',
      'stats',
      'stats 30d',
      'release',
    ]) {
      const seen = await tia.says(text);
      expect(seen.text).toContain('Only leads can do that.');
      expect(seen.text).toContain('Ask a lead: Max Reyes.');
      expect((await tia.command(text)).text).toContain('Ask a lead: Max Reyes.');
    }
    await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: false } });
  });

  test('tells an advisor that only leads may use it, even with arguments that make no sense', async ({ tia }) => {
    for (const text of ['stats soon', 'stats CB-1', 'people a b', 'accounts nowhere'])
      expect((await tia.command(text)).text).toContain('Only leads can do that.');
  });

  test("tells contacts that a command for advisors or leads isn't theirs, and leads to their own", async ({ rita, ada }) => {
    const others = ['people', 'accounts', 'channel', 'oncall', 'stats', 'stats 30d', 'claim CB-1', 'release', 'queue'];
    for (const reader of [ada, rita]) {
      for (const text of [...others, 'stats CB-1', 'stats soon', 'claim', 'triage', 'defect', 'schedule']) {
        const seen = await reader.command(text);
        expect(seen.text).toBe(
          `“${text.split(' ')[0]}” isn't one of your commands.\nChoose All commands to see what you can do.\n[All commands]`,
        );
      }
      const help = await (await reader.says('people')).press('All commands');
      expect(help.text).toContain('# What you can do');
      expect(help.text).not.toContain('`people');
    }
    expect((await rita.says('claim CB-1')).text).not.toContain('Ask an Authorized Contact');
  });

  test('still names to a Read-Only contact who can do what an Authorized Contact can', async ({ rita }) => {
    expect((await rita.command('open Lunch is late')).text).toContain('Read-Only Contact');
  });
});

describe('reopening as an advisor', () => {
  test('says that only Authorized Contacts reopen, and lets the advisor ask the contact', async ({
    world,
    max,
    ada,
    thread,
    conversation,
  }) => {
    const number = await world.open();
    await thread(number, 'contact');
    const form = await max.command(`close CB-${number}`);
    await form.submit({ reason: 'Resolved' });
    const refused = await max.command(`reopen CB-${number}`);
    expect(refused.text).toContain('Only Authorized Contacts can reopen a case.');
    expect(refused.text).not.toContain('too long ago');
    expect((await max.says(`reopen CB-${number}`)).text).toContain('Only Authorized Contacts can reopen a case.');
    const asking = await refused.press('Ask the contact');
    await asking.submit({ post: 'It broke again. Please reopen the case.' });
    expect((await conversation(number, 'contact')).join('\n')).toContain('Please reopen the case.');
    expect((await ada.command(`reopen CB-${number}`)).reply.kind).toBe('form');
  });
});
