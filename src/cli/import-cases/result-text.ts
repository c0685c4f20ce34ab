import { plural } from '../../domain/text/numbers.ts';
import type { ImportCounts, ImportRun } from '../../usecases/import/import-run.ts';
import type { ImportReport } from './report.ts';
import type { Unmapped } from './unmapped.ts';

/** What an import ends with. */
interface Result {
  counts: ImportCounts;
  run: ImportRun;
  report: ImportReport;
  unmapped: Unmapped;
  product: string;
  /** the report's file */
  file: string | null;
}

/** Writes what an import did, or would do. */
export function resultText({ counts, run, report, unmapped, product, file }: Result): string[] {
  const { dryRun } = run;
  const mapping = unmapped.asMapping();
  const problems = report.summary();
  return [
    '',
    ...countLines(counts, run, product),
    ...(problems.length > 0 ? ['', ...problems] : []),
    ...(file !== null && problems.length > 0
      ? [`Every row is in ${file}.`]
      : problems.length > 0
        ? ['Every row is in a file with --report report.csv.']
        : []),
    ...(mapping === ''
      ? []
      : ['', 'These values are not in the mapping. Put what they are here into a file for --mapping:', '', mapping]),
    '',
    dryRun
      ? 'Nothing was changed. To import it, run this without --dry-run.'
      : 'Nobody was notified. Running this again, or with a newer export, adds what is new and changes nothing that is here.',
  ];
}

function countLines(counts: ImportCounts, { dryRun, contacts }: ImportRun, product: string): string[] {
  const did = dryRun ? 'Would import' : 'Imported';
  const { cases, openCases, posts, notes, files, knownCases, knownPosts, added, memberships } = counts;
  return [
    `${did} ${plural(cases, 'case')} from ${product}, with ${plural(posts, 'post')}, ${plural(notes, 'internal note')} and ${plural(files, 'link to a file', 'links to files')}.`,
    ...(openCases > 0
      ? [
          `${plural(openCases, 'of them is', 'of them are')} open. ${openCases === 1 ? 'Its' : 'Their'} SLA and follow-up start when somebody works on ${openCases === 1 ? 'it' : 'them'} here. Until then, the queue shows ${openCases === 1 ? 'it' : 'them'} without a due time.`,
        ]
      : []),
    ...(knownCases + knownPosts > 0
      ? [
          `${plural(knownCases, 'case')} and ${plural(knownPosts, 'comment')} had been imported before, and ${dryRun ? 'stay' : 'stayed'} as they are here. ${plural(added, 'comment is', 'comments are')} new on them.`,
        ]
      : []),
    ...contactLines(counts.contacts, memberships, dryRun, contacts !== null),
  ];
}

function contactLines(count: number, memberships: number, dryRun: boolean, haveAccess: boolean): string[] {
  if (count + memberships === 0) return [];
  const added = `${dryRun ? 'Would add' : 'Added'} ${plural(count, 'contact')} who ${dryRun ? 'are' : 'were'} not in the directory`;
  if (haveAccess)
    return [
      `${added}, and ${plural(memberships, 'further account')} of contacts who are. They can see the cases of their account.`,
    ];
  return [`${added}. They have no access until the directory lists them, or with --add-contacts support.`];
}
