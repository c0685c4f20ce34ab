// What cards and answers say when the usual next step does not apply.
import { expect } from 'vitest';
import { parseDirectory } from '../../../src/cli/directory.ts';
import { readSla } from '../../../src/domain/sla-state.ts';
import { importDirectory } from '../../../src/usecases/people/import-directory.ts';
import { test } from '../harness.ts';

test('warns an advisor at once when nobody will get a question, and offers another contact', async ({ db, world, max }) => {
  const number = await world.open();
  await db.prisma.person.update({ where: { id: world.ada.id }, data: { active: false } });
  const warned = await max.command(`ask CB-${number} Which term?`);
  await db.prisma.person.update({ where: { id: world.ada.id }, data: { active: true } });
  expect(warned.text).toContain('Nobody will get this.');
  expect(warned.text).toContain('Ada Park is no longer a contact');
  expect(warned.text).toContain('[Choose another contact] [Recipients]');
  expect((await max.command(`ask CB-${await world.open()} Which term?`)).text).not.toContain('Nobody');
});

test.for(['correct', 'recipients'] as const)(
  'delivers the question that reached nobody to the contact who is chosen then (%s)',
  async (way, { db, world, max, ben, conversation }) => {
    await ben.home();
    const number = await world.open();
    const removal = 'contacts:\n  - { email: ada@plainview.example, remove: true }\n';
    await importDirectory(world.services, parseDirectory(removal));
    const warned = await max.command(`ask CB-${number} Which term was it?`);
    expect(warned.text).toContain('Nobody will get this.');
    if (way === 'correct')
      await (await warned.press('Choose another contact')).submit({ contact: String(world.ben.id), reason: 'Ada left' });
    else await (await (await warned.press('Recipients')).press('Add')).submit({ contact: String(world.ben.id) });
    await db.prisma.person.update({ where: { id: world.ada.id }, data: { active: true } });
    const bens = await db.prisma.delivery.findMany({
      where: { case: { number }, conversation: { personId: world.ben.id } },
      include: { post: true },
      orderBy: { id: 'asc' },
    });
    expect(bens.map(({ kind, post }) => [kind, post?.action ?? null]).slice(0, 2)).toEqual([
      ['card', null],
      ['post', 'ask'],
    ]);
    expect(bens.filter(({ post }) => post?.action === 'ask')).toHaveLength(1);
    expect((await conversation(number, 'contact')).join('\n')).toContain('Which term was it?');
  },
);

test('offers the original first to a contact who posts on a duplicate', async ({ world, ada, max }) => {
  const original = await world.open();
  const number = await world.open();
  await (await max.command(`close CB-${number}`)).submit({ reason: 'Duplicate', 'duplicate-of': `CB-${original}` });
  const seen = await ada.command(`post CB-${number} It is still slow.`);
  expect(seen.text).toContain(`closed as a duplicate of CB-${original}`);
  expect(seen.text).toContain(`[Post to CB-${original}] [View CB-${original}] [Reopen case]`);
});

test('says that a case can no longer be reopened and offers a follow-up case', async ({ world, ada }) => {
  const number = await world.open();
  await (await ada.command(`close CB-${number}`)).submit({ reason: 'Withdrawn' });
  expect((await ada.command(`CB-${number}`)).text).toContain('It can be reopened until Jan 1, 2027.');
  const { now } = world.at;
  world.at.now = new Date(now.getTime() + 61 * 86_400_000);
  const late = (await ada.command(`CB-${number}`)).text;
  world.at.now = now;
  expect(late).toContain('It could be reopened until Jan 1, 2027.');
  expect(late).toContain('[Open a follow-up case]');
  expect(late).not.toContain('[Reopen case]');
});

test('counts work scheduled in writing as the first response', async ({ db, world, max }) => {
  const number = await world.open({ priority: 'High' });
  await (await max.command(`schedule CB-${number}`)).submit({ date: '2026-11-10', what: 'We add the term.' });
  const { sla } = await db.prisma.case.findUniqueOrThrow({ where: { number } });
  expect(readSla(sla)?.firstResponse.met).toBe(true);
});
