// The four products, each with a strict fake.
import { FakeAzure } from './fake-azure.ts';
import { FakeGitHub } from './fake-github.ts';
import { FakeJira } from './fake-jira.ts';
import type { FakeTracker } from './fake-tracker.ts';

/** Makes a fake of each product, by its kind. */
export const fakes: readonly (readonly [kind: string, make: () => FakeTracker])[] = [
  ['jira-cloud', () => new FakeJira('jira-cloud')],
  ['jira-data-center', () => new FakeJira('jira-data-center')],
  ['github', () => new FakeGitHub()],
  ['azure-devops', () => new FakeAzure()],
];
