import { expect } from 'vitest';
import type { Person } from '../../../src/domain/person.ts';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { parseQuery } from '../../../src/domain/search/parse-query.ts';
import { readPassages } from '../../../src/usecases/search/read-passages.ts';
import { test as base } from './fixtures.ts';

const it = base.extend('passage', { scope: 'file' }, ({ services }) => async (actor: Person, number: number, text: string) => {
  const found = await readPassages(services, actor, [number], parseQuery(text, services.settings).words);
  const passage = found.get(number);
  return passage && { text: passage.text, marked: passage.marks.map(({ start, end }) => passage.text.slice(start, end)), isNote: passage.isNote };
}); // prettier-ignore

it('shows the sentence of the description, or of the newest post, with the matching words marked', async ({
  ada, open, passage, services, request,
}) => {
  const number = await open({ subject: 'Walrus', description: 'The **narwhal** swims' });
  await addPost(services, ada, { number, text: 'An older flamingo' }, request());
  await addPost(services, ada, { number, text: 'Two flamingos, newer' }, request());
  expect(await passage(ada, number, 'narwhals')).toEqual({ text: 'The narwhal swims', marked: ['narwhal'], isNote: false });
  expect(await passage(ada, number, 'flamingo')).toEqual({ text: 'Two flamingos, newer', marked: ['flamingos'], isNote: false });
  expect(await passage(ada, number, 'walrus')).toBeUndefined();
  expect(await passage(ada, number, 'is:open')).toBeUndefined();
}); // prettier-ignore

it('shows a passage of a note to advisors only, and none of another account', async ({
  ada,
  rosa,
  max,
  open,
  passage,
  services,
  request,
}) => {
  const number = await open({ description: 'A pelican' });
  await addNote(services, max, { number, text: 'The capybara' }, request());
  expect(await passage(max, number, 'capybara')).toEqual({ text: 'The capybara', marked: ['capybara'], isNote: true });
  expect(await passage(ada, number, 'capybara')).toBeUndefined();
  expect(await passage(rosa, number, 'pelican')).toBeUndefined();
});
