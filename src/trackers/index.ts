// The developers' trackers: an adapter for each product behind one interface (tracker-ports.ts). What is done with their issues is in
// usecases/defects/, and how they are configured in config/trackers.ts.
import type { TrackerConfig } from '../config/trackers.ts';
import type { TrackerKind } from '../domain/tracker-setting.ts';
import type { Tracker } from '../ports.ts';
import { createAzure } from './azure.ts';
import { createGitHub } from './github.ts';
import type { TrackerHttpOptions } from './http.ts';
import { createJira } from './jira.ts';

export { createWebhooks } from './webhooks.ts';

const adapters: Readonly<Record<TrackerKind, (config: TrackerConfig, http?: Partial<TrackerHttpOptions>) => Tracker>> = {
  'jira-cloud': createJira,
  'jira-data-center': createJira,
  github: createGitHub,
  'azure-devops': createAzure,
};

/** Makes the adapter of a configured tracker. @param http replaces the time limit and the clock, in tests */
export function createTracker(config: TrackerConfig, http?: Partial<TrackerHttpOptions>): Tracker {
  return adapters[config.setting.kind](config, http);
}
