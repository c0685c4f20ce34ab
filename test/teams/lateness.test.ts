import { expect, test } from 'vitest';
import { Lateness } from '../../src/teams/incoming/lateness.ts';

const now = new Date('2026-11-27T12:00:00Z');
const sent = (msAgo: number) => new Date(now.getTime() - msAgo);

test('an activity that comes at once is not late, and one that waited is', () => {
  const lateness = new Lateness();
  expect(lateness.of(sent(200), now)).toBe(0);
  expect(lateness.of(sent(16_200), now)).toBe(16_000);
});

test('the very first activity can be late', () => {
  expect(new Lateness().of(sent(16_000), now)).toBe(11_000);
});

test.each([30_000, -30_000])('a clock that differs by %i ms makes nothing late once it is known', (skewMs) => {
  const lateness = new Lateness();
  for (let activity = 0; activity < 5; activity += 1) lateness.of(sent(skewMs + 100), now);
  expect(lateness.of(sent(skewMs + 300), now)).toBe(200);
  expect(lateness.of(sent(skewMs + 16_100), now)).toBe(16_000);
});
