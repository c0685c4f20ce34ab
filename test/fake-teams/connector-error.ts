/** What the connector refuses (learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability: Status codes from bot conversational APIs). */
export class ConnectorError extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers: Record<string, string>;

  constructor(status: number, code: string, detail = code, headers: Record<string, string> = {}) {
    super(detail);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export function conversationNotFound(): ConnectorError {
  return new ConnectorError(404, 'ConversationNotFound', 'Conversation not found.');
}

export function activityNotFound(): ConnectorError {
  return new ConnectorError(404, 'ActivityNotFoundInConversation', 'Conversation not found.');
}

export function throttled(seconds?: number): ConnectorError {
  return new ConnectorError(
    429,
    'Throttled',
    'Too many requests.',
    seconds === undefined ? {} : { 'retry-after': String(seconds) },
  );
}
