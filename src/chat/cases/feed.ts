// The activity of a case: posts, notes and events, newest first, one page at a time.
import { feedPage, type ViewedCase } from '../../usecases/cases/view-case.ts';
import { actions } from '../actions.ts';
import type { Context } from '../capability.ts';
import type { Element } from '../../cards/elements.ts';
import { bodyIsSentence, eventText } from './event-text.ts';
import { fileElements } from './file-elements.ts';
import { byline } from './post-card.ts';
import { plural } from '../../domain/text/numbers.ts';

/** Renders one page of a case's activity, with buttons to the pages before and after it. */
export function feed(viewed: ViewedCase, context: Context): Element[] {
  const { posts, postCount, page, case: shown } = viewed;
  const pages = Math.max(Math.ceil(postCount / feedPage), 1);
  const controls = [
    ...(page > 1 ? [actions.feed.button({ number: shown.number, page: page - 1 }, 'Newer activity')] : []),
    ...(page < pages ? [actions.feed.button({ number: shown.number, page: page + 1 }, 'Older activity')] : []),
    ...(postCount > 0 ? [actions.searchFeed.button(shown.number, 'Search this feed')] : []),
  ];
  const title =
    postCount === 0
      ? 'No activity yet'
      : `${plural(postCount, 'entry', 'entries')}, newest first${pages > 1 ? ` · page ${page} of ${pages}` : ''}`;
  return [
    { kind: 'divider' },
    { kind: 'text', text: [{ bold: title }] },
    ...posts.flatMap((post): Element[] => [
      { kind: 'context', text: [...byline(post, context.services.settings.brand), ' · ', { at: post.createdAt, as: 'moment' }] },
      ...(post.deletedAt
        ? [{ kind: 'context' as const, text: [`Deleted by ${post.deletedBy ?? 'its author'}`] }]
        : [...content(post), ...fileElements(post.files, context.services.settings)]),
    ]),
    ...(controls.length > 0 ? [{ kind: 'actions' as const, actions: controls }] : []),
  ];
}

function content(post: ViewedCase['posts'][number]): Element[] {
  const event = eventText(post);
  const body = bodyIsSentence(post) ? '' : post.body;
  return [
    ...(event === null ? [] : [{ kind: 'text' as const, text: [capitalized(event)] }]),
    ...(body === '' ? [] : [{ kind: 'markdown' as const, text: body }]),
  ];
}

/** The author's name is on the line above, so the event starts a sentence of its own. */
function capitalized(event: string): string {
  return event.charAt(0).toUpperCase() + event.slice(1);
}
