// Changes a notice after it was declared: posts an update, ends it, or edits the notice itself. Each of these adds an update to its timeline,
// refreshes the banners, posts a reply under them, and starts the cadence of status broadcasts over. Linked cases are notified afterwards by
// notify-linked-cases.ts.
import { enqueueBroadcasts, refreshBanners, syncBanners } from '../../outbox/enqueue/banners.ts';
import { restartCadence } from '../../outbox/enqueue/due-broadcasts.ts';
import { refreshCopies } from '../../outbox/enqueue/index.ts';
import { CaseError } from '../../domain/case-error.ts';
import { cadences } from '../../domain/cadence.ts';
import { isAnnounced } from '../../domain/maintenance-clock.ts';
import { isOver, moveNotice, noticeStateLabel, type NoticeState } from '../../domain/notice.ts';
import { maxNoticeLengths, type NoticeInput } from '../../domain/notice-input.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { Notice, Prisma } from '../../db/generated/client.ts';
import { findActiveAccounts, nextMaintenanceStep, noticeTimeoutMs } from './declare-notice.ts';
import { unknownNotice } from './notice-facts.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import type { RequestContext, Tx, Services } from '../context.ts';
import { optionalTextInput, textInput } from '../text-input.ts';
import { preview } from '../../cards/flat-text.ts';

type Updated = Promise<{ id: number } | 'repeat'>;

/**
 * A request to change a notice. `seen` is the id of the latest update that the lead had seen: if somebody posted a newer one, the request is
 * refused, so that it does not overrule what its author has not read.
 */
export type UpdateRequest = RequestContext & { seen?: number };

/**
 * Posts an update. Its author becomes the owner of the notice.
 * @param input.instructions null removes them; undefined keeps them
 * @param input.nextUpdateAt when the next update is promised for; null promises none
 * @throws CaseError not-allowed, unknown-notice, notice-over, concurrent-update, bad-state, empty, too-long
 */
export function updateNotice(
  services: Services,
  lead: Advisor,
  input: { id: number; state: NoticeState; message: string; instructions?: string | null; nextUpdateAt: Date | null },
  request: UpdateRequest,
): Updated {
  const { id, nextUpdateAt } = input;
  const body = textInput(input.message, 'message', 'Describe what changed.', { max: maxNoticeLengths.text });
  const instructions = input.instructions && optionalTextInput(input.instructions, 'instructions', maxNoticeLengths.text);
  if (isOver(input.state)) {
    const message = "An update can't end a notice. Use “Resolve” or “End maintenance”.";
    throw new CaseError('bad-state', message, undefined, { state: message });
  }
  return writeChange(services, lead, id, request, async (_, before) => ({
    action: 'update',
    state: input.state,
    body,
    data: {
      nextUpdateAt: nextUpdateAt ?? nextEndReminder(before, services.clock.now()),
      ...(instructions === undefined ? {} : { instructions }),
    },
  }));
}

/** In ms. How long after an update the owner of late maintenance is asked again whether it has ended. */
const endReminderMs = 3_600_000;

function nextEndReminder({ kind, state, endsAt }: Notice, now: Date): Date | null {
  const isLate = kind === 'maintenance' && state === 'UnderWay' && endsAt !== null && endsAt <= now;
  return isLate ? new Date(now.getTime() + endReminderMs) : null;
}

/** Which contacts of linked open cases are asked to verify when an incident is resolved: all, none, or those of these case numbers. */
export type Verify = 'all' | 'none' | readonly number[];

/**
 * Ends a notice: an incident is Resolved or Cancelled, maintenance Completed or Cancelled. Its banners turn gray.
 * @param input.verify which contacts of linked cases are asked to verify; only for a resolved incident
 * @throws CaseError not-allowed, unknown-notice, notice-over, concurrent-update, bad-state, empty, too-long
 */
export function closeNotice(
  services: Services,
  lead: Advisor,
  input: { id: number; state: 'Resolved' | 'Completed' | 'Cancelled'; message: string; verify: Verify },
  request: UpdateRequest,
): Updated {
  const { id, state, verify } = input;
  const missing = { Resolved: 'Describe what went wrong and how it was fixed.', Completed: 'Describe how it went.' };
  const body = textInput(input.message, 'message', state === 'Cancelled' ? 'Enter a reason.' : missing[state], {
    max: maxNoticeLengths.text,
  });
  return writeChange(services, lead, id, request, async (tx) => {
    if (state === 'Resolved' && verify !== 'none') {
      const numbers = verify === 'all' ? null : [...verify];
      await tx.$executeRaw`
        with asked as (
          select id from "case" where incident_id = ${id} and status <> 'Closed' and (${numbers}::int[] is null or number = any (${numbers}::int[]))
          order by id for no key update
        )
        update "case" set incident_verify = true from asked where "case".id = asked.id`;
    }
    return {
      action: state === 'Resolved' ? 'resolve' : state === 'Completed' ? 'complete' : 'cancel',
      state,
      body,
      data: { closedAt: services.clock.now(), nextUpdateAt: null, nextStepAt: null },
    };
  });
}

/**
 * Edits the notice itself: title, scope, times. Channels that are no longer affected lose the banner.
 * @throws CaseError not-allowed, unknown-notice, notice-over, concurrent-update, unknown-account
 */
export function changeNotice(services: Services, lead: Advisor, id: number, input: NoticeInput, request: UpdateRequest): Updated {
  return writeChange(services, lead, id, request, async (tx, before) => {
    const now = services.clock.now();
    const { title, severity, modules, everyAccount, instructions, startsAt, endsAt, nextUpdateAt, message } = input;
    const accounts = await findActiveAccounts(tx, input);
    await tx.noticeAccount.deleteMany({ where: { noticeId: id } });
    // maintenance that was moved to a later start is planned again; one that is extended stays under way
    const state = before.kind === 'incident' ? input.state : startsAt > now ? 'Planned' : before.state;
    const announcedAt =
      before.kind === 'incident' || isAnnounced(startsAt, now) ? (before.announcedAt ?? now) : before.announcedAt;
    return {
      action: 'change',
      state,
      body: message,
      data: {
        ...{ title, severity, modules, everyAccount, instructions, startsAt, endsAt, nextUpdateAt, announcedAt },
        nextStepAt: nextMaintenanceStep({ ...input, kind: before.kind, state }, now),
        accounts: { create: accounts },
      },
    };
  });
}

interface NoticeChange {
  /** recorded with the update, such as `resolve` */
  action: string;
  state: NoticeState;
  /** CommonMark */
  body: string;
  data: Prisma.NoticeUpdateInput;
}

/** Locks a notice, checks that the lead may change it now, and writes the change with its update. */
function writeChange(
  services: Services,
  lead: Advisor,
  id: number,
  request: UpdateRequest,
  decide: (tx: Tx, before: Notice) => Promise<NoticeChange>,
): Updated {
  return runOnce(
    services,
    async (tx) => {
      await recordOnce(tx, request.idempotencyKey, request.fingerprint);
      const before = await lockNotice(tx, id);
      authorize(lead, before.kind);
      moveNotice(before, before.state); // throws for a notice that has ended
      if (request.seen !== undefined) await refuseUnseen(tx, id, request.seen);
      const { action, state, body, data } = await decide(tx, before);
      await tx.notice.update({
        where: { id },
        data: { ...data, state: moveNotice(before, state), owner: { connect: { id: lead.id } }, nudges: 0 },
      });
      const at = services.clock.now();
      await writeUpdate(services, tx, { noticeId: id, action, state, body, at, by: lead });
      if (before.nudges > 0) await refreshCopies(tx, { kind: 'nudge', noticeId: id });
      return { id };
    },
    noticeTimeoutMs,
  );
}

/** In characters. How much of the other lead's update is quoted. */
const maxQuoteLength = 200;

/** @throws CaseError concurrent-update */
async function refuseUnseen(tx: Tx, noticeId: number, seen: number): Promise<void> {
  const unseen = { noticeId, id: { gt: seen }, body: { not: '' } };
  const newest = await tx.noticeUpdate.findFirst({ where: unseen, orderBy: { id: 'desc' } });
  if (!newest) return;
  const { authorName, state, body } = newest;
  throw new CaseError(
    'concurrent-update',
    `${authorName} posted an update while you were writing (${noticeStateLabel(state)}): “${preview(body, maxQuoteLength)}”`,
    'Submit again if yours still applies.',
  );
}

/** Locks a notice until the transaction ends. @throws CaseError unknown-notice */
async function lockNotice(tx: Tx, id: number): Promise<Notice> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`select id from notice where id = ${id} for no key update`;
  if (!row) throw unknownNotice();
  return tx.notice.findUniqueOrThrow({ where: { id } });
}

/**
 * Locks an open notice for the clock, without waiting.
 * @returns null for a notice that has ended or is locked at this moment; the next tick sees it again
 */
export async function lockIfFree(tx: Tx, id: number): Promise<Notice | null> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    select id from notice where id = ${id} and closed_at is null for no key update skip locked`;
  return row ? tx.notice.findUniqueOrThrow({ where: { id } }) : null;
}

/**
 * Locks an open notice for a change of the clock, which waits for others, such as a status broadcast of the same minute.
 * @returns null for a notice that has ended
 */
export async function lockOpen(tx: Tx, id: number): Promise<Notice | null> {
  const [row] = await tx.$queryRaw<{ id: number }[]>`
    select id from notice where id = ${id} and closed_at is null for no key update`;
  return row ? tx.notice.findUniqueOrThrow({ where: { id } }) : null;
}

/**
 * Adds an update to the timeline, refreshes the banners and posts a reply under them. Call it when the notice's row is locked and changed.
 * @param update.by null for the clock
 * @param update.silent posts no reply, because the banners say everything
 */
export async function writeUpdate(
  services: Services,
  tx: Tx,
  update: { noticeId: number; action: string; state: NoticeState; body: string; at: Date; by: Advisor | null; silent?: boolean },
): Promise<void> {
  const { noticeId, action, state, body, at, by, silent } = update;
  const row = { noticeId, action, state, body, at, authorId: by?.id, authorName: by?.name ?? services.settings.brand };
  const { id } = await tx.noticeUpdate.create({ data: row });
  const cadence = cadences(services.settings);
  // a notice that ends keeps its banners, which turn gray, and gets no new ones
  if (!isOver(state)) await syncBanners(tx, at, cadence, { noticeId });
  await refreshBanners(tx, { noticeId });
  if (by) await restartCadence(tx, noticeId, at, cadence);
  if (!silent) await enqueueBroadcasts(tx, { noticeId }, id);
}
