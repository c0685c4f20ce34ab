// The internal notes that a followed issue leaves on the cases of its defect.
import { formatDay } from './text/times.ts';

/** Action of the note that asks leads to mark a defect fixed. */
export const fixProposed = 'dev-fixed';
/** Action of a developer's comment that was meant for support. */
export const developerComment = 'dev-comment';

/** Characters of a comment that a note has; the issue has the rest. */
const maxComment = 8000;

/** Writes the note about an issue that was created. @param tracker as people know it */
export function createdNote(tracker: string, number: string, url: string): string {
  return `Created [${number}](${url}) in ${tracker}.`;
}

/** Writes the note about an issue that is fixed. @param notMarked why it was not marked by itself; null where it never is */
export function fixedNote(
  tracker: string,
  number: string,
  target: { name: string; date: string | null } | null,
  notMarked: string | null,
): string {
  const date = target?.date ? `, ${formatDay(target.date)}` : '';
  return [
    `**${number} is fixed in ${tracker}.**`,
    target ? `Planned for ${inline(target.name)}${date}.` : 'No release is set there.',
    ...(notMarked === null ? [] : [`It wasn't marked fixed automatically: ${notMarked}`]),
    'When a lead marks the defect fixed, all its cases become Available in Release.',
  ].join(' ');
}

/** Writes the note about a fixed issue that is open again. */
export function reopenedNote(tracker: string, number: string, state: string): string {
  return `**${number} is no longer fixed in ${tracker}.** Its state is ${inline(state)}.`;
}

/** Writes the note with a developer's comment. @param text CommonMark */
export function commentNote(tracker: string, number: string, url: string | null, author: string, text: string): string {
  const issue = url === null ? number : `[${number}](${url})`;
  const kept = text.length > maxComment ? `${text.slice(0, maxComment)}…` : text;
  return `**${inline(author)}** commented on ${issue} in ${tracker}:\n\n${kept}`;
}

/** Makes a name of another product plain text in CommonMark. */
function inline(name: string): string {
  return name.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>~|#&]/g, '\\$&');
}
