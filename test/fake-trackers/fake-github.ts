// A strict fake of the issues of a repository on GitHub.
import { createHmac } from 'node:crypto';
import type { TrackerSetting } from '../../src/domain/tracker-setting.ts';
import {
  commonSetting,
  exactly,
  FakeTracker,
  Refused,
  type FakeAnswer,
  type FakeIssue,
  type FakeRequest,
} from './fake-tracker.ts';

const repository = 'acme/grades';

export class FakeGitHub extends FakeTracker {
  readonly openState = 'open';
  readonly fixedState = 'closed';
  protected readonly user = null;
  /** numbers that are pull requests */
  readonly pulls = new Set<number>();
  /** numbers that were transferred to another repository, with the number there: GitHub forwards to it */
  readonly transferred = new Map<number, number>();

  protected get setting(): TrackerSetting {
    return {
      ...commonSetting,
      name: 'github',
      kind: 'github',
      url: this.url,
      project: repository,
      issueType: null,
      prefix: 'GH',
      fixedStates: ['closed'],
    };
  }

  numberOf({ number }: FakeIssue): string {
    return `GH-${number}`;
  }

  written(text: string): unknown {
    return text;
  }

  webhook(issue: FakeIssue, event = 'issues'): { headers: Record<string, string>; body: string } {
    const body = JSON.stringify({
      action: issue.state === 'closed' ? 'closed' : 'edited',
      issue: this.shown(issue),
      repository: { id: 1, name: 'grades', full_name: repository },
      sender: { login: 'dana-dev' },
    });
    const signature = createHmac('sha256', this.secret).update(body).digest('hex');
    const headers = { 'x-github-event': event, 'x-github-delivery': '1', 'x-hub-signature-256': `sha256=${signature}` };
    return { headers: { ...headers, 'content-type': 'application/json' }, body };
  }

  protected handle({ method, path, query, headers, body }: FakeRequest): FakeAnswer {
    if (headers.authorization !== `Bearer ${this.token}`) throw new Refused(401, 'Bad credentials');
    if (!headers['user-agent'] || headers.accept !== 'application/vnd.github+json')
      throw new Refused(403, 'user agent and accept');
    if (headers['x-github-api-version'] !== '2022-11-28') throw new Refused(400, 'version');
    const base = `/repos/${repository}`;
    const elsewhere = /^\/repositories\/2\/issues\/(\d+)$/.exec(path);
    if (elsewhere) {
      const [former] = [...this.transferred].find(([, number]) => number === Number(elsewhere[1])) ?? [];
      const url = `https://github.com/acme/other/issues/${elsewhere[1]}`;
      return { status: 200, body: { ...this.shown(this.find(String(former))), number: Number(elsewhere[1]), html_url: url } };
    }
    if (path === base) return { status: 200, body: { id: 1, full_name: repository, has_issues: true } };
    if (!path.startsWith(`${base}/issues`)) throw new Refused(404, 'Not Found');
    const [, number, more] = path.slice(base.length + 1).split('/');
    if (number === undefined) return method === 'POST' ? this.create(body) : this.list(query);
    if (method !== 'GET') throw new Refused(404, 'Not Found');
    const issue = this.find(number);
    const now = this.transferred.get(issue.number);
    if (now !== undefined)
      return {
        status: 301,
        headers: { location: `${this.url}/repositories/2/issues/${now}` },
        body: { message: 'Moved Permanently' },
      };
    return more === 'comments' ? this.comments(issue, query) : { status: 200, body: this.shown(issue) };
  }

  private create(body: unknown): FakeAnswer {
    const { title, body: text } = exactly(body, ['title', 'body']);
    if (typeof title !== 'string' || title === '' || typeof text !== 'string') throw new Refused(422, 'Validation Failed');
    if (text.length > 65_536) throw new Refused(422, 'body is too long');
    return { status: 201, body: this.shown(this.add(title, text)) };
  }

  private list(query: URLSearchParams): FakeAnswer {
    const since = new Date(query.get('since') ?? '');
    if (Number.isNaN(since.getTime()) || query.get('state') !== 'all') throw new Refused(422, 'since and state');
    const newest = this.indexed.filter(({ updatedAt }) => updatedAt >= since).reverse();
    return { status: 200, body: page(newest, query).map((issue) => this.shown(issue)) };
  }

  private comments(issue: FakeIssue, query: URLSearchParams): FakeAnswer {
    const since = new Date(query.get('since') ?? 0);
    const listed = page(issue.comments.filter(({ at }) => at >= since), query); // prettier-ignore
    return {
      status: 200,
      body: listed.map(({ id, author, text, createdAt, at }) => ({
        ...{ id, user: { login: author }, body: text, created_at: gitHubTime(createdAt), updated_at: gitHubTime(at) },
      })),
    };
  }

  private shown(issue: FakeIssue) {
    const { number, title, state, resolution, assignee, target } = issue;
    return {
      number,
      id: 7000 + number,
      html_url: `https://github.com/${repository}/issues/${number}`,
      title,
      body: issue.text,
      state,
      state_reason: state === 'closed' ? (resolution ?? 'completed') : null,
      assignee: assignee === null ? null : { login: assignee },
      milestone: target && { title: target.name, due_on: target.date && `${target.date}T08:00:00Z` },
      updated_at: gitHubTime(issue.updatedAt),
      ...(this.pulls.has(number) ? { pull_request: { url: 'https://api.github.com/x' } } : {}),
    };
  }
}

/** GitHub writes whole seconds. */
function gitHubTime(at: Date): string {
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}

function page<T>(all: readonly T[], query: URLSearchParams): T[] {
  const size = Number(query.get('per_page') ?? 30);
  if (size > 100) throw new Refused(422, 'per_page');
  const at = (Number(query.get('page') ?? 1) - 1) * size;
  return all.slice(at, at + size);
}
