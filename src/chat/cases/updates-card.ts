// Posts of a case that waited and are mailed together, and what an email at once takes along of them.
import type { Card, Element } from '../../cards/elements.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import type { Settings } from '../../domain/settings.ts';
import { statusLabel } from '../../domain/status.ts';
import { plural } from '../../domain/text/numbers.ts';
import type { PostFacts } from '../../usecases/case-facts.ts';
import type { UpdatesDelivery } from '../../usecases/notifications/load-updates.ts';
import { actions } from '../actions.ts';
import { postCard } from './post-card.ts';

type Of = UpdatesDelivery['case'];

/** Renders posts that are mailed together, oldest first. A single one looks as if it had been mailed at once. */
export function updatesCard({ posts, case: of }: UpdatesDelivery, settings: Settings): Card {
  const [first, ...more] = posts;
  if (!first) return linkCard(of);
  const card = postCard(first, of, 'contact', settings, []);
  if (more.length === 0) return card;
  const happened = plural(posts.length, 'update');
  return {
    summary: `${formatCaseNumber(of.number)} ${happened}: ${of.subject}`,
    about: card.about,
    happened,
    elements: separated(posts, of, settings),
  };
}

/** Leads somebody who asked for a new link to the case. */
function linkCard({ number, subject, status }: Of): Card {
  const name = formatCaseNumber(number);
  return {
    summary: `${name} ${subject}: ${statusLabel(status)}`,
    about: `${name} · ${subject}`,
    happened: 'New link',
    elements: [
      { kind: 'text', text: [`Here is your new link to ${name}. Its status is `, { bold: statusLabel(status) }, '.'] },
      { kind: 'actions', actions: [actions.view.button(number, 'View case', 'primary')] },
    ],
  };
}

/** Adds to an email what happened before and waited to be mailed. */
export function withEarlier(card: Card, posts: readonly PostFacts[], of: Of, settings: Settings): Card {
  if (posts.length === 0) return card;
  const before: Element = { kind: 'context', text: [posts.length === 1 ? 'Before that:' : 'Before that, oldest first:'] };
  return { ...card, elements: [...card.elements, { kind: 'divider' }, before, ...separated(posts, of, settings)] };
}

/** Each post with its time. */
function separated(posts: readonly PostFacts[], of: Of, settings: Settings): Element[] {
  return posts.flatMap((post, index): Element[] => [
    ...(index === 0 ? [] : [{ kind: 'divider' as const }]),
    ...postCard(post, of, 'contact', settings, []).elements,
    { kind: 'context', text: [{ at: post.createdAt, as: 'moment' }] },
  ]);
}
