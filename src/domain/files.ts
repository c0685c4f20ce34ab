// The rules for files of a message or form: how many and how large, how they are named, and what to say about a file that is not
// kept. The content decides the rest (see `FileStore`).
import { formatList } from './text/numbers.ts';
import type { Settings } from './settings.ts';

/**
 * Why a file is not kept, or not kept yet. `elsewhere`: only people can open it, and its link is passed on. `unreadable`: the bot cannot read
 * it. `no-consent`: an administrator has to allow the bot to read files there. `gone`: it was deleted before it was read. `unreachable`: it could not be read for hours.
 * `outlook-format`: Outlook sent it as winmail.dat, which only Outlook opens. `redacted`: a lead or an operator took it out of the case.
 */
const fileProblems = [
  'too-many',
  'too-large',
  'empty',
  'unfinished',
  'unreadable',
  'elsewhere',
  'no-consent',
  'gone',
  'unreachable',
  'infected',
  'outlook-format',
  'redacted',
] as const;
/** One of these codes, as the database keeps it. */
export type FileProblem = (typeof fileProblems)[number];

/** Limits on the files of one message or form. */
type FileLimits = Pick<Settings['attachments'], 'maxFiles' | 'maxMegabytes'>;

/** The largest file, in bytes. */
export function maxBytes({ maxMegabytes }: FileLimits): number {
  return maxMegabytes * 1024 * 1024;
}

/** How much of files one mail carries, in bytes. */
export function maxMailBytes({ mailMegabytes }: Pick<Settings['attachments'], 'mailMegabytes'>): number {
  return mailMegabytes * 1024 * 1024;
}

/** A file that somebody sent, before it is checked. */
interface OfferedFile {
  name: string;
  /** bytes, where known */
  size?: number | null;
  /** absent when the bot cannot read it */
  ref?: string;
  /** where people can open it, when the bot cannot read it */
  link?: string;
}

/** A file that is not kept. */
export interface RefusedFile {
  name: string;
  problem: FileProblem;
  size?: number | null;
}

/** The files of a message, checked. The names are clean and differ from each other. */
interface CheckedFiles<F extends OfferedFile> {
  /** those without `ref` can only be opened by people, through their `link` */
  kept: F[];
  refused: RefusedFile[];
}

/** Checks the files of one message by what is known before they are read: number, names and sizes. Those beyond the limit are the last ones. */
export function checkFiles<F extends OfferedFile>(files: readonly F[], limits: FileLimits): CheckedFiles<F> {
  const checked: CheckedFiles<F> = { kept: [], refused: [] };
  const names: string[] = [];
  for (const file of files) {
    const name = distinctName(cleanName(file.name), names);
    names.push(name);
    const problem = problemOf(file, checked.kept.length, limits);
    if (problem === null) checked.kept.push({ ...file, name });
    else checked.refused.push({ name, problem, size: file.size ?? null });
  }
  return checked;
}

function problemOf({ size = null, ref, link }: OfferedFile, kept: number, limits: FileLimits): FileProblem | null {
  if (ref === undefined && link === undefined) return 'unreadable';
  if (ref !== undefined && size === 0) return 'empty';
  if (ref !== undefined && size !== null && size > maxBytes(limits)) return 'too-large';
  return kept >= limits.maxFiles ? 'too-many' : null;
}

/** The longest name, in UTF-16 units. */
const maxNameLength = 120;
/** The longest ending that is kept when a name is shortened, with its dot. */
const maxEnding = 16;
/** Names that Windows reserves for devices, with any ending. */
const reserved = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;
/** Control and format characters (those that change the direction of text are among them), lone surrogates and private characters. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\u2028\u2029]/gu;

/**
 * Makes a name that every file system and every reader can take: without folders, invisible characters and the names of devices. The ending
 * stays, also when the name is shortened.
 */
export function cleanName(typed: string): string {
  const last =
    typed
      .normalize('NFC')
      .split(/[/\\]/)
      .findLast((part) => part.trim() !== '') ?? '';
  const shown = last
    .replace(unseen, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/\s+/g, ' ');
  // Windows drops dots and spaces at the end, and a dot at the start hides a file
  const trimmed = shown.replace(/^[\s.]+|[\s.]+$/g, '');
  const name = trimmed === '' ? 'file' : reserved.test(trimmed) ? `_${trimmed}` : trimmed;
  return shortened(name, maxNameLength);
}

function shortened(name: string, max: number): string {
  if (name.length <= max) return name;
  const { stem, ending } = partsOf(name);
  return `${stem
    .slice(0, max - ending.length)
    .replace(/[\uD800-\uDBFF]$/, '')
    .replace(/[\s.]+$/, '')}${ending}`;
}

function partsOf(name: string): { stem: string; ending: string } {
  const dot = name.lastIndexOf('.');
  const ending = dot > 0 && name.length - dot <= maxEnding ? name.slice(dot) : '';
  return { stem: name.slice(0, name.length - ending.length), ending };
}

/** Adds “ (2)” and so on to a name that is taken, ignoring case. */
export function distinctName(name: string, taken: readonly string[]): string {
  const used = new Set(taken.map((one) => one.toLowerCase()));
  const { stem, ending } = partsOf(name);
  for (let count = 1; ; count += 1) {
    const mark = count === 1 ? '' : ` (${count})`;
    const distinct = `${shortened(stem, maxNameLength - mark.length - ending.length)}${mark}${ending}`;
    if (!used.has(distinct.toLowerCase())) return distinct;
  }
}

/** Media types of images that are shown in a post. Others, such as SVG, can contain code and are only downloaded. */
export const inlineTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Says about one file why it is not there, such as `“x.zip” wasn't sent: it's larger than 15 MB.` @param sizes writes a size in bytes */
export function problemSentence(
  { name, problem, size }: RefusedFile,
  limits: FileLimits,
  sizes: (bytes: number) => string,
): string {
  // its name may have told something
  if (problem === 'redacted') return 'A file was redacted.';
  return `“${name}” wasn't sent: ${reasonOf(problem, size ?? null, limits, sizes)}.`;
}

function reasonOf(
  problem: Exclude<FileProblem, 'redacted'>,
  size: number | null,
  limits: FileLimits,
  sizes: (bytes: number) => string,
): string {
  const max = sizes(maxBytes(limits));
  switch (problem) {
    case 'too-many':
      return `a message can have up to ${limits.maxFiles} files`;
    case 'too-large':
      // a byte more than the limit is the same number of megabytes
      return size === null || size <= maxBytes(limits) || sizes(size) === max
        ? `it's larger than ${max}`
        : `it's ${sizes(size)}, and the limit is ${max}`;
    case 'empty':
      return "it's empty";
    case 'unfinished':
      return 'it arrived incomplete';
    case 'unreadable':
      return "we can't read it here";
    case 'no-consent':
      return "we aren't allowed to read files there yet";
    case 'elsewhere':
      return 'only its link was passed on';
    case 'gone':
      return 'it was deleted before we could read it';
    case 'unreachable':
      return "we couldn't read it";
    case 'infected':
      return 'the virus scan found a threat in it';
    case 'outlook-format':
      return "it's in Outlook's own format, which we can't open. Send the files again in an email without formatting (plain text)";
  }
}

/** Whether only Outlook opens a file: it puts the attachments of an email with formatting into one. */
export const isOutlookFile = (name: string): boolean => /^winmail\.dat$/i.test(name);

/** Says about a file that only Outlook opens what it is, and how to share what is in it. */
export const outlookSentence =
  "“winmail.dat” holds the files of an email in Outlook's own format, which only Outlook opens. To share them with everyone, send them again in an email without formatting (plain text).";

/** Says about several files that they are still on their way, such as `Loading “a.png” and “b.pdf”…`. */
export function loadingSentence(names: readonly string[]): string {
  return `Loading ${formatList(names.map((name) => `“${name}”`))}…`;
}

/** Says about several files, to somebody who does not see them arrive, that they come later. */
export function laterSentence(names: readonly string[]): string {
  const [verb, them] = names.length === 1 ? ["hasn't", 'it'] : ["haven't", 'them'];
  return `${formatList(names.map((name) => `“${name}”`))} ${verb} arrived yet. You'll find ${them} in the case.`;
}

/** A file that is not there after this time is late, ms. */
const lateMs = 15 * 60_000;

/** Returns the moment before which a file was sent that is late now. */
export function lateBefore(now: Date): Date {
  return new Date(now.getTime() - lateMs);
}

/** Tells whether a code of the database is a problem. */
export function readProblem(code: string | null): FileProblem | null {
  return fileProblems.find((one) => one === code) ?? null;
}
