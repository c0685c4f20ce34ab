import { hold, link, release } from "./escape.js";
/** A run of words as mrkdwn; moments are shown in the reader's zone (docs.slack.dev, Formatting message text, dates). */
export function inlineMrkdwn(words) {
    return release(words.map(one).join(''));
}
function one(word) {
    if (typeof word === 'string')
        return hold(word);
    if ('bold' in word)
        return bold(word.bold);
    if ('at' in word)
        return moment(word);
    if ('mention' in word)
        return /^[UW][A-Z0-9]+$/.test(word.mention) ? `<@${word.mention}>` : hold(`@${word.name}`);
    return link(word.link, hold(word.text));
}
/** Markers count only next to what they mark, on one line; an asterisk inside would end it. */
function bold(text) {
    const held = hold(text.replace(/\*/g, '∗').replace(/\n/g, ' '));
    return held.replace(/^(\s*)(\S(?:.*\S)?)(\s*)$/s, '$1*$2*$3');
}
function moment({ at, as }) {
    const iso = at.toISOString();
    const seconds = Math.floor(at.getTime() / 1000);
    return as === 'date'
        ? `<!date^${seconds}^{date_short}|${iso.slice(0, 10)}>`
        : `<!date^${seconds}^{date_short_pretty} {time}|${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC>`;
}
//# sourceMappingURL=inline.js.map