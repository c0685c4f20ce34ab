// How a contact closes a case: with a reason, or by confirming a resolution, but never with both on one card.
import { expect } from 'vitest';
import { resolveCase } from '../../../src/usecases/cases/resolve-case.ts';
import { test } from '../harness.ts';

test('an open case is closed with a reason', async ({ world, ada }) => {
  const number = await world.open();
  const seen = await ada.command(`CB-${number}`);
  expect(seen.text).toContain('[Close case]');
  expect(seen.text).not.toContain('[Yes, close case]');
});

test('a resolution is confirmed, and there is no second way to close', async ({ world, ada, max, card }) => {
  const number = await world.open();
  await resolveCase(world.services, world.max, { number, explanation: 'A new term.' }, world.request());
  const seen = await ada.command(`CB-${number}`);
  expect(seen.text).toContain('[Yes, close case] [No, still happening] [Post]');
  expect(seen.text).not.toContain('[Close case]');
  const labels = (await card(number, 'contact')).elements.flatMap((one) => (one.kind === 'actions' ? one.actions : []));
  expect(labels.map(({ label }) => label)).toEqual(['Yes, close case', 'No, still happening', 'View case']);
  expect(await (await max.command(`CB-${number}`)).choose('More', 'Close case')).toMatchObject({ reply: { kind: 'form' } });
  const closed = await seen.press('Yes, close case');
  expect(closed.reply).toMatchObject({ kind: 'nothing', toast: `CB-${number} is closed.` });
  expect(closed.text).toContain('Status: Closed');
});
