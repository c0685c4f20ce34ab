// Prepares an action on several cases: checks what it needs, and stores it with its cases as a preview. run-bulk.ts carries it out.
import { placeholdersIn } from '../../cards/placeholders.ts';
import { checkPlaceholders } from '../../domain/canned-answer.ts';
import { CaseError } from '../../domain/case-error.ts';
import { parseCloseReason } from '../../domain/close-reason.ts';
import { fieldError, formError } from '../../domain/form-errors.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { isOpen, type Status } from '../../domain/status.ts';
import { readAnswer } from '../answers/read-answers.ts';
import { openNotices } from '../notices/notice-facts.ts';
import { scopeOf, scopeWhere } from '../scope.ts';
import type { Services } from '../context.ts';
import { optionalTextInput, textInput } from '../text-input.ts';
import { maxBulkCases, type BulkPlan } from './plan.ts';

/** What an advisor entered for the action, by the fields of its form. */
export type BulkInput =
  | { action: 'assign'; advisor: number }
  | { action: 'close'; reason: string; comment: string }
  /** answer: the id of a canned answer, in place of a text */
  | { action: 'reply'; text: string; answer: number | undefined }
  | { action: 'link'; incident: number };

/** A case in the preview. */
export interface BulkCase {
  number: number;
  subject: string;
  accountName: string;
  /** why it will be left as it is */
  problem: string | null;
}

/** A prepared action, ready to be started. */
export interface PreparedRun {
  id: string;
  plan: BulkPlan;
  cases: BulkCase[];
}

/**
 * Checks an action on several cases and stores it. Nothing is changed yet.
 * @throws CaseError nothing-chosen, too-many, no-advisor, bad-reason, empty, too-long, unknown-placeholder, unknown-answer, unknown-notice
 */
export async function prepareBulk(
  services: Services,
  advisor: Advisor,
  numbers: readonly number[],
  input: BulkInput,
): Promise<PreparedRun> {
  authorize(advisor, 'assign');
  const plan = await planOf(services, advisor, input);
  const cases = await chosenCases(services, advisor, numbers, plan);
  const items = cases.filter(({ problem }) => problem === null).map(({ number }) => ({ number }));
  const data = { personId: advisor.id, plan, createdAt: services.clock.now(), items: { create: items } };
  const { id } = await services.db.prisma.bulkRun.create({ data, select: { id: true } });
  return { id, plan, cases };
}

async function planOf(services: Services, advisor: Advisor, input: BulkInput): Promise<BulkPlan> {
  switch (input.action) {
    case 'assign': {
      const where = { id: input.advisor, kind: 'advisor' as const, active: true };
      const found = await services.db.prisma.person.findFirst({ where, select: { name: true } });
      if (!found) throw fieldError('no-advisor', 'advisor', 'Choose an active advisor.');
      return { action: 'assign', to: input.advisor, name: found.name };
    }
    case 'close': {
      const reason = parseCloseReason(advisor, input.reason);
      return { action: 'close', reason, comment: optionalTextInput(input.comment, 'comment') ?? '' };
    }
    case 'reply':
      return { action: 'reply', text: await replyText(services, advisor, input) };
    case 'link': {
      const open = await openNotices(services, advisor, { kind: 'incident' });
      const incident = open.find(({ id }) => id === input.incident);
      if (!incident) throw fieldError('unknown-notice', 'incident', 'Choose an open incident.');
      return { action: 'link', incidentId: incident.id, title: incident.title };
    }
  }
}

async function replyText(
  services: Services,
  advisor: Advisor,
  { text, answer }: { text: string; answer: number | undefined },
): Promise<string> {
  const typed = optionalTextInput(text, 'text');
  if (typed !== null && answer !== undefined)
    throw formError('two-texts', { text: 'Choose a canned answer or write a message, not both.' });
  if (answer !== undefined) return (await readAnswer(services, advisor, answer)).text;
  const message = textInput(text, 'text', 'Write a message or choose a canned answer.');
  checkPlaceholders(placeholdersIn(message));
  return message;
}

/**
 * Reads the chosen cases, in the order in which they were chosen.
 * @throws CaseError nothing-chosen, too-many
 */
async function chosenCases({ db }: Services, advisor: Advisor, numbers: readonly number[], plan: BulkPlan): Promise<BulkCase[]> {
  if (numbers.length === 0) throw fieldError('nothing-chosen', 'cases', 'Choose at least one case.');
  if (numbers.length > maxBulkCases) throw fieldError('too-many', 'cases', `Choose ${maxBulkCases} cases at most.`);
  const where = { number: { in: [...numbers] }, ...scopeWhere(scopeOf(advisor)) };
  const select = { number: true, subject: true, status: true, advisorId: true, incidentId: true } as const;
  const rows = await db.prisma.case.findMany({ where, select: { ...select, account: { select: { name: true } } } });
  if (rows.length === 0) throw new CaseError('nothing-chosen', "These cases don't exist.", 'Choose them again.');
  return [...rows]
    .sort((one, other) => numbers.indexOf(one.number) - numbers.indexOf(other.number))
    .map((row) => ({ number: row.number, subject: row.subject, accountName: row.account.name, problem: problemOf(row, plan) }));
}

function problemOf(row: { status: Status; advisorId: number | null; incidentId: number | null }, plan: BulkPlan): string | null {
  if (plan.action !== 'reply' && !isOpen(row.status)) return 'already closed';
  if (plan.action === 'assign' && row.advisorId === plan.to) return `already assigned to ${plan.name}`;
  if (plan.action === 'link' && row.incidentId === plan.incidentId) return 'already linked to it';
  return null;
}
