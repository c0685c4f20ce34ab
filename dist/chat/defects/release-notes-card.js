import { datedWords, notesByModule } from "../../domain/release-notes.js";
/** A published release as customers read it, in the notices channels. */
export function releaseNotesCard(release, { modules }) {
    return {
        summary: `${release.name}: release notes`,
        elements: [
            { kind: 'heading', text: `${release.name}: release notes` },
            { kind: 'context', text: [datedWords(release)] },
            { kind: 'markdown', text: notesByModule(release, modules) },
        ],
    };
}
//# sourceMappingURL=release-notes-card.js.map