import { expect } from 'vitest';
import { test } from '../harness.ts';

test('names everything that is missing at once', async ({ max, world }) => {
  const number = await world.open();
  await max.command(`claim CB-${number}`);
  const form = await max.command('handover');
  expect((await form.submit({ reason: ' ' })).mistakes).toEqual({
    to: 'Choose an active advisor or the queue.',
    reason: 'Enter a reason.',
  });
  expect((await form.submit({ to: 'queue', reason: 'Vacation' })).text).toContain(
    'Moved 1 open case from Max Reyes to the queue.',
  );
});
