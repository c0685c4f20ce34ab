import { describe, expect } from 'vitest';
import { findPassage } from '../../../src/domain/search/passage.ts';
import { termsOf, test as it } from './fixtures.ts';

/** The passage of a text, with its marks in brackets. */
function marked(search: string, text: string): string | null {
  const passage = findPassage(text, termsOf(search));
  if (!passage) return null;
  return [...passage.marks].reverse().reduce(
    (shown, { start, end }) => `${shown.slice(0, start)}[${shown.slice(start, end)}]${shown.slice(end)}`,
    passage.text,
  ); // prettier-ignore
}

const filler = 'Nothing of interest happened on this day in the district office. '.repeat(6);

describe('the passage of a match', () => {
  it.for([
    ['grades', 'Grading fails', '[Grading] fails'],
    ['attendance', 'The “Attendance”/behavior report', 'The “[Attendance]”/behavior report'],
    ['sy26', 'Rollover SY26-27', 'Rollover [SY26]-27'],
    ['SY26-27', 'Rollover SY26-27', 'Rollover [SY26-27]'],
    ['login', 'Nobody can log in', 'Nobody can [log] [in]'],
    ['log in', 'The login fails', 'The [login] fails'],
    ['gradebook', 'The grade-book', 'The [grade-book]'],
    ['"grade book"', 'A book. The grade book.', 'A book. The [grade] [book].'],
    ['muller', 'Frau Mu\u0308ller', 'Frau [Mu\u0308ller]'],
    ['obrien', 'Mrs. O’Brien', 'Mrs. [O’Brien]'],
    ['quiz', 'Two quizzes\n\n  and a quiz', 'Two [quizzes] and a [quiz]'],
    ['the attendance', 'The attendance', 'The [attendance]'],
    ['IT', 'Our IT', 'Our [IT]'],
    ['A+', 'An A+ student', 'An [A+] student'],
    ['grades -fees', 'Grades and fees', '[Grades] and fees'],
    ['attend*', 'Attendance', '[Attendance]'],
    ['成績', '成績表が空です', '[成績]表が空です'],
    ['😀', 'Thanks 😀!', 'Thanks [😀]!'],
  ] as const)('marks %s in %s', ([search, text, expected]) => {
    expect(marked(search, text)).toBe(expected);
  });

  it('is null where nothing matches', () => {
    expect(marked('fees', 'Grades')).toBeNull();
    expect(marked('-fees', 'Grades')).toBeNull();
    expect(marked('grades', '')).toBeNull();
  });

  it('is cut at words, with an ellipsis where the text goes on', () => {
    const text = `${filler}The report cards are empty for everybody. ${filler}`;
    const passage = findPassage(text, termsOf('report cards'));
    expect(passage?.text).toMatch(/^…\S.*The report cards are empty for everybody\..*\S…$/);
    expect(passage?.text.length).toBeLessThanOrEqual(162);
    expect(passage?.text.length).toBeGreaterThan(120);
    for (const word of passage?.text.replaceAll('…', '').trim().split(' ') ?? []) expect(text.split(' ')).toContain(word);
    expect(passage?.marks.map(({ start, end }) => passage.text.slice(start, end))).toEqual(['report', 'cards']);
  });

  it('begins at the beginning of the text where the match is near it, and ends at its end', () => {
    expect(findPassage(`Report cards. ${filler}`, termsOf('cards'))?.text).toMatch(/^Report cards\. .*[^…]…$/);
    expect(findPassage(`${filler}Report cards.`, termsOf('cards'))?.text).toMatch(/^….*Report cards\.$/);
  });

  it('prefers the place with the most of the words', () => {
    const text = `The report was fine. ${filler}The report cards of grade five are empty. ${filler}`;
    expect(findPassage(text, termsOf('report cards grade'))?.text).toContain('report cards of grade five');
  });

  it('splits no character and no word without a space', () => {
    const text = `${'😀'.repeat(300)}needle${'😀'.repeat(300)}`;
    const passage = findPassage(`${'x'.repeat(500)} needle ${'y'.repeat(500)}`, termsOf('needle'));
    expect(passage?.text).toContain('needle');
    expect(findPassage(text, termsOf('needle'))?.text).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/);
  }); // prettier-ignore
});

describe('the marks', () => {
  it.for([
    ['grade', 'Grading'],
    ['gradebook', 'The grade book'],
    ['log in', 'The login fails'],
    ['SY26-27', 'Rollover in SY 26 27'],
    ['"report cards"', 'Cards of a report'],
    ['attend*', 'Attention'],
    ['A+', 'A student'],
    ['https://a.example/x?id=7', 'See a.example'],
  ] as const)('agree with what the database finds: %s in %s', async ([search, text], { finds }) => {
    expect(findPassage(text, termsOf(search)) !== null).toBe(await finds(search, text));
  });
});
