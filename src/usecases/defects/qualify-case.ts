import type { Case, Defect } from '../../db/generated/client.ts';
import { CaseError } from '../../domain/case-error.ts';
import { defectDue } from '../../domain/defect-due.ts';
import type { Advisor } from '../../domain/person.ts';
import { isPendingNumber } from '../../domain/issue-number.ts';
import { qualificationAction, type Attempt, type Qualification } from '../../domain/qualification.ts';
import { transition } from '../../domain/transition.ts';
import { followAgain, unlinkChange } from './unlink-defect.ts';
import { changeCase, type Change } from '../change-case.ts';
import { gotFix } from './move-fixed-cases.ts';
import { readAll } from '../read-all.ts';
import type { Outcome, RequestContext, Tx, Services } from '../context.ts';

/** What was found. The form always says whether the case is unlinked, and from which defect. */
type Qualified = Omit<Qualification, 'issue' | 'unlinks'> & Partial<Pick<Qualification, 'unlinks'>> & { unlinksFrom?: string };

/**
 * Records an attempt to reproduce a case, qualifies the case as an isolated incident, or links it to a product defect. A new development issue
 * number creates the defect. Linking moves the case to Assigned to Development; if the defect is fixed already, the next run of
 * `moveFixedCases` moves it on. A case that is unlinked from its defect goes back to support.
 * @param input.number of the case
 * @param onLinked runs in the transaction, once the defect is known
 * @throws CaseError not-now, no-replication, no-summary, already-linked, not-linked, fix-declined, no-reason
 */
export function qualifyCase(
  services: Services,
  advisor: Advisor,
  input: Qualified & { number: number },
  request: RequestContext,
  onLinked?: (tx: Tx, locked: Case, defect: Defect) => Promise<void>,
): Promise<Outcome> {
  return changeCase(services, advisor, input.number, 'qualify', request, async (locked, tx) => {
    const { attempt, finding, reason, defect } = input;
    if (attempt) await recordAttempt(services, tx, advisor, locked, attempt);
    if (input.unlinks === true) {
      if (finding === 'incident') await recordIncident(services, tx, advisor, locked, reason);
      return unlinkChange(tx, locked, { reason: reason ?? '', note: noteBody(input), from: input.unlinksFrom });
    }
    if (finding !== 'defect' || !defect) {
      // a note changes no status, but a closed case is not qualified either
      transition('qualify', locked, { now: services.clock.now(), reopenWithin: services.settings.reopenWithin });
      return internalNote(input);
    }
    const { linked } = await readAll({
      attempts: () => requireAttempt(tx, locked),
      linked: () => findOrCreateDefect(services, tx, locked, defect),
    });
    await checkLink(tx, locked, linked, reason);
    if (locked.defectId !== null && locked.defectId !== linked.id)
      await recordRelink(services, tx, advisor, locked, linked, reason);
    await followAgain(services, tx, linked.id);
    await onLinked?.(tx, locked, linked);
    return linkChange(linked);
  });
}

function recordAttempt(services: Services, tx: Tx, advisor: Advisor, { id }: Case, attempt: Attempt) {
  const data = { caseId: id, ...attempt, byId: advisor.id, byName: advisor.name, at: services.clock.now() };
  return tx.replication.create({ data });
}

async function requireAttempt(tx: Tx, { id }: Case): Promise<void> {
  if ((await tx.replication.count({ where: { caseId: id } })) > 0) return;
  throw fieldError('no-replication', 'steps', 'Record at least one attempt to reproduce it before linking a defect.');
}

/** Says what was found, for advisors. */
function noteBody({ attempt, finding, unlinks = false, reason }: Qualified): string {
  const tried = attempt && `Tried to reproduce in ${attempt.environment}.\n\n${attempt.steps}\n\nResult: ${attempt.result}`;
  const found = finding === 'incident' ? 'Qualified as an isolated incident.' : null;
  return [found, unlinks ? 'Unlinked from the defect.' : null, reason, tried].filter(Boolean).join('\n\n');
}

/** Records the finding of a case whose link to a defect is removed with it. */
async function recordIncident(services: Services, tx: Tx, advisor: Advisor, { id }: Case, why: string | null): Promise<void> {
  const by = { actorId: advisor.id, actorName: advisor.name, at: services.clock.now() };
  await tx.historyEntry.create({ data: { caseId: id, ...by, action: 'qualify-incident', why } });
}

/** Builds an internal note, which leaves no trace in what the contact sees. */
function internalNote(input: Qualified): Change {
  const { attempt, finding, reason } = input;
  const isIncident = finding === 'incident';
  return {
    post: { kind: 'note', action: qualificationAction, body: noteBody(input) },
    history: isIncident ? { action: 'qualify-incident' } : { action: 'replicate', to: attempt?.environment },
    why: reason ?? undefined,
  };
}

/** Two advisors may enter the same new number at the same moment; both cases are then linked to one defect. */
async function findOrCreateDefect(
  services: Services,
  tx: Tx,
  { module }: Case,
  input: NonNullable<Qualification['defect']>,
): Promise<Defect> {
  const { number, summary, severity } = input;
  const where = { number };
  const known = await tx.defect.findUnique({ where });
  if (known) return known;
  if (summary === null) throw fieldError('no-summary', 'summary', `${number} is new. Enter a summary.`);
  const createdAt = services.clock.now();
  const dueAt = defectDue(services.settings, severity, createdAt)?.dueAt;
  await tx.defect.createMany({ data: [{ number, summary, severity, module, createdAt, dueAt }], skipDuplicates: true });
  return tx.defect.findUniqueOrThrow({ where });
}

async function checkLink(tx: Tx, locked: Case, defect: Defect, reason: string | null): Promise<void> {
  if (locked.defectId === defect.id && locked.status === 'AssignedToDevelopment')
    throw fieldError(
      'already-linked',
      'defect-number',
      isPendingNumber(defect.number)
        ? 'An issue for this case is being created already.'
        : `This case is already linked to ${defect.number}, and development is working on it.`,
    );
  if (locked.defectId !== null && locked.defectId !== defect.id && reason === null)
    throw fieldError('no-reason', 'reason', 'This case is linked to another defect. Enter a reason for the change.');
  const release = defect.releaseId === null ? null : await tx.release.findUnique({ where: { id: defect.releaseId } });
  if (release && (await gotFix(tx, locked.id, defect.number, release.name)))
    throw fieldError(
      'fix-declined',
      'defect-number',
      `This case already got the fix for ${defect.number} in ${release.name}. If the problem is still there, use a new development issue number.`,
    );
}

/** The reason is for advisors; the contact sees only the new number. */
async function recordRelink(
  services: Services,
  tx: Tx,
  advisor: Advisor,
  locked: Case,
  { number }: Defect,
  why: string | null,
): Promise<void> {
  const former = await tx.defect.findUnique({ where: { id: locked.defectId ?? 0 } });
  const by = { actorId: advisor.id, actorName: advisor.name, at: services.clock.now() };
  await tx.historyEntry.create({ data: { caseId: locked.id, ...by, action: 'relink', from: former?.number, to: number, why } });
}

function linkChange(defect: Defect): Change {
  if (isPendingNumber(defect.number)) {
    const body = 'linked this case to a new product defect, which we are reporting to development';
    return {
      action: 'qualify',
      patch: { defectId: defect.id, releaseNotifiedAt: null },
      post: { kind: 'event', action: 'qualify', body },
    };
  }
  const progress = defect.state === 'Open' ? 'Development is working on it' : 'It is already fixed';
  return {
    action: 'qualify',
    patch: { defectId: defect.id, releaseNotifiedAt: null },
    post: { kind: 'event', action: 'qualify', body: `linked this case to product defect ${defect.number}. ${progress}` },
    why: defect.number,
  };
}

function fieldError(code: string, field: string, message: string): CaseError {
  return new CaseError(code, message, undefined, { [field]: message });
}
