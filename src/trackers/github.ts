// Issues of a repository on GitHub or GitHub Enterprise Server. A milestone is the release that an issue is planned for. Follows
// docs.github.com/rest/issues. Webhooks are in webhooks.ts.
import { z } from 'zod';
import type { TrackerConfig } from '../config/trackers.ts';
import { isFixedState } from '../domain/tracker-setting.ts';
import { TrackerError, type IssueComment, type IssueRef, type TrackedIssue, type Tracker } from '../ports.ts';
import { createTrackerHttp, ifFound, type TrackerHttpOptions } from './http.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const login = z.object({ login: z.string() });
const issue = z.object({
  number: z.int(),
  html_url: z.string(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']),
  state_reason: z.string().nullish(),
  assignee: login.nullish(),
  milestone: z.object({ title: z.string(), due_on: z.string().nullish() }).nullish(),
  updated_at: moment,
  pull_request: z.unknown().optional(),
});
const comments = z.array(z.object({ id: z.int(), user: login.nullish(), body: z.string().nullish(), updated_at: moment }));
const repository = z.object({ full_name: z.string(), has_issues: z.boolean() });

const pageSize = 100;
const maxPages = 10;

/** Makes the adapter of a repository. */
export function createGitHub({ setting, token }: TrackerConfig, http: Partial<TrackerHttpOptions> = {}): Tracker {
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${token}`,
    'x-github-api-version': '2022-11-28',
  };
  const call = createTrackerHttp({ base: `${setting.url}/repos/${setting.project}`, headers, ...http });
  const refOf = ({ number, html_url: url }: z.infer<typeof issue>): IssueRef => ({
    id: String(number),
    number: `${setting.prefix}-${number}`,
    url,
  });

  return {
    setting,
    settleMs: 60_000,
    create: async ({ title, body }) =>
      refOf(await call(issue, { method: 'POST', path: '/issues', body: { title, body: withoutMentions(body) } })),
    // a list of the repository has an issue at once, which the search has not
    find: async (marker, since) => {
      const from = new Date(since.getTime() - 300_000).toISOString();
      for (let page = 1; page <= maxPages; page += 1) {
        const query = `state=all&sort=created&direction=desc&since=${from}&per_page=${pageSize}&page=${page}`;
        const read = await call(z.array(issue), { path: `/issues?${query}` });
        const ours = read.find(({ body, pull_request: pull }) => pull === undefined && body?.includes(marker));
        if (ours) return refOf(ours);
        if (read.length < pageSize) return null;
      }
      return null;
    },
    read: async (which, options) => {
      const number = 'id' in which ? which.id : which.number.slice(setting.prefix.length + 1);
      const read = await ifFound(call(issue, { path: `/issues/${encodeURIComponent(number)}`, ...options }));
      // GitHub forwards to an issue that was transferred to another repository, where our number means another one; a pull request has the
      // number of an issue
      const isOurs = read?.number === Number(number) && read.pull_request === undefined;
      return read && isOurs ? { ...refOf(read), ...factsOf(read, setting) } : null;
    },
    comments: async (id, since) => {
      const all: IssueComment[] = [];
      for (let page = 1; page <= maxPages; page += 1) {
        const query = `since=${since.toISOString()}&per_page=${pageSize}&page=${page}`;
        const read = await call(comments, { path: `/issues/${encodeURIComponent(id)}/comments?${query}` });
        all.push(
          ...read.map((one) => ({
            id: String(one.id),
            author: one.user?.login ?? 'Somebody',
            text: one.body ?? '',
            at: one.updated_at,
          })),
        );
        if (read.length < pageSize) break;
      }
      return all;
    },
    check: async () => {
      const { full_name: name, has_issues: hasIssues } = await call(repository, { path: '' });
      if (!hasIssues) throw new TrackerError('refused', 'issues_are_off');
      return `repository ${name}`;
    },
  };
}

function factsOf(read: z.infer<typeof issue>, setting: TrackerConfig['setting']): Omit<TrackedIssue, keyof IssueRef> {
  const { title, state, state_reason: reason, assignee, milestone, updated_at: changedAt } = read;
  const resolution = state === 'closed' && reason ? reason.replaceAll('_', ' ') : null;
  return {
    title,
    state: resolution === null || resolution === 'completed' ? state : `${state} (${resolution})`,
    fixed: isFixedState(setting, state, resolution),
    assignee: assignee?.login ?? null,
    target: milestone ? { name: milestone.title, date: milestone.due_on?.slice(0, 10) ?? null } : null,
    changedAt,
  };
}

/** Puts an invisible character into what GitHub would take for a mention, so that a text from a case notifies no stranger. */
function withoutMentions(markdown: string): string {
  return markdown.replace(/(?<![\w`])@(?=[a-z\d])/gi, '@\u200B');
}
