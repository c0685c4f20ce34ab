import { unescape } from "./parse-mrkdwn.js";
/**
 * What follows a command or a mention as the router reads words: users as `@{U1}`, links as their address, entities as characters.
 * @param bot the bot's own user id, whose leading mention is no word
 */
export function toWords(text, bot) {
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
//# sourceMappingURL=command-text.js.map