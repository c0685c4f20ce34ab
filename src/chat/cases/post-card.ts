// A post, a note or an event in the conversations of its case, except where it was typed.
import { preview } from '../../cards/flat-text.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import type { Side } from '../../domain/person.ts';
import { formatList } from '../../domain/text/numbers.ts';
import { loweredAction } from '../../domain/priority.ts';
import { isOpen } from '../../domain/status.ts';
import type { Mentioned, PostDelivery } from '../../usecases/case-delivery.ts';
import type { CaseBasics, PostFacts } from '../../usecases/case-facts.ts';
import { actions } from '../actions.ts';
import type { Card, CardAuthor, Control, Element, Inline } from '../../cards/elements.ts';
import type { Settings } from '../../domain/settings.ts';
import { platformNames } from '../platform-names.ts';
import { bodyIsSentence, eventText } from './event-text.ts';
import { fileElements } from './file-elements.ts';
import { happened } from './happened.ts';

/**
 * Renders a post for one side of the case.
 * @param mentions who has to act
 * @param shown.separateFiles those of its files that arrive as messages of their own
 * @param shown.authorPicture address of the picture of its author
 * @param shown.isMail whether it is an email
 */
export function postCard(
  post: PostFacts,
  of: CaseBasics,
  side: Side,
  settings: Pick<Settings, 'brand' | 'attachments'>,
  mentions: readonly Mentioned[],
  shown: Pick<PostDelivery, 'separateFiles' | 'authorPicture' | 'isMail'> = {
    separateFiles: [],
    authorPicture: null,
    isMail: false,
  },
): Card {
  const { brand } = settings;
  const address = mentions.flatMap(({ userId, name }): Inline[] => [{ mention: userId, name }, ', ']);
  const event = eventText(post);
  // an event is a sentence that starts with its author's name
  const elements: Element[] = event === null ? [{ kind: 'context', text: byline(post, brand) }] : [];
  if (event !== null) elements.push({ kind: 'text', text: [...address, { bold: post.authorName }, ` ${event}`] });
  else if (address.length > 0) elements.push({ kind: 'text', text: address.slice(0, -1) });
  if (post.body !== '' && !bodyIsSentence(post)) elements.push({ kind: 'markdown', text: post.body });
  elements.push(...fileElements(post.files, settings, shown));
  const controls = of.pendingPostId === post.id && side === 'contact' ? liveControls(post, of.number) : [];
  if ((post.action === 'resolve' || post.action === 'release') && controls.length > 0)
    elements.push({ kind: 'text', text: [{ bold: 'Did this resolve it?' }] });
  if (side === 'contact' && post.action === loweredAction && isOpen(of.status))
    controls.push(actions.objectPriority.button(of.number, 'I disagree'));
  if (side === 'advisor' && cameByMail(post))
    controls.push(actions.wholeMail.button({ of: 'post', id: post.id, page: 1 }, 'Whole email'));
  if (controls.length > 0) elements.push({ kind: 'actions', actions: controls });
  return {
    summary: summaryOf(post, of, event),
    about: `${formatCaseNumber(of.number)} · ${of.subject}`,
    happened: happened(post),
    ...(event === null ? { author: authorOf(post, brand, shown.authorPicture) } : {}),
    elements,
  };
}

/** Names the author of a post with their side and platform, and whether it is a note or was edited. */
export function byline(post: PostFacts, brand: string): Inline[] {
  const details = detailsOf(post, brand);
  return [...noteLabel(post, ' · '), { bold: post.authorName }, details === '' ? '' : ` · ${details}`];
}

/** Names the author of a post for platforms that show them as the sender, with what else the byline says. */
export function authorOf(post: PostFacts, brand: string, picture: string | null): CardAuthor {
  const details = detailsOf(post, brand);
  return {
    name: post.authorName,
    ...(picture === null ? {} : { picture }),
    details: [...noteLabel(post, details === '' ? '' : ' · '), details].filter((part) => part !== ''),
  };
}

function noteLabel({ kind }: PostFacts, end: string): Inline[] {
  return kind === 'note' ? [{ bold: 'Internal note' }, ` · advisors only${end}`] : [];
}

function detailsOf(post: PostFacts, brand: string): string {
  const { authorSide, platform, editedAt, redactedAt } = post;
  const side = authorSide === 'advisor' ? brand : authorSide === 'contact' ? 'Contact' : null;
  const via = cameByMail(post) ? 'via email' : platform && `via ${platformNames[platform]}`;
  return [side, via, editedAt && 'edited', redactedAt ? 'redacted' : null].filter((detail) => detail !== null).join(' · ');
}

/** Whether a post is an email that its author sent. Forms and commands leave no message, and chat names its platform. */
function cameByMail({ platform, originMessageId = null, deletedAt }: PostFacts): boolean {
  return platform === null && originMessageId !== null && deletedAt === null;
}

function liveControls(post: PostFacts, number: number): Control[] {
  if (post.action === 'ask') return [actions.answer.button(number, 'Answer', 'primary')];
  return [actions.confirm.button(number, 'Yes, close case', 'primary'), actions.decline.button(number, 'No, still happening')];
}

/** Characters of a post in notifications. */
const maxPreview = 150;

function summaryOf(post: PostFacts, of: CaseBasics, event: string | null): string {
  const body = bodyIsSentence(post) ? '' : post.body === '' ? preview(namesOf(post), maxPreview) : preview(post.body, maxPreview);
  return `${formatCaseNumber(of.number)} ${post.authorName}${event === null ? ':' : ` ${preview(event, maxPreview)}`} ${body}`.trim();
}

function namesOf({ files }: PostFacts): string {
  return formatList(files.filter(({ problem, link }) => problem === null || link !== null).map(({ name }) => name));
}
