// Webhooks of the trackers: POST /trackers/<name>. A webhook says which issue changed, and the issue is then read, so webhooks that are
// repeated, late or out of order change nothing. Who sent it is proved by a signature of the body (Jira X-Hub-Signature, GitHub
// X-Hub-Signature-256) or a secret in a header (Azure DevOps). A tracker without a secret has no webhooks.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { z } from 'zod';
import type { TrackerConfig } from '../config/trackers.ts';
import type { IssueHint } from '../ports.ts';
import type { TrackerKind } from '../domain/tracker-setting.ts';

/** What is done with an issue that changed. @returns whether it is one of ours */
export type OnHint = (hint: IssueHint) => Promise<boolean>;

/** Makes the handler of `/trackers`. */
export function createWebhooks(trackers: readonly TrackerConfig[], onHint: OnHint) {
  return async (request: IncomingMessage & { rawBody: Buffer }, response: ServerResponse): Promise<void> => {
    const name = (request.url ?? '').split('?', 1)[0]?.split('/')[2] ?? '';
    const tracker = trackers.find(({ setting }) => setting.name === name);
    if (!tracker?.webhookSecret) return answer(response, 404, { error: 'no such tracker, or it has no secret for webhooks' });
    if (request.method !== 'POST') return answer(response, 405, { error: 'method not allowed' });
    const { kind } = tracker.setting;
    if (!provesSender[kind](request, tracker.webhookSecret)) return answer(response, 401, { error: 'wrong signature or secret' });
    const body = parsed(request.rawBody.toString('utf8'));
    if (body === undefined) return answer(response, 400, { error: 'not JSON' });
    const hint = hints[kind](body, tracker, request);
    if (hint === 'malformed') return answer(response, 400, { error: 'not a webhook of this product' });
    const isOurs = hint !== null && (await onHint({ tracker: name, ...hint }));
    answer(response, 200, { followed: isOurs });
  };
}

type Proof = (request: IncomingMessage & { rawBody: Buffer }, secret: string) => boolean;

const header = (request: IncomingMessage, name: string): string => {
  const value = request.headers[name];
  return typeof value === 'string' ? value : '';
};

/** The signature is `sha256=` and the HMAC of the body in hex. */
const signedIn =
  (name: string): Proof =>
  (request, secret) =>
    isEqual(header(request, name), `sha256=${createHmac('sha256', secret).update(request.rawBody).digest('hex')}`);

/** The header that service hooks of Azure DevOps can send along. */
const secretHeader = 'x-casebridge-secret';

const provesSender: Readonly<Record<TrackerKind, Proof>> = {
  'jira-cloud': signedIn('x-hub-signature'),
  'jira-data-center': signedIn('x-hub-signature'),
  github: signedIn('x-hub-signature-256'),
  'azure-devops': (request, secret) => {
    if (isEqual(header(request, secretHeader), secret)) return true;
    const [scheme = '', credentials = ''] = header(request, 'authorization').split(' ');
    if (scheme.toLowerCase() !== 'basic') return false;
    const pair = Buffer.from(credentials, 'base64').toString('utf8');
    // any user name will do
    return isEqual(pair.slice(pair.indexOf(':') + 1), secret);
  },
};

/** Compares secrets without telling by its time how much of them is equal. */
function isEqual(one: string, other: string): boolean {
  const [left, right] = [one, other].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer];
  return timingSafeEqual(left, right);
}

type Hint = Omit<IssueHint, 'tracker'> | null | 'malformed';

const jiraWebhook = z.object({
  webhookEvent: z.string(),
  issue: z.object({ id: z.coerce.string(), key: z.string() }).optional(),
});
const gitHubWebhook = z.object({
  issue: z.object({ number: z.int() }).optional(),
  repository: z.object({ full_name: z.string() }).optional(),
});
const azureWebhook = z.object({
  eventType: z.string(),
  resource: z.object({ id: z.int().optional(), workItemId: z.int().optional() }).optional(),
});

const jiraHint = (body: unknown): Hint => {
  const read = jiraWebhook.safeParse(body);
  if (!read.success) return 'malformed';
  const { issue, webhookEvent } = read.data;
  if (!issue || !/^(jira:issue_(updated|deleted)|comment_(created|updated))$/.test(webhookEvent)) return null;
  return { id: issue.id, number: issue.key.toUpperCase(), comments: webhookEvent.startsWith('comment_') };
};

/** Reads which issue a webhook is about; null for one that is about nothing we follow, such as a test of the connection. */
const hints: Readonly<Record<TrackerKind, (body: unknown, tracker: TrackerConfig, request: IncomingMessage) => Hint>> = {
  'jira-cloud': jiraHint,
  'jira-data-center': jiraHint,
  github: (body, { setting }, request) => {
    if (!/^(issues|issue_comment)$/.test(header(request, 'x-github-event'))) return null;
    const read = gitHubWebhook.safeParse(body);
    if (!read.success) return 'malformed';
    const { issue, repository } = read.data;
    // a webhook of an organization tells of every repository
    if (!issue || repository?.full_name.toLowerCase() !== setting.project.toLowerCase()) return null;
    const comments = header(request, 'x-github-event') === 'issue_comment';
    return { id: String(issue.number), number: `${setting.prefix}-${issue.number}`, comments };
  },
  'azure-devops': (body, { setting }) => {
    const read = azureWebhook.safeParse(body);
    if (!read.success) return 'malformed';
    const { eventType, resource } = read.data;
    // of an update, `id` counts the updates of the item
    const id = eventType === 'workitem.updated' ? resource?.workItemId : resource?.id;
    if (id === undefined || !eventType.startsWith('workitem.')) return null;
    return { id: String(id), number: `${setting.prefix}-${id}`, comments: eventType === 'workitem.commented' };
  },
};

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  response.end(`${JSON.stringify(body)}\n`);
}
