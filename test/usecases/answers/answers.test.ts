import { describe, expect } from 'vitest';
import { answersNamed, listAnswers, readAnswer } from '../../../src/usecases/answers/read-answers.ts';
import { fillAnswer } from '../../../src/usecases/answers/fill-answer.ts';
import { addAnswer, changeAnswer, deleteAnswer } from '../../../src/usecases/answers/save-answer.ts';
import { viewCase } from '../../../src/usecases/cases/view-case.ts';
import type { Advisor } from '../../../src/domain/person.ts';
import { isolatedTest as test, type World } from '../fixtures.ts';

const lead = ({ max }: World): Advisor => ({ ...max, lead: true });

async function add(world: World, advisor: Advisor, name: string, shared = false, text = `The text of ${name}.`): Promise<number> {
  const added = await addAnswer(world.services, advisor, { name, text, shared }, world.request());
  if (added === 'repeat') throw new Error('a new answer was taken for a repeat');
  return added.id;
}

const namesFor = async (world: World, advisor: Advisor, text = '') =>
  (await listAnswers(world.services, advisor, text, 1)).answers.map(({ name }) => name);

describe('canned answers', () => {
  test('an advisor sees the shared ones and their own, but not those of a colleague', async ({ world }) => {
    await add(world, lead(world), 'Shared', true);
    const own = await add(world, world.max, 'Of Max');
    await add(world, world.tia, 'Of Tia');
    expect(await namesFor(world, world.max)).toEqual(['Of Max', 'Shared']);
    await expect(readAnswer(world.services, world.tia, own)).rejects.toMatchObject({ code: 'unknown-answer' });
    await expect(deleteAnswer(world.services, lead({ ...world, max: world.tia }), own, world.request())).rejects.toMatchObject({
      code: 'unknown-answer',
    });
  });

  test('only leads add, change and delete shared ones', async ({ world }) => {
    const { services, max, request } = world;
    await expect(addAnswer(services, max, { name: 'x', text: 'y', shared: true }, request())).rejects.toMatchObject({
      code: 'not-allowed',
    });
    const id = await add(world, lead(world), 'Shared', true);
    await expect(changeAnswer(services, max, { id, name: 'x', text: 'y' }, request())).rejects.toMatchObject({
      code: 'not-allowed',
    });
    await expect(deleteAnswer(services, max, id, request())).rejects.toMatchObject({ code: 'not-allowed' });
    await changeAnswer(services, lead(world), { id, name: 'Renamed', text: 'Other.' }, request());
    expect(await readAnswer(services, max, id)).toMatchObject({ name: 'Renamed', text: 'Other.', updatedByName: 'Max Reyes' });
    await deleteAnswer(services, lead(world), id, request());
    expect(await namesFor(world, max)).toEqual([]);
  });

  test('a name exists once for everyone and once for each advisor, in any letter case', async ({ world }) => {
    const { services, max, tia, request } = world;
    await add(world, lead(world), 'Hello', true);
    await add(world, max, 'hello');
    await add(world, tia, 'HELLO');
    await expect(addAnswer(services, max, { name: 'Hello', text: 'x', shared: false }, request())).rejects.toMatchObject({
      code: 'name-taken',
      fields: { name: 'There is already an answer with the name “hello”. Choose another name.' },
    });
    const found = await answersNamed(services, max, 'hello', 10);
    expect(found).toMatchObject([{ name: 'hello', shared: false }]);
  });

  test('the same request adds an answer once', async ({ world }) => {
    const request = world.request();
    const input = { name: 'Once', text: 'Once.', shared: false };
    await addAnswer(world.services, world.max, input, request);
    expect(await addAnswer(world.services, world.max, input, request)).toBe('repeat');
    expect(await namesFor(world, world.max)).toEqual(['Once']);
  });

  test('an unknown placeholder is refused with the list of the known ones, and nothing is stored', async ({ world }) => {
    const input = { name: 'Bad', text: 'Dear {{contact.nickname}}', shared: false };
    const refused = await addAnswer(world.services, world.max, input, world.request()).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'unknown-placeholder' });
    expect((refused as { fields: { text: string } }).fields.text).toContain("“{{contact.nickname}}” isn't a placeholder.");
    expect((refused as { fields: { text: string } }).fields.text).toContain('{{contact.first_name}} {{contact.name}}');
    expect(await namesFor(world, world.max)).toEqual([]);
  });

  test.for(['', '   '])('the name %j is refused', async (name, { world }) => {
    const refused = addAnswer(world.services, world.max, { name, text: 'x', shared: false }, world.request());
    await expect(refused).rejects.toMatchObject({ code: 'empty', fields: { name: 'Enter a name.' } });
  });

  test('a search reads names and texts, and pages', async ({ world }) => {
    const { services, max } = world;
    for (let n = 1; n <= 23; n++)
      await add(world, max, `Answer ${String(n).padStart(2, '0')}`, false, n === 5 ? 'Reset the password.' : 'x');
    expect(await namesFor(world, max, 'PASSWORD')).toEqual(['Answer 05']);
    const last = await listAnswers(services, max, '', 9);
    expect(last).toMatchObject({ total: 23, page: 2, pages: 2 });
    expect(last.answers.map(({ name }) => name)).toEqual(['Answer 21', 'Answer 22', 'Answer 23']);
  });

  test('a name is found by its beginning, then by a part of it', async ({ world }) => {
    const { services, max } = world;
    await add(world, max, 'Term dates');
    await add(world, max, 'Long term');
    const named = async (name: string) => (await answersNamed(services, max, name, 10)).map((one) => one.name);
    expect(await named('term')).toEqual(['Term dates']);
    expect(await named('er')).toEqual(['Long term', 'Term dates']);
    expect(await named('nothing')).toEqual([]);
  });

  test('placeholders are filled for the case and its sender, and values are text', async ({ world }) => {
    const { services, max } = world;
    const number = await world.open({ subject: '**Loud** <!channel> @here' });
    const { case: shown } = await viewCase(services, max, number);
    const text =
      'Dear {{contact.first_name}}, {{case.number}} “{{case.subject}}” ({{case.module}}, {{case.status}}). {{advisor.first_name}}, {{support.name}}';
    expect(fillAnswer(services, text, shown, max)).toBe(
      `Dear Ada, CB-${number} “\\*\\*Loud\\*\\* \\<!channel> @here” (Grade Book, New). Max, Campus Support`,
    );
  });
});
