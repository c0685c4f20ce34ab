import { describe, expect } from 'vitest';
import type { Person } from '../../../src/domain/person.ts';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { deletePost } from '../../../src/usecases/cases/delete-post.ts';
import { parseQuery } from '../../../src/domain/search/parse-query.ts';
import { searchFeed } from '../../../src/usecases/search/search-feed.ts';
import { suggestWords } from '../../../src/usecases/search/suggest-words.ts';
import { test as base } from './fixtures.ts';

const it = base
  .extend('feed', { scope: 'file' }, ({ services }) => async (actor: Person, number: number, text: string, page?: number) => {
    const { words } = parseQuery(text, services.settings);
    const result = await searchFeed(services, actor, number, words, page);
    return { ...result, posts: result.entries.map((entry) => (entry.kind === 'filing' ? entry.kind : entry.body)) };
  })
  .extend('suggest', { scope: 'file' }, ({ services }) => (actor: Person, text: string) =>
    suggestWords(services, actor, parseQuery(text, services.settings).words),
  ); // prettier-ignore

describe('a search of one feed', () => {
  it('finds posts newest first, by any form of a word, without deleted ones', async ({ ada, max, open, feed, services, request, db }) => {
    const number = await open({ subject: 'Feed' });
    for (const text of ['A **narwhal** sleeps', 'Nothing', 'Two narwhals', 'Narwhal, deleted']) await addPost(services, ada, { number, text }, request());
    await addNote(services, max, { number, text: 'A narwhal in a note' }, request());
    const deleted = await db.prisma.post.findFirstOrThrow({ where: { body: 'Narwhal, deleted' } });
    await deletePost(services, ada, deleted.id, request().idempotencyKey);
    expect(await feed(ada, number, 'narwhal')).toMatchObject({ total: 2, posts: ['Two narwhals', 'A **narwhal** sleeps'] });
    expect(await feed(max, number, 'narwhal')).toMatchObject({ total: 3, posts: ['A narwhal in a note', 'Two narwhals', 'A **narwhal** sleeps'] });
    expect(await feed(max, number, 'narwhal -note')).toMatchObject({ total: 2 });
    expect(await feed(ada, number, 'penguin')).toMatchObject({ total: 0, posts: [], page: 1, pages: 1 });
  }); // prettier-ignore

  it('turns pages, and shows the last one for a page beyond the end', async ({ ada, open, feed, services, request }) => {
    const number = await open({ subject: 'Long feed' });
    for (let n = 1; n <= 12; n += 1) await addPost(services, ada, { number, text: `Narwhal ${n}` }, request());
    expect(await feed(ada, number, 'narwhal')).toMatchObject({ total: 12, pages: 2, posts: { 0: 'Narwhal 12', 9: 'Narwhal 3' } });
    expect(await feed(ada, number, 'narwhal', 9)).toMatchObject({ page: 2, posts: ['Narwhal 2', 'Narwhal 1'] });
  }); // prettier-ignore

  it('finds what the case was opened with as its oldest entry, also by words of several texts', async ({ ada, open, feed, services, request }) => {
    const number = await open({
      description: 'The **flamingos** are gone', replicationSteps: 'Open the zoo', expected: 'Pink birds', actual: 'Gray birds', environment: 'Staging', impact: 'Nobody laughs',
    });
    await addPost(services, ada, { number, text: 'One flamingo came back' }, request());
    expect(await feed(ada, number, 'flamingo')).toMatchObject({ total: 2, posts: ['One flamingo came back', 'filing'] });
    for (const words of ['zoo', 'pink', 'gray', 'staging', 'laughs', 'flamingo zoo nobody']) expect(await feed(ada, number, words)).toMatchObject({ total: 1, posts: ['filing'] });
    expect(await feed(ada, number, '"gone open"')).toMatchObject({ total: 0 });
    for (let n = 1; n <= 10; n += 1) await addPost(services, ada, { number, text: `Flamingo ${n}` }, request());
    expect(await feed(ada, number, 'flamingo', 2)).toMatchObject({ total: 12, posts: ['One flamingo came back', 'filing'] });
  }); // prettier-ignore

  it('knows no case of another account', async ({ rosa, open, feed }) => {
    await expect(feed(rosa, await open(), 'grade')).rejects.toMatchObject({ code: 'unknown-case' });
  });
});

describe('a suggestion', () => {
  it('is a word of a subject, a description or a post, spelled like the one that found nothing', async ({
    ada, open, suggest, services, request,
  }) => {
    const number = await open({ subject: 'Attendance is wrong', description: 'The transcript is empty' });
    await addPost(services, ada, { number, text: 'Also the flamingo' }, request());
    expect(await suggest(ada, 'atendance')).toEqual([{ typed: 'atendance', meant: 'attendance' }]);
    expect(await suggest(ada, 'trancsript flaming')).toEqual([
      { typed: 'trancsript', meant: 'transcript' },
      { typed: 'flaming', meant: 'flamingo' },
    ]);
    expect(await suggest(ada, 'transcript zzzzzz')).toEqual([]);
  }); // prettier-ignore

  it('is not a word of an address behind a link or of a fixed phrase, which a search would not find', async ({
    ada, max, open, suggest, services, request,
  }) => {
    const number = await open({ subject: 'Help', description: 'See [this](https://docs.example.com/troubleshoot)' });
    await claimCase(services, max, number, request());
    expect(await suggest(ada, 'trubleshoot')).toEqual([]);
    expect(await suggest(ada, 'workin')).toEqual([]);
  }); // prettier-ignore

  it('never comes from another account or, for a contact, from an internal note', async ({
    ada, rosa, max, open, suggest, services, request,
  }) => {
    const number = await open({ subject: 'Armadillos' });
    await addNote(services, max, { number, text: 'The capybara' }, request());
    expect(await suggest(ada, 'capybera')).toEqual([]);
    expect(await suggest(rosa, 'armadilos')).toEqual([]);
    expect(await suggest(ada, 'armadilos')).toEqual([{ typed: 'armadilos', meant: 'armadillos' }]);
  }); // prettier-ignore
});
