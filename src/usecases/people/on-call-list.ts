// Who is on call, as leads see and change it in chat. Whom a case pages is decided in usecases/page-on-call.ts.
import { DateTime } from 'luxon';
import { formError } from '../../domain/form-errors.ts';
import { onCallLine, weeklyTurns } from '../../domain/on-call.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import type { RequestContext, Services, Tx } from '../context.ts';
import { changeDirectory } from './change-directory.ts';
import type { Directory, OnCallFacts } from './directory.ts';
import { newestChange, readHistory, refuseUnseen, type DirectoryChangeFacts } from './directory-history.ts';

/** An entry of the list. Days are ISO dates; without them it is always. */
export interface OnCallTurn {
  personId: number;
  name: string;
  /** deactivated people are skipped */
  active: boolean;
  startsOn: string | null;
  endsOn: string | null;
  repeatDays: number | null;
}

/** The list as its card shows it. */
export interface OnCallList {
  turns: OnCallTurn[];
  /** names in the order in which a critical case pages them today; empty: the leads are paged */
  line: string[];
  /** IANA name of the zone in which days begin */
  timezone: string;
  /** today there, ISO date */
  today: string;
  history: DirectoryChangeFacts[];
  /** the newest change of the list, or 0 */
  newestChange: number;
}

/** Reads who is on call. @throws CaseError not-allowed */
export async function readOnCall(services: Services, lead: Advisor): Promise<OnCallList> {
  authorize(lead, 'directory');
  const newest = await newestChange(services, { section: 'onCall' });
  const { timezone } = services.settings.onCall;
  const today = DateTime.fromJSDate(services.clock.now(), { zone: timezone }).toISODate() ?? '';
  const rows = await services.db.prisma.onCall.findMany({ orderBy: { position: 'asc' }, include: { person: true } });
  const turns = rows.map(({ personId, person, startsOn, endsOn, repeatDays }) => {
    const active = person.active && person.kind === 'advisor';
    return { personId, name: person.name, active, startsOn: isoDay(startsOn), endsOn: isoDay(endsOn), repeatDays };
  });
  const names = new Map(turns.map(({ personId, name }) => [personId, name]));
  const line = onCallLine(
    turns.filter(({ active }) => active),
    today,
  ).flatMap((id) => names.get(id) ?? []);
  return { turns, line, timezone, today, history: await readHistory(services, { section: 'onCall' }, 5), newestChange: newest };
}

/**
 * Replaces the list.
 * @param input.people ids of advisors in order; none: critical cases page the leads
 * @param input.weeklyFrom first day of the first week of a rotation, ISO date; null: everybody is always on call, the first one first
 * @param input.seen the newest change of the list when the form was opened
 * @throws CaseError not-allowed, changed-since; invalid-on-call and invalid-directory, at their fields
 */
export async function setOnCall(
  services: Services,
  lead: Advisor,
  { people, weeklyFrom, seen }: { people: readonly number[]; weeklyFrom: string | null; seen?: number },
  request: RequestContext,
): Promise<void> {
  authorize(lead, 'directory');
  const { prisma } = services.db;
  const rows = await prisma.person.findMany({ where: { id: { in: [...people] } }, select: { id: true, email: true } });
  const emails = people.flatMap((id) => rows.find((row) => row.id === id)?.email ?? []);
  if (emails.length < people.length) throw formError('invalid-on-call', { person1: 'Choose advisors of the directory.' });
  const turns = weeklyFrom === null ? [] : weeklyTurns(emails.length, weeklyFrom);
  const always = { startsOn: null, endsOn: null, repeatDays: null };
  const onCall = emails.map((email, index): OnCallFacts & { line: number } => ({ email, ...(turns[index] ?? always), line: 1 }));
  const entriesOf = async (tx: Tx): Promise<Partial<Directory>> => {
    if (seen !== undefined) await refuseUnseen(tx, { section: 'onCall' }, 'who is on call', seen);
    return { onCall };
  };
  await changeDirectory(services, lead, entriesOf, request);
}

function isoDay(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null;
}
