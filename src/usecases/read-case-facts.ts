import type { Account, File, FollowUp, Post, Prisma } from '../db/generated/client.ts';
import type { Calendar } from '../domain/business-time.ts';
import { attemptsOf, stepsAhead } from '../domain/follow-up.ts';
import { storedContactChange } from '../domain/contact-change.ts';
import { originalOf } from '../domain/close-reason.ts';
import { readSnoozes } from '../domain/snooze.ts';
import { readTriage } from '../domain/triage.ts';
import { reopenUntil } from '../domain/transition.ts';
import { defectFacts, withRelease } from './defect-facts.ts';
import { devIssueFacts, issueColumns } from './dev-issue-facts.ts';
import { slaFacts } from './sla-facts.ts';
import { calendarOf } from './account-calendar.ts';
import { readProblem } from '../domain/files.ts';
import type { Goal } from '../domain/sla-state.ts';
import type { CaseBasics, CaseFacts, FileFacts, FollowUpFacts, GoalFacts, PostedCase, PostFacts } from './case-facts.ts';
import type { TransportName } from '../ports.ts';
import type { Services } from './context.ts';

/** The relations that `caseFacts` needs. */
export const withCaseFacts = {
  account: { select: { id: true, name: true, timezone: true, holidays: true, closed: true, worked: true } },
  followUp: true,
  contact: { select: { id: true, name: true } },
  advisor: { select: { id: true, name: true } },
  previousCase: { select: { number: true } },
  defect: { include: { ...withRelease, issue: { select: issueColumns } } },
  incident: { select: { id: true, title: true, state: true } },
  // those that people can open
  files: {
    where: { deletedAt: null, postId: { not: null }, OR: [{ state: 'stored' }, { link: { not: null } }] },
    select: { post: { select: { kind: true } } },
  },
  satisfaction: true,
  deliveries: {
    where: {
      kind: { not: 'alert' },
      OR: [
        { state: 'dead' },
        { state: { in: ['pending', 'sending'] }, destination: { outageId: { not: null } } },
        // the cards of advisors who watch the case, read along because another statement would cost more
        { kind: 'card', withdrawn: false, conversation: { side: 'advisor', personId: { not: null } } },
      ],
    },
    select: {
      kind: true,
      withdrawn: true,
      state: true,
      errorCode: true,
      destination: { select: { platform: true, outageId: true, outage: { select: { code: true } } } },
      conversation: {
        select: { side: true, team: true, person: { select: { id: true, name: true, kind: true, active: true } } },
      },
    },
    take: 50,
  },
} satisfies Prisma.CaseInclude;

/** A case with the relations of `withCaseFacts`. */
export type CaseFactsRow = Prisma.CaseGetPayload<{ include: typeof withCaseFacts }>;

/** Converts a case to the facts that cards show. */
export function caseFacts(services: Services, row: CaseFactsRow): CaseFacts {
  const sla = slaFacts(services, row.account, row);
  return {
    ...caseBasics(services, row),
    followUp: row.followUp && followUpFacts(services, row.account, row.followUp),
    sla,
    respondBy: promisedBy(sla, 'firstResponse'),
    updateBy: promisedBy(sla, 'nextUpdate'),
  };
}

/** Converts a case to the facts that one of its posts shows. @param postId of the post */
export function postedCase(services: Services, row: CaseFactsRow, postId: number | null): PostedCase {
  const { account, followUp } = row;
  const isNewest = followUp !== null && followUp.reminderPostId === postId;
  return { ...caseBasics(services, row), followUp: isNewest ? followUpFacts(services, account, followUp) : null };
}

/** Converts a case to the facts that every message about it may show. */
export function caseBasics(services: Services, row: CaseFactsRow): CaseBasics {
  const { account, contact, advisor, defect, deliveries, files } = row;
  const until = row.closedAt && reopenUntil(row.closedAt, services.settings.reopenWithin);
  return {
    id: row.id,
    number: row.number,
    account,
    contact,
    advisor,
    status: row.status,
    priority: row.priority,
    subject: row.subject,
    description: row.description,
    replicationSteps: row.replicationSteps,
    expected: row.expected,
    actual: row.actual,
    environment: row.environment,
    impact: row.impact,
    module: row.module,
    caseType: row.caseType,
    dueDate: isoDate(row.dueDate),
    dueReason: row.dueReason,
    source: row.source,
    sourceLink: row.sourceLink,
    phoneCallExpected: row.phoneCallExpected,
    scheduledFor: isoDate(row.scheduledFor),
    scheduledWork: row.scheduledWork,
    team: row.team,
    answered: row.answered,
    pendingPostId: row.pendingPostId,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    closedAt: row.closedAt,
    closeReason: row.closeReason,
    reopenUntil: until,
    canReopen: until !== null && services.clock.now() <= until,
    duplicateOf: row.closeReason === null ? null : originalOf(row.closeReason),
    defect: defect && defectFacts(defect),
    devIssue: defect?.issue ? devIssueFacts(services, defect.issue) : null,
    incident: row.incident,
    contactChange: storedContactChange(row.contactChange),
    contactChangedAt: row.contactChangedAt,
    previousNumber: row.previousCase?.number ?? null,
    triage: readTriage(row.triage),
    satisfaction: row.satisfaction,
    fileCount: files.length,
    publicFileCount: files.filter(({ post }) => post?.kind !== 'note').length,
    hasUploadPage: services.links !== undefined,
    watchers: watchersIn(deliveries),
    snoozes: readSnoozes(row.snoozes),
    undelivered: deliveries
      .filter(isUndelivered)
      .slice(0, 20)
      .map((failed) => ({
        where: placeOf(failed),
        code: failed.errorCode ?? failed.destination.outage?.code ?? 'unknown',
        waits: failed.state !== 'dead',
      })),
  };
}

/** Returns when a goal is due that can still be met. */
function promisedBy(sla: readonly GoalFacts[], wanted: Goal): Date | null {
  return sla.find(({ goal, running, overdue }) => goal === wanted && running && !overdue)?.dueAt ?? null;
}

/** Removes what contacts must not see. */
export function forContacts<T extends CaseBasics>(facts: T): T {
  const internal = {
    fileCount: facts.publicFileCount,
    devIssue: null,
    watchers: [],
    snoozes: {},
    undelivered: [],
    triage: null,
    satisfaction: null,
  };
  return { ...facts, ...internal, ...('sla' in facts ? { sla: [] } : {}) };
}

function followUpFacts(
  services: Services,
  account: Pick<Account, 'timezone' | 'holidays' | 'closed' | 'worked'>,
  row: FollowUp,
): FollowUpFacts {
  const { plan, attempts, dueAt, unreachable, reminderPostId, reminderArrived: arrived } = row;
  const steps = stepsOf(calendarOf(services, account), row);
  const closesAt = steps.at(-1) ?? dueAt;
  return { attempts, of: attemptsOf(plan), remindsAt: steps.slice(0, -1), closesAt, unreachable, arrived, reminderPostId };
}

/** Predicts the remaining steps; an account that never works gets the original plan. */
function stepsOf(calendar: Calendar, { plan, attempts, dueAt }: FollowUp): Date[] {
  try {
    return stepsAhead(calendar, plan, attempts, dueAt);
  } catch (error) {
    if (error instanceof RangeError) return plan.slice(attempts);
    throw error;
  }
}

/** The files of a post that `postFacts` needs. */
export const withFiles = { files: { where: { deletedAt: null }, orderBy: { position: 'asc' } } } satisfies Prisma.PostInclude;

/** Writes a link that downloads a file, for one reader; null without a public address. */
export type LinkTo = (fileId: number) => string | null;

/**
 * Converts a post to the facts that are shown. A deleted post loses its text and its files.
 * @param linkTo links to its files, which must be loaded with `withFiles`
 */
export function postFacts({ files = [], ...row }: Post & { files?: File[] }, linkTo: LinkTo = () => null): PostFacts {
  if (row.deletedAt) return { ...row, body: '', files: [] };
  return { ...row, files: files.map((file) => fileFacts(file, linkTo)) };
}

/** Converts a file to the facts that are shown. */
export function fileFacts(row: File, linkTo: LinkTo): FileFacts {
  const { id, name, state, link, size, mediaType, checksum, width, height } = row;
  const isStored = state === 'stored' && size !== null && mediaType !== null && checksum !== null;
  const pixels = width === null || height === null ? {} : { width, height };
  return {
    ...{ id, name, state, link, size, problem: readProblem(row.problem) },
    content: isStored ? { size, mediaType, checksum, ...pixels, url: linkTo(id) } : null,
  };
}

type Read = CaseFactsRow['deliveries'][number];

function isUndelivered({ state, destination }: Read): boolean {
  return state === 'dead' || (state !== 'sent' && destination.outageId !== null);
}

/** Names the active advisors whose direct conversation shows the card, in order. */
function watchersIn(deliveries: readonly Read[]): CaseFacts['watchers'] {
  const people = deliveries.flatMap(({ kind, withdrawn, conversation }) => {
    const person = kind === 'card' && !withdrawn && conversation?.side === 'advisor' ? conversation.person : null;
    return person?.active && person.kind === 'advisor' ? [{ id: person.id, name: person.name }] : [];
  });
  return people.sort((one, other) => one.name.localeCompare(other.name));
}

interface Undelivered {
  destination: { platform: TransportName };
  conversation: { side: string; team: string | null; person: { name: string } | null } | null;
}

function placeOf({ destination, conversation }: Undelivered): string {
  if (conversation?.person && destination.platform === 'mail') return `${conversation.person.name}'s email`;
  if (conversation?.person) return `${conversation.person.name}'s direct messages`;
  if (conversation?.team) return `the ${conversation.team} channel`;
  return conversation?.side === 'contact' ? "the contact's channel" : 'the queue channel';
}

function isoDate(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null;
}
