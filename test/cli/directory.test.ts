import { describe, expect, test } from 'vitest';
import { parseDirectory } from '../../src/cli/directory.ts';
import { DirectoryError } from '../../src/usecases/people/directory.ts';

function mistakes(text: string): string[] {
  try {
    parseDirectory(text);
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    return error.message.split('\n');
  }
  return [];
}

test('reads the documented file', () => {
  const directory = parseDirectory(`
accounts:
  - { key: plainview, name: Plainview School District, timezone: America/Chicago, holidays: US-MN, closed: [2026-12-21/2027-01-01] }
contacts:
  - { email: Ada@Plainview.example, name: Ada Park, account: plainview, type: read-only }
advisors:
  - { email: max@campus.example, name: Max Reyes, lead: true }
  - { email: tia@campus.example, name: Tia Holm, team: Technical Services }
workspaces:
  - { platform: slack, id: T0PLAIN, account: plainview }
  - { platform: teams, id: 1111-22, account: plainview }
  - { platform: slack, id: T0CAMPUS }
channels:
  - { platform: slack, workspace: T0CAMPUS, id: C0QUEUE, for: queue }
  - { platform: slack, workspace: T0CAMPUS, id: C0GRADES, for: queue, modules: [Grade Book] }
  - { platform: slack, workspace: T0CAMPUS, id: C0TECH, for: escalation, team: Technical Services }
  - { platform: slack, workspace: T0PLAIN, id: C0HELP, for: [notices, cases], account: plainview }
  - { platform: slack, workspace: T0PLAIN, id: C0OLD, remove: true }
`);
  expect(directory.accounts.listed[0]).toEqual({
    line: 3,
    key: 'plainview',
    name: 'Plainview School District',
    timezone: 'America/Chicago',
    holidays: 'US-MN',
    closed: ['2026-12-21/2027-01-01'],
    worked: [],
  });
  expect(directory.contacts.listed[0]).toMatchObject({ email: 'ada@plainview.example', type: 'readOnly' });
  expect(directory.advisors.listed.map(({ lead, team }) => [lead, team])).toEqual([
    [true, null],
    [false, 'Technical Services'],
  ]);
  expect(directory.workspaces.listed.map(({ account }) => account)).toEqual(['plainview', 'plainview', null]);
  expect(directory.channels.listed.map((channel) => channel.for)).toEqual([
    ['queue'],
    ['queue'],
    ['escalation'],
    ['notices', 'cases'],
  ]);
  expect(directory.channels.removed).toEqual([{ platform: 'slack', workspace: 'T0PLAIN', id: 'C0OLD', line: 18 }]);
});

test('joins the entries of a contact of several accounts, and reads a workspace of several', () => {
  const { contacts, workspaces } = parseDirectory(`
contacts:
  - { email: pat@center.example, name: Pat Moss, account: plainview, type: support }
  - { email: ada@plainview.example, name: Ada Park, account: plainview, type: support }
  - { email: Pat@center.example, name: Pat Moss, account: rivertown, type: read-only }
workspaces:
  - { platform: slack, id: T0CENTER, account: [plainview, rivertown] }
`);
  expect(contacts.listed).toMatchObject([
    { email: 'pat@center.example', account: 'plainview', type: 'support', line: 3 },
    { email: 'ada@plainview.example', also: [] },
  ]);
  expect(contacts.listed[0]?.also).toEqual([{ account: 'rivertown', type: 'readOnly', line: 5 }]);
  expect(workspaces.listed).toMatchObject([{ account: 'plainview', also: ['rivertown'] }]);
});

test.each(['accounts:', 'accounts: []\ncontacts:'])('lists nothing for an empty section: %j', (text) => {
  expect(parseDirectory(text).accounts.listed).toEqual([]);
});

test.each(['', '\n', '# accounts:\n', '---\n', '{}', '~', '\uFEFF'])('refuses a file without a section: %j', (text) => {
  expect(() => parseDirectory(text)).toThrow('line 1: the file is empty. It has sections: accounts, contacts');
});

test('reports every mistake at once, each with its line', () => {
  expect(
    mistakes(`accounts:
  - { key: plainview, name: Plainview, timezone: Chicago, holidays: US-XX }
  - key: rivertown
    timezone: America/Denver
    closed: [2026-12-24, 2026-02-30]
contacts:
  - { email: ada, name: Ada Park, account: plainview, type: boss }
staff: []
`),
  ).toEqual([
    'line 2: timezone must be a time zone such as America/Chicago',
    'line 2: holidays must be a country and state such as US-MN',
    'line 3: name is missing',
    'line 5: closed must be a date (2026-12-24) or a range (2026-12-21/2027-01-01)',
    'line 7: email must be an email address',
    'line 7: type must be support, technical, implementation or read-only',
    'line 8: unknown section staff. Known sections: accounts, contacts, advisors, workspaces, channels, onCall',
  ]);
});

describe('a mistake', () => {
  test.each([
    ['accounts: {}', 'line 1: accounts must be a list'],
    ['- a', 'line 1: the file must have sections: accounts, contacts, advisors, workspaces, channels, onCall'],
    ['accounts:\n  - plainview', 'line 2: the entry must have keys and values'],
    ['accounts:\n  - { key: a, name: A, timezone: UTC, zone: x }', 'line 2: unknown key zone'],
    ['accounts:\n  - { key: a b, name: A, timezone: UTC }', 'line 2: key may contain only letters, digits and hyphens'],
    ['accounts:\n  - { key: a, name: 5, timezone: UTC }', 'line 2: name must be text: put it in quotes'],
    ['accounts:\n  - { key: a, remove: yes please }', 'line 2: remove must be true or false'],
    ['accounts:\n  - { key: a, name: A, timezone: UTC, closed: [2027-01-01/2026-12-21] }', /line 2: closed must be a date/],
    [
      'accounts:\n  - { key: a, name: A, timezone: UTC, worked: [2027-02-30] }',
      'line 2: worked must be a date (2026-12-24) or a range (2026-12-21/2027-01-01)',
    ],
    [
      'accounts:\n  - key: a\n    name: A\n    timezone: UTC\n    closed: [2026-12-21/2027-01-01]\n    worked: [2027-02-15, 2026-12-31/2027-01-04]',
      'line 6: worked 2026-12-31/2027-01-04 is closed as well (2026-12-21/2027-01-01). Remove it from one of the two',
    ],
    [
      'accounts:\n  - { key: a, name: A, timezone: UTC, holidays: us-mn }',
      'line 2: holidays must be a country and state such as US-MN. Did you mean US-MN?',
    ],
    ['advisors:\n  - { email: a@b.example, name: A, lead: maybe }', 'line 2: lead must be true or false'],
    ['workspaces:\n  - { platform: irc, id: x }', 'line 2: platform must be slack or teams'],
    ['workspaces:\n  - { platform: slack, id: campus }', 'line 2: id must be an ID such as T0PLAIN, not a name'],
    ['channels:\n  - { platform: slack, workspace: T0, id: "#queue", for: queue }', /line 2: id must be an ID such as C0QUEUE/],
    [
      'channels:\n  - { platform: slack, workspace: T0, id: C0, for: chat }',
      /line 2: for must be queue, escalation, notices or cases/,
    ],
    [
      'channels:\n  - { platform: slack, workspace: T0, id: C0, for: notices, modules: [Fees] }',
      'line 2: modules is allowed only on queue channels',
    ],
    ['channels:\n  - { platform: slack, workspace: T0, id: C0, for: escalation }', /line 2: team is required for escalation/],
    ['channels:\n  - { platform: slack, workspace: T0, id: C0, for: cases }', 'line 2: account is required for cases'],
    ['accounts:\n  - { key: a, remove: true }\n  - { key: a, remove: true }', 'line 3: a is listed twice, first on line 2'],
    [
      'contacts:\n  - { email: a@b.example, remove: true }\nadvisors:\n  - { email: A@b.example, remove: true }',
      'line 4: a@b.example is listed twice, first on line 2',
    ],
    [
      'contacts:\n  - { email: a@b.example, name: A, account: a, type: support }\n  - { email: a@b.example, name: A, account: a, type: technical }',
      'line 3: a@b.example is listed twice, first on line 2',
    ],
    [
      'contacts:\n  - { email: a@b.example, name: A, account: a, type: support }\n  - { email: a@b.example, name: B, account: b, type: support }',
      'line 3: a@b.example is A on line 2. A person has one name',
    ],
    [
      'contacts:\n  - { email: a@b.example, name: A, account: a, type: support }\n  - { email: a@b.example, remove: true }',
      'line 3: a@b.example is listed twice, first on line 2',
    ],
    ['workspaces:\n  - { platform: slack, id: T0A, account: [] }', 'line 2: account must not be empty'],
    ['accounts: [', /^line 1: /],
    ['accounts: []\naccounts: []', /^line 2: /],
  ])('is reported with its line: %j', (text, mistake) => {
    expect(mistakes(text)).toEqual([typeof mistake === 'string' ? mistake : (expect.stringMatching(mistake) as string)]);
  });
});

describe('a time zone', () => {
  test.each(['America/Chicago', 'America/Argentina/Buenos_Aires', 'Pacific/Honolulu', 'US/Central', 'Europe/London', 'UTC'])(
    'can be %s',
    (name) => {
      const { accounts } = parseDirectory(`accounts:\n  - { key: a, name: A, timezone: ${name} }`);
      expect(accounts.listed).toMatchObject([{ timezone: name }]);
    },
  );

  test.each([
    ['EST', /use America\/New_York instead of EST/],
    ['EST5EDT', /use America\/New_York instead of EST5EDT/],
    ['CST6CDT', /use America\/Chicago instead of CST6CDT/],
    ['MST', /use America\/Denver, or America\/Phoenix for Arizona, instead of MST/],
    ['HST', /use Pacific\/Honolulu instead of HST/],
    ['AST', /use America\/Halifax, America\/Puerto_Rico, or America\/Anchorage for Alaska, instead of AST/],
    ['Etc/GMT+6', /Etc\/GMT\+6 ignores daylight saving time/],
    ['GMT', /use UTC, or Europe\/London, instead of GMT/],
    ['Eastern', /use America\/New_York instead of Eastern/],
    ['Japan', /use Asia\/Tokyo instead of Japan/],
    ['Navajo', /use America\/Denver instead of Navajo/],
    ['Zulu', /use UTC instead of Zulu/],
    ['utc', /use UTC instead of utc/],
    ['GMT+5', /GMT\+5 ignores daylight saving time/],
    ['Factory', /must be a time zone such as America\/Chicago/],
    ['America/Plainview', /must be a time zone such as America\/Chicago/],
    ['"+05:00"', /\+05:00 ignores daylight saving time/],
  ])('cannot be %s', (name, message) => {
    expect(mistakes(`accounts:\n  - { key: a, name: A, timezone: ${name} }`)).toEqual([expect.stringMatching(message)]);
  });
});

test('reads who is on call: addresses, addresses with days, and a weekly rotation', () => {
  const { onCall } = parseDirectory(`
onCall:
  - Max@campus.example
  - { email: tia@campus.example, from: 2026-12-21, to: 2026-12-27 }
  - { weekly: [max@campus.example, tia@campus.example], from: 2026-11-30 }
`);
  const max = { email: 'max@campus.example', line: 3, startsOn: null, endsOn: null, repeatDays: null };
  expect(onCall).toEqual([
    max,
    { email: 'tia@campus.example', line: 4, startsOn: '2026-12-21', endsOn: '2026-12-27', repeatDays: null },
    { ...max, line: 5, startsOn: '2026-11-30', endsOn: '2026-12-06', repeatDays: 14 },
    { email: 'tia@campus.example', line: 5, startsOn: '2026-12-07', endsOn: '2026-12-13', repeatDays: 14 },
  ]);
  expect(parseDirectory('accounts: []').onCall).toBeNull();
  expect(parseDirectory('onCall: []').onCall).toEqual([]);
});

test('names every mistake in who is on call', () => {
  expect(
    mistakes(`onCall:
  - Max
  - { email: tia@campus.example, from: 2026-12-27, to: 2026-12-21 }
  - { weekly: [max@campus.example] }
  - { weekly: [], from: soon }
  - { mail: max@campus.example }
`),
  ).toEqual([
    'line 2: the entry must be an email address',
    'line 3: to must not be before from',
    'line 4: from must be a date such as 2026-12-07',
    'line 5: weekly must not be empty',
    'line 5: from must be a date such as 2026-12-07',
    'line 6: email must be an email address',
    'line 6: unknown key mail',
  ]);
});
