// npx casebridge release-notes: what a release says to customers, as a Markdown file.
import type { Command } from 'commander';
import { releaseNotes } from '../domain/release-notes.ts';
import { loadReleaseNamed } from '../usecases/defects/releases.ts';
import type { Services } from '../usecases/context.ts';

/** @param withWork opens the database for as long as `act` takes */
export function addReleaseCommands(
  program: Command,
  out: (text: string) => void,
  withWork: (act: (services: Services) => Promise<void>) => Promise<void>,
): void {
  program
    .command('release-notes')
    .description('the notes of a release or Rx pack as Markdown, grouped by module')
    .argument('<name>', 'e.g. "Release 2026.12"')
    .action((name: string) =>
      withWork(async (services) => {
        const release = await loadReleaseNamed(services, name);
        if (!release) throw new Error(`there is no release “${name}”: leads see them all with "release" in chat`);
        out(releaseNotes(release, services.settings.modules));
      }),
    );
}
