import { unescape } from './parse-mrkdwn.ts';

/**
 * Reads the text after a command or a mention as plain text: users as `@{U1}`, links as their address, entities as characters.
 * Follows docs.slack.dev/messaging/formatting-message-text, Parsing mentions.
 * @param bot the bot's own user id, whose leading mention is dropped
 */
export function toCommandText(text: string, bot?: string): string {
  const own = bot ? new RegExp(`^\\s*<@${bot}(\\|[^>]*)?>[:,]?\\s*`) : /^(?!)/;
  const plain = text
    .replace(own, '')
    .replace(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, '@{$1}')
    .replace(/<#[A-Z0-9]+\|([^>]*)>/g, '#$1')
    .replace(/<!([a-z]+)[^>]*>/g, '@$1')
    .replace(/<mailto:([^|>]+)(?:\|[^>]*)?>/g, '$1')
    .replace(/<([a-z]+:[^|>]+)(?:\|[^>]*)?>/gi, '$1');
  return unescape(plain).trim();
}
