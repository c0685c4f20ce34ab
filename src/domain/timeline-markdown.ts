// A timeline as a Markdown document for a post-mortem. Text that people typed cannot break out of its section or inject HTML.
import { noticeStateLabel } from './notice.ts';
import { formatCount } from './text/numbers.ts';
import { formatDate, formatTime, formatZone, inZone } from './text/times.ts';
import { spanOf, timelineFacts, timelineName, timesIn, updateText } from './timeline.ts';
import type { Timeline } from './timeline.ts';

/**
 * Writes a timeline as a document: its facts, every update, and the number of cases linked by hour or by day.
 * @param zone IANA; the times are written in it
 * @returns CommonMark with one GFM table
 */
export function timelineMarkdown(timeline: Timeline, zone: string): string {
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

function updates(timeline: Timeline, zone: string): string[] {
  const time = timesIn(spanOf(timeline), zone);
  return timeline.updates.flatMap((update, index) => [
    `### ${index + 1} · ${time(update.at)} · ${noticeStateLabel(update.state)} · ${inline(update.authorName)}`,
    quoted(updateText(update)),
  ]);
}

const day = 86_400_000;

function casesTable(cases: readonly Date[], zone: string): string {
  const [first] = cases;
  const last = cases.at(-1);
  if (!first || !last) return 'None.';
  const unit = last.getTime() - first.getTime() > 2 * day ? 'day' : 'hour';
  const counts = new Map<number, number>();
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

/** Control characters, and those that change the direction of text. */
const unseen = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/g;

/** Writes plain text on one line, with Markdown escaped. */
function inline(text: string): string {
  const line = text.replace(/\s+/g, ' ').replace(unseen, '').trim();
  return line.replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&');
}

/**
 * Quotes CommonMark. A block quote ends the headings, lists and fences that begin in it. HTML and link reference definitions would affect the
 * rest of the document, so they are escaped.
 */
function quoted(markdown: string): string {
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
