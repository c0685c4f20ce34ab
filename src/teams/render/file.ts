// Files in a card: pictures that Teams can show, themselves or as a smaller copy, and a line with a download for everything else.
// Follows learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-reference, Inline card images.
import type { CardFile } from '../../cards/elements.ts';
import { formatSize } from '../../cards/file-line.ts';
import { shownPicture } from '../../cards/shown-picture.ts';
import type { CardElement, OpenUrlAction } from './adaptive-card.ts';
import { openAction } from './action.ts';
import { markdownLine } from './escape.ts';
import { runLines } from './inline.ts';
import { limits } from './limits.ts';
import { title } from './plain-text.ts';

/** Renders a picture, or a line with its download where Teams would not show it. */
export function renderImage(file: CardFile): CardElement[] {
  const open = file.url === null ? null : openAction({ label: file.name, url: file.url });
  if (!open || !shownPicture(file)) return renderFile(file);
  const selectAction = { ...open, url: shownUrl(open.url, 'full') };
  // Auto: smaller where the card is narrow, and never larger than it is
  return [{ type: 'Image', url: shownUrl(open.url, '1'), altText: title(file.name, limits.label), size: 'Auto', selectAction }];
}

/** Renders a chart, which opens in full when it is pressed. An address that may not be opened leaves its text. */
export function renderChart({ url, text }: { url: string; text: string }): CardElement[] {
  const open = openAction({ label: 'Open chart', url });
  if (!open) return runLines([{ text: title(text, limits.heading) }], { size: 'Small', isSubtle: true });
  return [{ type: 'Image', url: open.url, altText: title(text, limits.altText), size: 'Auto', selectAction: open }];
}

/** The address that shows a picture instead of saving it: in full, or within the limits of cards. */
function shownUrl(url: string, show: 'full' | '1'): string {
  const shown = new URL(url);
  shown.searchParams.set('show', show);
  return shown.href;
}

/** Renders a file as a line: its name, its size and *Download*. The whole line downloads it. */
export function renderFile({ name, size, url }: CardFile): CardElement[] {
  const download: OpenUrlAction | null = url === null ? null : openAction({ label: `Download ${name}`, url });
  const items = [
    ...runLines([{ text: title(name, limits.heading), bold: true }], {}),
    ...runLines([{ text: formatSize(size) }], { size: 'Small', isSubtle: true }).map((line) => ({
      ...line,
      spacing: 'None' as const,
    })),
  ];
  const stretch = { type: 'Column' as const, width: 'stretch' as const, items };
  if (!download) return [{ type: 'ColumnSet', columns: [icon, stretch] }];
  // a TextBlock: a RichTextBlock swallows the tap in some clients (github.com/microsoft/AdaptiveCards/issues/9344)
  const label = {
    type: 'TextBlock' as const,
    text: markdownLine([{ text: 'Download' }]),
    wrap: true as const,
    color: 'Accent' as const,
  };
  const button = { type: 'Column' as const, width: 'auto' as const, verticalContentAlignment: 'Center' as const, items: [label] };
  return [{ type: 'ColumnSet', columns: [icon, stretch, button], selectAction: download }];
}

const icon = {
  type: 'Column' as const,
  width: 'auto' as const,
  verticalContentAlignment: 'Center' as const,
  items: [{ type: 'TextBlock' as const, text: '📎', wrap: true as const }],
};
