import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import type { Contact } from '../../domain/person.ts';
import { isLow, satisfactionAction, scoreLabels, type Score } from '../../domain/satisfaction.ts';
import { enqueueAlerts, enqueuePost, refreshCards, refreshSatisfaction } from '../../outbox/enqueue/index.ts';
import { lockCase } from '../locked-case.ts';
import type { RequestContext, Services, Tx } from '../context.ts';
import { slaOwners } from '../find-mentions.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { scopeOf, scopeWhere, unknownCase } from '../scope.ts';
import { indexPost } from '../search-index.ts';
import { optionalTextInput } from '../text-input.ts';

/** What a contact says about a case. */
export interface Rating {
  number: number;
  score: Score;
  /** CommonMark, may be empty; undefined keeps the comment */
  comment?: string;
}

/**
 * Records how the contact of a closed case rates it. They can change their mind and add a comment. What they say is for advisors only; a low
 * score alerts the case's advisor and the leads.
 * @throws CaseError unknown-case, not-allowed for anybody but the contact who was asked, not-asked, too-long
 */
export function rateCase(
  services: Services,
  contact: Contact,
  rating: Rating,
  request: RequestContext,
): Promise<'done' | 'repeat'> {
  const comment = rating.comment === undefined ? undefined : optionalTextInput(rating.comment, 'comment');
  return runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    const { id: caseId, advisorId } = await lockCase(scopeOf(contact), tx, rating.number);
    const before = await askedOf(tx, caseId, contact, rating.number);
    const now = { score: rating.score, comment: comment === undefined ? before.comment : comment };
    if (now.score === before.score && now.comment === before.comment) return 'done' as const;
    await tx.satisfaction.update({ where: { caseId }, data: { ...now, answeredAt: services.clock.now() } });
    const isNews = now.comment !== null && now.comment !== before.comment;
    if (isNews || isLow(now.score)) await tellAdvisors(services, tx, { caseId, advisorId, contact, ...now });
    await refreshSatisfaction(tx, caseId);
    await refreshCards(tx, caseId, 'advisor');
    return 'done' as const;
  });
}

async function askedOf(tx: Tx, caseId: number, contact: Contact, number: number) {
  const asked = await tx.satisfaction.findUnique({ where: { caseId }, include: { person: { select: { name: true } } } });
  const name = formatCaseNumber(number);
  if (!asked) throw new CaseError('not-asked', `${name} isn't ready for a rating.`, 'We ask when a case is closed.');
  if (asked.personId !== contact.id) throw new CaseError('not-allowed', `Only ${asked.person.name} can rate ${name}.`);
  return asked;
}

/** Leaves an internal note. A low score goes directly to those who must know. */
async function tellAdvisors(
  services: Services,
  tx: Tx,
  of: { caseId: number; advisorId: number | null; contact: Contact; score: Score; comment: string | null },
): Promise<void> {
  const { caseId, contact, score, comment } = of;
  const { settings, clock, mail } = services;
  const text = `${contact.name} rated this case **${scoreLabels[score]}**`;
  const body = comment === null ? `${text}.` : `${text}:\n\n${comment.replace(/^/gm, '> ')}`;
  const data = {
    caseId,
    kind: 'note' as const,
    action: satisfactionAction,
    authorName: settings.brand,
    body,
    createdAt: clock.now(),
  };
  const note = await tx.post.create({ data });
  await indexPost(tx, caseId, note);
  await enqueuePost(tx, note);
  if (!isLow(score)) return;
  const personIds = await slaOwners({ db: { prisma: tx } }, of, true);
  await enqueueAlerts(tx, { postId: note.id, personIds: [...new Set(personIds)], team: null, mail, always: true });
}

/** What the contact of a case was asked, and what they said. */
export interface Feedback {
  score: Score | null;
  comment: string | null;
}

/**
 * Reads what a contact was asked about a case.
 * @returns null when somebody else was asked, or nobody
 * @throws CaseError unknown-case
 */
export async function readFeedback({ db }: Services, contact: Contact, number: number): Promise<Feedback | null> {
  const where = { number, ...scopeWhere(scopeOf(contact)) };
  const row = await db.prisma.case.findFirst({ where, select: { satisfaction: true } });
  if (!row) throw unknownCase(number);
  const { satisfaction: asked } = row;
  return asked?.personId === contact.id ? { score: asked.score, comment: asked.comment } : null;
}
