import { expect, it } from 'vitest';
import { createSlots } from '../../src/mail/slots.ts';

it('runs as many tasks at once as there are slots, the next one when another ends, and refuses one that waits in vain', async () => {
  const slots = createSlots(2);
  const ends: (() => void)[] = [];
  const begun: string[] = [];
  const run = (name: string, waitMs: number) =>
    slots.run(
      waitMs,
      () => {
        begun.push(name);
        return new Promise<string>((resolve) => ends.push(() => resolve(name)));
      },
      () => `${name} is refused`,
    );
  const [one, two, three] = [run('one', 0), run('two', 0), run('three', 60_000)];
  expect(await run('four', 0)).toBe('four is refused');
  expect(begun).toEqual(['one', 'two']);
  ends[0]?.();
  expect(await one).toBe('one');
  await expect.poll(() => begun).toEqual(['one', 'two', 'three']);
  for (const end of ends) end();
  expect(await Promise.all([two, three])).toEqual(['two', 'three']);
});

it('frees the slot of a task that fails', async () => {
  const slots = createSlots(1);
  const fails = () => Promise.reject(new Error('no'));
  for (let count = 0; count < 2; count += 1)
    await expect(
      slots.run(0, fails, () => {
        throw new Error('busy');
      }),
    ).rejects.toThrow('no');
});
