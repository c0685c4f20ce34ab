// The pages that a mail's links lead to.
import { h } from 'hastscript';
import type { Seen } from '../chat/mail-links.ts';
import { visibleText } from '../cards/visible-text.ts';
import { htmlDocument } from './document.ts';
import { renderForm } from './render-form.ts';
import { renderElements } from './render-html.ts';
import { styles } from './styles.ts';
import type { Reader } from './inline.ts';

/** @param brand the support organisation's name @param address whose link it is @param state of the form, sealed */
export function seenPage(brand: string, address: string, seen: Seen, state: string, reader: Reader): string {
  const content = seen.kind === 'form' ? renderForm(seen, state, reader) : renderElements(seen.card.elements, reader);
  const title = seen.kind === 'form' ? seen.form.title : (seen.card.title ?? seen.card.summary);
  return page(brand, title, [
    ...content,
    h(
      'p',
      { style: styles.footer },
      `You act as ${visibleText(seen.reader)} (${visibleText(address)}): this link was mailed to you.`,
    ),
  ]);
}

/** A few words, and the way on. */
export function wordsPage(brand: string, words: string, next: string): string {
  return page(brand, words, [h('h1', { style: styles.heading }, words), h('p', { style: styles.text }, next)]);
}

function page(brand: string, title: string, content: Parameters<typeof htmlDocument>[1]): string {
  return htmlDocument(`${visibleText(title)} · ${visibleText(brand)}`, [
    h('p', { style: styles.brand }, visibleText(brand)),
    ...content,
  ]);
}
