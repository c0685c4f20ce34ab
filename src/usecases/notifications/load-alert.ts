// A post of a case for one person who must act on it (outbox/enqueue/alerts.ts).
import { lateBefore } from '../../domain/files.ts';
import type { CaseDeliveryRow } from '../case-delivery-row.ts';
import type { CaseFacts, PostFacts } from '../case-facts.ts';
import type { Services } from '../context.ts';
import { caseFacts, postFacts } from '../read-case-facts.ts';

/** What an alert shows. */
export interface AlertDelivery {
  kind: 'alert';
  case: CaseFacts;
  post: PostFacts;
  /** the content of some of its files does not come */
  hasLateFiles: boolean;
}

/** Loads an alert. @returns null if the post was deleted */
export function loadAlert(services: Services, row: CaseDeliveryRow): AlertDelivery | null {
  if (!row.case || !row.post || row.post.deletedAt) return null;
  const { personId } = row;
  const linkTo = (fileId: number) => (personId === null ? null : (services.links?.download(fileId, { personId }) ?? null));
  const before = lateBefore(services.clock.now());
  return {
    kind: 'alert',
    case: caseFacts(services, row.case),
    post: postFacts(row.post, linkTo),
    hasLateFiles: row.post.files.some(({ state, createdAt }) => state === 'expected' && createdAt < before),
  };
}
