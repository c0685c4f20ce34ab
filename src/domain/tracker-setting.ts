// The developers' trackers of the configuration: where issues of product defects are created and followed.

/** The products that are known. */
export const trackerKinds = ['jira-cloud', 'jira-data-center', 'github', 'azure-devops'] as const;
/** One of them. */
export type TrackerKind = (typeof trackerKinds)[number];

/** What happens when an issue is fixed: a lead is asked to mark the defect fixed, or it is marked. */
export const fixedActions = ['propose', 'mark'] as const;

/** A duration in minutes, hours or days, such as `15m`. */
export type PollInterval = `${number}${'m' | 'h' | 'd'}`;

/** A tracker, without its credentials. */
export interface TrackerSetting {
  /** lower case; in the address of its webhook and the names of its variables */
  name: string;
  kind: TrackerKind;
  /** without a slash at the end; of GitHub, the address of its API */
  url: string;
  /** the key of a project in Jira, `owner/repository` on GitHub, the name of a project in Azure DevOps */
  project: string;
  /** null on GitHub, where every issue is of one type */
  issueType: string | null;
  /** what the development issue numbers of this tracker begin with: DEV of DEV-4711 */
  prefix: string;
  /** states in which an issue is fixed, in any letter case */
  fixedStates: readonly string[];
  /** resolutions with which an issue in such a state is not fixed after all */
  notFixed: readonly string[];
  /** a word that marks a comment for support */
  supportMark: string;
  onFixed: (typeof fixedActions)[number];
  /** how often an issue is read of which no webhook arrives */
  pollEvery: PollInterval;
}

const products: Readonly<Record<TrackerKind, string>> = {
  'jira-cloud': 'Jira',
  'jira-data-center': 'Jira',
  github: 'GitHub',
  'azure-devops': 'Azure DevOps',
};

/** Names a tracker for people: its product, and its own name where that is not enough. An unknown one is named as it was configured. */
export function trackerLabel(trackers: readonly TrackerSetting[], name: string): string {
  const tracker = trackers.find((one) => one.name === name);
  if (!tracker) return name;
  const product = products[tracker.kind];
  return trackers.some((one) => one !== tracker && products[one.kind] === product) ? `${product} (${name})` : product;
}

/** Finds the tracker that a development issue number belongs to. */
export function trackerOfNumber(trackers: readonly TrackerSetting[], number: string): TrackerSetting | null {
  const prefix = number.slice(0, number.lastIndexOf('-'));
  return trackers.find((one) => one.prefix === prefix) ?? null;
}

/** Whether an issue is fixed. @param resolution why it was closed, if the tracker says */
export function isFixedState({ fixedStates, notFixed }: TrackerSetting, state: string, resolution: string | null): boolean {
  const isIn = (list: readonly string[], value: string) => list.some((one) => one.toLowerCase() === value.toLowerCase());
  return isIn(fixedStates, state) && (resolution === null || !isIn(notFixed, resolution));
}

/** Finds the mark in a comment that is meant for support. @returns the comment without it; null for any other comment */
export function forSupport({ supportMark }: TrackerSetting, text: string): string | null {
  const mark = new RegExp(`(?<![\\p{L}\\p{N}])\\\\?${escaped(supportMark)}(?![\\p{L}\\p{N}])`, 'giu');
  return mark.test(text) ? text.replace(mark, '').trim() : null;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
