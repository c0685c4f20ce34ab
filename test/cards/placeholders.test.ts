import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flatText } from '../../src/cards/flat-text.ts';
import { markdownTree } from '../../src/cards/markdown-tree.ts';
import { fillPlaceholders, placeholdersIn } from '../../src/cards/placeholders.ts';

const filled = (text: string, value: string) => fillPlaceholders(text, () => value);

describe('placeholders', () => {
  it('are found wherever they are, each once', () => {
    const text = '# {{a}}\n\n- **{{b}}** `{{c}}` {{a}}\n\n[{{d}}](https://e.example/{{e}})';
    expect(placeholdersIn(text)).toEqual(['a', 'b', 'c', 'e', 'd']);
  });

  it('are found with the backslashes and spaces that an editor leaves', () => {
    expect(placeholdersIn('Dear {{ contact.first\\_name }}')).toEqual(['contact.first_name']);
  });

  it('leave a text without any as it is', () => {
    expect(fillPlaceholders('Dear all,\n\n- **one**\n- two', () => 'x')).toBe('Dear all,\n\n- **one**\n- two');
  });

  it('stay where nothing is known for them', () => {
    expect(flatText(fillPlaceholders('{{a}} and {{b}}', (name) => (name === 'a' ? '1' : undefined)))).toBe('1 and {{b}}');
  });

  it.each([
    '**bold**',
    '# heading',
    '- item',
    '[link](https://evil.example)',
    '<b>tag</b>',
    '`code`',
    '> quote',
    '1. one',
    '~~gone~~',
  ])('show the value %s as text', (value) => {
    for (const text of ['{{x}}', 'Dear {{x}}, hello', '- {{x}}']) {
      const tree = JSON.stringify(markdownTree(filled(text, value)));
      expect(tree).not.toMatch(/"(strong|heading|inlineCode|blockquote|delete|html)"/);
      // a bare address is a link wherever people write it, but never behind another name
      expect(tree).not.toContain('"value":"link"');
      expect(flatText(filled(text, value))).toBe(text.replace('- ', '').replace('{{x}}', value));
    }
  });

  it('keep a value within the code and the link they are in', () => {
    expect(filled('`{{x}}` and [here](https://a.example/{{x}}/z)', 'a ` b) [c](d)')).toBe(
      '``a ` b) [c](d)`` and [here](https://a.example/a%20%60%20b)%20%5Bc%5D(d)/z)'.replace(
        'b)%20%5Bc%5D(d)',
        'b\\)%20%5Bc%5D\\(d\\)',
      ),
    );
  });

  it('never end a tag', () => {
    const tree = JSON.stringify(markdownTree(filled('<a title="{{x}}">', '"> **bold**')));
    expect(tree).not.toContain('"strong"');
  });

  it('show any value as text', () => {
    const marks = fc.string({ unit: fc.constantFrom(...'*_[]()`#-+>!~|\\<&;:.1a '), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(marks, (value) => {
        const shown = value.replace(/\s+/g, ' ').trim();
        const [paragraph, ...more] = markdownTree(filled('Dear {{x}}, hello', shown)).children;
        expect(more).toEqual([]);
        expect(paragraph).toMatchObject({ type: 'paragraph', children: [{ type: 'text', value: `Dear ${shown}, hello` }] });
      }),
    );
  });
});
