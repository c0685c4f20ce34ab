// Writes what an import did, or would do: counts for each section, then each entry with its fields, from what is stored to what the file says.
import type { Imported } from '../usecases/people/import-directory.ts';
import type { FieldChange } from '../usecases/people/field-change.ts';
import { alignColumns } from './align-columns.ts';

/** Writes the report of an import. */
export function importReport(imported: Imported): string {
  const sections = Object.entries(imported);
  const counts = sections.map(([section, { added, changed, removed, kept, left }]) => [
    section,
    `${added.length} added`,
    `${changed.length} changed`,
    `${removed.length} removed`,
    `${left + kept.length} left`,
  ]);
  const entries = sections.flatMap(([, { added, changed, removed, kept, erased, fields }]) => [
    ...added.map((name) => `+ ${name}`),
    ...changed.flatMap((name) => [`~ ${name}`, ...(fields[name] ?? []).map(changeLine)]),
    ...removed.map((name) => `- ${name}`),
    ...erased.map((name) => `! ${name} (erased, so it is not added again; take it out of the file)`),
    ...kept.flatMap((name) => [
      `= ${name} (changed in chat since; use --force to overwrite)`,
      ...(fields[name] ?? []).map(keptLine),
    ]),
  ]);
  return [alignColumns(counts), ...entries].join('\n');
}

function changeLine({ field, from, to }: FieldChange): string {
  return `    ${field}: ${from} → ${to}`;
}

function keptLine({ field, from, to }: FieldChange): string {
  return `    ${field}: stays ${from}; the file says ${to}`;
}
