// GET /files/notices/…: the timeline of a notice, rendered on request. A signed link is the only permission needed; see links.ts.
import type { IncomingMessage } from 'node:http';
import { timelineMarkdown } from '../domain/timeline-markdown.ts';
import { timelineName, type Timeline, type TimelineFormat } from '../domain/timeline.ts';
import type { SignedFiles } from './links.ts';
import { badLink, message, wrongMethod, type Answer, type RespondParts } from './respond.ts';

/** What serving timelines needs. */
export interface TimelineParts extends RespondParts {
  links: SignedFiles;
  /** @throws CaseError when the notice does not exist */
  load: (noticeId: number) => Promise<Timeline>;
}

/** Answers a request for a timeline. */
export async function timelineAnswer(parts: TimelineParts, { method = 'GET', url = '' }: IncomingMessage): Promise<Answer> {
  if (method !== 'GET' && method !== 'HEAD') return wrongMethod(parts, 'GET, HEAD');
  const requested = parts.links.read(url);
  if (requested === null) return badLink(parts);
  if (requested === 'expired')
    return message(parts, 410, 'This link has expired.', 'Open the notice in Slack or Teams to get a new one.');
  const { format, noticeId, zone } = requested;
  const timeline = await parts.load(noticeId);
  const disposition = format === 'png' ? 'inline' : 'attachment';
  return {
    status: 200,
    headers: {
      'content-type': format === 'png' ? 'image/png' : 'text/markdown; charset=utf-8',
      'content-disposition': `${disposition}; filename="${fileName(timeline, format)}"`,
      'cache-control': 'private, max-age=60',
    },
    body: format === 'png' ? await draw(timeline, zone) : timelineMarkdown(timeline, zone),
  };
}

/** Draws the image. The drawing code is loaded with the first image, because that takes half a second and 40 MB. */
async function draw(timeline: Timeline, zone: string): Promise<Buffer> {
  const { timelinePng } = await import('./timeline-png.ts');
  return timelinePng(timeline, zone);
}

/** Returns a file name with characters that every file system accepts, e.g. `incident-7-sign-in-fails-timeline.png`. */
function fileName(timeline: Timeline, format: TimelineFormat): string {
  const name = `${timelineName(timeline)} ${timeline.title}`.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = name.match(/[a-z0-9]+/g)?.join('-') ?? '';
  return `${slug.slice(0, 80).replace(/-$/, '')}-timeline.${format}`;
}
