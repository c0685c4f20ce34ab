import { can } from '../../domain/permission.ts';
import type { Person } from '../../domain/person.ts';
import { plural } from '../../domain/text/numbers.ts';
import type { Timeline, TimelineFormat } from '../../domain/timeline.ts';
import { unknownNotice } from './notice-facts.ts';
import type { Services } from '../context.ts';

/**
 * Loads the timeline of a notice, without the names of the affected accounts. It checks no permission: it is for the operator and for
 * everybody who holds a signed link (`timelineLinks`).
 * @throws CaseError unknown-notice
 */
export async function noticeTimeline(services: Services, noticeId: number): Promise<Timeline> {
  const row = await services.db.prisma.notice.findUnique({
    where: { id: noticeId },
    include: {
      owner: { select: { name: true } },
      updates: { orderBy: { id: 'asc' } },
      cases: { select: { incidentLinkedAt: true }, orderBy: { incidentLinkedAt: 'asc' } },
      _count: { select: { accounts: true, banners: true } },
    },
  });
  if (!row) throw unknownNotice();
  const { id, kind, title, severity, state, modules, startsAt, endsAt, declaredAt, closedAt, owner, _count } = row;
  return {
    ...{ id, kind, title, severity, state, modules, startsAt, endsAt, declaredAt, closedAt },
    asOf: services.clock.now(),
    affected: row.everyAccount ? 'All accounts' : plural(_count.accounts, 'account'),
    owner: owner.name,
    updates: row.updates.map(({ at, action, body, authorName, state }) => ({ at, action, body, authorName, state })),
    cases: row.cases.flatMap(({ incidentLinkedAt }) => incidentLinkedAt ?? []),
    channels: _count.banners,
  };
}

/**
 * Signs links to the timeline of a notice. Anybody who has one can open it, until it expires (`linkDays`).
 * @param zone IANA zone of the times it shows
 * @returns null for a reader who is not a lead, and where links cannot be signed
 */
export function timelineLinks(
  services: Services,
  actor: Person,
  noticeId: number,
  zone: string,
): Record<TimelineFormat, string> | null {
  const { links } = services;
  if (!links || !can(actor, 'incident')) return null;
  return { md: links.timeline(noticeId, 'md', zone), png: links.timeline(noticeId, 'png', zone) };
}
