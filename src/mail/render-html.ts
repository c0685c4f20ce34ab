// The elements of a card as HTML. Pure and exhaustive.
import type { ElementContent } from 'hast';
import { h } from 'hastscript';
import type { Button, CardFile, Control, Element } from '../cards/elements.ts';
import { toneSigns } from '../cards/tones.ts';
import { safeUrl } from '../cards/safe-url.ts';
import { visibleText } from '../cards/visible-text.ts';
import { contentId, fileText } from './file-text.ts';
import { markdownHtml } from './markdown.ts';
import { chartLink } from '../cards/chart-link.ts';
import { buttonStyle, calloutStyle, columnWidth, styles } from './styles.ts';
import { inlineHtml, type Reader } from './inline.ts';

/** Renders the elements of a card. */
export function renderElements(elements: readonly Element[], reader: Reader): ElementContent[] {
  return elements.flatMap((element) => renderElement(element, reader));
}

function renderElement(element: Element, reader: Reader): ElementContent[] {
  switch (element.kind) {
    case 'heading':
      return [h('h2', { style: styles.heading, dir: 'auto' }, visibleText(element.text))];
    case 'text':
    case 'context':
      return [h('p', { style: styles[element.kind], dir: 'auto' }, inlineHtml(element.text, reader))];
    case 'markdown':
      return [h('div', { dir: 'auto' }, markdownHtml(element.text))];
    case 'fields':
      return [
        h('table', { style: styles.fields }, [
          h(
            'tbody',
            element.fields.map(({ label, value }) =>
              h('tr', [
                h('th', { scope: 'row', style: styles.label }, visibleText(label)),
                h('td', { style: styles.value, dir: 'auto' }, inlineHtml(value, reader)),
              ]),
            ),
          ),
        ]),
      ];
    case 'listItem':
      return [
        h('div', { style: styles.row }, [
          h('p', { style: styles.text, dir: 'auto' }, inlineHtml(element.text, reader)),
          ...(element.detail ? [h('p', { style: styles.context, dir: 'auto' }, inlineHtml(element.detail, reader))] : []),
          ...(element.passage ? [h('p', { style: styles.context, dir: 'auto' }, inlineHtml(element.passage, reader))] : []),
          ...(element.button ? controls([element.button], reader) : []),
        ]),
      ];
    case 'callout':
      return [
        h('p', { style: calloutStyle(element.tone), dir: 'auto' }, [
          `${toneSigns[element.tone]} `,
          ...inlineHtml(element.text, reader),
        ]),
      ];
    case 'image':
      return [reader.carried?.has(element.file.id) ? carriedImage(element.file) : fileParagraph(element.file, reader)];
    case 'chart':
      return [
        h('p', { style: styles.text, dir: 'auto' }, inlineHtml([element.text], reader)),
        ...controls([chartLink(element.url)], reader),
      ];
    case 'files':
      return element.files.map((file) => fileParagraph(file, reader));
    case 'divider':
      return [h('hr', { style: styles.rule })];
    case 'actions':
      return controls(element.actions, reader);
  }
}

function fileParagraph(file: CardFile, reader: Reader): ElementContent {
  return h('p', { style: styles.text, dir: 'auto' }, inlineHtml(fileText(file, reader), reader));
}

/** Shows an image that is part of the mail. Outlook only obeys the width, the others the style. */
function carriedImage(file: CardFile): ElementContent {
  const { name, width = columnWidth } = file;
  const src = `cid:${contentId(file)}`;
  return h('p', { style: styles.text }, [
    h('img', { src, alt: visibleText(name), width: Math.min(width, columnWidth), style: styles.image }),
  ]);
}

/** Renders buttons as links. Buttons that work only in chat are listed below them; selects are left out, because a link cannot select. */
function controls(all: readonly Control[], reader: Reader): ElementContent[] {
  const links = all.flatMap((control) => {
    const href = addressOf(control, reader);
    if (href === null) return [];
    return [h('a', { href, style: buttonStyle(control.kind === 'button' ? control.style : undefined) }, labelOf(control))];
  });
  const rest = onlyInChat(all, reader);
  return [
    ...(links.length > 0
      ? [
          h(
            'p',
            { style: styles.controls },
            links.flatMap((link) => [link, ' ']),
          ),
        ]
      : []),
    ...(rest === null ? [] : [h('p', { style: styles.context }, rest)]),
  ];
}

/** Returns where a control links to; null when it cannot be used in a mail. */
export function addressOf(control: Control, reader: Reader): string | null {
  if (control.kind === 'link') return safeUrl(control.url);
  return control.kind === 'button' ? reader.leadsTo(control) : null;
}

/** Returns the label of a control, never empty. */
export function labelOf({ label }: Control): string {
  return visibleText(label).trim() || '–';
}

/** Lists the buttons that work only in chat; null when there are none. */
export function onlyInChat(all: readonly Control[], reader: Reader): string | null {
  const left = all.filter((control): control is Button => control.kind === 'button' && reader.leadsTo(control) === null);
  return left.length === 0
    ? null
    : `In Slack or Teams you can also choose ${left.map((button) => `“${labelOf(button)}”`).join(', ')}.`;
}
