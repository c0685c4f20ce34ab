// The feed of a case, newest first, a page at a time.
import { feedPage, type ViewedCase } from '../../usecases/cases/view-case.ts';
import type { Context } from '../capability.ts';
import type { Button, Element } from '../../cards/elements.ts';
import { bodyIsSentence, eventText } from './event-text.ts';
import { byline } from './post-card.ts';

export function feed(viewed: ViewedCase, context: Context): Element[] {
  const { posts, postCount, page, case: shown } = viewed;
  const pages = Math.max(Math.ceil(postCount / feedPage), 1);
  const turnTo = (label: string, to: number): Button => ({
    kind: 'button',
    label,
    action: 'feed',
    value: `${shown.number} ${to}`,
  });
  const controls = [
    ...(page > 1 ? [turnTo('Newer posts', page - 1)] : []),
    ...(page < pages ? [turnTo('Older posts', page + 1)] : []),
  ];
  const title =
    postCount === 0
      ? 'No posts yet.'
      : `${postCount === 1 ? '1 post' : `${postCount} posts`}, newest first${pages > 1 ? ` (page ${page} of ${pages})` : ''}`;
  return [
    { kind: 'divider' },
    { kind: 'text', text: [{ bold: title }] },
    ...posts.flatMap((post): Element[] => [
      { kind: 'context', text: [...byline(post, context.services.settings.brand), ' · ', { at: post.createdAt, as: 'moment' }] },
      ...(post.deletedAt ? [{ kind: 'context' as const, text: [`deleted by ${post.deletedBy ?? 'its author'}`] }] : told(post)),
    ]),
    ...(controls.length > 0 ? [{ kind: 'actions' as const, actions: controls }] : []),
  ];
}

function told(post: ViewedCase['posts'][number]): Element[] {
  const request = eventText(post);
  const own = bodyIsSentence(post) ? '' : post.body;
  return [
    ...(request === null ? [] : [{ kind: 'text' as const, text: [capitalised(request)] }]),
    ...(own === '' ? [] : [{ kind: 'markdown' as const, text: own }]),
  ];
}

/** The author stands in the line above it. */
function capitalised(request: string): string {
  return request.charAt(0).toUpperCase() + request.slice(1);
}
