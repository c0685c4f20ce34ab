// A timeline as a Markdown document, fit for a post-mortem. What people typed can neither end its section nor run anything.
import { noticeStateLabel } from "./notice.js";
import { formatCount } from "./text/numbers.js";
import { formatDate, formatTime, formatZone, inZone } from "./text/times.js";
import { spanOf, timelineFacts, timelineName, timesIn, updateText } from "./timeline.js";
/**
 * The whole document: facts, every update with its time, and how many cases were linked by the hour, or by the day.
 * @param zone IANA: whose times these are
 * @returns CommonMark with one GFM table
 */
export function timelineMarkdown(timeline, zone) {
    const facts = timelineFacts(timeline, zone).map(([name, value]) => `- **${name}:** ${inline(value)}`);
    const sections = [
        `# ${timelineName(timeline)}: ${inline(timeline.title)}`,
        facts.join('\n'),
        `Times are in ${formatZone(zone, timeline.asOf)}.`,
        '## Updates',
        ...(timeline.updates.length > 0 ? updates(timeline, zone) : ['None.']),
        '## Cases linked',
        casesTable(timeline.cases, zone),
    ];
    return `${sections.join('\n\n')}\n`;
}
function updates(timeline, zone) {
    const time = timesIn(spanOf(timeline), zone);
    return timeline.updates.flatMap((update, index) => [
        `### ${index + 1} · ${time(update.at)} · ${noticeStateLabel(update.state)} · ${inline(update.authorName)}`,
        quoted(updateText(update)),
    ]);
}
const day = 86_400_000;
function casesTable(cases, zone) {
    const [first] = cases;
    const last = cases.at(-1);
    if (!first || !last)
        return 'None.';
    const unit = last.getTime() - first.getTime() > 2 * day ? 'day' : 'hour';
    const counts = new Map();
    for (const at of cases) {
        const start = inZone(at, zone).startOf(unit).toMillis();
        counts.set(start, (counts.get(start) ?? 0) + 1);
    }
    let total = 0;
    const rows = [...counts].map(([start, count]) => {
        const from = new Date(start);
        const time = unit === 'day' ? '' : `, ${formatTime(from, zone)}`;
        return `| ${formatDate(from, zone)}${time} | ${formatCount(count)} | ${formatCount((total += count))} |`;
    });
    return [`| ${unit === 'day' ? 'Day' : 'Hour from'} | Cases | Total |`, '| --- | ---: | ---: |', ...rows].join('\n');
}
/** Controls, and what turns the direction of what follows. */
const unseen = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;
/** On one line, every character itself. */
function inline(text) {
    const line = text.replace(/\s+/g, ' ').replace(unseen, '').trim();
    return line.replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&');
}
/**
 * A quotation ends whatever begins in it: a heading, a list, a fence. HTML, and a definition of what a link means in the whole document,
 * would reach past its end: they become text.
 */
function quoted(markdown) {
    const text = markdown
        .replace(/\r\n?|[\u2028\u2029]/g, '\n')
        .replace(unseen, '')
        .replace(/<(?=[a-z/!?])(?!(?:https?|mailto):[^\s<>]*>)/gi, '&lt;')
        .replace(/\]:/g, ']\\:');
    return text
        .split('\n')
        .map((line) => `> ${line}`.trimEnd())
        .join('\n');
}
//# sourceMappingURL=timeline-markdown.js.map