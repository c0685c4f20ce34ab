/** Slack's own domains, and those of its service for the United States government. */
const domains = ['slack.com', 'slack-gov.com'];

/**
 * Tells whether the bot's token may be sent to an address: to Slack over HTTPS, or to the API that is configured in its place. The address
 * of a file that lives elsewhere points to another host.
 * @param apiUrl address of the Web API
 */
export function mayHaveToken(address: URL, apiUrl: string): boolean {
  if (address.origin === new URL(apiUrl).origin) return true;
  return isOfSlack(address);
}

/** Tells whether an address is one of Slack's own. */
export function isOfSlack({ protocol, hostname }: URL): boolean {
  return protocol === 'https:' && domains.some((domain) => `.${hostname}`.endsWith(`.${domain}`));
}
