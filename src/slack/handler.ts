import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HTTPReceiver } from '@slack/bolt';

/** A request whose body our server has read already; Bolt takes it as it is. */
export type SlackHandler = (request: IncomingMessage & { rawBody: Buffer }, response: ServerResponse) => void;

/**
 * The receiver behind our own server. It dies on a correctly signed payload `null`, and throws for paths it does not know: both end here.
 */
export function createHandler(receiver: HTTPReceiver): SlackHandler {
  return (request, response) => {
    const type = request.headers['content-type'] ?? '';
    if (type.startsWith('application/x-www-form-urlencoded') && !holdsAnObject(request.rawBody)) {
      response.writeHead(400).end();
      return;
    }
    try {
      receiver.requestListener(request, response);
    } catch {
      response.writeHead(404).end();
    }
  };
}

/** A slash command is its fields; everything else is one field `payload` that holds an object. */
function holdsAnObject(body: Buffer): boolean {
  const payload = new URLSearchParams(body.toString()).get('payload');
  if (payload === null) return true;
  try {
    const value: unknown = JSON.parse(payload);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
