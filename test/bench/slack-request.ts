// Requests as Slack makes them, signed, over kept connections.
import { createHmac } from 'node:crypto';
import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { newCase, userId, workspaceId } from './fixtures.ts';
import { composed } from '../fake-slack/composer.ts';

export const signingSecret = 'bench';

const agent = new Agent({ keepAlive: true, maxSockets: 16 });

/** Sends a signed request. @returns the body of the acknowledgement @throws when the status is not 200 */
export async function post(url: string, fields: Record<string, string>): Promise<string> {
  const body = new URLSearchParams(fields).toString();
  const timestamp = Math.floor(Date.now() / 1000).toString();
  const signature = createHmac('sha256', signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': Buffer.byteLength(body),
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${signature}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(`${url}/slack/events`, { method: 'POST', agent, headers }, (response) => {
      text(response).then(
        (answer) => (response.statusCode === 200 ? resolve(answer) : reject(new Error(`answered ${response.statusCode}`))),
        reject,
      );
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** The slash command `/case <commandText>`. */
export function command(commandText: string, id: string): Record<string, string> {
  const place = { team_id: workspaceId, team_domain: 'bench', channel_id: 'C0TEAM', channel_name: 'team' };
  const answer = { response_url: 'http://localhost:1/', trigger_id: id, api_app_id: 'A0BENCH', token: 'x' };
  return {
    ...place,
    ...answer,
    user_id: userId,
    user_name: 'ada',
    command: '/case',
    text: commandText,
    is_enterprise_install: 'false',
  };
}

/** The form "Open a case", sent. */
export function submission(idempotencyKey: string): Record<string, string> {
  const values = Object.fromEntries(
    Object.entries(newCase).map(([name, value]) => [
      name,
      {
        value:
          name === 'subject'
            ? { type: 'plain_text_input', value }
            : name === 'description'
              ? { type: 'rich_text_input', rich_text_value: composed(value) }
              : { type: 'static_select', selected_option: { value, text: { type: 'plain_text', text: value } } },
      },
    ]),
  );
  // its author has seen similar cases: the thousandth case of the bench is like all the others
  const metadata = JSON.stringify({ form: 'open', state: { idempotencyKey, similar: 'shown' } });
  const view = {
    id: idempotencyKey,
    type: 'modal',
    callback_id: 'form',
    private_metadata: metadata,
    blocks: [],
    state: { values },
    hash: '1',
  };
  const user = { id: userId, name: 'ada', team_id: workspaceId };
  const payload = {
    type: 'view_submission',
    team: { id: workspaceId, domain: 'bench' },
    user,
    api_app_id: 'A0BENCH',
    token: 'x',
    view,
  };
  return { payload: JSON.stringify({ ...payload, trigger_id: idempotencyKey, response_urls: [], is_enterprise_install: false }) };
}
