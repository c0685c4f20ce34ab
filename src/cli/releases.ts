// npx casebridge release-notes: prints the notes of a release for customers, as Markdown.
import type { Command } from 'commander';
import { releaseNotes } from '../domain/release-notes.ts';
import { loadReleaseNamed } from '../usecases/defects/releases.ts';
import { Refusal, withServices, type Terminal } from './terminal.ts';

/** Adds `release-notes`. */
export function addReleaseCommands(program: Command, terminal: Terminal): void {
  program
    .command('release-notes')
    .description('print the notes of a release or Rx pack as Markdown, grouped by module')
    .argument('<name>', 'e.g. "Release 2026.12"')
    .action((name: string) =>
      withServices(terminal, async (services) => {
        const release = await loadReleaseNamed(services, name);
        if (!release) throw new Refusal(`no release is named “${name}”. Leads can list all releases in chat with: release`);
        terminal.out(releaseNotes(release, services.settings.modules));
      }),
    );
}
