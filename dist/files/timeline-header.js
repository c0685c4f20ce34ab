import { affects, noticeStateLabel, severityLabel } from "../domain/notice.js";
import { plural } from "../domain/text/numbers.js";
import { formatDateTime, formatRange } from "../domain/text/times.js";
import { durationOf, timelineName } from "../domain/timeline.js";
import { drawable, fit, fontOf, wrap } from "./fonts.js";
import { colors } from "./timeline-colors.js";
/** Writes title and facts from the top. @param zone IANA @returns how high that is, in pixels */
export function drawHeader(context, timeline, zone, width) {
    const { severity, state, modules, affected, cases } = timeline;
    let y = 0;
    const write = (text, lineHeight) => context.fillText(text, 0, (y += lineHeight) - lineHeight / 4);
    context.fillStyle = colors.ink;
    context.font = fontOf(36, 700);
    for (const part of wrap(context, `${timelineName(timeline)}: ${drawable(timeline.title)}`, width, 2))
        write(part, 46);
    const count = plural(cases.length, 'case linked', 'cases linked');
    const lines = [
        [noticeStateLabel(state), severity && severityLabel(severity), periodWords(timeline, zone), durationOf(timeline)],
        [affected, count, affects(modules)],
    ];
    context.fillStyle = colors.quiet;
    context.font = fontOf(22);
    for (const facts of lines)
        write(fit(context, drawable(facts.filter((fact) => fact !== null).join(' · ')), width), 34);
    return y;
}
function periodWords({ startsAt, endsAt, closedAt }, zone) {
    const end = closedAt ?? endsAt;
    if (!end)
        return `since ${formatDateTime(startsAt, zone)}`;
    // cancelled before it began
    if (end < startsAt)
        return `planned for ${formatDateTime(startsAt, zone)}`;
    return formatRange(startsAt, end, zone);
}
//# sourceMappingURL=timeline-header.js.map