// How email clients mark parts of their HTML: quotations, the original email, signatures, hidden text.
import type { Element } from 'hast';

const classesOf = ({ properties }: Element): string => ` ${[properties.className ?? []].flat().join(' ')} `;
const idOf = ({ properties }: Element): string => String(properties.id ?? '');
const styleOf = ({ properties }: Element): string => String(properties.style ?? '').replace(/\s+/g, '').toLowerCase(); // prettier-ignore

/** Whether nobody sees an element, as the preview line of newsletters and of our own emails. */
export function isHidden(node: Element): boolean {
  return /(?:^|;)(?:display:none|visibility:hidden|mso-hide:all)/.test(styleOf(node));
}

/**
 * Whether the original email begins at an element: Outlook (desktop, web, Mac and phone) puts it below a line, without a mark around it. Gmail's
 * <div class="gmail_quote"> is not one, because people answer inside of it.
 */
export function isOriginalStart(node: Element): boolean {
  if (node.tagName !== 'div' && node.tagName !== 'hr' && node.tagName !== 'span') return false;
  const id = idOf(node).replace(/^x_/, '');
  if (/^(?:divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|mail-editor-reference-message-container|stopSpelling|reply-intro|isForwardContent|zwchr)$/i.test(id)) return true; // prettier-ignore
  if (/ (?:ms-outlook-mobile-reference-message|OutlookMessageHeader|ms-outlook-message-header) /.test(classesOf(node)))
    return true;
  // Outlook desktop: a line above "From:"
  const style = styleOf(node);
  return /border:none;border-top:solid#(?:e1e1e1|b5c4df|c4c4c4|cccccc)1\.0pt/.test(style) && /padding:3\.0pt/.test(style);
}

/** Whether a <blockquote> is a quotation of an email; people also use it to indent. */
export function isQuotation(node: Element): boolean {
  if (node.properties.type === 'cite' || node.properties.cite !== undefined) return true;
  if (/ (?:gmail_quote|protonmail_quote|yahoo_quoted|tutanota_quote|zmail_extra|moz-cite) /.test(classesOf(node))) return true;
  return /border-left:/.test(styleOf(node));
}

/** Whether an element is the signature that a client inserts. */
export function isSignature(node: Element): boolean {
  const names = `${classesOf(node)} ${idOf(node).replace(/^x_/, '')} `;
  if (/ (?:gmail_signature|gmail_signature_prefix|moz-signature|Signature|ms-outlook-mobile-signature|AppleMailSignature|protonmail_signature_block|yahoo-signature|OutlookSignature) /i.test(names)) return true; // prettier-ignore
  return node.properties.dataSmartmail === 'gmail_signature';
}

/** Whether a <p> is a line: Word gives its paragraphs no space around them, and writes an empty one for an empty line. */
export function isWordLine(node: Element): boolean {
  return / (?:x_)?Mso\w+ /.test(classesOf(node)) || /margin(?:-top)?:0(?:in|cm|px|pt)?(?:;|$|0)/.test(styleOf(node));
}

/** Whether a table only arranges things: it has no head and no visible border. */
export function isLayoutTable(node: Element): boolean {
  if (/ (?:x_)?MsoTableGrid /.test(classesOf(node)) || Number(node.properties.border ?? 0) > 0) return false;
  return !hasHead(node);
}

function hasHead(node: Element): boolean {
  return node.children.some((child) => child.type === 'element' && (child.tagName === 'th' || hasHead(child)));
}

/** Returns the address behind the link of a mail gateway that checks links. */
export function originalAddress(href: string): string {
  if (!/^https:\/\/[\w.-]+\.safelinks\.protection\.outlook\.com\/|^https:\/\/www\.google\.com\/url\?/i.test(href)) return href;
  if (!URL.canParse(href)) return href;
  const { searchParams } = new URL(href);
  return searchParams.get('url') ?? searchParams.get('q') ?? href;
}
