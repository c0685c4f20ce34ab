// Merges a duplicate into another case of its account: posts, files, recipients and conversations move, the duplicate is closed, and the people on
// both cases are notified. What moved is recorded, so that unmerge-cases.ts can undo it.
import { asPlainText } from '../../cards/as-plain-text.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { CaseError } from '../../domain/case-error.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { isOpen } from '../../domain/status.ts';
import type { Case } from '../../db/generated/client.ts';
import { moveConversations } from '../../outbox/enqueue/index.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { scopeOf, unknownCase, withinScope } from '../scope.ts';
import { indexCases } from '../search-index.ts';
import { writeChange } from '../write-change.ts';
import type { Outcome, RequestContext, Services, Tx } from '../context.ts';

/**
 * Merges a duplicate into another case.
 * @param input.number the duplicate, which is closed
 * @param input.into the case that goes on
 * @throws CaseError unknown-case, not-now (a closed case), bad-merge (the same case, or one of another account), at the field `into`
 */
export function mergeCases(
  services: Services,
  advisor: Advisor,
  { number, into }: { number: number; into: number },
  request: RequestContext,
): Promise<Outcome> {
  return runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    const [source, target] = await lockBoth(tx, advisor, number, into);
    if (source.accountId !== target.accountId)
      throw fieldError(
        'bad-merge',
        'into',
        `${formatCaseNumber(into)} belongs to another account, so its contacts must not see this case.`,
      );
    authorize(advisor, 'close', source.accountId);
    for (const one of [source, target]) if (!isOpen(one.status)) throw closed(one);
    const moved = await move(services, tx, source, target);
    await tx.caseMerge.create({
      data: { ...moved, sourceId: source.id, targetId: target.id, byName: advisor.name, at: services.clock.now() },
    });
    await indexCases(tx, [source.id, target.id]);
    const cause = { idempotencyKey: request.idempotencyKey, platform: request.platform };
    const reason = `Duplicate of ${formatCaseNumber(into)}`;
    await writeChange(services, tx, advisor, source, cause, {
      action: 'close',
      patch: { closedAt: services.clock.now(), closeReason: reason },
      post: { kind: 'event', action: 'close', body: reason },
      why: reason,
    });
    await writeChange(services, tx, advisor, target, cause, {
      post: { kind: 'event', action: 'merge', body: mergedText(source) },
      history: { action: 'merge', from: formatCaseNumber(number) },
      why: source.subject,
    });
    return { number: into };
  });
}

/** Moves everything of a case that both sides of the other one go on with. @returns what moved */
async function move(services: Services, tx: Tx, source: Case, target: Case) {
  const from = { caseId: source.id };
  const to = { data: { caseId: target.id } };
  const posts = (await tx.post.findMany({ where: from, select: { id: true } })).map(({ id }) => id);
  await tx.post.updateMany({ where: { id: { in: posts } }, ...to });
  const files = (await tx.file.findMany({ where: from, select: { id: true } })).map(({ id }) => id);
  await tx.file.updateMany({ where: { id: { in: files } }, ...to });
  return {
    posts,
    files,
    conversations: await moveConversations(tx, source.id, target.id),
    recipients: await addRecipients(services, tx, source, target),
  };
}

/** Makes the recipients of the duplicate, and its contact, recipients of the other case. @returns those who were not yet */
async function addRecipients(services: Services, tx: Tx, source: Case, target: Case): Promise<number[]> {
  const own = await tx.recipient.findMany({ where: { caseId: source.id }, select: { personId: true, notify: true } });
  const there = await tx.recipient.findMany({ where: { caseId: target.id }, select: { personId: true } });
  const known = new Set(there.map(({ personId }) => personId));
  const all = own.some(({ personId }) => personId === source.contactId)
    ? own
    : [...own, { personId: source.contactId, notify: null }];
  const added = all.filter(({ personId }) => !known.has(personId) && personId !== target.contactId);
  const addedAt = services.clock.now();
  await tx.recipient.createMany({ data: added.map((one) => ({ ...one, caseId: target.id, addedAt })), skipDuplicates: true });
  return added.map(({ personId }) => personId);
}

/** Writes what the other case says of the duplicate, as CommonMark: its description is not a post, so it would be lost from sight. */
function mergedText({ number, subject, description }: Case): string {
  return `**${asPlainText(`${formatCaseNumber(number)} · ${subject}`)}**\n\n${description}`;
}

/**
 * Locks two cases, always in the same order, so that two merges never wait for each other.
 * @throws CaseError unknown-case, bad-merge
 */
export async function lockBoth(tx: Tx, advisor: Advisor, number: number, into: number): Promise<[Case, Case]> {
  if (number === into) throw fieldError('bad-merge', 'into', 'Enter the number of the other case.');
  await tx.$queryRaw`
    select c.id from "case" c where c.number in (${number}, ${into}) and ${withinScope(scopeOf(advisor))}
    order by c.id for no key update`;
  const rows = await tx.case.findMany({ where: { number: { in: [number, into] } } });
  const source = rows.find((row) => row.number === number);
  const target = rows.find((row) => row.number === into);
  if (!source) throw unknownCase(number);
  if (!target) throw fieldError('unknown-case', 'into', `We couldn't find ${formatCaseNumber(into)}. Check the number.`);
  return [source, target];
}

function closed({ number }: Case): CaseError {
  const message = `${formatCaseNumber(number)} is closed, so it can't be merged.`;
  return new CaseError('not-now', message, undefined, { into: message });
}
