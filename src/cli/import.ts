// npx casebridge import: brings the directory (accounts, people, workspaces, channels) in line with a YAML file.
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { DirectoryError } from '../usecases/people/directory.ts';
import { importDirectory, type Imported } from '../usecases/people/import-directory.ts';
import { YamlLines } from '../config/yaml-lines.ts';
import { queueOverlaps } from '../usecases/people/queue-overlaps.ts';
import { alignColumns } from './align-columns.ts';
import { parseDirectory } from './directory.ts';
import { overlapText } from './doctor/check-directory.ts';
import { Refusal, withServices, type Terminal } from './terminal.ts';

/** Adds `import`. */
export function addImportCommand(program: Command, terminal: Terminal): void {
  program
    .command('import')
    .description('import accounts, people, workspaces and channels; importing the same file again changes nothing')
    .argument('<file>', 'e.g. directory.yaml')
    .option('--force', 'overwrite what was changed in chat since')
    .action((file: string, { force }: { force?: boolean }) => importFile(terminal, file, force ?? false));
}

async function importFile(terminal: Terminal, file: string, force: boolean): Promise<void> {
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Refusal(`cannot read ${file}`);
  });
  try {
    const directory = parseDirectory(text);
    for (const { line, message } of new YamlLines(text).cutValues()) terminal.err(`warning: ${file}:${line}: ${message}`);
    await withServices(terminal, async (services) => {
      terminal.out(report(await importDirectory(services, directory, { force })));
      for (const overlap of await queueOverlaps(services)) terminal.err(`warning: ${overlapText(overlap)}`);
    });
  } catch (error) {
    if (!(error instanceof DirectoryError)) throw error;
    for (const { line, message } of error.mistakes) terminal.err(`${file}:${line}: ${message}`);
    throw new Refusal(`${file} was not imported, nothing was changed`);
  }
}

function report(imported: Imported): string {
  const sections = Object.entries(imported);
  const counts = sections.map(([section, { added, changed, removed, kept, left }]) => [
    section,
    `${added.length} added`,
    `${changed.length} changed`,
    `${removed.length} removed`,
    `${left + kept.length} left`,
  ]);
  const names = sections.flatMap(([, { added, changed, removed, kept }]) => [
    ...added.map((name) => `+ ${name}`),
    ...changed.map((name) => `~ ${name}`),
    ...removed.map((name) => `- ${name}`),
    ...kept.map((name) => `= ${name} (changed in chat since; use --force to overwrite)`),
  ]);
  return [alignColumns(counts), ...names].join('\n');
}
