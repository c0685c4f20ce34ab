// A strict fake of the work items of a project in Azure DevOps.
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

const project = 'Grade Book';
const field = 'Microsoft.VSTS.TCM.ReproSteps';

export class FakeAzure extends FakeTracker {
  readonly openState = 'New';
  readonly fixedState = 'Resolved';
  protected readonly user = null;

  protected get setting(): TrackerSetting {
    return {
      ...commonSetting,
      name: 'azure',
      kind: 'azure-devops',
      url: `${this.url}/acme`,
      project,
      issueType: 'Bug',
      prefix: 'AB',
      fixedStates: ['Resolved', 'Closed'],
    };
  }

  numberOf({ number }: FakeIssue): string {
    return `AB-${number}`;
  }

  written(text: string): unknown {
    return `<div>${text}</div>`;
  }

  webhook(issue: FakeIssue): { headers: Record<string, string>; body: string } {
    const body = JSON.stringify({
      subscriptionId: '00000000-0000-0000-0000-000000000000',
      notificationId: 3,
      id: '11111111-1111-1111-1111-111111111111',
      eventType: 'workitem.updated',
      publisherId: 'tfs',
      resource: {
        // counts the updates of the item
        id: 40,
        workItemId: issue.number,
        rev: 40,
        fields: { 'System.State': { oldValue: 'New', newValue: issue.state } },
        revision: { id: issue.number, rev: 40, fields: { 'System.State': issue.state } },
      },
      resourceVersion: '1.0',
      createdDate: issue.updatedAt.toISOString(),
    });
    const authorization = `Basic ${Buffer.from(`casebridge:${this.secret}`).toString('base64')}`;
    return { headers: { authorization, 'content-type': 'application/json' }, body };
  }

  protected override contentType(path: string): string {
    return path.includes('/workitems/$') ? 'application/json-patch+json' : 'application/json';
  }

  protected handle({ method, path, query, headers, body }: FakeRequest): FakeAnswer {
    if (headers.authorization !== `Basic ${Buffer.from(`:${this.token}`).toString('base64')}`) throw new Refused(401, 'TF400813');
    const base = `/acme/${project}/_apis/wit/`;
    if (!path.startsWith(base)) throw new Refused(404, 'TF200016: the project does not exist');
    const [what = '', key = '', more] = path.slice(base.length).split('/');
    const wanted = more === 'comments' ? '7.1-preview.4' : '7.1';
    if (query.get('api-version') !== wanted) throw new Refused(400, 'VssVersionNotSpecified');
    if (method === 'POST' && what === 'workitems' && key === '$Bug') return this.create(body);
    if (method === 'POST' && what === 'wiql') return this.search(body);
    if (method !== 'GET') throw new Refused(405, 'method');
    if (what === 'workitemtypes' && key === 'Bug')
      return { status: 200, body: { name: 'Bug', referenceName: 'Microsoft.VSTS.WorkItemTypes.Bug' } };
    if (what === 'classificationnodes') return this.iteration(key, more);
    if (what.toLowerCase() !== 'workitems') throw new Refused(404, what);
    const issue = this.find(key);
    return more === 'comments' ? this.comments(issue, query) : { status: 200, body: this.shown(issue) };
  }

  private create(body: unknown): FakeAnswer {
    if (!Array.isArray(body)) throw new Refused(400, 'You must pass a valid patch document in the body of the request.');
    const values = new Map(
      body.map((one) => {
        const { op, path, value } = exactly(one, ['op', 'path', 'value']);
        if (op !== 'add' || typeof path !== 'string' || typeof value !== 'string') throw new Refused(400, 'a wrong operation');
        return [path, value] as const;
      }),
    );
    const title = values.get('/fields/System.Title');
    if (!title) throw new Refused(400, 'TF401320: Rule Error for field Title');
    return { status: 200, body: this.shown(this.add(title, values.get(`/fields/${field}`) ?? null)) };
  }

  private search(body: unknown): FakeAnswer {
    const { query } = exactly(body, ['query']);
    const pattern =
      /^SELECT \[System\.Id\] FROM WorkItems WHERE \[System\.TeamProject\] = @project AND \[([\w.]+)\] CONTAINS '(\w+)'$/;
    const [, name, word] = pattern.exec(String(query)) ?? [];
    if (name !== field || word === undefined) throw new Refused(400, 'TF51006: The query statement is missing something');
    const found = this.indexed.filter(({ text }) => String(text).includes(word));
    return {
      status: 200,
      body: { queryType: 'flat', workItems: found.map(({ number }) => ({ id: number, url: `${this.url}/${number}` })) },
    };
  }

  private iteration(kind: string, name: string | undefined): FakeAnswer {
    const planned = this.issues.find(({ target }) => target?.name === name);
    if (kind !== 'Iterations' || !planned?.target) throw new Refused(404, 'VS402485: The iteration does not exist');
    const { date } = planned.target;
    return {
      status: 200,
      body: { name, structureType: 'iteration', ...(date ? { attributes: { finishDate: `${date}T00:00:00Z` } } : {}) },
    };
  }

  private comments(issue: FakeIssue, query: URLSearchParams): FakeAnswer {
    if (Number(query.get('$top')) > 200 || query.get('order') !== 'desc') throw new Refused(400, '$top and order');
    const [from, size] = [Number(query.get('continuationToken') ?? 0), Number(query.get('$top'))];
    const listed = [...issue.comments].reverse().slice(from, from + size);
    const next = from + size < issue.comments.length ? { continuationToken: String(from + size) } : {};
    const comments = listed.map(({ id, author, text, createdAt, at }) => ({
      ...{ id, workItemId: issue.number, text, format: 'html', createdBy: { displayName: author, uniqueName: 'x@acme.example' } },
      ...{ createdDate: createdAt.toISOString(), modifiedDate: at.toISOString() },
    }));
    return { status: 200, body: { totalCount: issue.comments.length, count: comments.length, comments, ...next } };
  }

  private shown(issue: FakeIssue) {
    const { number, title, state, resolution, assignee, target } = issue;
    return {
      id: number,
      rev: 3,
      fields: {
        'System.TeamProject': project,
        'System.Title': title,
        'System.State': state,
        'System.Reason': resolution ?? (state === 'New' ? 'New' : 'Fixed'),
        ...(assignee === null ? {} : { 'System.AssignedTo': { displayName: assignee, uniqueName: 'dana@acme.example' } }),
        'System.IterationPath': target ? `${project}\\${target.name}` : project,
        'System.ChangedDate': issue.updatedAt.toISOString(),
        [field]: issue.text,
      },
      url: `${this.url}/acme/_apis/wit/workItems/${number}`,
    };
  }
}
