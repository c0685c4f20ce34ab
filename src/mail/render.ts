// A card as a mail, in HTML and in plain text with the same content.
import { h } from 'hastscript';
import type { Card } from '../cards/elements.ts';
import { visibleText } from '../cards/visible-text.ts';
import { htmlDocument } from './document.ts';
import { renderElements } from './render-html.ts';
import { elementsText } from './render-text.ts';
import { styles } from './styles.ts';
import type { Reader } from './inline.ts';

/** Both parts of a mail. */
export interface RenderedMail {
  html: string;
  text: string;
}

/** Where the links below a mail lead; absent where it has none. */
export interface FooterLinks {
  settings?: string;
  unsubscribe?: string;
  /** answers to the email become posts */
  isAnswerable?: boolean;
}

/** Renders a card as a mail. @param brand the support organization's name */
export function renderMail(card: Card, brand: string, reader: Reader, links: FooterLinks = {}): RenderedMail {
  let hasLink = false;
  const watchingLinks: Reader = {
    ...reader,
    leadsTo: (button) => {
      const address = reader.leadsTo(button);
      hasLink ||= address !== null;
      return address;
    },
  };
  const about = card.about ? [visibleText(card.about)] : [];
  const elements = renderElements(card.elements, watchingLinks);
  const footer = whereToReply(hasLink, links.isAnswerable === true);
  const below = footerLinks(links);
  const summary = visibleText(card.summary);
  const html = htmlDocument(summary, [
    // mail clients show this line next to the subject
    h('div', { style: styles.preview }, summary),
    h('p', { style: styles.brand }, visibleText(brand)),
    ...about.map((line) => h('p', { style: styles.about, dir: 'auto' }, line)),
    ...elements,
    h('p', { style: styles.footer }, [
      footer,
      ...below.flatMap(({ label, href }) => [' · ', h('a', { href, style: styles.link }, label)]),
    ]),
  ]);
  const lines = below.map(({ label, href }) => `${label}: ${href}`);
  const text = [visibleText(brand), ...about, '', elementsText(card.elements, reader), '', '-- ', footer, ...lines, ''].join(
    '\n',
  );
  return { html, text };
}

function footerLinks({ settings, unsubscribe }: FooterLinks): { label: string; href: string }[] {
  return [
    ...(settings === undefined ? [] : [{ label: 'Notification settings', href: settings }]),
    ...(unsubscribe === undefined ? [] : [{ label: 'Unsubscribe', href: unsubscribe }]),
  ];
}

function whereToReply(hasLink: boolean, isAnswerable: boolean): string {
  if (isAnswerable) return `Reply to this email to post to the case${hasLink ? ', or use the buttons' : ''}.`;
  return `Replies to this email aren't monitored. ${hasLink ? 'Use the buttons, or reply' : 'Reply'} in Slack or Teams.`;
}
