import { CaseError } from '../../domain/case-error.ts';
import { isPendingNumber } from '../../domain/issue-number.ts';
import { authorize } from '../../domain/permission.ts';
import type { Advisor } from '../../domain/person.ts';
import { maxReleaseNameLength, parseReleaseNote } from '../../domain/release-notes.ts';
import { formatList } from '../../domain/text/numbers.ts';
import type { Defect, Release } from '../../db/generated/client.ts';
import { DateTime } from 'luxon';
import { recordOnce, runOnce } from '../idempotency.ts';
import type { RequestContext, Tx, Services } from '../context.ts';

/** Which defects are fixed, and where. */
export interface Fix {
  /** Development issue numbers. */
  defects: readonly string[];
  /** The name of a release or an Rx pack, which may be new. */
  release: string;
  /** ISO date; empty keeps the date of a known release. */
  date: string;
}

/** Names the form field of a defect's release note. */
export const noteField = (number: string): string => `note-${number}`;

/** Checks a fix before it is recorded. @returns as `checkFix` @throws CaseError not-allowed, bad-fix, bad-release-note */
export function previewFix({ db }: Services, lead: Advisor, fix: Fix) {
  authorize(lead, 'fixed');
  return checkFix(db.prisma, fix);
}

/**
 * Checks a fix.
 * @returns the defects, sorted by number; the release, or null for a new one; its name and ISO date
 * @throws CaseError bad-fix, with every mistake at its field (defects, release, date); bad-release-note for a release named after an account
 */
async function checkFix(
  db: Pick<Tx, 'account' | 'defect' | '$queryRaw'>,
  fix: Fix,
): Promise<{ defects: Defect[]; release: Release | null; name: string; date: string }> {
  const defects = await db.defect.findMany({ where: { number: { in: [...fix.defects] } }, orderBy: { number: 'asc' } });
  const unknown = fix.defects.filter((number) => !defects.some((one) => one.number === number));
  const released = defects.filter(({ state }) => state === 'Released').map(({ number }) => number);
  const typed = fix.release.replace(/\s+/g, ' ').trim();
  const release = await releaseNamed(db, typed);
  const date = fix.date === '' ? (release?.date.toISOString().slice(0, 10) ?? '') : fix.date;
  const mistakes: Record<string, string> = {};
  const pending = fix.defects.filter(isPendingNumber);
  if (pending.length > 0) mistakes.defects = `The issue of ${formatList(pending)} is not created yet.`;
  else if (unknown.length > 0) mistakes.defects = `No case is linked to ${formatList(unknown, 'or')}.`;
  else if (released.length > 0)
    mistakes.defects = `${formatList(released)} ${released.length === 1 ? 'is' : 'are'} already released. If the problem is back, use a new development issue number.`;
  if (typed === '') mistakes.release = 'Enter a release or Rx pack, such as Release 2026.12 or Rx 2026.11.3.';
  else if (typed.length > maxReleaseNameLength) mistakes.release = `Use at most ${maxReleaseNameLength} characters.`;
  else if (release?.publishedAt) mistakes.release = `${release.name} is already published. Enter another one.`;
  if (date === '') mistakes.date = 'Choose a release date.';
  else if (!isDate(date)) mistakes.date = 'Choose a valid date.';
  if (Object.keys(mistakes).length > 0) throw new CaseError('bad-fix', Object.values(mistakes).join(' '), undefined, mistakes);
  // contacts of every account read the name of a release
  if (!release) parseReleaseNote(typed, await accountNames(db), 'release');
  return { defects, release, name: release?.name ?? typed, date };
}

/** A fix with release notes by defect number, one paragraph each; an empty one is asked for when the release is published. */
export type NotedFix = Fix & { notes: Readonly<Record<string, string>> };

/**
 * Marks defects fixed in a release or Rx pack, and creates it if it is new. `moveFixedCases` then updates their cases.
 * @throws CaseError not-allowed, bad-fix, bad-release-note
 */
export function markFixed(
  services: Services,
  lead: Advisor,
  fix: NotedFix,
  request: RequestContext,
): Promise<Release | 'repeat'> {
  authorize(lead, 'fixed');
  return runOnce(services, async (tx) => {
    await recordOnce(tx, request.idempotencyKey, request.fingerprint);
    return recordFix(services, tx, lead, fix);
  });
}

/**
 * Writes a fix.
 * @param lead in whose name the cases are updated; null for the tracker of the developers
 * @throws CaseError bad-fix, bad-release-note
 */
export async function recordFix(services: Services, tx: Tx, lead: Advisor | null, fix: NotedFix): Promise<Release> {
  const { name, date } = await checkFix(tx, fix);
  const release = await findOrCreateRelease(tx, name, date);
  // checked again now that its row is locked: it could have been published since the first check
  const { defects } = await checkFix(tx, fix);
  const accounts = await accountNames(tx);
  for (const { id, number, fixedAt, state } of defects) {
    const releaseNote = parseReleaseNote(fix.notes[number] ?? '', accounts, noteField(number));
    const firstFixedAt = state === 'Open' ? services.clock.now() : fixedAt;
    await tx.defect.update({
      where: { id },
      data: { state: 'Fixed', releaseId: release.id, releaseNote, fixedById: lead?.id ?? null, fixedAt: firstFixedAt },
    });
  }
  return release;
}

/** Lists the names of all accounts, which must not appear in what all customers read. */
export async function accountNames(db: Pick<Tx, 'account'>): Promise<string[]> {
  return (await db.account.findMany({ select: { name: true } })).map(({ name }) => name);
}

/** Finds a release by its name in any letter case. */
export async function releaseNamed(db: Pick<Tx, '$queryRaw'>, name: string): Promise<Release | null> {
  const [found] = await db.$queryRaw<Release[]>`
    select id, name, date, published_at "publishedAt", published_by_id "publishedById" from release where lower(name) = lower(${name})`;
  return found ?? null;
}

async function findOrCreateRelease(tx: Tx, name: string, date: string): Promise<Release> {
  await tx.release.createMany({ data: [{ name, date: new Date(date) }], skipDuplicates: true });
  return tx.release.update({ where: { name }, data: { date: new Date(date) } });
}

function isDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid;
}
