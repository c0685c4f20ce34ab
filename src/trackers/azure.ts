// Work items of a project in Azure DevOps Services or Server. The last part of the iteration path is what an item is planned for. Follows
// learn.microsoft.com/rest/api/azure/devops/wit. Service hooks are in webhooks.ts.
import { z } from 'zod';
import type { TrackerConfig } from '../config/trackers.ts';
import { isFixedState } from '../domain/tracker-setting.ts';
import { type IssueComment, type IssueRef, type TrackedIssue, type Tracker } from '../ports.ts';
import { basicAuth, createTrackerHttp, ifFound, type TrackerHttpOptions } from './http.ts';
import { htmlToMarkdown, markdownToHtml } from './html.ts';

const moment = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const fields = z.object({
  'System.Title': z.string(),
  'System.State': z.string(),
  'System.Reason': z.string().optional(),
  'System.AssignedTo': z.object({ displayName: z.string() }).optional(),
  'System.IterationPath': z.string().optional(),
  'System.ChangedDate': moment,
});
const created = z.object({ id: z.int() });
const item = created.extend({ fields });
const found = z.object({ workItems: z.array(z.object({ id: z.int() })) });
const comments = z.object({
  comments: z.array(
    z.object({
      id: z.int(),
      text: z.string().optional(),
      format: z.string().optional(),
      isDeleted: z.boolean().optional(),
      createdBy: z.object({ displayName: z.string() }).optional(),
      modifiedDate: moment,
    }),
  ),
  continuationToken: z.string().optional(),
});
const iteration = z.object({ attributes: z.object({ finishDate: z.string().optional() }).optional() });
const itemType = z.object({ name: z.string() });

const version = 'api-version=7.1';
const commentsVersion = 'api-version=7.1-preview.4';
/** Pages of comments that are read: 4,000 comments, the newest first. */
const maxPages = 20;

/** Makes the adapter of a project. The type of item decides in which field its text is: a bug has replication steps. */
export function createAzure({ setting, token }: TrackerConfig, http: Partial<TrackerHttpOptions> = {}): Tracker {
  const project = encodeURIComponent(setting.project);
  const base = `${setting.url}/${project}`;
  // the token alone says who it is
  const call = createTrackerHttp({ base: `${base}/_apis/wit`, headers: basicAuth('', token), ...http });
  const textField = setting.issueType === 'Bug' ? 'Microsoft.VSTS.TCM.ReproSteps' : 'System.Description';
  const refOf = ({ id }: { id: number }): IssueRef => ({
    id: String(id),
    number: `${setting.prefix}-${id}`,
    url: `${base}/_workitems/edit/${id}`,
  });
  /** The day on which an iteration ends; one without dates has none. */
  const endOf = async (path: string): Promise<string | null> => {
    const inner = path.split('\\').slice(1).map(encodeURIComponent).join('/');
    if (inner === '') return null;
    const node = await ifFound(call(iteration, { path: `/classificationnodes/Iterations/${inner}?${version}` }));
    return node?.attributes?.finishDate?.slice(0, 10) ?? null;
  };

  return {
    setting,
    settleMs: 60_000,
    create: async ({ title, body }) => {
      const patch = [
        { op: 'add', path: '/fields/System.Title', value: title },
        { op: 'add', path: `/fields/${textField}`, value: markdownToHtml(body) },
      ];
      const path = `/workitems/$${encodeURIComponent(setting.issueType ?? 'Bug')}?${version}`;
      return refOf(await call(created, { method: 'POST', path, body: patch, type: 'application/json-patch+json' }));
    },
    find: async (marker) => {
      const query = `SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project AND [${textField}] CONTAINS '${marker}'`;
      const { workItems } = await call(found, { method: 'POST', path: `/wiql?${version}`, body: { query } });
      return workItems[0] ? refOf(workItems[0]) : null;
    },
    read: async (which, options) => {
      const id = 'id' in which ? which.id : which.number.slice(setting.prefix.length + 1);
      const read = await ifFound(call(item, { path: `/workitems/${encodeURIComponent(id)}?${version}`, ...options }));
      if (!read) return null;
      const path = read.fields['System.IterationPath'];
      const target = path?.includes('\\') ? { name: path.split('\\').at(-1) ?? path, date: await endOf(path) } : null;
      return { ...refOf(read), ...factsOf(read.fields, setting), target };
    },
    comments: async (id, since) => {
      const all: IssueComment[] = [];
      let token: string | undefined;
      for (let page = 0; page < maxPages; page += 1) {
        const next = token === undefined ? '' : `&continuationToken=${encodeURIComponent(token)}`;
        const path = `/workItems/${encodeURIComponent(id)}/comments?$top=200&order=desc&${commentsVersion}${next}`;
        const read = await call(comments, { path });
        const kept = read.comments.filter(({ isDeleted }) => isDeleted !== true);
        all.push(...kept.map(commentOf));
        token = read.continuationToken;
        // the order is that of their creation, and the oldest one may have been edited a minute ago
        if (token === undefined) break;
      }
      return all.filter(({ at }) => at >= since).reverse();
    },
    check: async () => {
      const { name } = await call(itemType, {
        path: `/workitemtypes/${encodeURIComponent(setting.issueType ?? 'Bug')}?${version}`,
      });
      return `project ${setting.project}, work items of type ${name}`;
    },
  };
}

function commentOf({
  id,
  text = '',
  format,
  createdBy,
  modifiedDate,
}: z.infer<typeof comments>['comments'][number]): IssueComment {
  return {
    id: String(id),
    author: createdBy?.displayName ?? 'Somebody',
    text: format === 'markdown' ? text : htmlToMarkdown(text),
    at: modifiedDate,
  };
}

function factsOf(of: z.infer<typeof fields>, setting: TrackerConfig['setting']): Omit<TrackedIssue, keyof IssueRef | 'target'> {
  const [state, reason] = [of['System.State'], of['System.Reason'] ?? null];
  const isFixed = isFixedState(setting, state, reason);
  return {
    title: of['System.Title'],
    state: !isFixed && isFixedState(setting, state, null) && reason ? `${state} (${reason})` : state,
    fixed: isFixed,
    assignee: of['System.AssignedTo']?.displayName ?? null,
    changedAt: of['System.ChangedDate'],
  };
}
