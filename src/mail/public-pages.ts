// The pages that anybody may open: about this bot, its privacy policy and its terms of use. The Teams manifest and Slack's app directory link
// to them. The operator's texts, or the addresses of pages elsewhere, are `pages` in CASEBRIDGE_CONFIG.
import { h } from 'hastscript';
import { visibleText } from '../cards/visible-text.ts';
import { htmlDocument } from './document.ts';
import { markdownHtml } from './markdown.ts';
import { styles } from './styles.ts';

/** A page, or the address of the operator's own page. */
export type PublicPage = { html: string } | { redirect: string };

/** The settings that the pages show. */
interface PageSettings {
  brand: string;
  /** text in CommonMark, or an address; null for the product's text */
  pages: { privacy: string | null; terms: string | null };
  selfService: { name: string; url: string } | null;
  supportPhone: string | null;
}

/** Renders the public pages, by path. */
export function publicPages(settings: PageSettings): Readonly<Record<string, PublicPage>> {
  const { brand, pages } = settings;
  return {
    '/': { html: page(brand, brand, aboutText(settings)) },
    '/privacy': textOrAddress(brand, 'Privacy', pages.privacy ?? privacyText(brand)),
    '/terms': textOrAddress(brand, 'Terms of use', pages.terms ?? termsText(brand)),
  };
}

/** Tells whether the operator's page is an address instead of a text. */
const isAddress = (text: string): boolean => /^https?:\/\/\S+$/.test(text.trim());

function textOrAddress(brand: string, title: string, text: string): PublicPage {
  return isAddress(text) ? { redirect: text.trim() } : { html: page(brand, title, text) };
}

function page(brand: string, title: string, markdown: string): string {
  return htmlDocument(title === brand ? visibleText(brand) : `${title} · ${visibleText(brand)}`, [
    h('p', { style: styles.brand }, visibleText(brand)),
    ...(title === brand ? [] : [h('h1', { style: styles.heading }, title)]),
    h('div', { style: styles.text, dir: 'auto' }, markdownHtml(markdown)),
    h('p', { style: styles.footer }, [
      h('a', { href: '/' }, 'About'),
      ' · ',
      h('a', { href: '/privacy' }, 'Privacy'),
      ' · ',
      h('a', { href: '/terms' }, 'Terms of use'),
    ]),
  ]);
}

function aboutText({ brand, selfService, supportPhone }: PageSettings): string {
  return [
    `This is the support bot of ${brand} for Slack and Microsoft Teams. You use it in your chat, so there is nothing to sign in to here.`,
    'To open a case, type `/case open` in Slack, or send the bot the message `open` in Teams.',
    ...(selfService ? [`For answers right away, see [${selfService.name}](${selfService.url}).`] : []),
    ...(supportPhone ? [`Is it critical? Call ${supportPhone}.`] : []),
  ].join('\n\n');
}

/** What the product itself does with data; the operator's own policy replaces it. */
function privacyText(brand: string): string {
  return `${brand} runs this bot on its own servers. It stores:

- the people whom ${brand} and its customers named as contacts and advisors: name, email address, time zone and chat identity
- what they write in cases and in the conversations of cases, with its changes
- who did what in a case, and when

Only ${brand} and the contacts of your own organization can see your cases. Messages elsewhere in your workspace are not stored. Data is not
sold or used for advertising.

To see, correct or delete your data, ask ${brand}.`;
}

function termsText(brand: string): string {
  return `Your agreement with ${brand} applies to this bot as well. Please do not send passwords or other secrets through it.`;
}
