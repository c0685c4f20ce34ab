import { expect } from 'vitest';
import { parseDirectory } from '../../../src/cli/directory.ts';
import { importDirectory } from '../../../src/usecases/people/import-directory.ts';
import { setOnCall } from '../../../src/usecases/people/on-call-list.ts';
import { test } from '../harness.ts';

test.beforeAll(async ({ db, world }) => {
  await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
});

test('says that critical cases page the leads, until a rotation is set', async ({ db, world, max }) => {
  const seen = await max.command('oncall');
  expect(seen.text).toContain('Nobody is listed. Critical cases page the leads.');
  const form = await seen.press('Change on call');
  const [tia, other] = [String(world.tia.id), String(world.max.id)];
  expect((await form.submit({ from: '', person1: tia })).mistakes).toEqual({ from: 'Choose the first day of the first week.' });
  expect((await form.submit({ person1: tia, person2: tia })).mistakes['person1']).toBe('Each advisor can be listed once.');
  const saved = await form.submit({ how: 'weekly', from: '2026-11-02', person1: tia, person2: other });
  expect(saved.text).toContain('Tia Holm is paged first, then Max Reyes, then the leads.');
  expect(saved.text).toContain('Tia Holm | From Nov 2, 2026 to Nov 8, 2026, every 14 days');
  expect(await db.prisma.onCall.count()).toBe(2);
  world.at.now = new Date('2026-11-10T15:00:00Z');
  expect((await max.command('oncall')).text).toContain('Max Reyes is paged first, then Tia Holm');
});

test('proposes the list as it is, and replaces it', async ({ db, world, max }) => {
  const form = await (await max.command('oncall')).press('Change on call');
  const always = await form.submit({ how: 'always' });
  expect(always.text).toContain('Tia Holm is paged first, then Max Reyes');
  expect(always.text).toContain('Max Reyes | Always');
  expect(always.text).toContain('Max Reyes · changed · on call: tia@campus.example 2026-11-02/2026-11-08');
  await (await always.press('Change on call')).submit({ person1: 'nobody', person2: 'nobody' });
  expect(await db.prisma.onCall.count()).toBe(0);
  await (await (await max.command('oncall')).press('Change on call')).submit({ how: 'always', person1: String(world.tia.id) });
});

test('keeps the list when a file says something else, unless it is forced', async ({ world, db }) => {
  const directory = parseDirectory('onCall: [max@campus.example]');
  const { onCall } = await importDirectory(world.services, directory);
  expect(onCall).toMatchObject({
    kept: ['the list'],
    fields: { 'the list': [{ field: 'on call', from: 'tia@campus.example', to: 'max@campus.example' }] },
  });
  expect(await db.prisma.onCall.findMany()).toMatchObject([{ personId: world.tia.id }]);
  expect((await importDirectory(world.services, directory, { force: true })).onCall.added).toEqual(['max@campus.example']);
  expect((await importDirectory(world.services, directory)).onCall.kept).toEqual([]);
});

test('keeps what another lead or an import changed after the form was opened', async ({ world, db, max }) => {
  const [tia, other] = [String(world.tia.id), String(world.max.id)];
  await (await (await max.command('oncall')).press('Change on call')).submit({ how: 'always', person1: tia, person2: 'nobody' });
  const form = await (await max.command('oncall')).press('Change on call');
  const input = { people: [world.max.id, world.tia.id], weeklyFrom: null };
  await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: true } });
  await setOnCall(world.services, { ...world.tia, lead: true }, input, world.request());
  const late = await form.submit({ how: 'always', person1: tia, person2: 'nobody' });
  expect(late.text).toContain('Tia Holm changed who is on call after this form was opened.\nOpen it again.');
  expect(await db.prisma.onCall.count()).toBe(2);
  const again = await (await max.command('oncall')).press('Change on call');
  await importDirectory(world.services, parseDirectory('onCall: [tia@campus.example]'), { force: true });
  expect((await again.submit({ person1: other, person2: 'nobody' })).text).toContain('An import changed who is on call');
  expect(await db.prisma.onCall.findMany()).toMatchObject([{ personId: world.tia.id }]);
  await db.prisma.person.update({ where: { id: world.tia.id }, data: { lead: false } });
});

test('refuses a contact', async ({ world, max }) => {
  const form = await (await max.command('oncall')).press('Change on call');
  expect((await form.submit({ how: 'always', person1: String(world.ada.id) })).text).toContain(
    'is on call, but is not an advisor',
  );
});

test('is for leads', async ({ tia, ada }) => {
  expect((await tia.command('oncall')).text).toContain('Only leads can do that.');
  expect((await ada.command('oncall')).text).toContain("isn't one of your commands.");
});
