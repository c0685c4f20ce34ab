import { describe, expect } from 'vitest';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { askContact } from '../../../src/usecases/cases/ask-contact.ts';
import { markdownOfBold } from './bold.ts';
import { test as base } from '../harness.ts';

/** A case with posts of both sides, and an internal note. */
const it = base.extend('number', { scope: 'file' }, async ({ world }) => {
  const number = await world.open({ subject: 'Report cards are empty' });
  const { services, ada, max, request } = world;
  await addPost(services, ada, { number, text: 'The **flamingo** page is empty' }, request());
  await addPost(services, ada, { number, text: 'Nothing else' }, request());
  await addPost(services, max, { number, text: `We found two flamingos. ${'And more. '.repeat(40)}` }, request());
  await addNote(services, max, { number, text: 'A flamingo in a note' }, request());
  return number;
});

const rows = (text: string): string[] => text.split('\n').filter((line) => line.includes('[View]'));

describe('a search of one feed', () => {
  it('shows a contact the posts that match, newest first, with author, time and the words marked', async ({
    harness,
    number,
  }) => {
    const seen = await harness.ada.command(`search CB-${number} flamingo`);
    expect(seen.text).toContain(`# Search in CB-${number}: flamingo\nReport cards are empty\n2 matches, newest first\n`);
    const [newest = '', oldest = '', ...others] = rows(seen.text);
    expect(others).toEqual([]);
    expect(newest).toMatch(/^Max Reyes · Campus Support.* · 2026-.*Z \| We found two flamingos\. .*…/);
    expect(oldest).toMatch(/^Ada Park · Contact.* \| The flamingo page is empty \| \[View\]$/);
    expect(markdownOfBold(seen.reply)).toContain('The **flamingo** page is empty');
    expect(seen.text).not.toContain('note');
    expect(seen.text).toContain(`> Search again: \`search CB-${number} flamingo\``);
  });

  it('says what was done with a text that is not a plain post', async ({ harness, world }) => {
    const number = await world.open({ subject: 'Asked' });
    await askContact(world.services, world.max, { number, question: 'Which walrus?' }, world.request());
    const [row] = rows((await harness.ada.command(`search CB-${number} walrus`)).text);
    expect(row).toMatch(/^Max Reyes asked · 2026-.* \| Which walrus\? \| \[View\]$/);
  });

  it('shows what the case was opened with as the entry of that time, with the words marked', async ({ harness, world }) => {
    const number = await world.open({ description: 'The **pelican** is late', impact: 'No lunch', actual: 'Nothing arrives' });
    await addPost(world.services, world.max, { number, text: 'A pelican was seen' }, world.request());
    const seen = await harness.ada.command(`search CB-${number} pelican`);
    expect(seen.text).toContain('2 matches, newest first');
    const [post, filing = ''] = rows(seen.text);
    expect(post).toContain('A pelican was seen');
    expect(filing).toMatch(/^Description · Ada Park · 2026-.*Z \| The pelican is late \| \[View\]$/);
    expect(markdownOfBold(seen.reply)).toContain('The **pelican** is late');
    expect(rows((await harness.ada.command(`search CB-${number} lunch`)).text)).toEqual([
      expect.stringMatching(/^Impact · Ada Park · .* \| No lunch \| /),
    ]);
    const both = await harness.ada.command(`search CB-${number} lunch pelican`);
    expect(rows(both.text)).toEqual([expect.stringMatching(/^Description · .* \| The pelican is late \| /)]);
  });

  it('finds internal notes for advisors only', async ({ harness, number }) => {
    const his = await harness.max.command(`search CB-${number} flamingo`);
    expect(his.text).toContain('3 matches, newest first');
    expect(rows(his.text)[0]).toMatch(/^Internal note · advisors only · Max Reyes/);
    const hers = await harness.ada.command(`search CB-${number} note`);
    expect(hers.text).toContain('0 matches\nNothing found in this feed. Try fewer words.');
    expect(rows(hers.text)).toEqual([]);
    expect((await hers.press('Search all cases')).text).toContain('# Cases: note');
  });

  it('is about the case that is named alone, and not for people of another account', async ({ harness, number }) => {
    const refused = `We couldn't find CB-${number}.`;
    expect((await harness.rosa.command(`search CB-${number} flamingo`)).text).toContain(refused);
    expect((await harness.rosa.press('search-feed', String(number))).text).toContain(refused);
    const form = await harness.ada.press('search-feed', String(number));
    if (form.reply.kind !== 'form') throw new Error(form.text);
    const { name, state } = form.reply.form;
    const submitted = { kind: 'form-submitted' as const, form: name, values: { text: 'flamingo' }, state: { ...state } };
    expect((await harness.rosa.does(submitted)).text).toContain(refused);
    expect((await harness.rosa.press('page', `CB-${number} flamingo page:1`)).text).toContain(refused);
  });

  it('opens the page of the feed that has the post', async ({ harness, world }) => {
    const number = await world.open({ subject: 'Long feed' });
    const { services, ada, max, request } = world;
    await addPost(services, ada, { number, text: 'The first narwhal' }, request());
    for (let n = 1; n <= 9; n += 1) await addPost(services, ada, { number, text: `Later ${n}` }, request());
    for (let n = 1; n <= 2; n += 1) await addNote(services, max, { number, text: `Note ${n}` }, request());
    const hers = await (await harness.ada.command(`search CB-${number} narwhal`)).press('View');
    expect(hers.text).toContain('10 entries, newest first');
    expect(hers.text).toContain('The first narwhal');
    const his = await (await harness.max.command(`search CB-${number} narwhal`)).press('View');
    expect(his.text).toContain('12 entries, newest first · page 2 of 2');
    expect(his.text).toContain('The first narwhal');
  });

  it('turns pages in the same message', async ({ harness, world }) => {
    const number = await world.open({ subject: 'Many posts' });
    for (let n = 1; n <= 12; n += 1)
      await addPost(world.services, world.ada, { number, text: `Narwhal "${n}"` }, world.request());
    const first = await harness.ada.command(`search CB-${number} narwhal`);
    expect(first.text).toContain('12 matches, newest first · page 1 of 2');
    expect(rows(first.text)).toHaveLength(10);
    const second = await first.press('Next page');
    expect(second.reply).toMatchObject({ kind: 'card', replace: true });
    expect(second.text).toContain('page 2 of 2');
    expect(rows(second.text)).toHaveLength(2);
    expect((await second.press('Previous page')).text).toContain('page 1 of 2');
  });

  it('shows the beginning of posts when words are only left out', async ({ harness, number }) => {
    const seen = await harness.ada.command(`search CB-${number} -flamingo`);
    expect(rows(seen.text)).toEqual([
      expect.stringContaining(' | Nothing else | [View]'),
      expect.stringMatching(/^Description · .* \| Teachers see last term\. \| \[View\]$/),
    ]);
  });

  it('suggests the word that was probably meant', async ({ harness, number }) => {
    const seen = await harness.ada.command(`search CB-${number} flamngo`);
    expect(seen.text).toContain('Did you mean “flamingo”?\n[Search for “flamingo”]');
    expect((await seen.press('Search for “flamingo”')).text).toContain('2 matches');
  });
});

describe('the button Search this feed', () => {
  it('asks for words and shows the result', async ({ harness, number }) => {
    const form = await (await harness.ada.command(`view CB-${number}`)).press('Search this feed');
    expect(form.text).toBe(`# Search this feed\nCB-${number} · Report cards are empty\nSearch for*: \n[Search]`);
    const found = await form.submit({ text: 'flamingo' });
    expect(found.reply.kind).toBe('done');
    expect(found.text).toContain('2 matches, newest first');
    expect((await found.press('Search this feed')).text).toContain('# Search this feed');
    expect((await found.press('View case')).text).toContain('# CB-');
  });

  it('is missing on a case without activity', async ({ harness, world }) => {
    const seen = await harness.ada.command(`view CB-${await world.open()}`);
    expect(seen.text).toContain('No activity yet');
    expect(seen.text).not.toContain('Search this feed');
  });

  it.for([
    ['status:closed', '0 matches'],
    ['status:sideways', '0 matches'],
    ['CB-99 flamingo', '0 matches'],
    ['"flamingo page"', '1 match'],
    ['page:7', '0 matches'],
  ] as const)('takes everything for text: %s', async ([words, count], { harness, number }) => {
    const form = await harness.ada.press('search-feed', String(number));
    const found = await form.submit({ text: words });
    expect(found.text).toContain(`# Search in CB-${number}: `);
    expect(found.text).toContain(`\n${count}`);
  });

  it('asks for a word when nothing can be searched for', async ({ harness, number }) => {
    const form = await harness.ada.press('search-feed', String(number));
    for (const words of ['', ' ', '%', '"'])
      expect((await form.submit({ text: words })).mistakes).toEqual({ text: 'Enter a word to search for.' });
  });
});
