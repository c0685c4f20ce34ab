/** The oldest Node.js that still gets security fixes. */
const oldestMaintained = 22;

/**
 * Says what is wrong with a version of Node.js, for the log at the start and for `doctor`.
 * @returns a line, or none
 */
export function nodeNotes(version = process.versions.node): string[] {
  const major = Number.parseInt(version);
  if (major >= oldestMaintained) return [];
  return [
    `Node.js ${major} has had no security fixes since April 2026, and support for it will end. Use Node.js 24, or another one from ${oldestMaintained} on`,
  ];
}
