// npx casebridge incident: lists incidents and maintenance with their IDs, and writes the timeline of one to a file.
import { writeFile } from 'node:fs/promises';
import { noticeStateLabel } from '../domain/notice.ts';
import { Argument, InvalidArgumentError, type Command } from 'commander';
import { timelineMarkdown } from '../domain/timeline-markdown.ts';
import type { Timeline } from '../domain/timeline.ts';
import type { Services } from '../usecases/context.ts';
import { noticeTimeline } from '../usecases/notices/notice-timeline.ts';
import { alignColumns } from './align-columns.ts';
import { Refusal, withServices, type Terminal } from './terminal.ts';

interface Options {
  timeline?: string;
  zone: string;
}

/** Adds `incident`. */
export function addIncidentCommand(program: Command, terminal: Terminal): void {
  program
    .command('incident')
    .description('write the timeline of an incident or maintenance: its updates and linked cases')
    .addArgument(new Argument('[id]', 'its number; without it, all of them are listed, newest first').argParser(idOf))
    .option('--timeline <file>', 'file to write: Markdown (.md) or an image (.png)', timelineFile)
    .option('--zone <zone>', 'time zone of the times, e.g. America/Chicago', zoneOf, 'UTC')
    .action((id: number | undefined, { timeline: file, zone }: Options, command: Command) =>
      withServices(terminal, async (services) => {
        if (id === undefined) return terminal.out(await list(services));
        if (file === undefined) return command.error(`error: add --timeline <file>, e.g. --timeline incident-${id}.md`);
        if ((await services.db.prisma.notice.count({ where: { id } })) === 0)
          throw new Refusal(`There is no incident or maintenance with the number ${id}. List them with: npx casebridge incident`);
        const timeline = await noticeTimeline(services, id);
        await writeFile(file, await render(timeline, file, zone));
        terminal.out(`Wrote ${file}`);
      }),
    );
}

async function list({ db }: Services): Promise<string> {
  const select = { id: true, kind: true, state: true, startsAt: true, title: true } as const;
  const rows = await db.prisma.notice.findMany({ select, orderBy: { id: 'desc' } });
  if (rows.length === 0) return 'No incidents or maintenance yet.';
  return alignColumns(
    rows.map(({ id, kind, state, startsAt, title }) => [
      String(id),
      kind,
      noticeStateLabel(state),
      startsAt.toISOString().slice(0, 16).replace('T', ' '),
      title,
    ]),
  );
}

async function render(timeline: Timeline, file: string, zone: string): Promise<Buffer | string> {
  if (/\.md$/i.test(file)) return timelineMarkdown(timeline, zone);
  const { timelinePng } = await import('../files/timeline-png.ts'); // takes half a second to load
  return timelinePng(timeline, zone);
}

/** @throws InvalidArgumentError */
function idOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Use a number such as 7.');
}

/** @throws InvalidArgumentError */
function timelineFile(text: string): string {
  if (/\.(md|png)$/i.test(text)) return text;
  throw new InvalidArgumentError('Use a name that ends in .md or .png.');
}

/** Reads the name of a time zone. @throws InvalidArgumentError */
export function zoneOf(text: string): string {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: text }).resolvedOptions().timeZone;
  } catch {
    throw new InvalidArgumentError('Use a time zone such as America/Chicago.');
  }
}
