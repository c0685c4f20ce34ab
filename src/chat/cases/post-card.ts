// A post, as it stands in the other conversations of its case.
import { formatNumber } from '../../domain/case-number.ts';
import type { Side } from '../../domain/person.ts';
import type { CaseFacts, Mentioned, PostFacts } from '../../usecases/case-facts.ts';
import type { Card, Control, Element, Inline } from '../../cards/elements.ts';
import { bodyIsSentence, sentence } from './event-text.ts';

const platformNames = { slack: 'Slack', teams: 'Teams' } as const;

/**
 * @param mentions who must act, if anybody
 */
export function postCard(post: PostFacts, of: CaseFacts, side: Side, brand: string, mentions: readonly Mentioned[]): Card {
  const address = mentions.flatMap(({ userId, name }): Inline[] => [{ mention: userId, name }, ', ']);
  const said = sentence(post);
  // an event is a sentence that names its author
  const elements: Element[] = said === null ? [{ kind: 'quiet', words: byline(post, brand) }] : [];
  if (said !== null) elements.push({ kind: 'text', words: [...address, { bold: post.authorName }, ` ${said}`] });
  else if (address.length > 0) elements.push({ kind: 'text', words: address.slice(0, -1) });
  if (post.body !== '' && !bodyIsSentence(post)) elements.push({ kind: 'markdown', text: post.body });
  const controls = of.pendingPostId === post.id && side === 'contact' ? liveControls(post, of.number) : [];
  if ((post.action === 'resolve' || post.action === 'release') && controls.length > 0)
    elements.push({ kind: 'text', words: [{ bold: 'Did this resolve it?' }] });
  if (controls.length > 0) elements.push({ kind: 'controls', controls });
  return { summary: summaryOf(post, of, said), about: `${formatNumber(of.number)} · ${of.subject}`, elements };
}

/** Author, side, platform; edited. */
export function byline(post: PostFacts, brand: string): Inline[] {
  const side = post.authorSide === 'advisor' ? brand : post.authorSide === 'contact' ? 'Contact' : null;
  const words = [side, post.platform && `from ${platformNames[post.platform]}`, post.editedAt && 'edited'].filter(
    (word) => word !== null,
  );
  const note = post.kind === 'note' ? [{ bold: 'Internal note' }, ' · only advisors see this · '] : [];
  return [...note, { bold: post.authorName }, words.length > 0 ? ` · ${words.join(' · ')}` : ''];
}

function liveControls(post: PostFacts, number: number): Control[] {
  const value = String(number);
  if (post.action === 'ask') return [{ kind: 'button', label: 'Answer', action: 'answer', value, style: 'primary' }];
  return [
    { kind: 'button', label: 'Yes, close case', action: 'confirm', value, style: 'primary' },
    { kind: 'button', label: 'No, still happening', action: 'decline', value },
  ];
}

function summaryOf(post: PostFacts, of: CaseFacts, said: string | null): string {
  const body = bodyIsSentence(post) ? '' : post.body.replace(/\s+/g, ' ').slice(0, 150);
  return `${formatNumber(of.number)} ${post.authorName}${said === null ? ':' : ` ${said}`} ${body}`.trim();
}
