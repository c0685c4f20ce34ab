// Jira Cloud (REST API v3, whose texts are documents in the Atlassian Document Format) and Jira Data Center (REST API v2, whose texts are
// wiki markup). Follows developer.atlassian.com/cloud/jira/platform/rest/v3 and docs.atlassian.com/software/jira/docs/api/REST.
// Webhooks are in webhooks.ts.
import { z } from 'zod';
import { wikiToMarkdown } from '../cards/wiki-markup.ts';
import type { TrackerConfig } from '../config/trackers.ts';
import { isFixedState } from '../domain/tracker-setting.ts';
import { TrackerError, type IssueComment, type IssueRef, type TrackedIssue, type Tracker } from '../ports.ts';
import { adfText, adfToMarkdown, markdownToAdf } from './adf.ts';
import { basicAuth, createTrackerHttp, ifFound, type TrackerHttpOptions } from './http.ts';
import { markdownToWiki } from './wiki.ts';

const ref = z.object({ id: z.string(), key: z.string() });
const named = z.object({ name: z.string() });
const issue = ref.extend({
  fields: z.object({
    summary: z.string(),
    status: named,
    resolution: named.nullish(),
    assignee: z.object({ displayName: z.string() }).nullish(),
    fixVersions: z.array(named.extend({ releaseDate: z.string().optional() })).default([]),
    updated: z.string(),
  }),
});
const found = z.object({ issues: z.array(ref.extend({ fields: z.object({ description: z.unknown() }) })) });
const comments = z.object({
  total: z.number(),
  comments: z.array(
    z.object({
      id: z.string(),
      author: z.object({ displayName: z.string() }).nullish(),
      body: z.unknown(),
      created: z.string(),
      updated: z.string().optional(),
    }),
  ),
});
const project = z.object({ key: z.string(), name: z.string(), issueTypes: z.array(named).default([]) });

const pageSize = 100;
/** Pages of comments that are read: 2,000 comments, the newest first. */
const maxPages = 20;

/** Makes the adapter of a project in Jira. */
export function createJira({ setting, token, user }: TrackerConfig, http: Partial<TrackerHttpOptions> = {}): Tracker {
  const isCloud = setting.kind === 'jira-cloud';
  const headers = user === null ? { authorization: `Bearer ${token}` } : basicAuth(user, token);
  const call = createTrackerHttp({ base: `${setting.url}/rest/api/${isCloud ? 3 : 2}`, headers, ...http });
  const refOf = ({ id, key }: z.infer<typeof ref>): IssueRef => ({
    id,
    number: key.toUpperCase(),
    url: `${setting.url}/browse/${key}`,
  });
  const markdownOf = (body: unknown): string =>
    isCloud ? adfToMarkdown(body) : typeof body === 'string' ? wikiToMarkdown(body) : '';

  return {
    setting,
    // the search of Jira Cloud is behind its issues for some seconds, and for longer when it is busy
    settleMs: isCloud ? 120_000 : 60_000,
    create: async ({ title, body }) => {
      const fields = {
        project: { key: setting.project },
        issuetype: { name: setting.issueType },
        summary: title,
        description: isCloud ? markdownToAdf(body) : markdownToWiki(body),
      };
      return refOf(await call(ref, { method: 'POST', path: '/issue', body: { fields } }));
    },
    find: async (marker) => {
      const jql = `project = "${setting.project}" AND description ~ "${marker}"`;
      const path = isCloud ? '/search/jql' : '/search';
      const { issues } = await call(found, { method: 'POST', path, body: { jql, fields: ['description'], maxResults: 10 } });
      // the search does not compare whole texts
      const ours = issues.find(({ fields: { description } }) => textOf(description).includes(marker));
      return ours ? refOf(ours) : null;
    },
    read: async (which, options) => {
      const key = encodeURIComponent('id' in which ? which.id : which.number);
      const path = `/issue/${key}?fields=summary,status,resolution,assignee,fixVersions,updated`;
      const read = await ifFound(call(issue, { path, ...options }));
      return read && { ...refOf(read), ...factsOf(read, setting) };
    },
    comments: async (id, since) => {
      const all: IssueComment[] = [];
      for (let page = 0; page < maxPages; page += 1) {
        const query = `orderBy=-created&maxResults=${pageSize}&startAt=${page * pageSize}`;
        const read = await call(comments, { path: `/issue/${encodeURIComponent(id)}/comment?${query}` });
        const of = read.comments.map(({ id: commentId, author, body, created, updated }) => ({
          id: commentId,
          author: author?.displayName ?? 'Somebody',
          text: markdownOf(body),
          at: momentOf(updated ?? created),
        }));
        all.push(...of);
        // the order is that of their creation, and the oldest one may have been edited a minute ago
        if (of.length === 0 || all.length >= read.total) break;
      }
      return all.filter(({ at }) => at >= since).reverse();
    },
    check: async () => {
      const { key, name, issueTypes } = await call(project, { path: `/project/${setting.project}` });
      if (issueTypes.length > 0 && !issueTypes.some((one) => one.name === setting.issueType))
        throw new TrackerError('refused', `no_issue_type`);
      return `project ${key} (${name})`;
    },
  };
}

const textOf = (description: unknown): string => (typeof description === 'string' ? description : adfText(description));

function factsOf({ fields }: z.infer<typeof issue>, setting: TrackerConfig['setting']): Omit<TrackedIssue, keyof IssueRef> {
  const { summary, status, resolution, assignee, fixVersions, updated } = fields;
  const isFixed = isFixedState(setting, status.name, resolution?.name ?? null);
  // an issue in a fixed state tells its resolution only where that says that nothing was fixed
  const isClosed = isFixedState(setting, status.name, null);
  // of several versions, the first in which people get the fix
  const [version] = [...fixVersions].sort((one, other) => (one.releaseDate ?? '9').localeCompare(other.releaseDate ?? '9'));
  return {
    title: summary,
    state: isClosed && !isFixed && resolution ? `${status.name} (${resolution.name})` : status.name,
    fixed: isFixed,
    assignee: assignee?.displayName ?? null,
    target: version ? { name: version.name, date: version.releaseDate?.slice(0, 10) ?? null } : null,
    changedAt: momentOf(updated),
  };
}

/** Reads a moment such as 2026-11-28T09:10:00.000-0600, whose zone has no colon. */
function momentOf(text: string): Date {
  const at = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (Number.isNaN(at.getTime())) throw new TrackerError('in-doubt', 'bad_answer');
  return at;
}
