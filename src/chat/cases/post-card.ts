// A post, a note or an event in the conversations of its case, except where it was typed.
import { preview } from '../../cards/flat-text.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import type { Side } from '../../domain/person.ts';
import { loweredAction } from '../../domain/priority.ts';
import { isOpen } from '../../domain/status.ts';
import type { CaseFacts, Mentioned, PostFacts } from '../../usecases/case-facts.ts';
import { actions } from '../actions.ts';
import type { Card, Control, Element, Inline } from '../../cards/elements.ts';
import { platformNames } from '../platform-names.ts';
import { bodyIsSentence, eventText } from './event-text.ts';

/**
 * Renders a post for one side of the case.
 * @param brand the support organization's name
 * @param mentions who has to act
 */
export function postCard(post: PostFacts, of: CaseFacts, side: Side, brand: string, mentions: readonly Mentioned[]): Card {
  const address = mentions.flatMap(({ userId, name }): Inline[] => [{ mention: userId, name }, ', ']);
  const event = eventText(post);
  // an event is a sentence that starts with its author's name
  const elements: Element[] = event === null ? [{ kind: 'context', text: byline(post, brand) }] : [];
  if (event !== null) elements.push({ kind: 'text', text: [...address, { bold: post.authorName }, ` ${event}`] });
  else if (address.length > 0) elements.push({ kind: 'text', text: address.slice(0, -1) });
  if (post.body !== '' && !bodyIsSentence(post)) elements.push({ kind: 'markdown', text: post.body });
  const controls = of.pendingPostId === post.id && side === 'contact' ? liveControls(post, of.number) : [];
  if ((post.action === 'resolve' || post.action === 'release') && controls.length > 0)
    elements.push({ kind: 'text', text: [{ bold: 'Did this resolve it?' }] });
  if (side === 'contact' && post.action === loweredAction && isOpen(of.status))
    controls.push(actions.objectPriority.button(of.number, 'I disagree'));
  if (controls.length > 0) elements.push({ kind: 'actions', actions: controls });
  return { summary: summaryOf(post, of, event), about: `${formatCaseNumber(of.number)} · ${of.subject}`, elements };
}

/** Names the author of a post with their side and platform, and whether it is a note or was edited. */
export function byline(post: PostFacts, brand: string): Inline[] {
  const side = post.authorSide === 'advisor' ? brand : post.authorSide === 'contact' ? 'Contact' : null;
  const details = [side, post.platform && `from ${platformNames[post.platform]}`, post.editedAt && 'edited'].filter(
    (detail) => detail !== null,
  );
  const note = post.kind === 'note' ? [{ bold: 'Internal note' }, ' · advisors only · '] : [];
  return [...note, { bold: post.authorName }, details.length > 0 ? ` · ${details.join(' · ')}` : ''];
}

function liveControls(post: PostFacts, number: number): Control[] {
  if (post.action === 'ask') return [actions.answer.button(number, 'Answer', 'primary')];
  return [actions.confirm.button(number, 'Yes, close case', 'primary'), actions.decline.button(number, 'No, still happening')];
}

/** Characters of a post in notifications. */
const maxPreview = 150;

function summaryOf(post: PostFacts, of: CaseFacts, event: string | null): string {
  const body = bodyIsSentence(post) ? '' : preview(post.body, maxPreview);
  return `${formatCaseNumber(of.number)} ${post.authorName}${event === null ? ':' : ` ${preview(event, maxPreview)}`} ${body}`.trim();
}
