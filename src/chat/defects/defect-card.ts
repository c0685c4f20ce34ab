// Renders a defect for advisors, with one page of its cases. The cases may belong to any account, so contacts never see this card.
import { formatPercent } from '../../domain/text/numbers.ts';
import { formatDay } from '../../domain/text/times.ts';
import type { viewDefect } from '../../usecases/defects/defects.ts';
import { actions } from '../actions.ts';
import type { Button, Card, Inline } from '../../cards/elements.ts';
import { resultCard } from '../search/result-card.ts';

type Viewed = Awaited<ReturnType<typeof viewDefect>>;

/**
 * Renders a defect and one page of its cases.
 * @param viewed the defect and the page
 * @param asked the page that was asked for, which may be past the end
 * @param lead whether the reader may mark the defect fixed
 */
export function defectCard(viewed: Viewed, asked: number, lead: boolean): Card {
  const { defect, cases } = viewed;
  const { number, summary } = defect;
  const fix: Button = { kind: 'button', label: 'Mark fixed', action: 'mark-fixed', value: number, style: 'primary' };
  const list = resultCard({
    title: `${number} · ${summary}`,
    result: cases,
    requestedPage: asked,
    pageButton: (page, label) => actions.defectPage.button({ number, page }, label),
    withAccount: true,
    empty: 'No cases are linked to this defect.',
    more: lead && defect.state !== 'Released' ? [fix] : [],
  });
  const [heading, ...rows] = list.elements;
  const fields = { kind: 'fields' as const, fields: fieldsOf(defect) };
  return { ...list, title: number, elements: [...(heading ? [heading] : []), fields, ...rows] };
}

function fieldsOf(defect: Viewed['defect']): { label: string; value: Inline[] }[] {
  const { state, severity, module, release, releaseNote } = defect;
  return [
    { label: 'State', value: [{ bold: state }] },
    { label: 'Severity', value: [severity] },
    { label: 'Module', value: [module] },
    { label: 'Due', value: dueText(defect) },
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
  const alert = breachedAt ? ' (overdue)' : warnedAt ? ` (${formatPercent(80)} elapsed)` : '';
  return [{ at: dueAt, as: 'moment' }, state === 'Open' ? alert : ''];
}
