// The pages of a records request: readable without a script, also on paper. They look like the pages behind the links of emails, and everything
// that people wrote is escaped.
import type { ElementContent } from 'hast';
import { toHtml } from 'hast-util-to-html';
import { h } from 'hastscript';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { accessLabel, accessSourceLabel } from '../../domain/access.ts';
import { historyText } from '../../chat/cases/history-text.ts';
import { visibleText } from '../../cards/visible-text.ts';
import { safeUrl } from '../../cards/safe-url.ts';
import { htmlDocument } from '../../mail/document.ts';
import { markdownHtml } from '../../mail/markdown.ts';
import { styles } from '../../mail/styles.ts';
import type { RecordRow } from '../../usecases/access/read-records.ts';

const cut = 'records-content';
/** On paper, an entry is not split, and colors of a dark screen are not printed. */
const print =
  '@media print{body{background:#fff!important;color:#000!important}.entry{break-inside:avoid}a{text-decoration:none}}';

/** Returns what comes before and after the content of a page. */
export function frame(title: string): [before: string, after: string] {
  const [before = '', after = ''] = htmlDocument(visibleText(title), [h('style', print), h('p', { id: cut })]).split(
    `<p id="${cut}"></p>`,
  );
  return [before, after];
}

const html = (...content: ElementContent[]): string => `${toHtml({ type: 'root', children: content })}\n`;
function text(value: unknown): string {
  if (value instanceof Date) return momentOf(value);
  return typeof value === 'string' || typeof value === 'number' ? visibleText(String(value)) : '';
}
const momentOf = (at: Date): string => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** Renders a heading. */
export const heading = (title: string): string => html(h('h2', { style: styles.heading, dir: 'auto' }, visibleText(title)));

/** Renders a paragraph. */
export const paragraph = (sentence: string): string =>
  html(h('p', { style: styles.context, dir: 'auto' }, visibleText(sentence)));

/** Renders a link to another page of the archive. */
export function pageLink(target: string, label: string, detail: string): string {
  return html(
    h('div', { class: 'entry', style: styles.row }, [
      h('p', { style: styles.text, dir: 'auto' }, [h('a', { href: target, style: styles.link }, visibleText(label))]),
      h('p', { style: styles.context, dir: 'auto' }, visibleText(detail)),
    ]),
  );
}

/** Renders facts as a table. Facts without a value are left out. */
export function facts(rows: readonly (readonly [label: string, value: unknown])[]): string {
  const shown = rows.filter(([, value]) => value !== null && value !== undefined && value !== '');
  return html(
    h('table', { style: styles.fields }, [
      h('tbody', shown.map(([label, value]) => h('tr', [
        h('th', { scope: 'row', style: styles.label }, label),
        h('td', { style: styles.value, dir: 'auto' }, text(value)),
      ]))),
    ]),
  ); // prettier-ignore
}

/** Renders text that people wrote. */
export function written(label: string, markdown: unknown): string {
  if (typeof markdown !== 'string' || markdown === '') return '';
  return html(h('p', { style: styles.brand }, label), h('div', { dir: 'auto' }, markdownHtml(markdown)));
}

/** Renders a post with its earlier texts. */
export function postEntry(post: RecordRow, revisions: readonly RecordRow[]): string {
  const { kind, action, author, at, editedAt, deletedAt, deletedBy, body } = post;
  const isNote = kind === 'note' ? ' · Internal note' : '';
  const event = typeof action === 'string' ? ` · ${historyText(action)}` : '';
  const edited = editedAt instanceof Date && deletedAt === null ? ` · edited ${momentOf(editedAt)}` : '';
  const content =
    deletedAt instanceof Date
      ? [
          h(
            'p',
            { style: styles.context, dir: 'auto' },
            visibleText(`Deleted ${momentOf(deletedAt)} by ${text(deletedBy) || 'its author'}`),
          ),
        ]
      : [h('div', { dir: 'auto' }, markdownHtml(text(body)))];
  const earlier = revisions.flatMap((revision) => [
    h('p', { style: styles.context }, `Text until ${text(revision.at)}:`),
    h('blockquote', { dir: 'auto' }, markdownHtml(text(revision.body))),
  ]);
  const byline = h(
    'p',
    { style: styles.context, dir: 'auto' },
    visibleText(`${text(author)} · ${text(at)}${event}${isNote}${edited}`),
  );
  return html(h('div', { class: 'entry', style: styles.row }, [byline, ...content, ...earlier]));
}

/** Renders an entry of the history. */
export function historyEntry({ at, who, action, from, to, why }: RecordRow): string {
  const moved =
    from === to
      ? ''
      : [from, to]
          .filter((value) => value !== null)
          .map(text)
          .join(' → ');
  const detail = [text(at), moved, text(why)].filter((part) => part !== '').join(' · ');
  return entry(`${text(who)} ${historyText(text(action))}`, detail);
}

/** Renders an access. */
export function accessEntry({ at, action, source, who, operator, case: number, file, detail }: RecordRow): string {
  const by = who === null ? (operator === null ? 'Somebody in a conversation' : `Operator ${text(operator)}`) : text(who);
  const what = [text(file), typeof number === 'number' ? formatCaseNumber(number) : '']
    .filter((part) => part !== '')
    .join(' in ');
  const more = [text(at), accessSourceLabel(text(source)), text(detail)].filter((part) => part !== '').join(' · ');
  return entry(`${by} ${accessLabel(text(action))} ${what}`.trim(), more);
}

/** Renders a file. @param target its path from the page; null when its content is not part of the archive */
export function fileEntry({ name, who, at, bytes, link }: RecordRow, target: string | null): string {
  const href = target ?? (typeof link === 'string' ? safeUrl(link) : null);
  const label = text(name);
  const detail = [
    text(who),
    text(at),
    bytes === null ? '' : `${text(bytes)} bytes`,
    href === null ? 'The content is not available' : '',
  ];
  const linked = href === null ? label : h('a', { href, style: styles.link }, label);
  return html(
    h('div', { class: 'entry', style: styles.row }, [
      h('p', { style: styles.text, dir: 'auto' }, [linked]),
      h('p', { style: styles.context, dir: 'auto' }, visibleText(detail.filter((part) => part !== '').join(' · '))),
    ]),
  );
}

function entry(title: string, detail: string): string {
  return html(
    h('div', { class: 'entry', style: styles.row }, [
      h('p', { style: styles.text, dir: 'auto' }, visibleText(title)),
      h('p', { style: styles.context, dir: 'auto' }, visibleText(detail)),
    ]),
  );
}
