import { releaseNotes } from "../domain/release-notes.js";
import { loadReleaseNamed } from "../usecases/defects/releases.js";
/** @param withWork opens the database for as long as `act` takes */
export function addReleaseCommands(program, out, withWork) {
    program
        .command('release-notes')
        .description('the notes of a release or Rx pack as Markdown, grouped by module')
        .argument('<name>', 'e.g. "Release 2026.12"')
        .action((name) => withWork(async (services) => {
        const release = await loadReleaseNamed(services, name);
        if (!release)
            throw new Error(`there is no release “${name}”: leads see them all with "release" in chat`);
        out(releaseNotes(release, services.settings.modules));
    }));
}
//# sourceMappingURL=releases.js.map