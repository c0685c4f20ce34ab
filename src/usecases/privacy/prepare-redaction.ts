// Prepares a redaction: checks what somebody entered, finds it without changing anything, and keeps it for an hour until it is carried out.
import { CaseError } from '../../domain/case-error.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { fieldError } from '../../domain/form-errors.ts';
import { authorize } from '../../domain/permission.ts';
import { redactText, type Passage } from '../../domain/redaction.ts';
import { addResults, changedCount, type RedactionResult } from '../../domain/redaction-result.ts';
import { unknownCase } from '../scope.ts';
import type { Services } from '../context.ts';
import { textInput } from '../text-input.ts';
import { refuseHeld } from './held.ts';
import { countOfFound } from './other-systems.ts';
import { countInAccount } from './redact-account.ts';
import { accountCases, connectedCases } from './redact-area.ts';
import { findInCases } from './redact-find.ts';
import type { Area } from './redact-places.ts';
import { passage, passageOf, writePlan, type RedactedWhat } from './redact-plan.ts';
import type { Excerpt } from './redact-scan.ts';
import type { RedactedBy } from './redact.ts';

/** What somebody wants to have redacted. */
export interface RedactionInput {
  /** a case, with those that it is connected with, or every case of an account */
  in: { caseNumber: number; wholeAccount?: boolean } | { accountKey: string };
  what:
    { kind: 'passage'; text: string; insideWords: boolean } | { kind: 'file'; fileId: number } | { kind: 'post'; postId: number };
  reason: string;
}

/** A redaction that was not carried out yet. */
export interface PreparedRedaction {
  id: string;
  accountName: string;
  /** null: the whole account */
  caseNumber: number | null;
  /** cases to go through, and how many of them the preview looked at */
  cases: number;
  looked: number;
  counts: RedactionResult;
  excerpts: Excerpt[];
}

/** Cases looked at for a preview of a whole account, so that it is there within seconds. */
const maxPreviewed = 200;

/**
 * Finds what would be redacted, and keeps it. Nothing is changed.
 * @param options.max cases to look at
 * @throws CaseError not-allowed, unknown-case, unknown-account, on-hold, or at the field `text`, `file`, `post` or `reason`
 */
export async function prepareRedaction(
  services: Services,
  { lead, name, source }: RedactedBy,
  input: RedactionInput,
  { max = maxPreviewed }: { max?: number } = {},
): Promise<PreparedRedaction> {
  if (lead) authorize(lead, 'redact');
  const { prisma } = services.db;
  const of = await areaOf(services, input.in);
  const all = of.caseId === null ? await accountCases(prisma, of.accountId) : await connectedCases(prisma, of.caseId);
  await refuseHeld(prisma, of.caseId === null ? { accountId: of.accountId } : { caseIds: all });
  const what = await readWhat(services, input.what, { accountId: of.accountId, caseIds: all });
  const reason = readReason(input.reason, passageOf(what));
  const looked = all.slice(0, max);
  const area = { accountId: of.accountId, caseIds: looked };
  const found = await findInCases(prisma, what, area);
  const { excerpts } = found;
  const sought = passageOf(what);
  const inCases = addResults(found.counts, { ...(await countOfFound(prisma, found)) });
  const counts = addResults(inCases, sought ? await countInAccount(services, sought, area) : {});
  if (changedCount(counts) === 0 && looked.length === all.length) throw nothingFound(counts, of.name, what);
  const data = { personId: lead?.id ?? null, byName: name, source, accountId: of.accountId, caseId: of.caseId };
  const plan = writePlan(services, { reason, what });
  const { id } = await prisma.redaction.create({
    data: { ...data, plan, createdAt: services.clock.now() },
    select: { id: true },
  });
  const { accountName, caseNumber } = of;
  return { id, accountName, caseNumber, cases: all.length, looked: looked.length, counts, excerpts };
}

/** Forgets a preview. */
export async function dropRedaction({ db }: Services, id: string): Promise<void> {
  await db.prisma.redaction.deleteMany({ where: { id, recordId: null } });
}

async function areaOf({ db }: Services, at: RedactionInput['in']) {
  if ('accountKey' in at) {
    const account = await db.prisma.account.findUnique({ where: { key: at.accountKey }, select: { id: true, name: true } });
    if (!account)
      throw new CaseError('unknown-account', `There is no account “${at.accountKey}”.`, 'Use its key, such as plainview.');
    return { accountId: account.id, accountName: account.name, caseId: null, caseNumber: null, name: account.name };
  }
  const { caseNumber: number, wholeAccount = false } = at;
  const select = { id: true, accountId: true, account: { select: { name: true } } } as const;
  const found = await db.prisma.case.findUnique({ where: { number }, select });
  if (!found) throw unknownCase(number);
  const { id, accountId, account } = found;
  return wholeAccount
    ? { accountId, accountName: account.name, caseId: null, caseNumber: null, name: account.name }
    : { accountId, accountName: account.name, caseId: id, caseNumber: number, name: formatCaseNumber(number) };
}

async function readWhat({ db }: Services, what: RedactionInput['what'], { caseIds }: Area): Promise<RedactedWhat> {
  const caseId = { in: [...caseIds] };
  switch (what.kind) {
    case 'passage': {
      if (passage(what.text, what.insideWords) === null)
        throw fieldError('too-short', 'text', 'Enter the text to redact: at least two letters or digits.');
      return what;
    }
    case 'file': {
      const file = await db.prisma.file.findFirst({ where: { id: what.fileId, caseId }, select: { id: true, checksum: true } });
      if (!file) throw fieldError('unknown-file', 'file', 'Choose a file of the case.');
      return { kind: 'file', fileId: file.id, checksum: file.checksum };
    }
    case 'post': {
      const post = await db.prisma.post.findFirst({ where: { id: what.postId, caseId }, select: { id: true, body: true } });
      if (!post) throw fieldError('unknown-post', 'post', 'Choose a post of the case.');
      return { kind: 'post', postId: post.id, text: post.body };
    }
  }
}

/** Reads the reason, which stays in the history and in the certificate. @throws CaseError at the field `reason` */
function readReason(typed: string, sought: Passage | null): string {
  const reason = textInput(typed, 'reason', 'Enter a reason.');
  if (sought && redactText(reason, { ...sought, insideWords: true }).count > 0)
    throw fieldError('tells', 'reason', "The reason stays in the history, so it can't have the text in it. Write it without.");
  return reason;
}

function nothingFound({ insideWords = 0 }: RedactionResult, where: string, { kind }: RedactedWhat): CaseError {
  const inside = insideWords > 0 ? ` It is ${insideWords === 1 ? 'once' : `${insideWords} times`} a part of a longer word.` : '';
  return fieldError('not-found', kind === 'passage' ? 'text' : kind, `We found nothing to redact in ${where}.${inside}`);
}
