import { fontOf } from "./fonts.js";
import { colors } from "./timeline-colors.js";
export const badgeSize = 26;
/** An update's number in a circle, around this point. */
export function drawBadge(context, x, y, badge) {
    const text = String(badge.number);
    context.save();
    context.beginPath();
    context.arc(x, y, badgeSize / 2, 0, 2 * Math.PI);
    context.fillStyle = badge.colour;
    context.fill();
    context.font = fontOf(text.length > 2 ? 11 : 15, 700);
    context.fillStyle = colors.paper;
    context.textAlign = 'center';
    context.fillText(text, x, y + (text.length > 2 ? 4 : 5.5));
    context.restore();
}
//# sourceMappingURL=badge.js.map