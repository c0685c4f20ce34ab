// A card as a mail: HTML and plain text that say the same.
import { h } from 'hastscript';
import type { Card } from '../cards/elements.ts';
import { visibleText } from '../cards/visible-text.ts';
import { htmlDocument } from './document.ts';
import { renderElements } from './render-html.ts';
import { elementsText } from './render-text.ts';
import { styles } from './styles.ts';
import type { Reader } from './inline.ts';

export interface RenderedMail {
  html: string;
  text: string;
}

/** @param brand the support organisation's name */
export function renderMail(card: Card, brand: string, reader: Reader): RenderedMail {
  let hasLink = false;
  const noticing: Reader = {
    ...reader,
    leadsTo: (button) => {
      const address = reader.leadsTo(button);
      hasLink ||= address !== null;
      return address;
    },
  };
  const about = card.about ? [visibleText(card.about)] : [];
  const elements = renderElements(card.elements, noticing);
  const footer = whereToAnswer(brand, hasLink);
  const summary = visibleText(card.summary);
  const html = htmlDocument(summary, [
    // the line that clients show beside the subject, which is the same for every mail of a case
    h('div', { style: styles.preview }, summary),
    h('p', { style: styles.brand }, visibleText(brand)),
    ...about.map((line) => h('p', { style: styles.about, dir: 'auto' }, line)),
    ...elements,
    h('p', { style: styles.footer }, footer),
  ]);
  const text = [visibleText(brand), ...about, '', elementsText(card.elements, reader), '', '-- ', footer, ''].join('\n');
  return { html, text };
}

function whereToAnswer(brand: string, hasLink: boolean): string {
  const way = `Answer in Slack or Teams: open your conversation with ${visibleText(brand)}${hasLink ? ', or use the button' : ''}.`;
  return `Replies to this mail are not read yet. ${way}`;
}
