// What the steps of an import share.
import type { ExportedPost, ImportProblem } from '../../domain/imported-case.ts';
import type { ContactType } from '../../domain/person.ts';

/** A person of the directory, as far as an import is concerned. */
export interface KnownPerson {
  id: number;
  email: string;
  name: string;
  kind: 'contact' | 'advisor';
  active: boolean;
  /** of a contact, the first one first */
  accountIds: number[];
}

/** An import in progress. */
export interface ImportRun {
  /** the product, and the instance where one was named: what makes an id unique */
  origin: string;
  at: Date;
  /** what people of the export become who are not in the directory; null: they get no access until the directory lists them */
  contacts: ContactType | null;
  /** writes nothing */
  dryRun: boolean;
  /** people whom a dry run would have added or changed so far */
  planned: Map<string, KnownPerson>;
}

/** What an import did, or would do. */
export interface ImportCounts {
  cases: number;
  openCases: number;
  posts: number;
  notes: number;
  files: number;
  /** people who were not in the directory */
  contacts: number;
  /** contacts who got a further account */
  memberships: number;
  /** cases that had been imported before */
  knownCases: number;
  /** comments that had been imported before */
  knownPosts: number;
  /** comments that were added to cases of an earlier import; they are among `posts` and `notes` as well */
  added: number;
}

/** Counts of nothing. */
export const noCounts: ImportCounts = {
  cases: 0, openCases: 0, posts: 0, notes: 0, files: 0, contacts: 0, memberships: 0, knownCases: 0, knownPosts: 0, added: 0,
}; // prettier-ignore

/** What one batch did. */
export interface BatchResult {
  counts: ImportCounts;
  problems: ImportProblem[];
}

/** Adds counts. */
export function addCounts(one: ImportCounts, other: ImportCounts): ImportCounts {
  const sum = { ...one };
  for (const key of Object.keys(sum) as (keyof ImportCounts)[]) sum[key] += other[key];
  return sum;
}

/** Counts posts, notes and files that are imported. */
export function countPosts(counts: ImportCounts, posts: readonly ExportedPost[]): void {
  for (const { kind, files } of posts) {
    if (kind === 'note') counts.notes += 1;
    else counts.posts += 1;
    counts.files += files.length;
  }
}
