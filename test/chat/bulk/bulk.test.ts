import { describe, expect } from 'vitest';
import { storedCase } from '../../usecases/fixtures.ts';
import { test } from '../harness.ts';

describe('several cases', () => {
  test('are chosen from the page of a list, previewed, changed and undone', async ({ db, world, max }) => {
    const one = await world.open({ subject: 'Bulk one' });
    const two = await world.open({ subject: 'Bulk two' });
    const form = await (await max.command('search bulk')).press('Several cases');
    expect(form.text).toContain('Nothing changes before you have seen a preview.');
    const details = await form.submit({ cases: `${one}\n${two}`, do: 'assign' });
    expect(details.text).toContain('2 cases chosen');
    const preview = await details.submit({ advisor: String(world.tia.id) });
    expect(preview.text).toContain('Assign 2 cases to Tia Holm.');
    expect(preview.text).toContain(`CB-${two} · Bulk two · Plainview School District`);
    const result = await preview.submit();
    expect(result.text).toContain('2 of 2 cases done.');
    expect((await storedCase(db, one)).advisorId).toBe(world.tia.id);
    const undone = await (await result.press('Undo')).press('Undo');
    expect(undone.text).toContain('Take 2 cases back from Tia Holm');
    expect((await storedCase(db, one)).advisorId).toBeNull();
  });

  test('are chosen from the queue, and the last result is found again', async ({ world, max }) => {
    const number = await world.open({ subject: 'From the queue' });
    const form = await (await max.command('queue')).press('Several cases');
    const preview = await (
      await form.submit({ cases: String(number), do: 'close' })
    ).submit({ reason: 'Withdrawn', comment: 'Gone.' });
    expect(preview.text).toContain('Close 1 case (Withdrawn).');
    await preview.submit();
    const again = await max.command('bulk from the queue');
    expect((await again.press('Result of the last one')).text).toContain('1 of 1 case done.');
  });

  test('are refused at the field', async ({ world, max }) => {
    const number = await world.open({ subject: 'Refused' });
    const form = await max.command('bulk refused');
    expect((await form.submit({ do: 'close' })).mistakes).toEqual({ cases: 'Choose at least one case.' });
    expect((await form.submit({ cases: String(number) })).mistakes).toEqual({ do: 'Choose what to do.' });
    expect((await form.submit({ cases: String(number), do: 'link' })).mistakes).toEqual({ do: 'No incident is open right now.' });
    expect((await form.submit({ cases: '999999', do: 'close' })).mistakes).toEqual({ cases: 'Choose at least one case.' });
    expect((await max.command('bulk zebrafish')).text).toContain('There are no cases to choose from.');
  });

  test('are not offered to contacts', async ({ world, ada }) => {
    await world.open({ subject: 'Not theirs' });
    expect((await ada.command('list')).text).not.toContain('Several cases');
    expect((await ada.command('bulk')).text).toContain("isn't one of your commands.");
  });
});
