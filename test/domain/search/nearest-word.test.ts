import { describe, expect, it } from 'vitest';
import { nearestValue, nearestWord } from '../../../src/domain/search/nearest-word.ts';
import { editDistance } from '../../../src/domain/text/edit-distance.ts';

const known = [
  { word: 'attendance', count: 90 },
  { word: 'grade', count: 50 },
  { word: 'grape', count: 2 },
  { word: 'behavior', count: 20 },
  { word: 'Müller', count: 3 },
  { word: 'fee', count: 9 },
  { word: 'fees', count: 40 },
  { word: '10004', count: 1 },
  { word: 'unused', count: 0 },
];

describe('did you mean', () => {
  it.each([
    ['attendence', 'attendance'],
    ['atendance', 'attendance'],
    ['attednance', 'attendance'],
    ['Attendanec', 'attendance'],
    ['behaviour', 'behavior'],
    ['grdae', 'grade'],
    ['grase', 'grade'],
    ['mueller', 'Müller'],
    ['mullar', 'Müller'],
    ['fes', 'fees'],
    ['fee', 'fees'],
    ['zebra', null],
    ['at', null],
    ['10005', null],
    ['unusde', null],
    ['', null],
  ])('suggests for %s the word %s', (typed, expected) => {
    expect(nearestWord(typed, known)).toBe(expected);
  });

  it('prefers fewer typos, then the same first letter, then the more frequent word', () => {
    expect(nearestWord('gradee', [{ word: 'trade', count: 99 }, { word: 'grade', count: 1 }])).toBe('grade'); // prettier-ignore
    expect(nearestWord('rade', [{ word: 'trade', count: 99 }, { word: 'rides', count: 1 }])).toBe('trade'); // prettier-ignore
    expect(nearestWord('grads', [{ word: 'grade', count: 5 }, { word: 'grabs', count: 9 }])).toBe('grabs'); // prettier-ignore
    expect(nearestWord('grads', [])).toBeNull();
  });
});

describe('the nearest value', () => {
  const statuses = ['New', 'Assigned', 'Pending Customer Input', 'Available in Release', 'Closed'];
  it.each([
    ['pendign', 'Pending Customer Input'],
    ['asigned', 'Assigned'],
    ['closd', 'Closed'],
    ['avialable', 'Available in Release'],
    ['release', 'Available in Release'],
    ['nwe', 'New'],
    ['sideways', null],
    ['', null],
  ])('to %s is %s', (typed, expected) => {
    expect(nearestValue(typed, statuses)).toBe(expected);
  });
});

describe('the number of typos', () => {
  it.each([
    ['grade', 'grade', 0],
    ['grade', 'graed', 1],
    ['grade', 'grades', 1],
    ['grade', 'rade', 1],
    ['grade', 'grape', 1],
    ['grade', 'rgaed', 2],
    ['grade', 'zebra', Infinity],
    ['', 'ab', 2],
  ])('between %s and %s is %s', (one, other, expected) => {
    expect(editDistance(one, other, 2)).toBe(expected);
    expect(editDistance(other, one, 2)).toBe(expected);
  });
});
