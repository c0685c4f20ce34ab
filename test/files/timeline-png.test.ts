import { loadImage } from '@napi-rs/canvas';
import { Chart } from 'chart.js';
import { describe, expect, it } from 'vitest';
import type { Timeline } from '../../src/domain/timeline.ts';
import { drawable } from '../../src/files/fonts.ts';
import { timeTicks } from '../../src/files/time-ticks.ts';
import { timelinePng } from '../../src/files/timeline-png.ts';
import { incident, minutesIn, start, update } from './fixtures.ts';

const draw = (over: Partial<Timeline> = {}, zone = 'America/Chicago') => timelinePng({ ...incident, ...over }, zone);
const every = (count: number, minutes: number) => Array.from({ length: count }, (_, i) => minutesIn(i * minutes));
const plain = (text: string) => drawable(text).replace(/[\u2068\u2069]/g, '');

describe('a timeline as an image', () => {
  it.each<[string, Partial<Timeline>]>([
    ['no cases, no updates and no duration', { cases: [], updates: [], startsAt: start, declaredAt: start, closedAt: start }],
    ['one case', { cases: [minutesIn(7)] }],
    [
      '3,000 cases and 60 updates',
      { cases: every(3000, 1), updates: every(60, 50).map((_, i) => update(i * 50, 'Monitoring', 'Still so.')) },
    ],
    ['a long title', { title: 'Attendance is slow '.repeat(8), modules: Array<string>(40).fill('State Reporting') }],
    ['one word of 150 letters', { title: 'W'.repeat(150) }],
    ['right-to-left text', { title: 'لا يمكن فتح سجل الدرجات', updates: [update(5, 'Identified', 'המורים אינם יכולים לשמור')] }],
    ['emoji', { title: '🔥👨‍👩‍👧🇺🇸', updates: [update(5, 'Identified', '😀 '.repeat(200))] }],
    ['a duration of three weeks', { closedAt: minutesIn(21 * 1440), cases: every(21, 1440) }],
    [
      'a cancellation before the start',
      { kind: 'maintenance', state: 'Cancelled', endsAt: minutesIn(60), closedAt: minutesIn(-9000) },
    ],
    ['deeply nested quotations', { updates: [update(5, 'Identified', '> '.repeat(5000))] }],
  ])('is drawn with %s', async (_, over) => {
    const image = await loadImage(await draw(over));
    expect([image.width, image.height]).toEqual([1600, 900]);
  });

  it('is the same image for the same timeline, and another for other cases, updates and time zones', async () => {
    const [first, second, ...others] = await Promise.all([
      draw(),
      draw(),
      draw({ cases: incident.cases.slice(1) }),
      draw({ updates: incident.updates.slice(1) }),
      draw({}, 'UTC'),
    ]);
    expect(second?.equals(first ?? Buffer.of())).toBe(true);
    expect(others.filter((other) => other.equals(first ?? Buffer.of()))).toEqual([]);
    expect(Object.keys(Chart.instances)).toEqual([]); // no chart is left in memory
  });
});

it('leaves out characters that no font has, or shows an ellipsis, never an empty box', () => {
  expect(plain('Sign-in\u0000 fails \u{E0100}\u{1FAFF}\u{10FFFD} for “é” Ж عربي')).toMatch(/^Sign-in fails .*for “é” Ж عربي$/);
  expect(plain('\u{12000}\u{12001} school')).toBe('… school');
  expect(plain('\u202E')).toBe('…');
});

const labels = (minutes: number, zone = 'America/Chicago') =>
  timeTicks(start, minutesIn(minutes), zone).map(({ label }) => label.join(' '));

describe('the time axis', () => {
  it.each([
    [5, ['9:00 AM Nov 2', '9:01 AM', '9:02 AM', '9:03 AM', '9:04 AM', '9:05 AM']],
    [
      3 * 1440,
      [
        '4:00 PM Nov 2',
        '12:00 AM Nov 3',
        '8:00 AM',
        '4:00 PM',
        '12:00 AM Nov 4',
        '8:00 AM',
        '4:00 PM',
        '12:00 AM Nov 5',
        '8:00 AM',
      ],
    ],
    [21 * 1440, ['Nov 4', 'Nov 6', 'Nov 8', 'Nov 10', 'Nov 12', 'Nov 14', 'Nov 16', 'Nov 18', 'Nov 20', 'Nov 22']],
  ])('marks round times over %i minutes', (minutes, expected) => expect(labels(minutes)).toEqual(expected));

  it('marks round times when the clocks change', () => {
    const from = new Date('2026-10-31T23:00:00Z');
    const ticks = timeTicks(from, new Date(from.getTime() + 86_400_000), 'America/Chicago');
    expect(ticks.every(({ label }) => /:00 [AP]M$/.test(label[0] ?? ''))).toBe(true);
    expect(timeTicks(start, new Date(start.getTime() + 86_400_000 * 4000), 'UTC').length).toBeLessThan(14);
  });
});
