// Makes what the API returns of what use cases return.
import type { z } from 'zod';
import { formatCaseNumber } from '../domain/case-number.ts';
import { isPendingNumber } from '../domain/issue-number.ts';
import { seesInternal } from '../domain/person.ts';
import type { FileFacts, PostFacts } from '../usecases/case-facts.ts';
import type { ViewedCase } from '../usecases/cases/view-case.ts';
import type { NoticeFacts, UpdateFacts } from '../usecases/notices/notice-facts.ts';
import type { CaseListRow } from '../usecases/search/list-cases.ts';
import type { ApiCall } from './call.ts';
import type * as schemas from './schemas.ts';

type Shape<T extends z.ZodType> = z.input<T>;

/** Writes a moment. */
export const iso = (at: Date): string => at.toISOString();
/** Writes a moment that may be missing. */
export const isoOrNull = (at: Date | null): string | null => at && iso(at);

/** A case. */
export function presentCase(
  { person, isPerson }: Pick<ApiCall, 'person' | 'isPerson'>,
  viewed: ViewedCase,
): Shape<typeof schemas.caseDetail> {
  const { case: of, recipients, may, erasedAt } = viewed;
  const { account, contact, advisor, incident } = of;
  return {
    id: formatCaseNumber(of.number),
    number: of.number,
    subject: of.subject,
    description: of.description,
    replicationSteps: of.replicationSteps,
    expected: of.expected,
    actual: of.actual,
    environment: of.environment,
    impact: of.impact,
    status: of.status,
    priority: of.priority,
    module: of.module,
    caseType: of.caseType,
    dueDate: of.dueDate,
    dueReason: of.dueReason,
    account: { id: account.id, name: account.name, timezone: account.timezone },
    contact: { id: contact.id, name: contact.name },
    advisor: advisor && { id: advisor.id, name: advisor.name },
    team: of.team,
    source: of.source,
    scheduledFor: of.scheduledFor,
    scheduledWork: of.scheduledWork,
    answered: of.answered,
    createdAt: iso(of.createdAt),
    updatedAt: iso(of.updatedAt),
    closedAt: isoOrNull(of.closedAt),
    closeReason: of.closeReason,
    reopenUntil: isoOrNull(of.reopenUntil),
    duplicateOf: of.duplicateOf,
    previousCase: of.previousNumber,
    defect: of.defect && {
      number: isPendingNumber(of.defect.number) ? null : of.defect.number,
      state: of.defect.state,
      release: of.defect.release,
    },
    incident: incident && { id: incident.id, title: incident.title, state: incident.state },
    respondBy: isoOrNull(of.respondBy),
    updateBy: isoOrNull(of.updateBy),
    recipients,
    snoozedUntil: isPerson ? isoOrNull(of.snoozes[String(person.id)] ?? null) : null,
    fileCount: of.fileCount,
    erasedAt: isoOrNull(erasedAt),
    may: isPerson ? may : [],
    internal: seesInternal(person) ? internalOf(of) : null,
  };
}

function internalOf(of: ViewedCase['case']): NonNullable<Shape<typeof schemas.caseDetail>['internal']> {
  const { sla, triage, satisfaction, watchers, undelivered } = of;
  return {
    sla: sla.map(({ goal, dueAt, running, overdue }) => ({ goal, dueAt: isoOrNull(dueAt), running, overdue })),
    triage: triage && { ...triage, answers: { ...triage.answers }, at: iso(triage.at) },
    satisfaction: satisfaction && {
      score: satisfaction.score,
      comment: satisfaction.comment,
      askedAt: iso(satisfaction.askedAt),
    },
    watchers,
    undelivered,
  };
}

/** A case in a list. */
export function presentRow(row: CaseListRow): Shape<typeof schemas.caseRow> {
  const { number, subject, status, priority, module, caseType } = row;
  return {
    ...{ id: formatCaseNumber(number), number, subject, status, priority, module, caseType },
    account: { id: row.accountId, key: row.accountKey, name: row.accountName },
    contact: { id: row.contactId, name: row.contactName },
    advisor: row.advisorId === null || row.advisorName === null ? null : { id: row.advisorId, name: row.advisorName },
    createdAt: iso(row.createdAt),
    updatedAt: iso(row.updatedAt),
    closedAt: isoOrNull(row.closedAt),
  };
}

/** A post. */
export function presentPost(of: PostFacts): Shape<typeof schemas.post> {
  const { id, kind, action, authorId, authorName, authorSide, platform, body, files } = of;
  return {
    ...{ id, kind, action, platform, text: body },
    author: { id: authorId, name: authorName, side: authorSide },
    createdAt: iso(of.createdAt),
    editedAt: isoOrNull(of.editedAt),
    deletedAt: isoOrNull(of.deletedAt),
    files: files.map(presentFile),
  };
}

function presentFile({ id, name, state, size, content }: FileFacts): Shape<typeof schemas.file> {
  return {
    id,
    name,
    state,
    size: content?.size ?? size,
    mediaType: content?.mediaType ?? null,
    checksum: content?.checksum ?? null,
  };
}

/** An update of a notice. */
export const presentUpdate = ({ id, action, state, body, at }: UpdateFacts) => ({ id, action, state, text: body, at: iso(at) });

/** An incident or maintenance. */
export function presentNotice(of: NoticeFacts) {
  const { id, kind, title, severity, state, modules, everyAccount, instructions } = of;
  return {
    ...{ id, kind, title, severity, state, modules, everyAccount, instructions },
    startsAt: iso(of.startsAt),
    endsAt: isoOrNull(of.endsAt),
    nextUpdateAt: isoOrNull(of.nextUpdateAt),
    announcedAt: isoOrNull(of.announcedAt),
    closedAt: isoOrNull(of.closedAt),
  };
}
