// What a person must not see changes nothing they are shown, in whatever way they search: not a row, a count, a passage or a suggestion.
import { describe, expect } from 'vitest';
import { addNote } from '../../../src/usecases/cases/add-note.ts';
import { addPost } from '../../../src/usecases/cases/add-post.ts';
import { deletePost } from '../../../src/usecases/cases/delete-post.ts';
import { editPost } from '../../../src/usecases/cases/edit-post.ts';
import { similarCases } from '../../../src/usecases/search/similar-cases.ts';
import type { Person } from '../../../src/domain/person.ts';
import type { World } from '../../usecases/fixtures.ts';
import { test as it, type ScriptedUser, type Seen } from '../harness.ts';

const searches = [
  '', 'quetzal', 'quetzl', 'quet*', '"the quetzal"', '-quetzal', 'grade -quetzal', 'grade quetzal', 'grade sort:relevance', 'subject:quetzal',
  'quetzal sort:relevance', 'is:open quetzal', 'module:grade quetzal', 'sort:account', 'account:plainview', '-account:plainview',
  'contact:ada', 'contact:ada@plainview.example', '-contact:ada', 'has:incident', 'sla:none', 'modified:today', 'page:2', 'size:1 page:2',
]; // prettier-ignore

/** Everything a person is shown by a search for a case and its words, in every way there is. */
async function everything(user: ScriptedUser, number: number): Promise<string[]> {
  const ways: (() => Promise<Seen>)[] = [
    ...searches.map((text) => () => user.command(`search ${text}`)),
    // what the buttons of an advisor's card carry
    ...searches.map((text) => () => user.press('page', `${text} size:40`)),
    ...searches.map((text) => () => user.press('filter', text)),
    ...['', `CB-${number}`, 'quetzal', 'qu', '-quetzal', `CB-${number} quetzal`].map(
      (text) => () => user.does({ kind: 'search', text, page: 1 }),
    ),
    ...['quetzal', 'quetzl', '-quetzal', 'grade', 'page:2 grade'].map(
      (text) => () => user.command(`search CB-${number} ${text}`),
    ),
    () => user.command(`search ${number}`),
    () => user.command(`search number:${number} quetzal`),
    () => user.press('page', `CB-${number} quetzal page:1`),
    () => user.press('search-feed', String(number)),
    () => user.press('view-at', `${number} 1`),
    () => user.press('similar', String(number)),
    () => user.press('queue', ''),
    () => user.press('queue-page', '1'),
    () => user.home(),
  ];
  const shown: string[] = [];
  for (const way of ways) shown.push((await way()).text);
  return shown;
}

/** What is offered to somebody who files a case about the same. */
const similarFor = async ({ services }: World, person: Person) =>
  (
    await similarCases(services, person, {
      subject: 'Quetzal export',
      description: 'The quetzal page of the grade book is empty',
    })
  ).cases;

describe('a contact', () => {
  it('is shown the same whether or not an internal note says something', async ({ world, ada, rita }) => {
    const { services, max, request } = world;
    const number = await world.open({ subject: 'Grade Book export' });
    await world.open({ subject: 'Another grade' });
    await addPost(services, world.ada, { number, text: 'The grade book export stops' }, request());
    const before = [await everything(ada, number), await everything(rita, number), await similarFor(world, world.ada)];
    await addNote(services, max, { number, text: 'The quetzal of the grade book caused it' }, request());
    expect([await everything(ada, number), await everything(rita, number), await similarFor(world, world.ada)]).toEqual(before);
  });

  it('is shown the same whether or not another account has a case', async ({ world, rosa }) => {
    const { services, max, request } = world;
    const next = (await world.open({ subject: 'The one before' })) + 1;
    const before = [await everything(rosa, next), await similarFor(world, world.rosa)];
    const number = await world.open({ subject: 'Quetzal export', description: 'The quetzal page of the grade book is empty' });
    expect(number).toBe(next);
    await addPost(services, world.ada, { number, text: 'The quetzal again' }, request());
    await addNote(services, max, { number, text: 'The quetzal caused it' }, request());
    expect([await everything(rosa, number), await similarFor(world, world.rosa)]).toEqual(before);
  });

  it('is shown what the account has that they belong to now', async ({ world, rosa, db }) => {
    const number = await world.open({ subject: 'Axolotl of Plainview' });
    const move = (accountId: number) => db.prisma.person.update({ where: { id: world.rosa.id }, data: { accountId } });
    const before = await everything(rosa, number);
    await move(world.ada.accountId);
    expect((await rosa.command('search axolotl')).text).toContain('Axolotl of Plainview');
    expect((await rosa.command('search axolotel')).text).toContain('Did you mean “axolotl”');
    await move(world.rosa.accountId);
    expect(await everything(rosa, number)).toEqual(before);
    expect((await rosa.command('search axolotel')).text).not.toContain('Did you mean');
  });

  it('no longer finds what was deleted, or said before an edit', async ({ world, ada, max, db }) => {
    const { services, request } = world;
    const number = await world.open({ subject: 'Two posts' });
    const typed = { platform: 'slack' as const, workspaceId: 'T0PLAIN', channelId: 'D0ADA', messageId: '9.1' };
    await addPost(services, world.ada, { number, text: 'A pangolin came' }, request(typed));
    await addPost(services, world.ada, { number, text: 'An echidna came' }, request());
    const echidna = await db.prisma.post.findFirstOrThrow({ where: { body: 'An echidna came' } });
    for (const word of ['pangolin', 'echidna', 'pangolen', 'echidnas'])
      expect((await ada.command(`search ${word}`)).text).toMatch(/1 case|Did you mean “pangolin”/);
    await editPost(services, world.ada, typed, 'A wombat came', request().idempotencyKey);
    await deletePost(services, world.ada, echidna.id, request().idempotencyKey);
    for (const user of [ada, max])
      for (const word of [
        'pangolin',
        'echidna',
        'pangolen',
        'echidnas',
        'pango*',
        `CB-${number} pangolin`,
        `CB-${number} echidna`,
      ])
        expect((await user.command(`search ${word}`)).text).not.toMatch(/1 case|1 match|Did you mean|came/);
    expect((await ada.command('search wombat')).text).toContain('1 case');
  });
});
