// Everything below /slack/, behind our own HTTP server. Signatures and payloads are checked further in: receiver.ts and payload.ts.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HTTPReceiver } from '@slack/bolt';

/** Handles a request whose body our server has read already; Bolt takes the body from `rawBody`. */
export type SlackHandler = (request: IncomingMessage & { rawBody: Buffer }, response: ServerResponse) => void;

/** Wraps Bolt's receiver, which crashes on a signed body that is not an object and throws for unknown paths. */
export function createHandler(receiver: HTTPReceiver): SlackHandler {
  return (request, response) => {
    if (request.method === 'POST' && !holdsAnObject(request)) {
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

/** As Bolt reads bodies: a form is its fields or one field `payload` with an object; any other body is an object itself. */
function holdsAnObject({ headers, rawBody }: IncomingMessage & { rawBody: Buffer }): boolean {
  const body = rawBody.toString('utf8');
  if (headers['content-type'] !== 'application/x-www-form-urlencoded') return isObject(body);
  return new URLSearchParams(body).getAll('payload').every(isObject);
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}
