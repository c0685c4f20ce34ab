// The pages that the links of a mail open.
import { h } from 'hastscript';
import type { Seen } from '../chat/mail-links.ts';
import { visibleText } from '../cards/visible-text.ts';
import { htmlDocument } from './document.ts';
import { renderForm } from './render-form.ts';
import { renderElements } from './render-html.ts';
import { buttonStyle, styles } from './styles.ts';
import type { Reader } from './inline.ts';

/**
 * Renders what a link shows: a card, or a form whose button acts.
 * @param brand the support organization's name
 * @param address the address the link was mailed to
 * @param state the form's sealed state
 */
export function seenPage(brand: string, address: string, seen: Seen, state: string, reader: Reader): string {
  const content = seen.kind === 'form' ? renderForm(seen, state, reader) : renderElements(seen.card.elements, reader);
  const title = seen.kind === 'form' ? seen.form.title : (seen.card.title ?? seen.card.summary);
  return page(brand, title, [
    ...content,
    h('p', { style: styles.footer }, `You're viewing this as ${visibleText(seen.reader)} (${visibleText(address)}).`),
  ]);
}

/** Renders a short message. @param next what the reader can do @param button label of a button that sends the page's address again, as a POST */
export function messagePage(brand: string, message: string, next: string, button?: string): string {
  return page(brand, message, [
    h('h1', { style: styles.heading }, message),
    h('p', { style: styles.text }, next),
    ...(button === undefined
      ? []
      : [h('form', { method: 'post' }, [h('button', { type: 'submit', style: buttonStyle('primary') }, button)])]),
  ]);
}

/** Renders a page. */
export function page(brand: string, title: string, content: Parameters<typeof htmlDocument>[1]): string {
  return htmlDocument(`${visibleText(title)} · ${visibleText(brand)}`, [
    h('p', { style: styles.brand }, visibleText(brand)),
    ...content,
  ]);
}
