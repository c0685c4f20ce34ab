// Releases as leads see them: how far their cases are, and what they say to customers.
import { releaseDateText, isRxPack, notesByModule } from '../../domain/release-notes.ts';
import type { listReleases, Progress, ReleaseRow, ViewedRelease } from '../../usecases/defects/releases.ts';
import type { Button, Card, Element, Inline } from '../../cards/elements.ts';

const markFixed: Button = { kind: 'button', label: 'Mark fixed', action: 'mark-fixed', value: '' };

export function releasesCard({ total, page, pages, rows }: Awaited<ReturnType<typeof listReleases>>): Card {
  const count = total === 1 ? '1 release' : `${total.toLocaleString('en-US')} releases`;
  const turnTo = (label: string, to: number): Button => ({ kind: 'button', label, action: 'releases', value: String(to) });
  return {
    summary: `Releases: ${count}`,
    elements: [
      { kind: 'heading', text: 'Releases and Rx packs' },
      ...(total === 0
        ? [{ kind: 'text' as const, text: ['There is none yet. Mark a defect as fixed: its release is made with it.'] }]
        : [
            { kind: 'context' as const, text: [`${count}, newest first${pages > 1 ? ` · page ${page} of ${pages}` : ''}`] },
            ...rows.map(row),
          ]),
      {
        kind: 'actions',
        actions: [
          ...(page > 1 ? [turnTo('Previous page', page - 1)] : []),
          ...(page < pages ? [turnTo('Next page', page + 1)] : []),
          { ...markFixed, style: 'primary' },
        ],
      },
    ],
  };
}

function row(release: ReleaseRow): Element {
  const { id, name, defects, progress } = release;
  const counted = defects === 1 ? '1 defect' : `${defects} defects`;
  return {
    kind: 'listItem',
    text: [{ bold: name }, ` ${releaseDateText({ ...release, published: release.publishedAt !== null })}`],
    detail: [`${counted} · ${movedWords(progress)}`],
    button: { kind: 'button', label: 'View', action: 'release-view', value: String(id) },
  };
}

/** Rows with a button are long: the rest is counted. */
const shownDefects = 15;

/** @param said what was just done, if anything */
export function releaseCard(release: ViewedRelease, modules: readonly string[], request?: string): Card {
  const { id, name, progress, published, defects } = release;
  const button = (label: string, action: string): Button => ({ kind: 'button', label, action, value: String(id) });
  const rest = defects.length - shownDefects;
  return {
    summary: `${name}: ${movedWords(progress)}`,
    title: name.slice(0, 24),
    elements: [
      { kind: 'heading', text: name },
      ...(request ? [{ kind: 'callout' as const, tone: 'good' as const, text: [request] }] : []),
      { kind: 'fields', fields: fieldsOf(release) },
      ...(progress.undelivered > 0
        ? [
            {
              kind: 'callout' as const,
              tone: 'warning' as const,
              text: [
                { bold: `${progress.undelivered} not delivered` },
                ': each stands on its case; an operator can send them again.',
              ],
            },
          ]
        : []),
      {
        kind: 'actions',
        actions: [
          ...(published ? [] : [{ ...button('Publish', 'publish'), style: 'primary' as const }, markFixed]),
          button('Show progress', 'release-view'),
        ],
      },
      ...(published
        ? [{ kind: 'divider' as const }, { kind: 'markdown' as const, text: notesByModule(release, modules) }]
        : [
            ...defects.slice(0, shownDefects).map(defectRow),
            ...(rest > 0 ? [{ kind: 'context' as const, text: [`and ${rest} more`] }] : []),
          ]),
    ],
  };
}

function fieldsOf(release: ViewedRelease): { label: string; value: Inline[] }[] {
  const { progress, published, defects, name } = release;
  const told = `${progress.told} told${progress.toBeTold > 0 ? `, ${progress.toBeTold} follow within minutes` : ''}`;
  return [
    { label: isRxPack(name) ? 'Rx pack' : 'Release', value: [{ bold: releaseDateText(release) }] },
    { label: 'Defects', value: [String(defects.length)] },
    { label: 'Cases', value: [movedWords(progress)] },
    ...(published ? [{ label: 'Publishing', value: [told] }] : []),
  ];
}

function defectRow({ number, module, releaseNote }: ViewedRelease['defects'][number]): Element {
  return {
    kind: 'listItem',
    text: [{ bold: number }, ` ${module}`],
    detail: [releaseNote ?? 'No release note yet: publishing asks for it.'],
    button: { kind: 'button', label: 'View', action: 'defect-view', value: number },
  };
}

/** How far the moving is. */
export function movedWords({ moved, waiting }: Progress): string {
  const total = moved + waiting;
  if (total === 0) return 'no case waits for it';
  const rest = waiting > 0 ? '; the rest follows within minutes' : '';
  return `${moved.toLocaleString('en-US')} of ${total === 1 ? '1 case' : `${total.toLocaleString('en-US')} cases`} moved${rest}`;
}
