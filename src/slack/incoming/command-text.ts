import { unescape } from './parse-mrkdwn.ts';

/**
 * Reads the text after a command or a mention as plain text: users as `@{U1}`, links as their address, entities as characters. What Slack
 * makes a link by itself stays as it was typed. A command that was copied from a card can be code as a whole.
 * Follows docs.slack.dev/messaging/formatting-message-text, Parsing mentions.
 * @param bot the bot's own user id, whose leading mention is dropped
 */
export function toCommandText(text: string, bot?: string): string {
  if (!/[<&`\u200B]/.test(text)) return text.trim();
  const own = bot ? new RegExp(`^\\s*<@${bot}(\\|[^>]*)?>[:,]?\\s*`) : /^(?!)/;
  const plain = text
    .replace(own, '')
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, '@{$1}')
    .replace(/<#[A-Z0-9]+\|([^>]*)>/g, '#$1')
    .replace(/<!([a-z]+)[^>]*>/g, '@$1')
    .replace(/<mailto:([^|>]+)(?:\|[^>]*)?>/g, '$1')
    .replace(/<([a-z]+:[^|>]+)(?:\|([^>]*))?>/gi, (_, url: string, label?: string) => (isTyped(url, label) ? label : url));
  return unescape(plain.trim().replace(/^(`+)([^`]+)\1$/, '$2')).trim();
}

/** Whether Slack made a link of this label: of `grades.example` or a phone number. */
function isTyped(url: string, label: string | undefined): label is string {
  if (label === undefined) return false;
  return url.startsWith('tel:') || bare(url) === bare(label);
}

function bare(address: string): string {
  return address
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/\/$/, '')
    .toLowerCase();
}
