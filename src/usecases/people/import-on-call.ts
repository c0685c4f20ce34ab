import { emptyTally, type Tally } from './compare-section.ts';
import type { Directory, OnCallFacts } from './directory.ts';
import type { ImportRun } from './import-run.ts';

/** The name of the whole list in the report of an import. */
const wholeList = 'the list';

/**
 * Replaces the list of who is on call by that of the file. A list that was changed in chat stays, unless the import is forced.
 * @param listed null leaves the list as it is
 */
export async function importOnCall(run: ImportRun, listed: Directory['onCall']): Promise<Tally> {
  const { tx, mistakes, force } = run;
  const stored = await tx.onCall.findMany({ orderBy: { position: 'asc' }, include: { person: { select: { email: true } } } });
  const before = stored.map(({ person, startsOn, endsOn, repeatDays }) =>
    nameOf({ email: person.email, startsOn: isoDay(startsOn), endsOn: isoDay(endsOn), repeatDays }),
  );
  const tally = emptyTally(before.length);
  if (listed === null) return tally;
  const people = await tx.person.findMany({
    where: { kind: 'advisor', active: true, email: { in: listed.map(({ email }) => email) } },
    select: { id: true, email: true },
  });
  const ids = new Map(people.map(({ id, email }) => [email, id]));
  for (const { email, line } of listed)
    if (!ids.has(email)) mistakes.push({ line, field: 'onCall', message: `${email} is on call, but is not an advisor` });
  if (mistakes.length > 0) return tally; // the import is refused anyway
  const after = listed.map(nameOf);
  if (after.join() === before.join()) return tally;
  const fields = [{ field: 'on call', from: before.join(', ') || 'nobody', to: after.join(', ') || 'nobody' }];
  if (!force && (await wasChangedInChat(run))) return { ...emptyTally(), kept: [wholeList], fields: { [wholeList]: fields } };
  tally.added = after.filter((name) => !before.includes(name));
  tally.removed = before.filter((name) => !after.includes(name));
  tally.left = after.length - tally.added.length;
  await tx.onCall.deleteMany();
  await tx.onCall.createMany({
    data: listed.map(({ email, startsOn, endsOn, repeatDays }, position) => ({
      position,
      personId: ids.get(email) ?? 0,
      startsOn: dayOf(startsOn),
      endsOn: dayOf(endsOn),
      repeatDays,
    })),
  });
  run.history.push({ section: 'onCall', what: 'changed', name: wholeList, fields });
  return tally;
}

/** Whether a person, and not an import, changed the list last. */
async function wasChangedInChat({ tx }: ImportRun): Promise<boolean> {
  const last = await tx.directoryChange.findFirst({
    where: { section: 'onCall' },
    orderBy: { id: 'desc' },
    select: { byId: true },
  });
  return last !== null && last.byId !== null;
}

/** Names an entry in the report of the import. */
function nameOf({ email, startsOn, endsOn, repeatDays }: OnCallFacts): string {
  if (startsOn === null && endsOn === null) return email;
  const days = `${startsOn ?? ''}/${endsOn ?? ''}`;
  return `${email} ${days}${repeatDays === null ? '' : ` every ${repeatDays} days`}`;
}

function dayOf(isoDate: string | null): Date | null {
  return isoDate === null ? null : new Date(`${isoDate}T00:00:00Z`);
}

function isoDay(date: Date | null): string | null {
  return date?.toISOString().slice(0, 10) ?? null;
}
