// Finds known defects, open incidents and release notes that are about the same as a new case. There are few of them, so they are compared
// here, and their words are remembered. The summary of a defect is internal, so contacts neither see it nor find by it.
import { flatText } from '../../cards/flat-text.ts';
import type { Prisma } from '../../db/generated/client.ts';
import type { Person } from '../../domain/person.ts';
import { answerFloor, overlap, stemsIn, type WordWeights } from '../../domain/search/similarity.ts';
import type { DefectFacts } from '../case-facts.ts';
import type { Services } from '../context.ts';
import { defectFacts, withRelease } from '../defect-facts.ts';
import { openNotices, type NoticeFacts } from '../notices/notice-facts.ts';
import { scopeOf, scopeWhere } from '../scope.ts';

/** A known defect. */
export interface KnownDefect extends DefectFacts {
  /** the summary for advisors; for contacts the published release note, or else the subject of their own case */
  title: string;
  /** what published release notes say about it */
  releaseNote: string | null;
}

/** What is already known about the trouble of a new case. */
export interface KnownAnswers {
  defects: KnownDefect[];
  incidents: NoticeFacts[];
}

/** Nothing is known. */
export const noAnswers: KnownAnswers = { defects: [], incidents: [] };

/** Defects that are compared, the newest first. */
const maxCompared = 1000;
/** Characters of the newest case of a defect that are compared. */
const maxRead = 500;
const maxShown = { defects: 2, incidents: 2 };

/** Finds the answers that this person may read, the best first. @param cases number of all cases */
export async function findAnswers(services: Services, actor: Person, weights: WordWeights, cases: number): Promise<KnownAnswers> {
  const floor = answerFloor(cases);
  const best = <T>(rows: readonly T[], textOf: (row: T) => string, max: number): T[] =>
    rows
      .map((row) => ({ row, score: overlap(weights, rememberedStems(textOf(row))) }))
      .filter(({ score }) => score >= floor)
      .sort((one, other) => other.score - one.score)
      .slice(0, max)
      .map(({ row }) => row);
  const [defects, incidents] = await Promise.all([
    readDefects(services, actor),
    openNotices(services, actor, { kind: 'incident' }),
  ]);
  return {
    defects: best(defects, ({ text }) => text, maxShown.defects).map(({ defect }) => defect),
    incidents: best(
      incidents,
      ({ title, modules, newest, instructions }) =>
        `${title} ${modules.join(' ')} ${flatText(newest.body)} ${flatText(instructions ?? '')}`,
      maxShown.incidents,
    ),
  };
}

/**
 * Reads the defects this person may know of: all for advisors; for contacts those that release notes are published about, and those of their
 * own account's cases, by the words of these cases.
 * @returns with the text to compare
 */
async function readDefects({ db }: Services, actor: Person): Promise<{ defect: KnownDefect; text: string }[]> {
  const ownCases = scopeWhere(scopeOf(actor));
  const published: Prisma.DefectWhereInput = { state: 'Released', releaseNote: { not: null } };
  const rows = await db.prisma.defect.findMany({
    where: actor.kind === 'contact' ? { OR: [published, { cases: { some: ownCases } }] } : {},
    include: {
      ...withRelease,
      cases: { where: ownCases, select: { subject: true, description: true }, orderBy: { id: 'desc' }, take: 1 },
    },
    orderBy: { id: 'desc' },
    take: maxCompared,
  });
  return rows.map((row) => {
    const note = row.state === 'Released' ? row.releaseNote : null;
    const [own] = row.cases;
    const title = actor.kind === 'advisor' ? row.summary : (note ?? own?.subject ?? '');
    const text = `${title} ${note ?? ''} ${row.module} ${own ? `${own.subject} ${flatText(own.description.slice(0, maxRead))}` : ''}`;
    return { defect: { ...defectFacts(row), title, releaseNote: note }, text };
  });
}

/** Reading the words of a thousand defects takes 30 ms; they change rarely. */
const remembered = new Map<string, ReadonlySet<string>>();

function rememberedStems(text: string): ReadonlySet<string> {
  const known = remembered.get(text);
  if (known) return known;
  const stems = stemsIn(text);
  if (remembered.size >= 2 * maxCompared) remembered.clear();
  remembered.set(text, stems);
  return stems;
}
