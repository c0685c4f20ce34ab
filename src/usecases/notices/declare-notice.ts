import { lockSubscriptions, syncBanners } from '../../outbox/enqueue/banners.ts';
import { cadences } from '../../domain/cadence.ts';
import { CaseError } from '../../domain/case-error.ts';
import { isAnnounced, nextStep } from '../../domain/maintenance-clock.ts';
import type { NoticeInput } from '../../domain/notice-input.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { markClusterDeclared } from './clusters.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import type { RequestContext, Tx, Services } from '../context.ts';

/** In ms. Placing and refreshing ten thousand banners takes a second or two. */
export const noticeTimeoutMs = 15_000;

/**
 * Declares an incident or maintenance: every subscribed channel of each affected account gets its banner. Maintenance more than two weeks
 * ahead is announced later, by `advanceMaintenance`.
 * @param from.clusterId the draft it was declared from; `linkClusterCases` then links the cluster's cases
 * @throws CaseError not-allowed, unknown-account, unknown-cluster, cluster-decided
 */
export function declareNotice(
  services: Services,
  lead: Advisor,
  input: NoticeInput,
  from: { clusterId?: number },
  request: RequestContext,
): Promise<{ id: number } | 'repeat'> {
  authorize(lead, input.kind);
  return runOnce(
    services,
    async (tx) => {
      await recordOnce(tx, request.idempotencyKey, request.fingerprint);
      await lockSubscriptions(tx);
      const now = services.clock.now();
      const { kind, title, severity, state, modules, everyAccount, instructions, startsAt, endsAt, nextUpdateAt } = input;
      const columns = { kind, title, severity, state, modules, everyAccount, instructions, startsAt, endsAt, nextUpdateAt };
      const { id } = await tx.notice.create({
        data: {
          ...columns,
          ownerId: lead.id,
          declaredAt: now,
          announcedAt: kind === 'incident' || isAnnounced(startsAt, now) ? now : null,
          nextStepAt: nextMaintenanceStep(input, now),
          accounts: { create: await findActiveAccounts(tx, input) },
          updates: {
            create: { action: 'declare', state, body: input.message, authorId: lead.id, authorName: lead.name, at: now },
          },
        },
      });
      if (from.clusterId !== undefined) await markClusterDeclared(tx, from.clusterId, id);
      await syncBanners(tx, now, cadences(services.settings), { noticeId: id });
      return { id };
    },
    noticeTimeoutMs,
  );
}

/** Computes when the clock acts on a notice next. @returns null for incidents, which only people move */
export function nextMaintenanceStep(notice: Pick<NoticeInput, 'kind' | 'state' | 'startsAt' | 'endsAt'>, now: Date): Date | null {
  return notice.kind === 'maintenance' ? nextStep(notice, now) : null;
}

/**
 * Looks up the accounts a lead selected.
 * @returns an empty list where all accounts are affected
 * @throws CaseError unknown-account, if one was deactivated since
 */
export async function findActiveAccounts(tx: Tx, { everyAccount, accountIds }: NoticeInput): Promise<{ accountId: number }[]> {
  if (everyAccount) return [];
  const found = await tx.account.findMany({ where: { id: { in: accountIds }, active: true }, select: { id: true } });
  if (found.length < accountIds.length) {
    const message = 'One of these accounts is no longer active. Select the accounts again.';
    throw new CaseError('unknown-account', message, undefined, { accounts: message });
  }
  return found.map(({ id }) => ({ accountId: id }));
}
