import { contactsOfAccount } from '../../db/accounts.ts';
import { permissionsNow, authorize, type Permission } from '../../domain/permission.ts';
import { byRetention } from '../../domain/pseudonym.ts';
import { seesInternal, type Person } from '../../domain/person.ts';
import type { Score } from '../../domain/satisfaction.ts';
import type { CaseFacts, PostFacts } from '../case-facts.ts';
import { holdsOn } from '../privacy/legal-hold.ts';
import { caseFacts, forContacts, postFacts, withCaseFacts, withFiles } from '../read-case-facts.ts';
import { scopeOf, scopeWhere, unknownCase } from '../scope.ts';
import type { Services } from '../context.ts';

/** Posts on one page of a case's feed. */
export const feedPage = 10;

/** A case with a page of its posts, as one person may see it. */
export interface ViewedCase {
  case: CaseFacts;
  /** newest first */
  posts: PostFacts[];
  postCount: number;
  page: number;
  /** names of the notification recipients, in order */
  recipients: string[];
  /** what this person can do with it now */
  may: Permission[];
  /** what this person was asked when it was closed, and their answer; null when they were not asked */
  feedback: { score: Score | null } | null;
  /** legal holds that keep it, for advisors */
  holds: { reason: string; placedBy: string; placedAt: Date }[];
  /** when its texts and names were erased */
  erasedAt: Date | null;
  /** files that retention removed, and when it last did */
  removedFiles: { count: number; at: Date | null };
}

/**
 * Reads a case with one page of its feed, as this person may see it. Contacts see no notes and no delivery failures.
 * @param page from 1; a number past the end gives the last page
 * @throws CaseError unknown-case
 */
export async function viewCase(services: Services, actor: Person, number: number, page = 1): Promise<ViewedCase> {
  const row = await services.db.prisma.case.findFirst({
    where: { number, ...scopeWhere(scopeOf(actor)) },
    include: withCaseFacts,
  });
  if (!row) throw unknownCase(number);
  authorize(actor, 'view', row.accountId);
  const isInternal = seesInternal(actor);
  const visible = { caseId: row.id, ...(isInternal ? {} : { kind: { not: 'note' as const } }) };
  const postCount = await services.db.prisma.post.count({ where: visible });
  const shown = Math.min(Math.max(page, 1), Math.max(Math.ceil(postCount / feedPage), 1));
  const posts = await services.db.prisma.post.findMany({
    where: visible,
    include: withFiles,
    orderBy: { id: 'desc' },
    skip: (shown - 1) * feedPage,
    take: feedPage,
  });
  const recipients = await services.db.prisma.recipient.findMany({
    where: { caseId: row.id, person: contactsOfAccount(row.accountId) },
    select: { person: { select: { name: true } } },
    orderBy: [{ person: { name: 'asc' } }, { personId: 'asc' }],
  });
  const facts = caseFacts(services, row);
  const removed = await services.db.prisma.file.aggregate({
    // contacts must not learn that a note had files
    where: { caseId: row.id, deletedBy: byRetention, ...(isInternal ? {} : { post: { kind: { not: 'note' } } }) },
    _count: true,
    _max: { deletedAt: true },
  });
  return {
    case: isInternal ? facts : forContacts(facts),
    posts: posts.map((post) => postFacts(post, (fileId) => services.links?.download(fileId, { personId: actor.id }) ?? null)),
    postCount,
    page: shown,
    recipients: recipients.map(({ person }) => person.name),
    may: row.erasedAt
      ? ['view']
      : permissionsNow(actor, row, services.clock.now(), services.settings.reopenWithin).filter(
          (one) => one !== 'unlink' || row.defectId !== null,
        ),
    holds: isInternal ? await holdsOn(services, row.id) : [],
    erasedAt: row.erasedAt,
    removedFiles: { count: removed._count, at: removed._max.deletedAt },
    feedback: row.satisfaction?.personId === actor.id ? { score: row.satisfaction.score } : null,
  };
}
