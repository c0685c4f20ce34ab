// What a search for words shows beside the cases: passages, the other order, the command that repeats it, and what was probably meant.
import { describe, expect } from 'vitest';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { parseQuery } from '../../../src/domain/search/parse-query.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { searchCases } from '../../../src/usecases/search/search-cases.ts';
import { markdownOfBold } from './bold.ts';
import { test as it } from '../harness.ts';

it.beforeAll(async ({ harness: { world } }) => {
  const { services, ada, max, request } = world;
  const number = await world.open({
    subject: 'Report cards are empty',
    description: `Since Monday. ${'Nothing helps. '.repeat(20)}The *grade book* shows last term.`,
  });
  await world.open({ subject: 'Late bus', description: 'The bus is late' });
  await addPost(services, ada, { number, text: 'A capybara, and more capybaras' }, request());
  await addNote(services, max, { number, text: 'An armadillo caused it' }, request());
});

const lines = (text: string): string[] => text.split('\n').filter((line) => line.startsWith('CB-'));

describe('a found case', () => {
  it('shows the passage that matched, cut between words, with the words marked', async ({ harness }) => {
    const seen = await harness.ada.command('search grade book');
    expect(seen.text).toContain('1 case');
    expect(markdownOfBold(seen.reply)).toMatch(/^….*helps\. The \*\*grade book\*\* shows last term\.$/);
    expect(markdownOfBold((await harness.ada.command('search capybara')).reply)).toMatch(
      /^A \*\*capybara\*\*, and more \*\*capybaras\*\*$/,
    );
  });

  it('shows advisors a passage of an internal note, and contacts nothing of it', async ({ harness }) => {
    const his = await harness.max.command('search armadillo');
    expect(markdownOfBold(his.reply)).toMatch(/^Internal note: An \*\*armadillo\*\* caused it$/);
    const hers = await harness.ada.command('search armadillo');
    expect(hers.text).toContain('0 cases');
    expect(hers.text).not.toMatch(/caused|Did you mean/);
    expect((await harness.ada.command('search armadilo')).text).not.toContain('Did you mean');
  });

  it('shows no passage in a list without words, or where the subject alone matches', async ({ harness }) => {
    for (const text of ['list', 'search status:new', 'search "report cards"']) {
      const { reply, text: shown } = await harness.ada.command(text);
      expect(shown).toContain('Report cards are empty');
      expect(markdownOfBold(reply)).not.toMatch(/capybara|Nothing helps|\*\*/);
    }
  });
});

describe('a search without results', () => {
  it('offers the search for the words that were probably meant, with the same filters', async ({ harness }) => {
    const seen = await harness.ada.command('search capibara status:new size:10');
    expect(seen.text).toContain('No cases found. Try fewer words or filters.\nDid you mean “capybara”?\n[Search for “capybara”]');
    const found = await seen.press('Search for “capybara”');
    expect(found.text).toContain('# Cases: capybara status:new\n1 case');
    expect(found.text).toContain('size:10');
  });

  it('suggests nothing from another account, or for words that exist', async ({ harness }) => {
    expect((await harness.rosa.command('search capibara')).text).not.toContain('Did you mean');
    expect((await harness.ada.command('search capybara status:closed')).text).not.toContain('Did you mean');
    expect((await harness.ada.command('search qqqqqqq')).text).not.toContain('Did you mean');
  });
});

describe('the order of results', () => {
  it('switches between last modified and relevance, and keeps the page size', async ({ harness }) => {
    const first = await harness.ada.command('search the size:10');
    expect(lines(first.text)).toHaveLength(2);
    const ranked = await first.press('Sort by relevance');
    expect(ranked.reply).toMatchObject({ kind: 'card', replace: true });
    expect(ranked.text).toContain('[Sort by: Relevance] ');
    expect(ranked.text).toContain('sort:relevance-desc size:10');
    const newest = await ranked.press('Sort by last modified');
    expect(newest.text).toContain('[Sort by: Last modified ↓]');
    expect(newest.text).toContain('[Sort by relevance]');
  });

  it('is not offered without words, or for a single case', async ({ harness }) => {
    for (const text of ['list', 'search status:new', 'search capybara'])
      expect((await harness.ada.command(text)).text).not.toContain('[Sort by relevance]');
  });
});

describe('the command that repeats a search', () => {
  it.for([
    ['search attend* -fees status:pending sort:priority', 'search attend* -fees status:pending sort:priority-desc'],
    ['search "grade book" size:40', 'search "grade book" size:40'],
    ['search a`b c``', 'search a`b c``'],
    ['mine priority:high', 'search is:mine priority:high is:open'],
  ] as const)('can be copied and finds the same: %s', async ([typed, written], { harness }) => {
    const seen = await harness.ada.command(typed);
    const [, fence = '', command = ''] = /Search again: (`+) ?(.*?) ?\1$/m.exec(seen.text) ?? [];
    expect(command).toBe(written);
    expect(command.match(/`+/g) ?? []).not.toContain(fence);
    expect((await harness.ada.command(command)).text).toBe(seen.text);
  });

  it('is left out where it would say nothing', async ({ harness }) => {
    expect((await harness.ada.command('list')).text).not.toContain('Search again');
  });
});

describe('a search at its limits', () => {
  it('tells the person that it was too broad, or that others are running, and what to do', async ({ harness, db }) => {
    const { services, ada } = harness.world;
    const client = await db.pool.connect();
    await client.query('begin; lock table search_document in access exclusive mode');
    const query = parseQuery('walrus', services.settings);
    // the server ends a statement after as long as Ada's own search waits, so two more wait for the turns that are free then
    const running = Promise.allSettled([1, 2, 3, 4].map(() => searchCases(services, ada, query, 'UTC', { limitMs: 60_000 })));
    try {
      const [hers, bens, form, box] = await Promise.all([
        harness.ada.command('search walrus'),
        harness.ben.command('search walrus'),
        (await harness.rita.press('filter', '')).submit({ words: 'walrus' }),
        harness.max.does({ kind: 'search', text: 'walrus', page: 1 }),
      ]);
      const narrow = 'Narrow it by is:open, a module, a time such as opened:<30d or another word.';
      const broad = `This search is too broad to finish in time.\n${narrow}`;
      expect(hers?.text).toBe('Other searches are still running.\nTry again in a few seconds.');
      expect(bens?.text).toBe(broad);
      expect(form?.text).toBe(broad);
      expect(box?.text).toBe(broad.replace('\n', ' '));
    } finally {
      await client.query('rollback');
      client.release();
      await running;
    }
  });
});
