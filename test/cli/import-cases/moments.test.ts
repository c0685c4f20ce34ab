import { expect, test } from 'vitest';
import { contradicts, readMoment } from '../../../src/cli/import-cases/moments.ts';

const read = (text: string, zone = 'America/Chicago', dayFirst = false): string | undefined =>
  readMoment(text, { zone, dayFirst })?.toISOString();

test.each([
  // Salesforce, Zendesk and the interfaces of all
  ['2026-03-12T16:05:09.000Z', '2026-03-12T16:05:09.000Z'],
  ['2026-03-12T16:05:09.123+0000', '2026-03-12T16:05:09.123Z'],
  ['2026-03-12T16:05:09+05:30', '2026-03-12T10:35:09.000Z'],
  ['2026-03-12 16:05:09 UTC', '2026-03-12T16:05:09.000Z'],
  // Zendesk and Freshdesk, in the zone of the account
  ['2026-03-12 16:05', '2026-03-12T21:05:00.000Z'],
  ['2026-03-12 16:05:09', '2026-03-12T21:05:09.000Z'],
  ['2026-01-12 16:05:09', '2026-01-12T22:05:09.000Z'],
  ['2026-03-12', '2026-03-12T05:00:00.000Z'],
  // Jira
  ['12/Mar/26 4:05 PM', '2026-03-12T21:05:00.000Z'],
  ['12/Mar/26 12:05 AM', '2026-03-12T05:05:00.000Z'],
  ['12/Mar/2026 16:05', '2026-03-12T21:05:00.000Z'],
  // Jira in other languages, and a space that Java puts before PM
  ['12/Mär/26 16:05', '2026-03-12T21:05:00.000Z'],
  ['12/févr./26 16:05', '2026-02-12T22:05:00.000Z'],
  ['1/août/26 4:05 PM', '2026-08-01T21:05:00.000Z'],
  ['12/juin/26 16:05', '2026-06-12T21:05:00.000Z'],
  ['12/dic/26 4:05 p. m.', '2026-12-12T22:05:00.000Z'],
  ['12 de marzo de 2026 16:05', '2026-03-12T21:05:00.000Z'],
  ['12. Dezember 2026 16:05', '2026-12-12T22:05:00.000Z'],
  ['12/Mar/26 4:05\u202fPM', '2026-03-12T21:05:00.000Z'],
  // spreadsheets in Europe
  ['12.03.2026 16:05', '2026-03-12T21:05:00.000Z'],
  // spreadsheets
  ['3/12/2026 16:05', '2026-03-12T21:05:00.000Z'],
  ['3/12/26 4:05 PM', '2026-03-12T21:05:00.000Z'],
  ['13/3/2026 16:05', '2026-03-13T21:05:00.000Z'],
  ['13.03.2026, 16:05', '2026-03-13T21:05:00.000Z'],
  ['Mar 12, 2026 4:05 PM', '2026-03-12T21:05:00.000Z'],
  ['1773331509', '2026-03-12T16:05:09.000Z'],
])('reads %s', (text, moment) => expect(read(text)).toBe(moment));

test('reads the day first where the operator says so', () => {
  expect(read('3/12/2026', 'UTC', true)).toBe('2026-12-03T00:00:00.000Z');
  expect(read('3/13/2026', 'UTC', true)).toBe('2026-03-13T00:00:00.000Z');
});

test('knows which dates show that days come first', () => {
  const rules = { zone: 'UTC', dayFirst: false };
  const dates = ['13/3/2026', '13-03-2026 16:05', '3/12/2026', '13.3.2026', '2026-03-13', 'soon'];
  expect(dates.filter((text) => contradicts(text, rules))).toEqual(['13/3/2026', '13-03-2026 16:05']);
  expect(contradicts('13/3/2026', { ...rules, dayFirst: true })).toBe(false);
});

test.each([
  '',
  '-',
  'yesterday',
  '2026-02-30',
  '2026-13-01',
  '31/Feb/26 4:05 PM',
  '2026-03-12 25:00',
  '12/Foo/26',
  '2026-03-12T16:05:09 nonsense',
])('refuses “%s”', (text) => expect(read(text)).toBeUndefined());
