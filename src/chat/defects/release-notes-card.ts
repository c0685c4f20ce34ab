import { releaseDateText, notesByModule, type NotedRelease } from '../../domain/release-notes.ts';
import type { Card } from '../../cards/elements.ts';

/** Renders the notes of a published release for customers, as they are posted to channels with notices. */
export function releaseNotesCard(release: NotedRelease, { modules }: { modules: readonly string[] }): Card {
  return {
    summary: `${release.name}: release notes`,
    elements: [
      { kind: 'heading', text: `${release.name}: release notes` },
      { kind: 'context', text: [releaseDateText(release)] },
      { kind: 'markdown', text: notesByModule(release, modules) },
    ],
  };
}
