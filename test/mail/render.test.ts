import fc from 'fast-check';
import type { Element as HtmlElement, Nodes } from 'hast';
import { fromHtml } from 'hast-util-from-html';
import { describe, expect, it } from 'vitest';
import type { Button, Card, Element, Field } from '../../src/cards/elements.ts';
import { htmlDocument } from '../../src/mail/document.ts';
import { renderForm } from '../../src/mail/render-form.ts';
import { renderMail } from '../../src/mail/render.ts';
import type { Reader } from '../../src/mail/inline.ts';
import { oddElements, oddForms } from '../slack/render/odd-cards.ts';
import { oddText } from '../slack/render/odd-text.ts';

const reader: Reader = {
  zone: 'America/Chicago',
  leadsTo: ({ action, value = '' }) =>
    action === 'view' ? `https://bot.example/mail/${Buffer.from(value).toString('hex').slice(0, 9)}` : null,
};
const card = (...elements: Element[]): Card => ({ summary: 'summary', about: 'CB-7 · Grades', elements });
const mail = (...elements: Element[]) => renderMail(card(...elements), 'Campus Support', reader);
const button = (label: string, action = 'view'): Button => ({ kind: 'button', label, action, value: '7' });

function elementsOf(node: Nodes): HtmlElement[] {
  const inside = 'children' in node ? node.children.flatMap(elementsOf) : [];
  return node.type === 'element' ? [node, ...inside] : inside;
}
const textOf = (node: Nodes): string =>
  node.type === 'text' ? node.value : 'children' in node ? node.children.map(textOf).join('') : '';
const tree = (html: string) => fromHtml(html);

/** Finds everything that runs, loads or links to where it must not. */
function dangersIn(html: string): string[] {
  return elementsOf(tree(html)).flatMap(({ tagName, properties }) => [
    ...(/^(script|img|iframe|object|embed|link|base|svg|math|video|audio)$/.test(tagName) ? [tagName] : []),
    ...Object.keys(properties).filter((name) => /^on|^src|^background|^action/i.test(name)),
    ...(tagName === 'a' && !/^(https?|mailto|tel):/.test(String(properties.href)) ? [String(properties.href)] : []),
  ]);
}

it('says in a mail what a chart shows, and links to it', () => {
  const { html, text } = mail({ kind: 'chart', url: 'https://bot.example/files/stats/stats.png?key=k', text: '3 opened' });
  expect(text).toContain('3 opened\nOpen chart:\nhttps://bot.example/files/stats/stats.png?key=k');
  expect(textOf(tree(html))).toContain('3 openedOpen chart');
  expect(dangersIn(html)).toEqual([]);
});

describe('a card as a mail', () => {
  const all = mail(
    { kind: 'heading', text: 'Heading' },
    { kind: 'text', text: ['plain <b>', { bold: 'bold' }, { mention: 'U0ADA', name: 'Ada' }] },
    {
      kind: 'context',
      text: [{ at: new Date('2026-11-02T15:00:00Z'), as: 'moment' }, ' ', { link: 'tel:+1800', text: '+1 800' }],
    },
    { kind: 'markdown', text: '**strong** <script>x</script>\n\n1. one\n2. two' },
    { kind: 'fields', fields: [{ label: 'Closes', value: [{ at: new Date('2026-11-03T03:00:00Z'), as: 'date' }] }] },
    { kind: 'listItem', text: ['one'], detail: ['two'], button: button('View one') },
    { kind: 'callout', tone: 'danger', text: ['phone now'] },
    { kind: 'divider' },
    {
      kind: 'actions',
      actions: [
        button('View'),
        button('Claim', 'claim'),
        { kind: 'link', label: 'Docs', url: 'https://docs.example/' },
        { kind: 'select', label: 'More', action: 'more', options: [{ label: 'x', value: 'y' }] },
      ],
    },
  );

  it('shows each element in HTML, and times in the zone of the reader', () => {
    const shown = textOf(tree(all.html)).replace(/\s+/g, ' ');
    expect(shown).toContain(
      'Campus SupportCB-7 · GradesHeadingplain <b>bold@AdaNov 2, 2026, 9:00 AM CT +1 800strong <script>x</script>',
    );
    expect(shown).toContain(
      'ClosesNov 2, 2026onetwoView one 🚨 phone nowView Docs In Slack or Teams you can also choose “Claim”.',
    );
    expect(elementsOf(tree(all.html)).map(({ tagName }) => tagName)).toEqual(
      expect.arrayContaining(['h2', 'strong', 'time', 'ol', 'li', 'table', 'th', 'hr']),
    );
    expect(shown).not.toContain('More');
    expect(dangersIn(all.html)).toEqual([]);
  });

  it('has the same content as plain text', () => {
    expect(all.text).toBe(`Campus Support
CB-7 · Grades

Heading

plain <b>bold@Ada

Nov 2, 2026, 9:00 AM CT +1 800

strong <script>x</script>

1. one
2. two

Closes: Nov 2, 2026

- one
  two
View one:
https://bot.example/mail/37

🚨 phone now

--------

View:
https://bot.example/mail/37
Docs:
https://docs.example/
In Slack or Teams you can also choose “Claim”.

-- 
Replies to this email aren't monitored. Use the buttons, or reply in Slack or Teams.
`);
  });

  it('says where to reply when it has no link', () => {
    const { html } = renderMail(card({ kind: 'actions', actions: [button('Answer', 'answer')] }), 'Campus Support', reader);
    expect(html).toContain('In Slack or Teams you can also choose “Answer”.');
    expect(html).toContain("Replies to this email aren't monitored. Reply in Slack or Teams.");
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'vbscript:x',
    '//evil.example',
    'java\nscript:alert(1)',
    'file:///etc/passwd',
  ])('does not link to %s', (url) => {
    const text = `[go](<${url.replace('\n', '')}>) ![see](<${url.replace('\n', '')}>)`;
    const { html } = mail({ kind: 'markdown', text }, { kind: 'text', text: [{ link: url, text: 'go' }] });
    expect(elementsOf(tree(html)).filter(({ tagName }) => tagName === 'a')).toEqual([]);
  });

  it('runs no script and loads nothing, whatever people wrote', () => {
    fc.assert(
      fc.property(oddElements, oddText, (elements, summary) => {
        const { html, text } = renderMail({ summary, elements }, 'Campus Support', reader);
        expect(dangersIn(html)).toEqual([]);
        expect(text).toContain("Replies to this email aren't monitored.");
      }),
      { numRuns: 15 },
    );
  });
});

describe('a form as a page', () => {
  it('shows every field with its label, its error and what was typed, without script', () => {
    fc.assert(
      fc.property(oddForms, oddText, (any, typed) => {
        const form = { ...any, fields: any.fields.filter(({ kind }) => kind !== 'search' && kind !== 'files') };
        const values = Object.fromEntries(form.fields.map(({ name }) => [name, typed]));
        const mistakes = Object.fromEntries(form.fields.map(({ name }) => [name, 'wrong']));
        const html = htmlDocument('x', renderForm({ form, values, mistakes }, 'sealed', reader));
        expect(dangersIn(html)).toEqual([]);
        const elements = elementsOf(tree(html));
        const fields = elements.filter(
          ({ tagName, properties }) => /^(input|textarea|select|fieldset)$/.test(tagName) && properties.id,
        );
        expect(fields.map(({ properties }) => properties.id)).toEqual(form.fields.map(({ name }) => `field-${name}`));
        for (const { tagName, properties, children } of fields) {
          const isLabelled =
            tagName === 'fieldset'
              ? children.some((one) => 'tagName' in one && one.tagName === 'legend')
              : elements.some((one) => one.tagName === 'label' && String(one.properties.htmlFor) === properties.id);
          expect(isLabelled).toBe(true);
          const notes = [properties.ariaDescribedBy].flat();
          expect(elements.some(({ properties: { id } }) => notes.includes(String(id)))).toBe(true);
        }
      }),
      { numRuns: 15 },
    );
  });

  const modules: Field = {
    kind: 'choices',
    name: 'modules',
    label: 'Modules',
    options: ['Fees', 'Grade Book', 'Meals'].map((label) => ({ label, value: label })),
    initial: ['Fees', 'Meals'],
  };
  const page = (values: Record<string, string>, ...fields: Field[]) =>
    htmlDocument(
      'x',
      renderForm({ form: { name: 'x', title: 'x', intro: [], fields, state: {} }, values, mistakes: {} }, 'sealed', reader),
    );
  const ticked = (html: string) =>
    elementsOf(tree(html)).flatMap(({ properties }) => (properties.checked ? [properties.value] : []));

  it('keeps the boxes that were checked, even when all were cleared', () => {
    expect(ticked(page({}, modules))).toEqual(['Fees', 'Meals']);
    expect(ticked(page({ modules: 'Grade Book\nForged' }, modules))).toEqual(['Grade Book']);
    expect(ticked(page({ modules: '' }, modules))).toEqual([]);
  });

  it('refuses a search field', () => {
    expect(() => page({}, { kind: 'search', name: 'accounts', label: 'Accounts', max: 3 })).toThrow(
      'cannot show the search field accounts',
    );
  });
});
