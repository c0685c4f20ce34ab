// What the error codes of webhooks (webhooks/transport.ts) mean for the person who looks after the endpoint.

const unreachable = "The host can't be reached.";

const texts: Readonly<Record<string, string>> = {
  address_not_public: 'The host is in a private network, which we never call.',
  bad_certificate: 'The TLS certificate is not valid.',
  enotfound: "The host can't be found.",
  eai_again: "The host can't be found at the moment.",
  econnrefused: 'The endpoint refuses connections.',
  ...{ ehostunreach: unreachable, enetunreach: unreachable, eaddrnotavail: unreachable },
  no_answer: "The endpoint doesn't answer in time.",
  connection_lost: 'The endpoint closes the connection without an answer.',
  note_leak: 'The event is internal, and this webhook does not get internal notes.',
  transport_failed: 'An error of ours, which is in the log, keeps events from being sent.',
  http_410: "The endpoint says that it's gone (error 410).",
  http_429: 'The endpoint asks us to wait (error 429).',
};

/** Says in a sentence what an error code means. */
export function webhookFailure(code: string): string {
  const text = texts[code];
  if (text !== undefined) return text;
  const status = /^http_(\d{3})$/.exec(code)?.[1];
  if (status === undefined) return `The error is ${code}.`;
  return status.startsWith('3')
    ? `The endpoint redirects to another address (${status}), which we don't follow.`
    : `The endpoint answers with error ${status}.`;
}

/** Says the same after a colon: `the endpoint answers with error 500`. */
export function webhookFailureClause(code: string): string {
  const sentence = webhookFailure(code);
  return sentence.charAt(0).toLowerCase() + sentence.slice(1, -1);
}
