// Adds, changes and deletes canned answers. Leads manage the shared ones; every advisor manages their own.
import { placeholdersIn } from '../../cards/placeholders.ts';
import { CaseError } from '../../domain/case-error.ts';
import { checkPlaceholders, maxAnswerName } from '../../domain/canned-answer.ts';
import { LeadsOnly } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { recordOnce, runOnce } from '../idempotency.ts';
import type { RequestContext, Services, Tx } from '../context.ts';
import { textInput } from '../text-input.ts';
import { unknownAnswer, usableBy } from './read-answers.ts';

/** What an advisor enters for a canned answer. */
export interface AnswerInput {
  name: string;
  /** CommonMark */
  text: string;
}

/**
 * Adds a canned answer.
 * @param input.shared for every advisor, which only leads may add; otherwise for this advisor
 * @returns its id, or 'repeat'
 * @throws CaseError empty, too-long, unknown-placeholder, name-taken, not-allowed
 */
export async function addAnswer(
  services: Services,
  advisor: Advisor,
  input: AnswerInput & { shared: boolean },
  request: RequestContext,
): Promise<{ id: number } | 'repeat'> {
  const ownerId = input.shared ? null : advisor.id;
  const entered = readInput(input);
  if (ownerId === null && !advisor.lead) throw new LeadsOnly();
  return runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey);
    const data = { ...entered, key: keyOf(entered.name, ownerId), ownerId, ...change(services, advisor) };
    await refuseTaken(tx, data.key, null);
    return tx.cannedAnswer.create({ data, select: { id: true } });
  });
}

/**
 * Changes the name and the text of a canned answer.
 * @throws CaseError empty, too-long, unknown-placeholder, name-taken, unknown-answer, not-allowed
 */
export async function changeAnswer(
  services: Services,
  advisor: Advisor,
  input: AnswerInput & { id: number },
  request: RequestContext,
): Promise<{ id: number } | 'repeat'> {
  const entered = readInput(input);
  return runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey);
    const { id, ownerId } = await lockAnswer(tx, advisor, input.id);
    const key = keyOf(entered.name, ownerId);
    await refuseTaken(tx, key, id);
    return tx.cannedAnswer.update({
      where: { id },
      data: { ...entered, key, ...change(services, advisor) },
      select: { id: true },
    });
  });
}

/**
 * Deletes a canned answer. What was written with it stays.
 * @returns its name, or 'repeat'
 * @throws CaseError unknown-answer, not-allowed
 */
export function deleteAnswer(
  services: Services,
  advisor: Advisor,
  id: number,
  request: RequestContext,
): Promise<{ name: string } | 'repeat'> {
  return runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey);
    await lockAnswer(tx, advisor, id);
    return tx.cannedAnswer.delete({ where: { id }, select: { name: true } });
  });
}

/** Whether an advisor may change or delete an answer that they can use. */
export function mayChangeAnswer({ lead }: Advisor, { shared }: { shared: boolean }): boolean {
  return !shared || lead;
}

/** @throws CaseError unknown-answer, not-allowed */
async function lockAnswer(tx: Tx, advisor: Advisor, id: number): Promise<{ id: number; ownerId: number | null }> {
  await tx.$queryRaw`select id from canned_answer where id = ${id} for update`;
  const found = await tx.cannedAnswer.findFirst({ where: { id, ...usableBy(advisor) }, select: { id: true, ownerId: true } });
  if (!found) throw unknownAnswer();
  if (!mayChangeAnswer(advisor, { shared: found.ownerId === null })) throw new LeadsOnly();
  return found;
}

function readInput({ name, text }: AnswerInput): AnswerInput {
  const entered = {
    name: textInput(name, 'name', 'Enter a name.', { max: maxAnswerName }).replace(/\s+/g, ' '),
    text: plainPlaceholders(textInput(text, 'text', 'Enter the text of the answer.')),
  };
  checkPlaceholders(placeholdersIn(entered.text));
  return entered;
}

/** Writes placeholders without the backslashes that an editor puts before their underscores, and without spaces. */
function plainPlaceholders(text: string): string {
  return text.replace(/\{\{([^{}\n]*)\}\}/g, (_, name: string) => `{{${name.replace(/\\/g, '').trim()}}}`);
}

function keyOf(name: string, ownerId: number | null): string {
  return `${ownerId ?? 0}:${name.toLowerCase()}`;
}

function change({ clock }: Services, { name }: Advisor) {
  return { updatedAt: clock.now(), updatedByName: name };
}

async function refuseTaken(tx: Tx, key: string, exceptId: number | null): Promise<void> {
  // two requests for one name wait for each other, so the second finds the first
  await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended(${key}, 13))`;
  const taken = await tx.cannedAnswer.findUnique({ where: { key }, select: { id: true, name: true } });
  if (!taken || taken.id === exceptId) return;
  const message = `There is already an answer with the name “${taken.name}”.`;
  throw new CaseError('name-taken', message, 'Choose another name.', { name: `${message} Choose another name.` });
}
