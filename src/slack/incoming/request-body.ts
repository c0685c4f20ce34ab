// The body of a request of Slack: JSON, the fields of a form, or a form whose one field `payload` is JSON.
// Follows docs.slack.dev/interactivity/handling-user-interaction and docs.slack.dev/apis/events-api.
import { parse } from 'node:querystring';

const formType = 'application/x-www-form-urlencoded';
const payloadField = 'payload=';

/** Parses a body. @returns null for one that holds no object */
export function parseBody(contentType: string | undefined, text: string): Record<string, unknown> | null {
  if (contentType !== formType) return parseObject(text);
  // a form of one field is not taken apart letter by letter
  const only = text.startsWith(payloadField) && !text.includes('&') ? decoded(text.slice(payloadField.length)) : null;
  if (only !== null) return parseObject(only);
  const fields = parse(text);
  return typeof fields.payload === 'string' ? parseObject(fields.payload) : fields;
}

/** Whether Slack checks the connection with a request that it does not sign (docs.slack.dev/interactivity/implementing-slash-commands). */
export function isConnectionCheck(contentType: string | undefined, text: string): boolean {
  return contentType === formType && text.includes('ssl_check=') && parse(text).ssl_check === '1';
}

/** @returns null for text that is not encoded properly, of which `parse` makes the best */
function decoded(text: string): string | null {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return null;
  }
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}
