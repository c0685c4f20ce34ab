import { describe, expect, it } from 'vitest';
import { awayUntil } from '../../src/domain/away.ts';

// a Monday, 9:00 AM in Chicago
const now = new Date('2026-11-30T15:00:00Z');
const read = (text: string) => awayUntil(text, now, -360);

describe('the end of an absence', () => {
  it.each([
    ['I am out of the office until December 9.', '2026-12-09'],
    ['Winter break: Dec 21-Jan 4', '2027-01-04'],
    ['I am out of the office 12/21 - 1/4.', '2027-01-04'],
    ['I am out of the office 12/21-1/4.', '2027-01-04'],
    ['Out 12/21/26-1/4/27, back on 1/5.', '2027-01-05'],
    ['I will be out 12/3-12/4', '2026-12-04'],
    ['I am out until Tuesday the 8th.', '2026-12-08'],
    ['I will return on Tuesday the 8th of December', '2026-12-08'],
    ['Back on Fri. the 1st', '2027-01-01'],
  ])('is read in “%s”', (text, day) => {
    expect(read(text)).toBe(day);
  });

  it.each(['I am out today.', 'Our office hours are 7:30-3:15.', 'Rooms 12-14 move on 12/8.'])('is not said by “%s”', (text) => {
    expect(read(text)).toBeNull();
  });
});
