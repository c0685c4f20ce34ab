import { fromMarkdown } from 'mdast-util-from-markdown';
import { noticeStateLabel } from "../domain/notice.js";
import { spanOf, timesIn, updateText } from "../domain/timeline.js";
import { drawBadge } from "./badge.js";
import { drawable, fit, fontOf } from "./fonts.js";
import { colors, markColor } from "./timeline-colors.js";
const rowHeight = 34;
const rows = 6;
const gap = 32;
/** In pixels. */
export function legendHeight({ updates }) {
    return Math.min(updates.length, rows) * rowHeight;
}
/** @param zone IANA */
export function drawLegend(context, timeline, zone, width) {
    const { updates } = timeline;
    const columns = updates.length > rows ? 2 : 1;
    const each = (width - (columns - 1) * gap) / columns;
    const time = timesIn(spanOf(timeline), zone);
    const shown = updates.length > rows * columns ? rows * columns - 1 : updates.length;
    const entries = updates.slice(0, shown).map((update) => piecesOf(update, time(update.at)));
    const widths = [0, 1].map((column) => Math.max(...entries.map((pieces) => widthOf(context, pieces[column])), 0));
    entries.forEach((pieces, index) => {
        const [x, y] = placeOf(index, each);
        const colour = markColor(timeline.kind, updates[index]?.state ?? timeline.state);
        drawBadge(context, x + 14, y, { number: index + 1, colour });
        let left = x + 40;
        pieces.forEach(({ text, font, colour }, column) => {
            context.font = font;
            context.fillStyle = colour;
            context.fillText(fit(context, text, x + each - left), left, y + 6);
            left += (widths[column] ?? 0) + 14;
        });
    });
    if (shown < updates.length)
        sayMore(context, placeOf(shown, each), updates.length - shown);
}
/** Drawn one by one: words of another direction do not move the time. */
function piecesOf(update, time) {
    return [
        { text: time, font: fontOf(18), colour: colors.quiet },
        { text: noticeStateLabel(update.state), font: fontOf(18, 700), colour: colors.ink },
        { text: drawable(plainWords(updateText(update))), font: fontOf(18), colour: colors.ink },
    ];
}
function placeOf(index, each) {
    return [Math.floor(index / rows) * (each + gap), (index % rows) * rowHeight + rowHeight / 2];
}
function widthOf(context, piece) {
    if (!piece)
        return 0;
    context.font = piece.font;
    return context.measureText(piece.text).width;
}
function sayMore(context, [x, y], count) {
    context.font = fontOf(18);
    context.fillStyle = colors.quiet;
    context.fillText(`… and ${count} more: the timeline as Markdown has them all.`, x, y + 6);
}
/** @param markdown CommonMark @returns its beginning as text; a line of the legend holds no more */
function plainWords(markdown) {
    return textOf(fromMarkdown(markdown.slice(0, 500)));
}
const blocks = new Set(['root', 'blockquote', 'list', 'listItem']);
function textOf(node) {
    if (node.type === 'html')
        return '';
    if (node.type === 'break')
        return ' ';
    if ('value' in node)
        return node.value;
    return 'children' in node ? node.children.map(textOf).join(blocks.has(node.type) ? ' ' : '') : '';
}
//# sourceMappingURL=timeline-legend.js.map