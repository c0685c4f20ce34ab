// Slack's interaction payloads for what local-slack does not know: buttons in modals and on the Home tab, shortcuts, search fields. The page
// (`slack-page/socket.js`) sends them as a button of a message and hides what belongs to them in the button's text; here the payload gets the
// shape Slack gives it (docs.slack.dev/reference/interaction-payloads).
import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { appId, signingSecret, teamId } from './workspace.ts';

const hidden = z.union([z.object({ view: z.looseObject({ id: z.string() }) }), z.object({ shortcut: z.string() })]);

const payloadShape = z.looseObject({
  type: z.literal('block_actions'),
  message: z.looseObject({ ts: z.string(), thread_ts: z.string().optional() }).optional(),
  container: z.looseObject({}),
  channel: z.unknown(),
  response_url: z.unknown(),
  actions: z.tuple([z.looseObject({ text: z.looseObject({ casebridge: hidden.optional() }).optional() })]),
});

/**
 * Completes a request of local-slack.
 * @param body as it was sent: form-encoded, or JSON for events
 * @returns the body Slack would send; the same where nothing is missing
 */
export function completeRequest(body: string): string {
  const encoded = new URLSearchParams(body).get('payload');
  // the page sends the text of a message with files as a form, in which browsers write line breaks as CRLF; Slack has none
  if (encoded === null) return body.replaceAll('\\r\\n', '\\n');
  const payload = payloadShape.safeParse(JSON.parse(encoded));
  return payload.success ? new URLSearchParams({ payload: JSON.stringify(completePayload(payload.data)) }).toString() : body;
}

type Payload = z.infer<typeof payloadShape>;

function completePayload(payload: Payload): object {
  const { message, channel, response_url, container, actions, state: _, ...rest } = payload as Payload & { state?: unknown };
  const [{ text, ...action }] = actions;
  const found = text?.casebridge;
  if (!found) {
    // Slack names the thread a message is in
    return message?.thread_ts ? { ...payload, container: { ...container, thread_ts: message.thread_ts } } : payload;
  }
  if ('view' in found) {
    const { view } = found;
    return { ...rest, container: { type: 'view', view_id: view.id }, view, actions: [action] };
  }
  const shortcut = { ...rest, callback_id: found.shortcut, action_ts: `${Date.now() / 1000}` };
  if (!message) return { ...shortcut, type: 'shortcut' };
  return { ...shortcut, type: 'message_action', channel, message, message_ts: message.ts, response_url };
}

const searchShape = z.object({
  user: z.string(),
  view: z.looseObject({}),
  block_id: z.string(),
  action_id: z.string(),
  value: z.string(),
});

/**
 * Writes the request by which Slack asks what a search field offers.
 * @param body what the page sent, as JSON
 * @returns the form-encoded body
 * @throws ZodError when the page sent something else
 */
export function searchRequest(body: string): string {
  const { user, view, ...typed } = searchShape.parse(JSON.parse(body));
  const payload = {
    type: 'block_suggestion',
    api_app_id: appId,
    team: { id: teamId },
    user: { id: user, team_id: teamId },
    container: { type: 'view', view_id: view.id },
    view,
    is_enterprise_install: false,
    ...typed,
  };
  return new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
}

/** Signs a body as Slack does (docs.slack.dev/authentication/verifying-requests-from-slack). */
export function signedHeaders(body: string, contentType: string): Record<string, string> {
  const seconds = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'content-type': contentType, 'x-slack-request-timestamp': seconds, 'x-slack-signature': `v0=${signature}` };
}
