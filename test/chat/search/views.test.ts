// Saved views: searches with a name, which only their owner sees.
import { describe, expect } from 'vitest';
import { prepareCases } from '../../../src/usecases/search/index-job.ts';
import { test as base } from '../harness.ts';

const test = base.extend('cases', { scope: 'file', auto: true }, async ({ world, db }) => {
  const pending = await world.open({ subject: 'Which term', priority: 'High' });
  const fresh = await world.open({ subject: 'Bus is late', module: 'Fees' });
  await db.prisma.case.update({ where: { number: pending }, data: { status: 'PendingCustomerInput' } });
  await prepareCases(world.services, { again: true });
  return { pending, fresh };
});

describe('a list of saved views', () => {
  test('says how to save the first one', async ({ ada }) => {
    expect((await ada.command('views')).text).toMatch(/^# Your views\nNo saved views yet\. Search for cases, /);
  });
});

describe('a saved view', () => {
  test('is saved by command, and shows its search and order under its name', async ({ ada, db, cases }) => {
    const saved = await ada.command('view save "My pending" is:mine status:pending sort:priority page:3');
    expect(saved.text).toBe('Saved “My pending”.\n[Show] [Your views]');
    expect(await db.prisma.savedView.findFirstOrThrow()).toMatchObject({
      name: 'My pending',
      query: 'is:mine status:pending sort:priority-desc',
    });
    for (const shown of [
      await saved.press('Show'),
      await ada.command('view "My pending"'),
      await ada.command('view my PENDING'),
      await ada.says('view “My pending”'),
    ]) {
      expect(shown.text).toContain('# My pending\n1 case');
      expect(shown.text).toContain(`CB-${cases.pending} Which term`);
    }
  });

  test('is replaced under the same name, whatever its letter case', async ({ ada, db }) => {
    await ada.command('view save Replaced module:fees');
    expect((await ada.command('view save REPLACED priority:high')).text).toContain('Updated “REPLACED”.');
    const all = await db.prisma.savedView.findMany({ where: { nameFolded: 'replaced' } });
    expect(all.map(({ name, query }) => [name, query])).toEqual([['REPLACED', 'priority:high']]);
  });

  test('is saved with a form, from the results of a search or by its name alone', async ({ ada }) => {
    const form = await (await ada.command('search module:fees sort:number')).press('Save view');
    expect(form.text).toContain('Search: module:Fees sort:number-desc');
    expect((await form.submit({ name: 'Fees' })).text).toContain('Saved “Fees”.');
    const named = await ada.command('view save Everything');
    expect(named.text).toContain('Name*: Everything');
    expect((await named.submit()).text).toContain('Saved “Everything”.');
    expect((await ada.command('view everything')).text).toContain('# Everything\n2 cases');
  });

  test('lists with the others, which it leaves when it is deleted', async ({ ada }) => {
    await ada.command('view save "To delete" priority:low');
    const list = await ada.command('views');
    expect(list.text).toContain('To delete | priority:low | [Show]');
    const left = await list.choose('Delete a view', 'To delete');
    expect(left.text).toContain('Deleted “To delete”.');
    expect(left.text).not.toContain('To delete |');
    await ada.command('view save "To delete" priority:low');
    expect((await ada.says('view delete "to delete"')).text).toContain('Deleted “To delete”.');
    expect((await ada.command('view delete "to delete"')).text).toContain('You have no view named “to delete”.');
  });

  test('of an advisor shows the queue in its groups', async ({ max }) => {
    const list = await max.command('queue module:fees');
    const form = await list.press('Save view');
    const saved = await form.submit({ name: 'Fees queue' });
    expect((await saved.press('Show')).text).toMatch(/# Fees queue\n1 case\nDue later · 1\n/);
  });
});

describe('the owner of a view', () => {
  test('is the only one who finds, shows and deletes it', async ({ ada, ben, max, db }) => {
    await ada.command('view save "Only Ada" priority:high');
    const { id } = await db.prisma.savedView.findFirstOrThrow({ where: { name: 'Only Ada' } });
    for (const other of [ben, max]) {
      expect((await other.command('views')).text).not.toContain('Only Ada');
      expect((await other.command('view "Only Ada"')).text).toContain("“Only Ada” isn't a case number or one of your views.");
      expect((await other.press('run-view', String(id))).text).toContain('This view was deleted.');
      expect((await other.press('delete-view', String(id))).text).toContain('This view was deleted.');
    }
    expect(await db.prisma.savedView.count({ where: { id } })).toBe(1);
  });

  test('sees no cases of another account with it', async ({ rosa, cases }) => {
    const shown = await (await rosa.command('view save Plainview account:plainview')).press('Show');
    expect(shown.text).toContain('0 cases');
    expect((await rosa.command('view save All module:"grade book"')).text).not.toContain(`CB-${cases.pending}`);
  });

  test('keeps at most twenty', async ({ tia, world, db }) => {
    for (let n = 1; n <= 20; n += 1) await tia.command(`view save "View ${n}" priority:low`);
    const refused = await tia.command('view save "One more" priority:low');
    expect(refused.text).toContain(
      'You have 20 views, the limit. Delete one first, or save under the name of one to replace it.',
    );
    expect((await refused.press('Your views')).text).toContain('20 views');
    expect((await tia.command('view save "view 20" priority:high')).text).toContain('Updated “view 20”.');
    expect(await db.prisma.savedView.count({ where: { personId: world.tia.id } })).toBe(20);
  });
});

describe('a view that cannot be saved', () => {
  test.for([
    ['view save "" priority:low', 'A view needs a name. For example: My pending.'],
    [`view save "${'x'.repeat(41)}" priority:low`, 'The name is longer than 40 characters. Use a shorter one.'],
    ['view save My "x" y priority:low', "A name can't have quotation marks. Leave them out."],
    ['view save "CB-1" priority:low', '“CB-1” reads like a case number. Begin the name with a word.'],
    ['view save "2026 goals" priority:low', '“2026” reads like a case number. Begin the name with a word.'],
    ['view save "Delete me" priority:low', "A name can't begin with “Delete”. Use another word."],
    ['view save Odd status:sideways', 'Unknown status “sideways”.'],
    [
      `view save Long ${'subject:"' + 'y'.repeat(240)}" ${`contact:"${'z'.repeat(240)}" `.repeat(4)}`,
      'This search is longer than 1,000 characters.',
    ],
  ] as const)('is refused with the way forward: %.40s', async ([command, refusal], { ada, db }) => {
    const before = await db.prisma.savedView.count();
    expect((await ada.command(command)).text).toContain(refusal);
    expect(await db.prisma.savedView.count()).toBe(before);
  });

  test('shows each mistake at its field of the form', async ({ ada }) => {
    const form = await ada.command('view save Form');
    expect((await form.submit({ name: 'CB-7' })).mistakes).toMatchObject({
      name: expect.stringContaining('case number') as string,
    });
    expect((await form.submit({ query: 'status:sideways' })).mistakes).toMatchObject({
      query: expect.stringContaining('Unknown status') as string,
    });
  });
});

describe('view', () => {
  test('still shows a case by its number, and asks which without one', async ({ ada, cases }) => {
    for (const command of [`view CB-${cases.pending}`, `view ${cases.pending}`, `CB-${cases.pending}`])
      expect((await ada.command(command)).text).toContain(`# CB-${cases.pending} · Which term`);
    expect((await ada.command('view')).text).toContain('Which case? Try view CB-123.');
    expect((await ada.command('view nothing')).text).toContain("“nothing” isn't a case number or one of your views.");
  });

  test('in a direct message is a command only where it names a case or a view in quotation marks', async ({ ada }) => {
    expect((await ada.says('view of the grade book is broken')).text).not.toContain("isn't a case number");
    expect((await ada.says('views')).text).toContain('# Your views');
  });

  test('says that a view no longer works when the configuration has changed', async ({ ada, db }) => {
    await ada.command('view save Buses module:fees');
    await db.prisma.savedView.updateMany({ where: { name: 'Buses' }, data: { query: 'module:Buses' } });
    const shown = await ada.command('view buses');
    expect(shown.text).toContain('“Buses” no longer works. Unknown module “Buses”.');
    expect((await shown.press('Your views')).text).toContain('Buses | module:Buses');
  });
});
