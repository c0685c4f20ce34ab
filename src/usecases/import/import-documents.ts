import { importAction, importedSentence } from '../../domain/imported-case.ts';
import type { IndexedCase } from '../search-index.ts';
import type { People } from './match-people.ts';
import { authorOf, type PlacedCase, type PlacedPost } from './write-rows.ts';

/** What the cases are found by, as `indexCases` would read it. */
export function documentsOf(cases: readonly PlacedCase[], posts: readonly PlacedPost[], people: People): IndexedCase[] {
  const byCase = postsByCase(posts);
  const nothing = { replicationSteps: null, expected: null, actual: null, environment: null, impact: null };
  return cases.map(({ id, subject, description, from }) => ({
    id,
    subject,
    description: description ?? '',
    ...nothing,
    posts: [
      ...(byCase.get(id) ?? []).map((post) => {
        const authorId = authorOf(post, people).id;
        const action = post.kind === 'note' && authorId === null ? importAction : null;
        return {
          kind: post.kind,
          action,
          authorId,
          body: post.body,
          files: post.files.map((file) => ({ ...file, state: 'refused' })),
        };
      }),
      { kind: 'event' as const, action: importAction, authorId: null, body: importedSentence(from), files: [] },
    ],
  }));
}

function postsByCase(posts: readonly PlacedPost[]): Map<number, PlacedPost[]> {
  const byCase = new Map<number, PlacedPost[]>();
  for (const post of posts) {
    const some = byCase.get(post.caseId);
    if (some) some.push(post);
    else byCase.set(post.caseId, [post]);
  }
  return byCase;
}
