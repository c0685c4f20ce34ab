// Renders a defect for advisors, with one page of its cases. The cases may belong to any account, so contacts never see this card.
import { formatDay } from '../../domain/text/times.ts';
import type { viewDefect } from '../../usecases/defects/defects.ts';
import { actions } from '../actions.ts';
import type { Card, Inline } from '../../cards/elements.ts';
import { issueCallouts, issueField } from '../cases/dev-issue.ts';
import { resultCard } from '../search/result-card.ts';

type Viewed = Awaited<ReturnType<typeof viewDefect>>;

/** Who reads a defect. */
interface DefectReader {
  /** whether the reader is a lead */
  canMarkFixed: boolean;
  /** decides which cases are overdue */
  now: Date;
}

/**
 * Renders the card.
 * @param requestedPage the page that was asked for, which may be past the end
 */
export function defectCard(viewed: Viewed, requestedPage: number, reader: DefectReader): Card {
  const { defect, cases } = viewed;
  const { number, summary } = defect;
  // also for a fixed defect: until its release is published, it may move to another one
  const fix = actions.markFixed.button(number, 'Mark fixed', 'primary');
  const list = resultCard({
    title: `${number} · ${summary}`,
    result: cases,
    requestedPage,
    pageButton: (page, label) => actions.defectPage.button({ number, page }, label),
    reader: { isAdvisor: true, hasAccounts: true, now: reader.now },
    empty: 'No cases are linked to this defect.',
    more: reader.canMarkFixed && defect.state !== 'Released' ? [fix] : [],
  });
  // the fields of the defect go between the heading of the list and its rows
  const [heading, ...rows] = list.elements;
  const fields = { kind: 'fields' as const, fields: fieldsOf(defect) };
  const known = issueCallouts({ defect, devIssue: defect.issue });
  return { ...list, title: number, elements: [...(heading ? [heading] : []), ...known, fields, ...rows] };
}

function fieldsOf(defect: Viewed['defect']): { label: string; value: Inline[] }[] {
  const { state, severity, module, release, releaseNote } = defect;
  return [
    { label: 'State', value: [{ bold: state }] },
    { label: 'Severity', value: [severity] },
    { label: 'Module', value: [module] },
    { label: 'Due', value: dueText(defect) },
    ...issueField(defect.issue),
    ...(release
      ? [
          {
            label: 'Fixed in',
            value: [`${release.name} (${release.published ? 'published' : `planned for ${formatDay(release.date)}`})`],
          },
        ]
      : []),
    ...(releaseNote ? [{ label: 'Release note', value: [releaseNote] }] : []),
  ];
}

function dueText({ state, dueAt, warnedAt, breachedAt }: Viewed['defect']): Inline[] {
  if (!dueAt) return ['No target for this severity'];
  const alert = breachedAt ? ' (overdue)' : warnedAt ? ' (due soon)' : '';
  return [{ at: dueAt, as: 'moment' }, state === 'Open' ? alert : ''];
}
