// Parses the HTML that most comments of help desks and many emails have: paragraphs, lines and bold or italic text. The parser for all HTML takes ten
// times as long, because it must know what browsers make of every mistake; here, HTML with a mistake is left to it.
import type { Element, Root } from 'hast';

/** Tags without attributes that mean anything, and the text between them. */
const token = /<(\/?)(p|div|span|b|strong|i|em|br)(?: (?:dir="(?:auto|ltr)"|class="zd-comment"))*(?: ?\/)?>|[^<\0]+/gy;
const block = /^(?:p|div)$/;
/** An ampersand that is not one of the references below, and may be another one. */
const otherReference = /&(?!(?:amp|lt|gt|quot|nbsp|#39);|[ \n])/;
const references: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: '\u00A0', '#39': "'" };
/** Nesting beyond which HTML is left to the other parser. */
const maxDepth = 20;

/** Parses simple HTML into the tree that `fromHtml` returns, without positions. @returns null for HTML that may mean something else */
export function simpleHtml(html: string): Root | null {
  const body = element('body');
  const open = [body];
  let end = 0;
  for (const [all, close, name] of tokensOf(html)) {
    end += all.length;
    const parent = open.at(-1);
    if (!parent || open.length > maxDepth) return null;
    if (name === undefined) {
      if (otherReference.test(all)) return null;
      parent.children.push({ type: 'text', value: withCharacters(all) });
    } else if (close) {
      if (parent.tagName !== name || all.endsWith('/>') || all.includes(' ')) return null;
      open.pop();
    } else if (name === 'br') parent.children.push(element('br'));
    else {
      // a browser closes a paragraph before a block, and opens what is bold again after one
      const isLost = block.test(name) ? parent !== body && parent.tagName !== 'div' : open.some((one) => one.tagName === name);
      if (isLost || all.endsWith('/>')) return null;
      const made = element(name);
      parent.children.push(made);
      open.push(made);
    }
  }
  if (end !== html.length || open.length > 1) return null;
  return { type: 'root', children: [{ ...element('html'), children: [element('head'), body] }] };
}

function* tokensOf(html: string): Generator<[all: string, close?: string, name?: string]> {
  token.lastIndex = 0;
  for (let found = token.exec(html); found; found = token.exec(html)) yield [found[0], found[1], found[2]];
}

const element = (tagName: string): Element => ({ type: 'element', tagName, properties: {}, children: [] });

const withCharacters = (text: string): string =>
  text.includes('&') ? text.replace(/&(amp|lt|gt|quot|nbsp|#39);/g, (all, name: string) => references[name] ?? all) : text;
