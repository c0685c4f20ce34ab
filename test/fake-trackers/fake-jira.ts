// A strict fake of Jira: Cloud with REST v3 and documents, Data Center with REST v2 and wiki markup.
import { createHmac } from 'node:crypto';
import type { TrackerSetting } from '../../src/domain/tracker-setting.ts';
import { adfProblem } from './adf-schema.ts';
import {
  commonSetting,
  exactly,
  FakeTracker,
  Refused,
  type FakeAnswer,
  type FakeIssue,
  type FakeRequest,
} from './fake-tracker.ts';

const project = 'DEV';
/** Ids of issues are not their numbers. */
const idOffset = 20_000;

export class FakeJira extends FakeTracker {
  readonly isCloud: boolean;
  readonly openState = 'To Do';
  readonly fixedState = 'Done';
  /** where an issue moved to, by its number */
  readonly moved = new Map<number, string>();
  protected readonly user: string | null;

  constructor(kind: 'jira-cloud' | 'jira-data-center') {
    super();
    this.isCloud = kind === 'jira-cloud';
    this.user = this.isCloud ? 'bot@campus.example' : null;
  }

  protected get setting(): TrackerSetting {
    return {
      ...commonSetting,
      name: 'jira',
      kind: this.isCloud ? 'jira-cloud' : 'jira-data-center',
      url: this.url,
      project,
      issueType: 'Bug',
      prefix: project,
      fixedStates: ['Done'],
    };
  }

  numberOf({ number }: FakeIssue): string {
    return this.moved.get(number) ?? `${project}-${number}`;
  }

  written(text: string): unknown {
    if (!this.isCloud) return text;
    return { type: 'doc', version: 1, content: [{ type: 'paragraph', content: [{ type: 'text', text }] }] };
  }

  webhook(issue: FakeIssue, event = 'jira:issue_updated'): { headers: Record<string, string>; body: string } {
    const body = JSON.stringify({
      timestamp: issue.updatedAt.getTime(),
      webhookEvent: event,
      issue_event_type_name: 'issue_generic',
      user: { displayName: 'Dana Cole', active: true },
      issue: {
        id: String(idOffset + issue.number),
        self: `${this.url}/rest/api/2/issue/1`,
        key: this.numberOf(issue),
        fields: {},
      },
      changelog: { id: '1', items: [{ field: 'status', fromString: 'To Do', toString: issue.state }] },
    });
    const signature = createHmac('sha256', this.secret).update(body).digest('hex');
    return { headers: { 'x-hub-signature': `sha256=${signature}`, 'content-type': 'application/json' }, body };
  }

  protected handle({ method, path, query, headers, body }: FakeRequest): FakeAnswer {
    const expected = this.isCloud
      ? `Basic ${Buffer.from(`bot@campus.example:${this.token}`).toString('base64')}`
      : `Bearer ${this.token}`;
    if (headers.authorization !== expected) throw new Refused(401, 'who are you?');
    const base = `/rest/api/${this.isCloud ? 3 : 2}`;
    if (!path.startsWith(base)) throw new Refused(404, 'no such version');
    const [what, key, more] = path.slice(base.length + 1).split('/');
    if (method === 'POST' && what === 'issue' && key === undefined) return this.create(body);
    if (method === 'POST' && what === 'search' && (this.isCloud ? key === 'jql' : key === undefined)) return this.search(body);
    if (method === 'GET' && what === 'project' && key === project)
      return {
        status: 200,
        body: { id: '1', key: project, name: 'Development', issueTypes: [{ name: 'Bug' }, { name: 'Task' }] },
      };
    if (method !== 'GET' || what !== 'issue') throw new Refused(404, `no ${method} ${path}`);
    const issue = this.byKey(key ?? '');
    return more === 'comment' ? this.comments(issue, query) : { status: 200, body: this.shown(issue, query.get('fields') ?? '') };
  }

  private byKey(key: string): FakeIssue {
    const issue = this.issues.find((one) => key === String(idOffset + one.number) || key === this.numberOf(one));
    if (!issue) throw new Refused(404, 'Issue does not exist or you do not have permission to see it.');
    return issue;
  }

  private create(body: unknown): FakeAnswer {
    const { fields } = exactly(body, ['fields']);
    const {
      project: place,
      issuetype,
      summary,
      description,
    } = exactly(fields, ['project', 'issuetype', 'summary', 'description']);
    if (exactly(place, ['key'])['key'] !== project) throw new Refused(400, 'valid project is required');
    if (exactly(issuetype, ['name'])['name'] !== 'Bug') throw new Refused(400, 'valid issue type is required');
    if (typeof summary !== 'string' || summary === '' || summary.length > 255 || summary.includes('\n'))
      throw new Refused(400, 'summary');
    const problem = this.isCloud
      ? adfProblem(description)
      : typeof description === 'string'
        ? null
        : 'Operation value must be a string';
    if (problem !== null) throw new Refused(400, `description: ${problem}`);
    const issue = this.add(summary, description);
    const id = String(idOffset + issue.number);
    return { status: 201, body: { id, key: this.numberOf(issue), self: `${this.url}/rest/api/3/issue/${id}` } };
  }

  private search(body: unknown): FakeAnswer {
    const { jql, fields, maxResults } = exactly(body, ['jql', 'fields', 'maxResults']);
    if (!Array.isArray(fields) || typeof maxResults !== 'number') throw new Refused(400, 'fields and maxResults');
    const [, key, word] = /^project = "([A-Z]+)" AND description ~ "(\w+)"$/.exec(String(jql)) ?? [];
    if (key !== project || word === undefined) throw new Refused(400, 'Error in the JQL Query');
    const found = this.indexed.filter(({ text }) => JSON.stringify(text).includes(word));
    const issues = found.map((issue) => this.shown(issue, 'description'));
    return {
      status: 200,
      body: this.isCloud ? { issues, isLast: true } : { startAt: 0, maxResults, total: issues.length, issues },
    };
  }

  private shown(issue: FakeIssue, names: string) {
    const all: Record<string, unknown> = {
      summary: issue.title,
      description: issue.text,
      status: { name: issue.state, statusCategory: { key: issue.state === 'Done' ? 'done' : 'new' } },
      resolution: issue.resolution === null ? null : { name: issue.resolution },
      assignee: issue.assignee === null ? null : { displayName: issue.assignee, active: true },
      fixVersions: issue.target
        ? [{ name: issue.target.name, ...(issue.target.date ? { releaseDate: issue.target.date } : {}) }]
        : [],
      updated: jiraTime(issue.updatedAt),
    };
    const fields = Object.fromEntries(names.split(',').map((name) => [name, all[name]]));
    return { id: String(idOffset + issue.number), key: this.numberOf(issue), fields };
  }

  private comments(issue: FakeIssue, query: URLSearchParams): FakeAnswer {
    if (query.get('orderBy') !== '-created') throw new Refused(400, 'orderBy');
    const [startAt, maxResults] = [Number(query.get('startAt')), Math.min(Number(query.get('maxResults')), 100)];
    const newest = [...issue.comments].reverse().slice(startAt, startAt + maxResults);
    const comments = newest.map(({ id, author, text, createdAt, at }) => ({
      ...{ id: String(id), author: { displayName: author }, body: text, created: jiraTime(createdAt), updated: jiraTime(at) },
    }));
    return { status: 200, body: { startAt, maxResults, total: issue.comments.length, comments } };
  }
}

/** Writes a time as Jira does, in a zone without a colon. */
function jiraTime(at: Date): string {
  return new Date(at.getTime() - 6 * 3_600_000).toISOString().replace('Z', '-0600');
}
