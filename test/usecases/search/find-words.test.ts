// What people find by words, of every kind that public bug reports name (S1 to S10).
import { describe, expect } from 'vitest';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { claimCase } from '../../../src/usecases/cases/claim-case.ts';
import { deletePost } from '../../../src/usecases/cases/delete-post.ts';
import { editPost } from '../../../src/usecases/cases/edit-post.ts';
import { test as it } from './fixtures.ts';

it.beforeAll(async ({ open }) => {
  const file = (subject: string, description = 'Please help.') => open({ subject, description });
  await file('The “Attendance/behavior” report', 'Nobody’s rows are in roster.csv — see https://grades.example.org/x?id=7…');
  await file('Rollover of SY26-27 for K-12', 'The login fails with TypeError:undefined after the upgrade.');
  await file('IT rooms need an A+ grade scale', 'Quizzes of the children');
  await file('Bus routes for Müller and Mun\u0303oz', 'will it work');
  await file('Gradebook export', '**Bold**ly hidden `code_word` and [a link](https://docs.example.com/help)');
  await file('Log in to the grade book', 'No rest');
});

describe('words', () => {
  it.for([
    ['attendance', 'The “Attendance/behavior” report'],
    ['behavior', 'The “Attendance/behavior” report'],
    ['"attendance behavior"', 'The “Attendance/behavior” report'],
    ['roster', 'The “Attendance/behavior” report'],
    ['roster.csv', 'The “Attendance/behavior” report'],
    ['grades.example.org', 'The “Attendance/behavior” report'],
    ['https://grades.example.org/x?id=7', 'The “Attendance/behavior” report'],
    ["nobody's rows", 'The “Attendance/behavior” report'],
    ['27', 'Rollover of SY26-27 for K-12'],
    ['SY26-27', 'Rollover of SY26-27 for K-12'],
    ['K12', 'Rollover of SY26-27 for K-12'],
    ['k-12', 'Rollover of SY26-27 for K-12'],
    ['TypeError:undefined', 'Rollover of SY26-27 for K-12'],
    ['A+', 'IT rooms need an A+ grade scale'],
    ['quiz', 'IT rooms need an A+ grade scale'],
    ['child', 'IT rooms need an A+ grade scale'],
    ['muller', 'Bus routes for Müller and Mun\u0303oz'],
    ['MUÑOZ', 'Bus routes for Müller and Mun\u0303oz'],
    ['buses', 'Bus routes for Müller and Mun\u0303oz'],
    ['boldly', 'Gradebook export'],
    ['code_word', 'Gradebook export'],
  ] as const)('finds the one case that has %s', async ([words, subject], { ada, find }) => {
    expect(await find(ada, words)).toEqual([subject]);
  });

  it('finds words that are written together or apart', async ({ ada, find }) => {
    const both = ['Log in to the grade book', 'Gradebook export'];
    expect(await find(ada, 'gradebook')).toEqual(both);
    expect(await find(ada, 'grade book')).toEqual(both);
    expect(await find(ada, 'login')).toEqual(['Log in to the grade book', 'Rollover of SY26-27 for K-12']);
  });

  it('finds a stop word that is all there is to search for', async ({ ada, find }) => {
    expect(await find(ada, 'IT')).toEqual(['Bus routes for Müller and Mun\u0303oz', 'IT rooms need an A+ grade scale']);
    expect(await find(ada, 'will')).toEqual(['Bus routes for Müller and Mun\u0303oz']);
  });

  it('excludes cases with a word', async ({ ada, find }) => {
    expect(await find(ada, 'grade -gradebook -log -roster')).toEqual(['IT rooms need an A+ grade scale']);
  });

  it('finds a case by its number however it is typed, before cases that mention the number', async ({ ada, open, find }) => {
    const number = await open({ subject: 'The numbered one' });
    await open({ subject: 'Mentions it', description: `See CB-${number}.` });
    for (const text of [`CB-${number}`, `CB ${number}`, `CB–${number}`, `CB-${number}.`])
      expect(await find(ada, text)).toEqual(['The numbered one']);
    expect(await find(ada, String(number))).toEqual(['The numbered one', 'Mentions it']);
  });

  it('searches for a pasted error message of many words', async ({ ada, open, find }) => {
    const message = 'Error: the export of term grades could not be finished because the server closed the connection early';
    await open({ subject: 'Export stops', description: `It says:\n\n${message}` });
    expect(await find(ada, message)).toEqual(['Export stops']);
  });

  it('orders by relevance: the subject before the description before posts', async ({ ada, open, find, services, request }) => {
    const number = await open({ subject: 'Third' });
    await addPost(services, ada, { number, text: 'The zebra again' }, request());
    await open({ subject: 'First zebra' });
    await open({ subject: 'Second', description: 'A zebra' });
    await open({ subject: 'Fourth', description: 'No such animal' });
    expect(await find(ada, 'zebra sort:relevance')).toEqual(['First zebra', 'Second', 'Third']);
  });
});

describe('the index', () => {
  it('finds a post at once, its new text after an edit, and nothing after it was deleted', async ({
    ada, open, find, services, request, db,
  }) => {
    const subject = 'Posts are searched';
    const number = await open({ subject });
    const typed = { platform: 'slack' as const, workspaceId: 'T0PLAIN', channelId: 'D0ADA', messageId: '1.1' };
    await addPost(services, ada, { number, text: 'The flamingo is **pink**' }, request(typed));
    expect(await find(ada, 'flamingo pink')).toEqual([subject]);
    await editPost(services, ada, typed, 'The pelican', request().idempotencyKey);
    expect(await find(ada, 'flamingo')).toEqual([]);
    expect(await find(ada, 'pelican')).toEqual([subject]);
    const post = await db.prisma.post.findFirstOrThrow({ where: { case: { number } } });
    await deletePost(services, ada, post.id, request().idempotencyKey);
    expect(await find(ada, 'pelican')).toEqual([]);
  }); // prettier-ignore

  it('finds words of different posts of a case together', async ({ ada, open, find, services, request }) => {
    const number = await open({ subject: 'Two posts' });
    await addPost(services, ada, { number, text: 'The narwhal' }, request());
    await addPost(services, ada, { number, text: 'The walrus' }, request());
    expect(await find(ada, 'narwhal walrus')).toEqual(['Two posts']);
    expect(await find(ada, '"narwhal the walrus"')).toEqual([]);
  });

  it('keeps fixed phrases of the product out', async ({ ada, max, open, find, services, request }) => {
    const number = await open({ subject: 'Claimed' });
    await claimCase(services, max, number, request());
    expect(await find(ada, '"is working on this"')).toEqual([]);
  });
});

describe('isolation', () => {
  it('never finds a case of another account, not even by its number or by relevance', async ({ rosa, max, open, find }) => {
    const number = await open({ subject: 'A secret armadillo' });
    for (const text of ['armadillo', 'armadillo sort:relevance', String(number), `CB-${number}`, 'subject:armadillo', 'arma*'])
      expect(await find(rosa, text)).toEqual([]);
    expect(await find(max, 'armadillo')).toEqual(['A secret armadillo']);
  });

  it('never finds a case by an internal note for a contact, and does for an advisor', async ({
    ada, max, open, search, find, services, request,
  }) => {
    const subject = 'Has a note about axolotls';
    const number = await open({ subject });
    await addNote(services, max, { number, text: 'The capybara caused it' }, request());
    for (const text of ['capybara', 'capybara axolotl', 'capy*', '"the capybara"', `capybara is:open`])
      expect(await search(ada, text)).toMatchObject({ total: 0, rows: [] });
    // an excluded word says nothing about notes
    expect(await find(ada, 'axolotl -capybara')).toEqual([subject]);
    expect(await find(max, 'capybara axolotl')).toEqual([subject]);
    expect(await find(max, 'axolotl -capybara')).toEqual([]);
  }); // prettier-ignore

  it('does not take a typed sign for the account or the files of the index', async ({ rosa, find, ada }) => {
    expect(await find(rosa, `§${ada.accountId}`)).toEqual([]);
    expect(await find(rosa, '§file')).toEqual([]);
  });
});
