// The developers' trackers of the configuration file, and their credentials.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig } from '../../src/config/index.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'casebridge-trackers-'));
afterAll(() => rmSync(folder, { recursive: true }));

function read(trackers: string, env: Record<string, string> = {}) {
  const file = path.join(folder, 'casebridge.yaml');
  writeFileSync(file, `supportPhone: "1"\ntrackers:\n${trackers}\n`);
  return readConfig({ CASEBRIDGE_CONFIG: file, ...env });
}

const jira = '  - { kind: jira-cloud, name: jira, url: "https://acme.atlassian.net/", project: DEV }';
const jiraEnv = { TRACKER_JIRA_TOKEN: 't', TRACKER_JIRA_USER: 'bot@acme.example' };

test('have the defaults of their product and the credentials of their name', () => {
  const { trackers, notes, settings } = read(
    `${jira}\n  - { kind: github, project: acme/grades, onFixed: mark }\n  - { kind: azure-devops, url: "https://dev.azure.com/acme", project: Grade Book, prefix: GB }`,
    { ...jiraEnv, TRACKER_JIRA_WEBHOOK_SECRET: 's', TRACKER_GITHUB_TOKEN: 'g', TRACKER_AZURE_DEVOPS_TOKEN: 'a' },
  );
  expect(trackers).toMatchObject([
    {
      setting: {
        ...{ name: 'jira', url: 'https://acme.atlassian.net', prefix: 'DEV', issueType: 'Bug', onFixed: 'propose' },
        ...{ fixedStates: ['Done', 'Resolved', 'Closed'], supportMark: '#support', pollEvery: '15m' },
      },
      token: 't',
      user: 'bot@acme.example',
      webhookSecret: 's',
    },
    {
      setting: { name: 'github', url: 'https://api.github.com', prefix: 'GH', issueType: null, onFixed: 'mark' },
      token: 'g',
      user: null,
    },
    { setting: { name: 'azure-devops', prefix: 'GB', project: 'Grade Book' }, token: 'a', webhookSecret: null },
  ]);
  expect(settings.trackers).toHaveLength(3);
  expect(notes.filter((note) => note.startsWith('The tracker'))).toEqual([
    'The tracker github is asked every 15m only. For webhooks, set TRACKER_GITHUB_WEBHOOK_SECRET',
    'The tracker azure-devops is asked every 15m only. For webhooks, set TRACKER_AZURE_DEVOPS_WEBHOOK_SECRET',
  ]);
});

test.each([
  ['  - { kind: bugzilla, project: DEV }', 'trackers.0.kind must be one of jira-cloud, jira-data-center, github, azure-devops'],
  ['  - { kind: jira-cloud, project: DEV }', 'trackers.0.url is missing: the address of the product'],
  [
    '  - { kind: jira-cloud, url: "https://a.example", project: my project }',
    'trackers.0.project must be the key of a project, such as DEV',
  ],
  ['  - { kind: github, project: grades }', 'trackers.0.project must be a repository, such as acme/product'],
  ['  - { kind: github, project: acme/a, issueType: Bug }', 'trackers.0.issueType has no meaning on GitHub'],
  ['  - { kind: github, project: acme/a, prefix: PENDING }', 'trackers.0.prefix must not be PENDING'],
  [`${jira}\n${jira}`, 'trackers lists the same name twice'],
  [
    '  - { kind: github, project: acme/a }\n  - { kind: github, name: other, project: acme/b }',
    'trackers has two trackers whose numbers begin alike',
  ],
  ['  - { kind: github, project: acme/a, pollEvery: 2bd }', 'trackers.0.pollEvery must be in minutes, hours or days'],
  ['  - { kind: github, project: acme/a, supportMark: "a b" }', 'trackers.0.supportMark must be one word'],
])('are refused with the reason: %s', (text, message) => {
  expect(() => read(text)).toThrow(message);
});

test('need a token, and Jira Cloud its user', () => {
  expect(() => read(jira)).toThrow('TRACKER_JIRA_TOKEN is missing');
  expect(() => read(jira, { TRACKER_JIRA_TOKEN: 't' })).toThrow('TRACKER_JIRA_USER is missing');
});
