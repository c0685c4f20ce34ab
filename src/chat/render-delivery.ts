// Renders every kind of delivery. usecases/load-delivery.ts loads the facts, and the worker in outbox/ sends the result.
import type { Card } from '../cards/elements.ts';
import type { Settings } from '../domain/settings.ts';
import type { FileDelivery, PostDelivery } from '../usecases/case-delivery.ts';
import type { CaseBasics, PostFacts } from '../usecases/case-facts.ts';
import { loadDelivery, type DeliveryFacts } from '../usecases/load-delivery.ts';
import type { Services } from '../usecases/context.ts';
import type { UpdatesDelivery } from '../usecases/notifications/load-updates.ts';
import { actions } from './actions.ts';
import { bannerCard } from './notices/banner-card.ts';
import { broadcastCard } from './notices/broadcast-card.ts';
import { alertCard } from './cases/alert-card.ts';
import { caseCard } from './cases/case-card.ts';
import { closedReplyCard } from './cases/closed-reply-card.ts';
import { channelChangeCard } from './notices/channel-change-card.ts';
import { clusterCard } from './notices/cluster-card.ts';
import { digestCard } from './recipients/digest-card.ts';
import { outageCard, recoveryCard } from './outage-card.ts';
import { readOnlyCard } from './read-only-card.ts';
import { reinstallCard } from './reinstall-card.ts';
import { fileCard } from './cases/file-card.ts';
import { releaseNotesCard } from './defects/release-notes-card.ts';
import { reportCard } from './search/report-card.ts';
import { mailCard } from './mails/mail-cards.ts';
import { nudgeCard } from './notices/nudge-card.ts';
import { pageCard } from './cases/page-card.ts';
import { postCard } from './cases/post-card.ts';
import { isLiveReminder, reminderCard } from './cases/reminder-card.ts';
import { satisfactionCard, satisfactionElements } from './cases/satisfaction-card.ts';
import { withSendToContact } from './cases/send-to-contact.ts';
import { snoozeOverCard } from './cases/snooze-card.ts';
import { watchedCard } from './cases/watch-card.ts';
import { teamCard } from './cases/team-card.ts';
import { updatesCard, withEarlier } from './cases/updates-card.ts';

/**
 * Renders what a delivery shows at the moment.
 * @returns null if there is nothing to show
 * @throws Error for an internal note in a contact's conversation, which must never be sent
 */
export async function renderDelivery(services: Services, deliveryId: number | bigint): Promise<{ card: Card } | null> {
  const facts = await loadDelivery(services, deliveryId);
  const card = facts && render(services, facts);
  return card && { card };
}

function render({ settings, clock }: Services, facts: DeliveryFacts): Card | null {
  switch (facts.kind) {
    case 'card':
      if (facts.side === 'advisor' && facts.personId !== null)
        return watchedCard(caseCard(facts.case, facts.side, settings), facts.case);
      return facts.team === null
        ? caseCard(facts.case, facts.side, settings, { readOnly: facts.isReadOnly, hasAccounts: facts.hasAccounts })
        : teamCard({ ...facts, team: facts.team }, settings);
    case 'post':
      return renderPost(facts, settings);
    case 'updates':
      return renderUpdates(facts, settings);
    case 'satisfaction':
      return satisfactionCard(facts);
    case 'digest':
      return digestCard(facts.digest, settings.brand);
    case 'release':
      return releaseNotesCard(facts.release, settings);
    case 'banner':
      return bannerCard(facts.notice, settings, { now: clock.now(), next: facts.next });
    case 'broadcast':
      return broadcastCard(facts.notice, facts.update, clock.now(), facts.next);
    case 'nudge':
      return nudgeCard(facts.notice, facts.channels, clock.now());
    case 'cluster':
      return clusterCard(facts.cluster, settings);
    case 'outage':
      return outageCard(facts.outage);
    case 'recovery':
      return recoveryCard(facts.outage);
    case 'alert':
      return alertCard(facts, settings);
    case 'announcement':
      return channelChangeCard(facts.change);
    case 'page':
      return pageCard(facts.case);
    case 'snooze':
      return snoozeOverCard(facts.case);
    case 'reinstall':
      return reinstallCard(facts.gaps);
    case 'mail':
      return mailCard(facts.mail);
    case 'report':
      return reportCard(facts);
    case 'file':
      return renderFile(facts, settings);
  }
}

function renderFile(facts: FileDelivery, settings: Settings): Card | null {
  if (facts.post.kind === 'note' && facts.side !== 'advisor')
    throw new Error(`file ${facts.file.id} of a note would reach a contact`);
  return fileCard(facts, settings);
}

function renderPost(facts: PostDelivery, settings: Settings): Card | null {
  const { id, post, side, mentions, isReadOnly } = facts;
  if (!post || post.deletedAt || isOnTeamCard(facts, post)) return null;
  if (post.kind === 'note' && side !== 'advisor') throw new Error(`delivery ${id} would show a note to a contact`);
  if (facts.isToAuthor) return closedReplyCard(post, facts.case);
  const card =
    side === 'contact' && isLiveReminder(post, facts.case)
      ? reminderCard(post, facts.case, mentions, facts.waiting)
      : withSendToContact(postCard(post, facts.case, side, settings, mentions, facts), facts);
  const whole = withEarlier(
    isReadOnly ? card : withAddFiles(withQuestion(card, facts), facts),
    facts.earlier,
    facts.case,
    settings,
  );
  return isReadOnly ? readOnlyCard(whole) : whole;
}

/** Asks in the mail that a case is closed how support did. */
function withQuestion(card: Card, { asksToRate, case: { number } }: PostDelivery): Card {
  if (!asksToRate) return card;
  const asked = { number, score: null, hasComment: false, isMail: true };
  return { ...card, elements: [...card.elements, { kind: 'divider' }, ...satisfactionElements(asked)] };
}

function renderUpdates(facts: UpdatesDelivery, settings: Settings): Card {
  const card = updatesCard(facts, settings);
  return facts.isReadOnly ? readOnlyCard(card) : withAddFiles(card, { ...facts, isMail: true, side: 'contact' });
}

/** Whether a post in a team's conversation is what the team was asked, which stands on its card. */
function isOnTeamCard({ team }: PostDelivery, { kind, action }: PostFacts): boolean {
  return team !== null && kind === 'note' && action === 'escalate';
}

/** Adds the way to send files to a mail, which people cannot reply to with files. */
function withAddFiles(
  card: Card,
  { isMail, side, case: of }: Pick<PostDelivery, 'isMail' | 'side'> & { case: CaseBasics },
): Card {
  if (!isMail || side !== 'contact' || !of.hasUploadPage) return card;
  return {
    ...card,
    elements: [...card.elements, { kind: 'actions', actions: [actions.addFiles.button(of.number, 'Add files')] }],
  };
}
