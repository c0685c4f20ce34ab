import { expect } from 'vitest';
import type { Field } from '../../../src/cards/elements.ts';
import { test, type Seen } from '../harness.ts';

const fieldOf = ({ reply }: Seen, name: string): Field | undefined =>
  reply.kind === 'form' ? reply.form.fields.find((field) => field.name === name) : undefined;

function optionsOf(form: Seen, name: string): string[] {
  const field = fieldOf(form, name);
  return field?.kind === 'choice' ? field.options.map(({ label }) => label) : [];
}

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

test('offers the cases to everybody but the person who has them', async ({ db, world, max }) => {
  await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: true } });
  const form = await max.command('handover');
  expect(optionsOf(form, 'from')).toEqual(['Max Reyes', 'Tia Holm']);
  expect(optionsOf(form, 'to')).toEqual(['The queue', 'Tia Holm']);
  const changed = await form.change({ from: String(world.tia.id), to: String(world.tia.id) });
  expect(optionsOf(changed, 'to')).toEqual(['The queue', 'Max Reyes']);
  expect(fieldOf(changed, 'to')).toMatchObject({ initial: undefined });
  await db.prisma.person.update({ where: { id: world.max.id }, data: { lead: false } });
});
