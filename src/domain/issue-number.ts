// Development issue numbers as people type them where a tracker is configured: a number, or the address of the issue.
import { parseDefectNumber } from './defect-number.ts';
import type { TrackerKind, TrackerSetting } from './tracker-setting.ts';

/** The number of a defect whose issue is not created yet. It is replaced by the number that the tracker gives. */
export function pendingNumber(caseNumber: number): string {
  return `${pendingPrefix}-${caseNumber}`;
}

/** What the numbers of such defects begin with. No tracker can use it. */
export const pendingPrefix = 'PENDING';

/** Whether a defect has no number of a tracker yet. */
export function isPendingNumber(number: string): boolean {
  return number.startsWith(`${pendingPrefix}-`);
}

/**
 * Reads a development issue number, such as `DEV-4711`, `#4711` or `AB#4711`, or the address of an issue.
 * @returns as `parseDefectNumber`; null for anything else, and for a bare number that could belong to several trackers
 */
export function readIssueNumber(trackers: readonly TrackerSetting[], text: string): string | null {
  const typed = text.trim();
  if (/^https?:\/\//i.test(typed)) return trackers.map((one) => numberInAddress(one, typed)).find((one) => one !== null) ?? null;
  const number = parseDefectNumber(typed);
  if (number !== null) return isPendingNumber(number) ? null : number;
  const counted = trackers.filter(({ kind }) => !kind.startsWith('jira'));
  const [, place = '', digits] = /^(.*?)#?(\d{1,10})$/.exec(typed) ?? [];
  if (digits === undefined) return null;
  const named = counted.filter(({ prefix, project }) =>
    [prefix, project].some((one) => one.toLowerCase() === place.toLowerCase()),
  );
  const [tracker, other] = place === '' ? counted : named;
  return tracker && !other ? `${tracker.prefix}-${Number(digits)}` : null;
}

/** Where the number is in the path of an issue's page, by product. */
const paths: Readonly<Record<TrackerKind, RegExp>> = {
  'jira-cloud': /\/(?:browse|issues)\/([a-z][a-z0-9_]*-\d{1,10})$/i,
  'jira-data-center': /\/(?:browse|issues)\/([a-z][a-z0-9_]*-\d{1,10})$/i,
  github: /^\/([^/]+\/[^/]+)\/issues\/(\d{1,10})$/,
  'azure-devops': /\/_workitems\/edit\/(\d{1,10})$/i,
};

function numberInAddress(tracker: TrackerSetting, address: string): string | null {
  if (!URL.canParse(address)) return null;
  const url = new URL(address);
  if (url.host.toLowerCase() !== webHost(tracker)) return null;
  const found = paths[tracker.kind].exec(url.pathname.replace(/\/$/, ''));
  if (tracker.kind.startsWith('jira')) return parseDefectNumber(found?.[1] ?? url.searchParams.get('selectedIssue') ?? '');
  if (!found) return null;
  if (tracker.kind === 'github')
    return found[1]?.toLowerCase() === tracker.project.toLowerCase() ? `${tracker.prefix}-${Number(found[2])}` : null;
  return url.pathname.startsWith(new URL(tracker.url).pathname) ? `${tracker.prefix}-${Number(found[1])}` : null;
}

/** The host of the pages of a tracker. The API of github.com has a host of its own. */
function webHost({ url }: TrackerSetting): string {
  const { host } = new URL(url);
  return host === 'api.github.com' ? 'github.com' : host.toLowerCase();
}
