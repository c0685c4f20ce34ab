import { setImmediate as later } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inParallel } from '../../../src/cli/records/in-parallel.ts';

const items = Array.from({ length: 100 }, (_, index) => index);

describe('inParallel', () => {
  it('returns the results in the order of the items, and works on eight at a time', async () => {
    let [running, most] = [0, 0];
    const results = await inParallel(items, async (item) => {
      most = Math.max(most, (running += 1));
      if (item % 3 === 0) await later();
      await later();
      running -= 1;
      return item * 2;
    });
    expect(results).toEqual(items.map((item) => item * 2));
    expect(most).toBe(8);
  });

  it('begins nothing after a failure, and throws it once everything has ended', async () => {
    const ended: number[] = [];
    const work = inParallel(items, async (item) => {
      await later();
      if (item === 3) throw new Error('the disk is full');
      await later();
      ended.push(item);
    });
    await expect(work).rejects.toThrow('the disk is full');
    expect(ended.length).toBeLessThan(20);
    const before = ended.length;
    for (let turn = 0; turn < 5; turn += 1) await later();
    expect(ended).toHaveLength(before);
  });
});
