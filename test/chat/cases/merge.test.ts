import { expect } from 'vitest';
import { test } from '../harness.ts';

test('a duplicate is merged by command, shown to its contact, and given back', async ({ world, max, ada }) => {
  const into = await world.open({ subject: 'Original' });
  const number = await world.open({ subject: 'Again' });
  const merged = await max.command(`merge CB-${number} into CB-${into}`);
  expect(merged.text).toContain(`CB-${number} is merged into CB-${into}.`);
  expect((await ada.command(`CB-${number}`)).text).toContain(`Closed (Duplicate of CB-${into}).`);
  const seen = await ada.command(`CB-${into}`);
  expect(seen.text).toContain('Merged a duplicate into this case:');
  expect((await merged.press('Undo')).text).toContain(`CB-${number} is a case of its own again.`);
  expect((await ada.command(`CB-${number}`)).text).toContain('Status: New');
});

test('a merge is refused at its field', async ({ world, max }) => {
  const number = await world.open();
  const form = await (await max.command(`CB-${number}`)).choose('More', 'Merge');
  expect((await form.submit({ into: 'the other' })).mistakes['into']).toBe('Enter the number of the other case, such as CB-123.');
  expect((await form.submit({ into: `CB-${number}` })).mistakes['into']).toBe('Enter the number of the other case.');
});
