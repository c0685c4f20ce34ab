import { describe, expect } from 'vitest';
import { storedCase } from '../../usecases/fixtures.ts';
import { test } from '../harness.ts';

test.beforeAll(async ({ db, world, max }) => {
  await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
  expect((await max.command('answers')).text).toContain('No canned answers yet.');
  const form = await (await max.command('answers')).press('Add answer');
  const saved = await form.submit({ name: 'Term dates', text: 'Dear {{contact.first_name}}, see {{case.number}}.' });
  expect(saved.text).toContain('Term dates');
  expect(saved.text).toContain('All advisors');
  await (await (await max.command('answers')).press('Add answer')).submit({ name: 'Thanks', text: 'Thank you.', for: 'me' });
});

describe('the list', () => {
  test('shows shared answers and those of the reader', async ({ max, tia }) => {
    const mine = await max.command('answers');
    expect(mine.text).toContain('2 answers');
    expect(mine.text).toContain('Thanks · only you');
    const hers = await tia.command('answers');
    expect(hers.text).toContain('Term dates');
    expect(hers.text).not.toContain('Thanks');
  });

  test('finds by text, and says when nothing is found', async ({ max }) => {
    expect((await max.command('answers thank')).text).toContain('1 answer');
    expect((await max.command('answers zebra')).text).toContain('No answers found. Try another search.');
    expect((await (await (await max.command('answers')).press('Search')).submit({ text: 'dear' })).text).toContain('Term dates');
  });

  test('offers changes of shared answers to leads only', async ({ max, tia }) => {
    const seen = await (await tia.command('answers')).press('View');
    expect(seen.text).toContain('Leads change shared answers.');
    expect(seen.text).not.toContain('[Delete]');
    expect((await (await max.command('answers')).press('View')).text).toContain('[Change]');
  });

  test('refuses an unknown placeholder at its field and names the known ones', async ({ max }) => {
    const form = await (await max.command('answers')).press('Add answer');
    const refused = await form.submit({ name: 'Bad', text: '{{contact.phone}}' });
    expect(refused.mistakes['text']).toContain('{{contact.first_name}}');
  });

  test('changes and deletes an answer', async ({ tia }) => {
    const form = await (await tia.command('answers')).press('Add answer');
    const added = await form.submit({ name: 'Draft', text: 'One.' });
    const changed = await (await added.press('Change')).submit({ text: 'Two.' });
    expect(changed.text).toContain('Two.');
    const deleted = await (await changed.press('Delete')).press('Delete');
    expect(deleted.text).toContain('“Draft” is deleted.');
    expect((await tia.command('answers')).text).not.toContain('Draft');
  });
});

describe('answer CB-1 name', () => {
  test('shows the filled text first, and posts it when the advisor says so', async ({ db, world, max, conversation }) => {
    const number = await world.open();
    const seen = await max.command(`answer CB-${number} term`);
    expect(seen.text).toContain('Preview of “Term dates”');
    expect(seen.text).toContain(`Dear Ada, see CB-${number}.`);
    expect((await storedCase(db, number)).posts).toEqual([]);
    expect((await seen.press('Post')).text).toContain(`Posted to CB-${number}.`);
    expect((await conversation(number, 'contact')).join('\n')).toContain(`Dear Ada, see CB-${number}.`);
  });

  test('lets the advisor edit it first, as a post, a question or a resolution', async ({ db, world, max }) => {
    const number = await world.open();
    const seen = await max.command(`answer CB-${number} term`);
    const form = await seen.press('Ask');
    expect(form.reply).toMatchObject({ kind: 'form', form: { title: 'Ask the contact' } });
    await form.submit();
    expect(await storedCase(db, number)).toMatchObject({
      status: 'PendingCustomerInput',
      posts: [{ action: 'ask', body: `Dear Ada, see CB-${number}.` }],
    });
  });

  test('offers the answers without a name, and when several match', async ({ world, max }) => {
    const number = await world.open();
    const menu = await max.command(`answer CB-${number}`);
    expect((await menu.choose('Canned answer', 'Thanks (only you)')).text).toContain('Thank you.');
    expect((await max.command(`answer CB-${number} t`)).text).toContain('Several canned answers match “t”');
    expect((await max.command(`answer CB-${number} zebra`)).text).toContain("There's no canned answer with the name “zebra”.");
  });

  test('is an ordinary answer when a contact types it', async ({ db, world, ada }) => {
    const number = await world.open();
    await ada.says(`answer CB-${number} it works now`);
    expect((await storedCase(db, number)).posts).toMatchObject([{ body: 'it works now', kind: 'public' }]);
    expect((await ada.command('answers')).text).not.toContain('Term dates');
    expect((await ada.command('help answer')).text).not.toContain('canned');
  });
});

describe('the menu in a form', () => {
  test('fills in the text, which can be edited before it is sent', async ({ db, world, max }) => {
    const number = await world.open();
    const form = await (await max.command(`CB-${number}`)).press('Resolve');
    const id = (await db.prisma.cannedAnswer.findFirstOrThrow({ where: { name: 'Term dates' } })).id;
    const filled = await form.change({ canned: String(id) });
    const names = filled.reply.kind === 'form' ? filled.reply.form.fields : [];
    expect(names.find(({ kind }) => kind === 'paragraph')).toMatchObject({
      name: 'explanation-1',
      initial: `Dear Ada, see CB-${number}.`,
    });
    await filled.submit({ 'explanation-1': 'Dear Ada, it is fixed.' });
    expect((await storedCase(db, number)).posts).toMatchObject([{ action: 'resolve', body: 'Dear Ada, it is fixed.' }]);
  });

  test('adds to what was typed, and replaces an answer that was left as it is', async ({ db, world, max }) => {
    const number = await world.open();
    const ids = Object.fromEntries((await db.prisma.cannedAnswer.findMany()).map(({ id, name }) => [name, String(id)]));
    const textOf = (seen: { reply: unknown }) =>
      (seen.reply as { form: { fields: { kind: string; initial?: string }[] } }).form.fields.find(
        ({ kind }) => kind === 'paragraph',
      )?.initial;
    const form = await max.command(`post CB-${number}`);
    const first = await form.change({ canned: ids['Thanks'] ?? '' });
    expect(textOf(first)).toBe('Thank you.');
    const second = await first.change({ canned: ids['Term dates'] ?? '' });
    expect(textOf(second)).toBe(`Dear Ada, see CB-${number}.`);
    const third = await second.change({ canned: ids['Thanks'] ?? '', 'post-2': 'My own text.' });
    expect(textOf(third)).toBe('My own text.\n\nThank you.');
  });

  test('shows an answer before it is sent where the platform did not report the choice', async ({ db, world, max }) => {
    const number = await world.open();
    const id = (await db.prisma.cannedAnswer.findFirstOrThrow({ where: { name: 'Thanks' } })).id;
    const shown = await (await max.command(`ask CB-${number}`)).submit({ canned: String(id), question: 'Which one?' });
    expect(shown.reply).toMatchObject({ kind: 'form' });
    expect((await storedCase(db, number)).posts).toEqual([]);
    await shown.submit();
    expect((await storedCase(db, number)).posts).toMatchObject([{ body: 'Which one?\n\nThank you.' }]);
  });

  test('puts an error at the field that is shown', async ({ db, world, max }) => {
    const number = await world.open();
    const id = (await db.prisma.cannedAnswer.findFirstOrThrow({ where: { name: 'Thanks' } })).id;
    const filled = await (await max.command(`ask CB-${number}`)).change({ canned: String(id) });
    expect((await filled.submit({ 'question-1': ' ' })).mistakes).toEqual({ 'question-1': 'Enter a question.' });
  });

  test('is not offered to contacts', async ({ world, ada }) => {
    const number = await world.open();
    expect((await ada.command(`post CB-${number}`)).text).not.toContain('Canned answer');
  });
});
