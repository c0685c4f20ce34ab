// The feed of a case, newest first, a page at a time.
import { feedPage, type ViewedCase } from '../../usecases/cases/view-case.ts';
import type { Turn } from '../capability.ts';
import type { Button, Element } from '../../cards/elements.ts';
import { bodyIsSentence, sentence } from './event-text.ts';
import { byline } from './post-card.ts';

export function feed(viewed: ViewedCase, turn: Turn): Element[] {
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
    { kind: 'text', words: [{ bold: title }] },
    ...posts.flatMap((post): Element[] => [
      { kind: 'quiet', words: [...byline(post, turn.work.settings.brand), ' · ', { at: post.createdAt, as: 'moment' }] },
      ...(post.deletedAt ? [{ kind: 'quiet' as const, words: [`deleted by ${post.deletedBy ?? 'its author'}`] }] : told(post)),
    ]),
    ...(controls.length > 0 ? [{ kind: 'controls' as const, controls }] : []),
  ];
}

function told(post: ViewedCase['posts'][number]): Element[] {
  const said = sentence(post);
  const own = bodyIsSentence(post) ? '' : post.body;
  return [
    ...(said === null ? [] : [{ kind: 'text' as const, words: [capitalised(said)] }]),
    ...(own === '' ? [] : [{ kind: 'markdown' as const, text: own }]),
  ];
}

/** The author stands in the line above it. */
function capitalised(said: string): string {
  return said.charAt(0).toUpperCase() + said.slice(1);
}
