// A post, as it stands in the other conversations of its case.
import { formatCaseNumber } from "../../domain/case-number.js";
import { bodyIsSentence, eventText } from "./event-text.js";
const platformNames = { slack: 'Slack', teams: 'Teams' };
/**
 * @param mentions who must act, if anybody
 */
export function postCard(post, of, side, brand, mentions) {
    const address = mentions.flatMap(({ userId, name }) => [{ mention: userId, name }, ', ']);
    const request = eventText(post);
    // an event is a sentence that names its author
    const elements = request === null ? [{ kind: 'context', text: byline(post, brand) }] : [];
    if (request !== null)
        elements.push({ kind: 'text', text: [...address, { bold: post.authorName }, ` ${request}`] });
    else if (address.length > 0)
        elements.push({ kind: 'text', text: address.slice(0, -1) });
    if (post.body !== '' && !bodyIsSentence(post))
        elements.push({ kind: 'markdown', text: post.body });
    const controls = of.pendingPostId === post.id && side === 'contact' ? liveControls(post, of.number) : [];
    if ((post.action === 'resolve' || post.action === 'release') && controls.length > 0)
        elements.push({ kind: 'text', text: [{ bold: 'Did this resolve it?' }] });
    if (controls.length > 0)
        elements.push({ kind: 'actions', actions: controls });
    return { summary: summaryOf(post, of, request), about: `${formatCaseNumber(of.number)} · ${of.subject}`, elements };
}
/** Author, side, platform; edited. */
export function byline(post, brand) {
    const side = post.authorSide === 'advisor' ? brand : post.authorSide === 'contact' ? 'Contact' : null;
    const words = [side, post.platform && `from ${platformNames[post.platform]}`, post.editedAt && 'edited'].filter((word) => word !== null);
    const note = post.kind === 'note' ? [{ bold: 'Internal note' }, ' · only advisors see this · '] : [];
    return [...note, { bold: post.authorName }, words.length > 0 ? ` · ${words.join(' · ')}` : ''];
}
function liveControls(post, number) {
    const value = String(number);
    if (post.action === 'ask')
        return [{ kind: 'button', label: 'Answer', action: 'answer', value, style: 'primary' }];
    return [
        { kind: 'button', label: 'Yes, close case', action: 'confirm', value, style: 'primary' },
        { kind: 'button', label: 'No, still happening', action: 'decline', value },
    ];
}
function summaryOf(post, of, request) {
    const body = bodyIsSentence(post) ? '' : post.body.replace(/\s+/g, ' ').slice(0, 150);
    return `${formatCaseNumber(of.number)} ${post.authorName}${request === null ? ':' : ` ${request}`} ${body}`.trim();
}
//# sourceMappingURL=post-card.js.map