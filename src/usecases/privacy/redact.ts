// Redacts a passage, a file or a post everywhere: prepared and previewed first, because it cannot be undone; then carried out case by case, so
// that a run that was killed goes on. A minute later everything is looked through once more, for what was being written meanwhile. Places are in
// redact-places.ts, one case is in redact-case.ts.
import { CaseError } from '../../domain/case-error.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { changedCount } from '../../domain/redaction-result.ts';
import type { Redaction } from '../../db/generated/client.ts';
import type { RequestContext, Services, Tx } from '../context.ts';
import { Failures } from '../failures.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import { firstCases } from '../sweep-cases.ts';
import { lockHolds, refuseHeld } from './held.ts';
import { isLogShort, redactAccount } from './redact-account.ts';
import { accountCases, connectedCases } from './redact-area.ts';
import { redactAgain, redactRemaining } from './redact-cases.ts';
import { passageOf, readPlan } from './redact-plan.ts';
import { addToRecord, type UnderWay } from './redact-record.ts';

/** When everything is looked through again, ms: no request, transfer of a file or entry of the access log waits longer. */
const againAfterMs = 60_000;
/** How long a preview can be carried out, ms. */
const previewKeptMs = 3_600_000;

/** Who redacts: a lead in chat, or an operator. */
export interface RedactedBy {
  /** null: an operator */
  lead: Advisor | null;
  name: string;
  /** slack, teams or command-line */
  source: string;
}

/**
 * Starts a prepared redaction and carries out its first cases; the clock does the rest.
 * @param request absent on the command line
 * @returns the id of its record
 * @throws CaseError not-allowed, redaction-gone, on-hold
 */
export async function startRedaction(
  services: Services,
  { lead }: Pick<RedactedBy, 'lead'>,
  id: string,
  request?: Pick<RequestContext, 'idempotencyKey' | 'fingerprint'>,
  max = firstCases,
): Promise<number | 'repeat'> {
  const personId = lead?.id ?? null;
  if (lead) authorize(lead, 'redact');
  const started = await runOnce(services, async (tx) => {
    if (request) await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    await tx.$queryRaw`select id from redaction where id = ${id} for update`;
    const found = await tx.redaction.findFirst({ where: { id, personId, recordId: null } });
    if (!found) throw new CaseError('redaction-gone', 'This was started before, or its preview is too old.', 'Start again.');
    // other previews hold the same text, perhaps
    await tx.redaction.deleteMany({ where: { personId, recordId: null, NOT: { id } } });
    return start(services, tx, found);
  });
  if (started === 'repeat') return started;
  // what fails here is tried again by the clock, which reports it
  await new Failures().past(async () => {
    const record = await services.db.prisma.privacyRecord.findUniqueOrThrow({ where: { id: started } });
    const isShort = await isLogShort(services, record.accountId ?? 0);
    await runRedaction(services, id, max, { leavesAccount: !isShort });
  });
  return started;
}

async function start(services: Services, tx: Tx, found: Redaction): Promise<number> {
  const { caseId, accountId, personId, byName } = found;
  const caseIds = caseId === null ? await accountCases(tx, accountId) : await connectedCases(tx, caseId);
  await lockHolds(tx);
  await refuseHeld(tx, caseId === null ? { accountId } : { caseIds });
  const of = caseId === null ? null : await tx.case.findUniqueOrThrow({ where: { id: caseId }, select: { number: true } });
  const account = await tx.account.findUniqueOrThrow({ where: { id: accountId }, select: { key: true } });
  const at = services.clock.now();
  const { reason } = readPlan(services, found.plan);
  const subject = of ? `CB-${of.number}` : `account ${account.key}`;
  const record = await tx.privacyRecord.create({
    data: { at, kind: 'redaction', accountId, caseId, subject, byId: personId, byName, reason },
  });
  const againAt = new Date(at.getTime() + againAfterMs);
  await tx.redaction.update({ where: { id: found.id }, data: { recordId: record.id, remaining: caseIds, againAt } });
  return record.id;
}

/**
 * Carries out a redaction on the cases that are left, and then in the account. Safe to run concurrently.
 * @param max cases of this call
 * @param options.leavesAccount leaves what belongs to the account to the next call
 * @param options.onProgress learns how many cases are left, again and again
 */
export async function runRedaction(
  services: Services,
  id: string,
  max = Infinity,
  { leavesAccount = false, onProgress }: { leavesAccount?: boolean; onProgress?: (left: number) => void } = {},
): Promise<void> {
  const underWay = await findUnderWay(services, id);
  if (!underWay) return;
  const plan = readPlan(services, underWay.plan);
  const { left } = await redactRemaining(services, underWay, plan, max, onProgress);
  if (left === 0 && !leavesAccount) await finish(services, underWay);
}

async function findUnderWay({ db }: Services, id: string): Promise<UnderWay | null> {
  const found = await db.prisma.redaction.findUnique({ where: { id } });
  return found && found.recordId !== null ? { ...found, recordId: found.recordId } : null;
}

/** Redacts what belongs to the account, and finishes the record. */
async function finish(services: Services, underWay: UnderWay): Promise<void> {
  const passage = passageOf(readPlan(services, underWay.plan).what);
  const area = { accountId: underWay.accountId, caseIds: [] };
  const counts = passage ? await redactAccount(services, passage, area) : {};
  // without a key what is looked for is not encrypted, so it does not stay a minute longer than needed
  const isForgotten = !services.files?.secretKeys;
  await services.db.transaction(async (tx) => {
    if (isForgotten) await tx.redaction.deleteMany({ where: { id: underWay.id } });
    const where = { id: underWay.recordId, finishedAt: null };
    const { count } = await tx.privacyRecord.updateMany({ where, data: { finishedAt: services.clock.now() } });
    // another process has counted the texts that stay
    if (count > 0 || changedCount(counts) > 0) await addToRecord(tx, underWay, counts);
  });
}

/** Looks through everything once more, and forgets what was looked for. */
async function lookAgain(services: Services, underWay: UnderWay): Promise<void> {
  const { prisma } = services.db;
  const plan = readPlan(services, underWay.plan);
  const passage = passageOf(plan.what);
  const { caseId, accountId, id } = underWay;
  const caseIds = caseId === null ? await accountCases(prisma, accountId) : await connectedCases(prisma, caseId);
  await redactAgain(services, underWay, plan, caseIds);
  if (passage) {
    const counts = await redactAccount(services, passage, { accountId, caseIds: [] });
    const { notices: _notices, cannedAnswers: _answers, directory: _directory, senders: _senders, ...changes } = counts;
    if (changedCount(changes) > 0) await services.db.transaction((tx) => addToRecord(tx, underWay, changes));
  }
  await prisma.redaction.deleteMany({ where: { id } });
}

/**
 * Continues every redaction that is not finished, looks through those once more that are, and forgets previews that nobody carried out.
 * @throws AggregateError at the end, if some failed; those are tried again
 */
export async function processRedactions(services: Services): Promise<{ continued: number; repeated: number }> {
  const { db, clock } = services;
  const now = clock.now();
  const before = new Date(now.getTime() - previewKeptMs);
  await db.prisma.redaction.deleteMany({ where: { recordId: null, createdAt: { lt: before } } });
  const failures = new Failures();
  let [continued, repeated] = [0, 0];
  const rows = await db.prisma.redaction.findMany({ where: { recordId: { not: null } }, orderBy: { createdAt: 'asc' } });
  for (const { id } of rows)
    await failures.past(async () => {
      const underWay = await findUnderWay(services, id);
      if (!underWay) return;
      const record = await db.prisma.privacyRecord.findUnique({ where: { id: underWay.recordId } });
      if (record && record.finishedAt === null) {
        await runRedaction(services, id);
        continued += 1;
      } else if (underWay.againAt === null || underWay.againAt <= now) {
        await lookAgain(services, underWay);
        repeated += 1;
      }
    });
  failures.raise('redactions failed in part');
  return { continued, repeated };
}
