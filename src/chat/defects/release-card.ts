// Renders releases for leads: how many of their cases are updated, and the release notes for customers.
import { truncate } from '../../cards/visible-text.ts';
import { releaseDateText, isRxPack, notesByModule } from '../../domain/release-notes.ts';
import { formatCount, plural } from '../../domain/text/numbers.ts';
import type { listReleases, Progress, ReleaseRow, ViewedRelease } from '../../usecases/defects/releases.ts';
import { actions } from '../actions.ts';
import { pageButtons } from '../page-buttons.ts';
import type { Card, Element, Inline } from '../../cards/elements.ts';

/** Renders one page of the releases, newest first. */
export function releasesCard({ total, page, pages, rows }: Awaited<ReturnType<typeof listReleases>>): Card {
  const count = plural(total, 'release');
  return {
    summary: `Releases: ${count}`,
    elements: [
      { kind: 'heading', text: 'Releases and Rx packs' },
      ...(total === 0
        ? [{ kind: 'text' as const, text: ['No releases yet. Mark a defect fixed to create one.'] }]
        : [
            { kind: 'context' as const, text: [`${count}, newest first${pages > 1 ? ` · page ${page} of ${pages}` : ''}`] },
            ...rows.map(listItem),
          ]),
      {
        kind: 'actions',
        actions: [
          ...pageButtons(page, pages, (to, label) => actions.releases.button(to, label)),
          actions.markFixed.button(undefined, 'Mark fixed', 'primary'),
        ],
      },
    ],
  };
}

function listItem(release: ReleaseRow): Element {
  const { id, name, defects, progress } = release;
  return {
    kind: 'listItem',
    text: [{ bold: name }, ` ${releaseDateText({ ...release, published: release.publishedAt !== null })}`],
    detail: [`${plural(defects, 'defect')} · ${movedText(progress)}`],
    button: actions.releaseView.button(id, 'View'),
  };
}

/** Defects listed with a button each; the others are only counted. */
const maxDefects = 15;

/**
 * Renders a release: before it is published with its defects, afterwards with its notes.
 * @param modules in the order in which the notes list them
 * @param done what was just done, shown on top
 */
export function releaseCard(release: ViewedRelease, modules: readonly string[], done?: string): Card {
  const { id, name, progress, published, defects } = release;
  const more = defects.length - maxDefects;
  return {
    summary: `${name}: ${movedText(progress)}`,
    title: truncate(name, 24),
    elements: [
      { kind: 'heading', text: name },
      ...(done ? [{ kind: 'callout' as const, tone: 'good' as const, text: [done] }] : []),
      { kind: 'fields', fields: fieldsOf(release) },
      ...(progress.undelivered > 0
        ? [
            {
              kind: 'callout' as const,
              tone: 'warning' as const,
              text: [
                { bold: `${plural(progress.undelivered, 'message')} not delivered.` },
                ' The cases show which. An operator can resend them.',
              ],
            },
          ]
        : []),
      {
        kind: 'actions',
        actions: [
          ...(published
            ? []
            : [actions.publish.button(id, 'Publish', 'primary'), actions.markFixed.button(undefined, 'Mark fixed')]),
          actions.releaseView.button(id, 'Refresh'),
        ],
      },
      ...(published
        ? [{ kind: 'divider' as const }, { kind: 'markdown' as const, text: notesByModule(release, modules) }]
        : [
            ...defects.slice(0, maxDefects).map(defectRow),
            ...(more > 0 ? [{ kind: 'context' as const, text: [`and ${more} more`] }] : []),
          ]),
    ],
  };
}

function fieldsOf(release: ViewedRelease): { label: string; value: Inline[] }[] {
  const { progress, published, defects, name } = release;
  const rest = progress.toNotify > 0 ? `, ${formatCount(progress.toNotify)} more within minutes` : '';
  return [
    { label: isRxPack(name) ? 'Rx pack' : 'Release', value: [{ bold: releaseDateText(release) }] },
    { label: 'Defects', value: [String(defects.length)] },
    { label: 'Cases', value: [movedText(progress)] },
    ...(published ? [{ label: 'Notified', value: [`${plural(progress.notified, 'case')}${rest}`] }] : []),
  ];
}

function defectRow({ number, module, releaseNote }: ViewedRelease['defects'][number]): Element {
  return {
    kind: 'listItem',
    text: [{ bold: number }, ` ${module}`],
    detail: [releaseNote ?? 'No release note yet'],
    button: actions.defectView.button(number, 'View'),
  };
}

/** Says how many cases got the fix of a release, such as `12 of 30 cases updated, the rest within minutes`. */
export function movedText({ moved, waiting }: Progress): string {
  const total = moved + waiting;
  if (total === 0) return 'no cases to update';
  const rest = waiting > 0 ? ', the rest within minutes' : '';
  return `${formatCount(moved)} of ${plural(total, 'case')} updated${rest}`;
}
