// The days off of each place, against the rows of the fault list and against the lists in official-days-off.ts.
import { describe, expect, it } from 'vitest';
import { daysOff, isDayOff, isPlace, nearestPlace } from '../../src/domain/holidays.ts';
import { officialDaysOff } from './official-days-off.ts';

const states =
  'AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY'
    .split(' ')
    .map((state) => `US-${state}`);

describe('a place is off', () => {
  it.each([
    ['US-MN', '2027-11-26'],
    ['US-WA', '2027-11-26'],
    ['US-VA', '2027-11-26'],
    ['US-VA', '2027-11-02'],
    ['US-VA', '2028-11-07'],
    ['US-WI', '2028-11-07'],
    ['US-KY', '2028-11-07'],
    ['US-NV', '2030-11-29'],
    ['US-WV', '2030-11-29'],
    ['US-UT', '2027-06-21'],
    ['US-NJ', '2028-06-16'],
    ['US-GA', '2028-04-14'],
    ['PR', '2027-03-26'],
    ['PR', '2026-03-23'],
    ['PR', '2027-03-02'],
    ['GU', '2027-11-02'],
    ['CA-BC', '2027-09-30'],
    ['CA-BC', '2028-10-02'],
    ['CA-NU', '2027-07-09'],
    ['CA-NS', '2027-05-24'],
    ['CA-QC', '2029-07-02'],
    ['CA-QC', '2029-06-25'],
    ['CA-ON', '2027-12-28'],
  ])('%s on %s', (place, date) => {
    expect(isDayOff(place, date)).toBe(true);
  });

  it.each(states)('%s where Veterans Day is moved from a weekend', (place) => {
    expect(isDayOff(place, '2028-11-10')).toBe(true);
    expect(isDayOff(place, '2029-11-12')).toBe(true);
  });
});

describe('a place works', () => {
  it.each([
    ['US-NY', '2028-02-15'],
    ['US-FL', '2028-02-15'],
    ['US-WI', '2028-02-15'],
    ['US-WV', '2028-02-15'],
    ['US-WI', '2027-11-02'],
    ['US-MT', '2027-11-02'],
    ['US-WI', '2028-09-12'],
    ['US-WA', '2027-10-11'],
    ['US-TX', '2027-10-11'],
    ['US-OR', '2027-10-11'],
    ['US-TX', '2028-06-19'],
    ['US-NJ', '2027-02-12'],
    ['US-NM', '2027-02-15'],
    ['US-PA', '2027-06-14'],
    ['US-IL', '2027-05-19'],
    ['US-MA', '2027-03-17'],
    ['US-MT', '2026-12-24'],
    ['US-VT', '2028-08-21'],
    ['US-NY', '2027-11-26'],
    ['PR', '2027-07-27'],
    ['GU', '2027-10-11'],
  ])('%s on %s', (place, date) => {
    expect(isDayOff(place, date)).toBe(false);
  });
});

describe.each(Object.entries(officialDaysOff))('%s', (place, years) => {
  it.each(Object.entries(years))('is closed on the days of %s that its law and offices name', (year, dates) => {
    const weekdays = daysOff(place, Number(year)).filter(({ date }) => new Date(date).getUTCDay() % 6 !== 0);
    expect(weekdays.map(({ date }) => date.slice(5)).join(' ')).toBe(dates);
  });
});

it('gives every day off a name, a rule and a source, once a day and in order', () => {
  for (const place of [...states, 'US', 'PR', 'GU', 'CA', 'CA-BC', 'DE-BE']) {
    const days = daysOff(place, 2028);
    const dates = days.map(({ date }) => date);
    expect(dates).toEqual([...new Set(dates)].sort());
    expect(days.every(({ name, rule, source }) => name !== '' && rule !== '' && source !== '')).toBe(true);
  }
});

it('says why', () => {
  const friday = daysOff('US-MN', 2027).find(({ date }) => date === '2027-11-26');
  expect(friday).toMatchObject({ name: 'Day after Thanksgiving', source: 'Minn. Stat. 645.44 subd. 5' });
  expect(daysOff('US-MN', 2027)[0]).toMatchObject({ name: "New Year's Day", source: 'date-holidays' });
});

it('applies the corrections of a state in its regions', () => {
  expect(isDayOff('US-LA-NO', '2027-10-11')).toBe(false);
  expect(isDayOff('US-LA-NO', '2027-11-26')).toBe(true);
});

it.each([
  ['US-MN', true],
  ['PR', true],
  ['DE-BE', true],
  ['US-XX', false],
  ['us-mn', false],
  ['US-MN-XX-YY', false],
  ['constructor', false],
  ['US-toString', false],
])('knows whether %s is a place', (code, known) => {
  expect(isPlace(code)).toBe(known);
});

it.each([
  ['us-mn', 'US-MN'],
  ['US_TX', 'US-TX'],
  ['US-PR', 'PR'],
  ['Minnesota', 'US-MN'],
  ['mn', 'US-MN'],
  ['QC', 'CA-QC'],
  ['new york', 'US-NY'],
  ['Puerto Rico', 'PR'],
  ['US-XX', null],
  ['', null],
])('suggests for %j the place %s', (typed, near) => {
  expect(nearestPlace(typed)).toBe(near);
});
