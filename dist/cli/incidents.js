// npx casebridge incident: the timeline of an incident, or of maintenance, as a file.
import { writeFile } from 'node:fs/promises';
import { Argument, InvalidArgumentError } from 'commander';
import { timelineMarkdown } from "../domain/timeline-markdown.js";
import { noticeTimeline } from "../usecases/notices/notice-timeline.js";
/** @param withWork opens the database for as long as `act` takes */
export function addIncidentCommand(program, out, withWork) {
    program
        .command('incident')
        .description('what became of an incident, or of maintenance: its updates and linked cases over time')
        .addArgument(new Argument('<id>', 'the number in its heading').argParser(idOf))
        .requiredOption('--timeline <file>', 'write it to a file: as Markdown (.md) or as an image (.png)', timelineFile)
        .option('--zone <zone>', 'whose times it shows, e.g. America/Chicago', zoneOf, 'UTC')
        .action((id, { timeline: file, zone }) => withWork(async (services) => {
        const timeline = await noticeTimeline(services, id);
        await writeFile(file, await written(timeline, file, zone));
        out(`${file} written`);
    }));
}
async function written(timeline, file, zone) {
    if (/\.md$/i.test(file))
        return timelineMarkdown(timeline, zone);
    const { timelinePng } = await import("../files/timeline-png.js"); // half a second that no other command needs
    return timelinePng(timeline, zone);
}
/** @throws InvalidArgumentError */
function idOf(text) {
    if (/^[1-9]\d{0,8}$/.test(text))
        return Number(text);
    throw new InvalidArgumentError('Write a number such as 7.');
}
/** @throws InvalidArgumentError */
function timelineFile(text) {
    if (/\.(md|png)$/i.test(text))
        return text;
    throw new InvalidArgumentError('Write a name that ends in .md or .png.');
}
/** @throws InvalidArgumentError */
function zoneOf(text) {
    try {
        return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
    }
    catch {
        throw new InvalidArgumentError('Write a time zone such as America/Chicago.');
    }
}
//# sourceMappingURL=incidents.js.map