// Numbers and addresses of issues as people type them, and what a comment for support is.
import { expect, test } from 'vitest';
import { readIssueNumber } from '../../src/domain/issue-number.ts';
import {
  forSupport,
  isFixedState,
  trackerLabel,
  trackerOfNumber,
  type TrackerSetting,
} from '../../src/domain/tracker-setting.ts';

const common = { issueType: 'Bug', fixedStates: ['Done'], notFixed: ["Won't Do"], supportMark: '#support', onFixed: 'propose', pollEvery: '15m' } as const; // prettier-ignore
const jira: TrackerSetting = {
  ...common,
  name: 'jira',
  kind: 'jira-cloud',
  url: 'https://acme.atlassian.net',
  project: 'DEV',
  prefix: 'DEV',
};
const github: TrackerSetting = {
  ...common,
  name: 'github',
  kind: 'github',
  url: 'https://api.github.com',
  project: 'acme/grades',
  prefix: 'GH',
};
const azure: TrackerSetting = {
  ...common,
  name: 'azure',
  kind: 'azure-devops',
  url: 'https://dev.azure.com/acme',
  project: 'Grade Book',
  prefix: 'AB',
};
const all = [jira, github, azure];

test.each([
  ['dev-12', 'DEV-12'],
  ['https://acme.atlassian.net/browse/DEV-12', 'DEV-12'],
  ['https://acme.atlassian.net/jira/software/projects/DEV/boards/1?selectedIssue=DEV-12', 'DEV-12'],
  ['https://other.example/browse/DEV-12', null],
  ['https://github.com/acme/grades/issues/12', 'GH-12'],
  ['https://github.com/Acme/Grades/issues/12/', 'GH-12'],
  ['https://github.com/acme/other/issues/12', null],
  ['https://github.com/acme/grades/pull/12', null],
  ['https://dev.azure.com/acme/Grade%20Book/_workitems/edit/12', 'AB-12'],
  ['https://dev.azure.com/other/Grade%20Book/_workitems/edit/12', null],
  ['AB#12', 'AB-12'],
  ['acme/grades#12', 'GH-12'],
  // of two trackers with bare numbers
  ['#12', null],
  ['PENDING-12', null],
  ['CB-12', null],
  ['', null],
])('%s is the issue %s', (text, number) => {
  expect(readIssueNumber(all, text)).toBe(number);
});

test('a bare number belongs to the only tracker that counts', () => {
  expect(readIssueNumber([jira, github], '#12')).toBe('GH-12');
  expect(readIssueNumber([jira, github], '012')).toBe('GH-12');
  expect(readIssueNumber([jira], '12')).toBeNull();
});

test('a number belongs to the tracker of its prefix', () => {
  expect(trackerOfNumber(all, 'AB-3')?.name).toBe('azure');
  expect(trackerOfNumber(all, 'OPS-3')).toBeNull();
});

test.each([
  ['#support which term?', 'which term?'],
  ['Which term? #Support', 'Which term?'],
  ['\\#support which term?', 'which term?'],
  ['see #supportive and x#support', null],
  ['nothing', null],
])('%j is for support as %j', (text, expected) => {
  expect(forSupport(jira, text)).toBe(expected);
});

test('an issue is fixed in a state of the list, unless its resolution says otherwise', () => {
  expect(isFixedState(jira, 'done', null)).toBe(true);
  expect(isFixedState(jira, 'Done', 'Fixed')).toBe(true);
  expect(isFixedState(jira, 'Done', "won't do")).toBe(false);
  expect(isFixedState(jira, 'To Do', null)).toBe(false);
});

test('two trackers of one product are named apart', () => {
  expect(trackerLabel(all, 'jira')).toBe('Jira');
  expect(trackerLabel([...all, { ...jira, name: 'ops' }], 'ops')).toBe('Jira (ops)');
  expect(trackerLabel(all, 'former')).toBe('former');
});
