import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import { timelineMarkdown } from '../../src/domain/timeline-markdown.ts';
import { durationOf, type Timeline } from '../../src/domain/timeline.ts';
import { incident, minutesIn, update } from '../files/fixtures.ts';

const written = (over: Partial<Timeline> = {}, zone = 'America/Chicago') => timelineMarkdown({ ...incident, ...over }, zone);

describe('a timeline as Markdown', () => {
  it('lists the facts, every update with its time, and the cases by hour', () => {
    expect(written()).toBe(`# Incident 7: Grade Book does not save

- **State:** Resolved
- **Severity:** Major
- **Affects:** Grade Book, Attendance
- **Accounts:** 12 accounts
- **Started:** Nov 2, 2026, 9:00 AM CT
- **Declared:** Nov 2, 2026, 9:05 AM CT
- **Resolved:** Nov 2, 2026, 11:05 AM CT
- **Duration:** 2 hours, 5 minutes
- **Owner:** Lena Ortiz
- **Cases linked:** 3
- **Channels notified:** 14

Times are in Central Time.

## Updates

### 1 · 9:05 AM · Investigating · Lena Ortiz

> Teachers **cannot** save.

### 2 · 10:05 AM · Identified · Lena Ortiz

> A job holds a lock.
>
> It is stopped.

### 3 · 11:05 AM · Resolved · Lena Ortiz

> It runs in batches now.

## Cases linked

| Hour from | Cases | Total |
| --- | ---: | ---: |
| Nov 2, 2026, 9:00 AM | 2 | 2 |
| Nov 2, 2026, 10:00 AM | 1 | 3 |
`);
  });

  it('counts cases by day when they span days, and uses UTC for an unknown zone', () => {
    const days = { cases: [0, 1, 3 * 1440, 10 * 1440].map(minutesIn), closedAt: minutesIn(21 * 1440) };
    expect(written(days)).toContain(
      '| Day | Cases | Total |\n| --- | ---: | ---: |\n| Nov 2, 2026 | 2 | 2 |\n| Nov 5, 2026 | 1 | 3 |',
    );
    expect(written(days, 'Nowhere/Land')).toContain('### 1 · Nov 2, 3:05 PM · ');
  });

  it('leaves out what maintenance does not have', () => {
    const planned = {
      kind: 'maintenance',
      severity: null,
      state: 'Cancelled',
      endsAt: minutesIn(60),
      closedAt: minutesIn(-30),
    } as const;
    const text = written({ ...planned, modules: [], cases: [], updates: [update(-60, 'Planned', '', 'announce')] });
    expect(text).toContain('# Maintenance 7: ');
    expect(text).toContain('- **Planned start:** ');
    expect(text).toContain('- **Canceled:** Nov 2, 2026, 8:30 AM CT\n- **Owner');
    expect(text).toContain('> Announced.');
    expect(text).toMatch(/## Cases linked\n\nNone\.\n$/);
    expect(text).not.toContain('Severity');
  });

  it.each([
    '# Mine',
    '```\n## open fence',
    '<script>alert(1)</script>',
    '\\<b>bold',
    '</blockquote>\n\n<h2>Updates',
    '[facts]: https://evil.example',
    '***\r\n- a\r- b\u2028## c',
    '| a |\n| --- |',
    '\u202Eevil',
  ])('keeps its structure with hostile text: %j', (hostile) => {
    const oneLine = hostile.replace(/\s/g, ' ');
    const tree = fromMarkdown(written({ title: oneLine, owner: oneLine, updates: [update(5, 'Identified', hostile)] }));
    const headings = tree.children.filter((node) => node.type === 'heading').map(({ depth }) => depth);
    expect(headings).toEqual([1, 2, 3, 2]);
    expect(JSON.stringify(tree)).not.toMatch(/"type":"(html|definition)"|\u202E/);
  });
});

it('writes the duration of an open incident as so far, and none before the start', () => {
  expect(durationOf({ ...incident, closedAt: null, state: 'Monitoring', asOf: minutesIn(30) })).toBe('30 minutes so far');
  expect(durationOf({ ...incident, state: 'Planned', closedAt: null })).toBeNull();
});
