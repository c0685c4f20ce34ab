// Release notes as Markdown: grouped by module, written for customers, naming no account (process.md, Releases).
import { showsSomething } from './case-input.ts';
import { fieldError, tooLongMessage } from './form-errors.ts';
import { formatDay } from './text/times.ts';

/** A release or Rx pack with the defects it fixes. */
export interface NotedRelease {
  name: string;
  /** ISO date */
  date: string;
  published: boolean;
  defects: readonly { number: string; module: string; releaseNote: string | null }[];
}

/** Tells by its name whether a release is an Rx pack, which fixes critical defects ahead of the next release. */
export function isRxPack(name: string): boolean {
  return /^rx\b/i.test(name);
}

/** Length limit of a defect's release note, in characters. */
export const maxReleaseNoteLength = 1000;
/** Length limit of a release's name, in characters. */
export const maxReleaseNameLength = 60;

/** Writes the release notes as a document. @param modules as for `notesByModule` @returns CommonMark */
export function releaseNotes(release: NotedRelease, modules: readonly string[]): string {
  return [`# ${escape(release.name)}`, releaseDateText(release), notesByModule(release, modules)].join('\n\n');
}

/** Says when a release was published or is planned for. */
export function releaseDateText({ date, published }: Pick<NotedRelease, 'date' | 'published'>): string {
  return `${published ? 'Released' : 'Planned for'} ${formatDay(date)}`;
}

/**
 * Writes a section for each module with a line for each defect.
 * @param modules the configured modules, in their order; others follow by name
 * @returns CommonMark
 */
export function notesByModule(release: NotedRelease, modules: readonly string[]): string {
  const present = [...new Set(release.defects.map(({ module }) => module))];
  const place = (module: string): number => (modules.includes(module) ? modules.indexOf(module) : modules.length);
  const ordered = present.sort((a, b) => place(a) - place(b) || a.localeCompare(b));
  const sections = ordered.map((module) => {
    const defects = release.defects.filter((one) => one.module === module).sort(byNumber);
    const lines = defects.map(({ number, releaseNote }) => `- ${releaseNote ?? '(no release note yet)'} (${number})`);
    return `## ${escape(module)}\n\n${lines.join('\n')}`;
  });
  return sections.join('\n\n');
}

/**
 * Reads the release note of a defect: one paragraph that names no account.
 * @param accounts the names of all accounts
 * @param field name of the form field it came from
 * @returns null for a blank note
 * @throws CaseError bad-release-note
 */
export function parseReleaseNote(text: string, accounts: readonly string[], field: string): string | null {
  const note = text.replace(/\s+/g, ' ').trim();
  if (!showsSomething(note)) return null;
  const named = accounts.find((name) => names(note, name));
  const mistake =
    named !== undefined
      ? `All customers will read this. Don't name ${named}.`
      : note.length > maxReleaseNoteLength
        ? tooLongMessage(note.length, maxReleaseNoteLength)
        : null;
  if (mistake !== null) throw fieldError('bad-release-note', field, mistake);
  return note;
}

/** Tells whether a text contains a name, though not inside a longer word. Ignores letter case, spacing and invisible characters. */
function names(text: string, name: string): boolean {
  const fold = (given: string): string =>
    given
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .replace(/\s+/g, ' ')
      .trim()
      .toLowerCase();
  const [within, wanted] = [fold(text), fold(name)];
  const isLetter = (char: string | undefined): boolean => /[\p{L}\p{N}]/u.test(char ?? '');
  for (let at = within.indexOf(wanted); at >= 0 && wanted !== ''; at = within.indexOf(wanted, at + 1)) {
    if (!isLetter(within[at - 1]) && !isLetter(within[at + wanted.length])) return true;
  }
  return false;
}

function byNumber(a: { number: string }, b: { number: string }): number {
  return a.number.localeCompare(b.number, 'en', { numeric: true });
}

function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]<>#|~]/g, '\\$&');
}
