// Development issue numbers, the SLA of defects, and release notes.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { defectDue } from '../../src/domain/defect-due.ts';
import { parseDefectNumber, parseDefectNumbers } from '../../src/domain/defect-number.ts';
import { isRxPack, notesByModule, parseReleaseNote, releaseNotes } from '../../src/domain/release-notes.ts';
import { defaultSettings, type Duration } from '../../src/domain/settings.ts';

describe('a development issue number', () => {
  it.each([
    ['DEV-4711', 'DEV-4711'],
    [' dev-4711 ', 'DEV-4711'],
    ['CAMPUS2-1', 'CAMPUS2-1'],
    ['CB-1', null],
    ['cb-1', null],
    ['DEV4711', null],
    ['DEV-', null],
    ['2DEV-1', null],
    ['DEV-1 x', null],
    ['', null],
  ])('reads %j', (text, number) => {
    expect(parseDefectNumber(text)).toBe(number);
  });

  it('quotes what is wrong in full, and a text that is too long not at all', () => {
    const messageFor = (text: string): unknown => {
      try {
        return parseDefectNumbers(text, 'defects');
      } catch (error) {
        return (error as Error).message;
      }
    };
    const hint = 'A development issue number looks like DEV-4711.';
    expect(messageFor('DEV-1 somewhat-long-but-still-one-word')).toBe(
      `“somewhat-long-but-still-one-word” isn't a development issue number. ${hint}`,
    );
    expect(messageFor(`DEV-1 ${'x'.repeat(41)}`)).toBe(`One of them isn't a development issue number. ${hint}`);
  });

  it('is read with others, without duplicates', () => {
    expect(parseDefectNumbers('DEV-2, dev-1;DEV-2\nDEV-3', 'defects')).toEqual(['DEV-2', 'DEV-1', 'DEV-3']);
    const many = Array.from({ length: 21 }, (_, index) => `DEV-${index + 1}`).join(' ');
    for (const text of ['', ' , ', 'DEV-1, nonsense', many])
      expect(() => parseDefectNumbers(text, 'defects')).toThrow(
        expect.objectContaining({ fields: { defects: expect.any(String) as string } }),
      );
  });
});

describe("a defect's due time", () => {
  const from = new Date('2026-11-06T15:00:00Z'); // a Friday
  it.each<[Duration | null, string | null, string | null]>([
    ['2bd', '2026-11-10T11:24:00.000Z', '2026-11-10T15:00:00.000Z'],
    ['4h', '2026-11-09T09:12:00.000Z', '2026-11-09T10:00:00.000Z'],
    ['30m', '2026-11-06T15:24:00.000Z', '2026-11-06T15:30:00.000Z'],
    ['1d', '2026-11-07T10:12:00.000Z', '2026-11-07T15:00:00.000Z'],
    [null, null, null],
  ])('is computed from a target of %s', (critical, warnAt, dueAt) => {
    const due = defectDue({ ...defaultSettings, defectSla: { ...defaultSettings.defectSla, critical } }, 'Critical', from);
    expect([due?.warnAt.toISOString() ?? null, due?.dueAt.toISOString() ?? null]).toEqual([warnAt, dueAt]);
  });
});

describe('release notes', () => {
  const release = {
    name: 'Rx 2026.11.3',
    date: '2026-12-01',
    published: true,
    defects: [
      { number: 'DEV-10', module: 'Fees', releaseNote: 'Ten.' },
      { number: 'DEV-9', module: 'Fees', releaseNote: 'Nine.' },
      { number: 'DEV-1', module: 'Old <module>', releaseNote: null },
      { number: 'DEV-2', module: 'Attendance', releaseNote: 'Two.' },
    ],
  };

  it('are grouped by module in the configured order, with defects sorted by number', () => {
    expect(releaseNotes(release, ['Attendance', 'Fees'])).toBe(
      [
        '# Rx 2026.11.3',
        'Released Dec 1, 2026',
        '## Attendance\n\n- Two. (DEV-2)',
        '## Fees\n\n- Nine. (DEV-9)\n- Ten. (DEV-10)',
        '## Old \\<module\\>\n\n- (no release note yet) (DEV-1)',
      ].join('\n\n'),
    );
    expect(notesByModule({ ...release, defects: [] }, [])).toBe('');
  });

  it('recognize an Rx pack by its name', () => {
    expect(['Rx 1', 'rx-2', 'Release Rx', 'Rxen 1'].map(isRxPack)).toEqual([true, true, false, false]);
  });

  it.each([
    ['Seen at Lee', true],
    ['LEE: fixed', true],
    ['L\u200bee', true],
    ['Teachers sleep', false],
    ['Leeds is another', false],
    ['North  Lake\nUnified', true],
    ['North Lake', false],
  ])('refuse to name an account: %s', (text, named) => {
    const read = () => parseReleaseNote(text, ['Lee', 'North Lake Unified'], 'note');
    if (named) expect(read).toThrow(expect.objectContaining({ fields: { note: expect.any(String) as string } }));
    else expect(read()).toBe(text);
  });

  it('put each note on one line and accept a blank one', () => {
    const blank = fc.array(fc.constantFrom(' ', '\n', '\t', '\u200b'), { maxLength: 5 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(blank, fc.stringMatching(/^[a-z]{1,9}$/), blank, (before, word, after) => {
        expect(parseReleaseNote(before, [], 'note')).toBeNull();
        expect(parseReleaseNote(`${before}${word}${after}`, [], 'note')).not.toMatch(/\n/);
      }),
      { numRuns: 30 },
    );
    expect(() => parseReleaseNote('x'.repeat(1001), [], 'note')).toThrow(/1,001 characters/);
  });
});
