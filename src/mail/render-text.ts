// A card as plain text, for mail clients that do not show HTML. Pure and exhaustive.
import type { Control, Element } from '../cards/elements.ts';
import { chartLink } from '../cards/chart-link.ts';
import { visibleText } from '../cards/visible-text.ts';
import { toneSigns } from '../cards/tones.ts';
import { addressOf, onlyInChat, labelOf } from './render-html.ts';
import { fileText } from './file-text.ts';
import { plainMarkdown } from './plain-markdown.ts';
import { inlineText, type Reader } from './inline.ts';

/** Renders the elements of a card as plain text. */
export function elementsText(elements: readonly Element[], reader: Reader): string {
  return elements
    .map((element) => elementText(element, reader))
    .filter((text) => text.trim() !== '')
    .join('\n\n');
}

function elementText(element: Element, reader: Reader): string {
  switch (element.kind) {
    case 'heading':
      return visibleText(element.text);
    case 'text':
    case 'context':
      return inlineText(element.text, reader);
    case 'markdown':
      return plainMarkdown(element.text);
    case 'fields':
      return element.fields.map(({ label, value }) => `${visibleText(label)}: ${inlineText(value, reader)}`).join('\n');
    case 'listItem':
      return [
        `- ${inlineText(element.text, reader)}`,
        ...(element.detail ? [`  ${inlineText(element.detail, reader)}`] : []),
        ...(element.passage ? [`  ${inlineText(element.passage, reader)}`] : []),
        ...(element.button ? [controlsText([element.button], reader)] : []),
      ].join('\n');
    case 'callout':
      return `${toneSigns[element.tone]} ${inlineText(element.text, reader)}`;
    case 'image':
      return inlineText(fileText(element.file, reader), reader);
    case 'chart':
      return [inlineText([element.text], reader), controlsText([chartLink(element.url)], reader)].join('\n');
    case 'files':
      return element.files.map((file) => inlineText(fileText(file, reader), reader)).join('\n');
    case 'divider':
      return '--------';
    case 'actions':
      return controlsText(element.actions, reader);
  }
}

function controlsText(all: readonly Control[], reader: Reader): string {
  const links = all.flatMap((control) => {
    const address = addressOf(control, reader);
    return address === null ? [] : [`${labelOf(control)}:\n${address}`];
  });
  return [...links, onlyInChat(all, reader) ?? ''].filter((line) => line !== '').join('\n');
}
