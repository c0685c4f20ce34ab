import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asNote } from '../../../src/domain/note.ts';
import type { MessageActivity } from '../../../src/teams/incoming/mentions.ts';
import { readMessage } from '../../../src/teams/incoming/read-message.ts';
import { oddText } from '../../slack/render/odd-text.ts';
import { shownText } from '../render/visible-card.ts';
import { markdownElements } from '../../../src/teams/render/markdown.ts';

const bot = '28:casebridge';
const ada = '3f2504e0-4f89-41d3-9a0c-0305e82c3301';

const entity = (id: string, name: string, aadObjectId?: string) => ({
  type: 'mention',
  text: `<at>${name}</at>`,
  mentioned: { id, name, ...(aadObjectId ? { aadObjectId } : {}) },
});
const mention = (index: number, name: string) =>
  `<span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="${index}">${name}</span>`;
const html = (content: string, more: Partial<MessageActivity> = {}): MessageActivity => ({
  text: 'what a client without HTML would show',
  textFormat: 'plain',
  attachments: [{ contentType: 'text/html', content }],
  ...more,
});
const textOf = (content: string): string => readMessage(html(content), bot).text;
const calling = { entities: [entity(bot, 'Casebridge'), entity('29:ada', 'Ada Park', ada), entity('29:bo', 'Bo')] };
const reply = '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1694084478789">';

describe('HTML becomes CommonMark', () => {
  it.each([
    ['styles', '<p>a <strong>bold</strong> <em>it</em> <s>no</s></p>', 'a **bold** *it* ~~no~~'],
    ['older tags', '<div><b>b</b> <i>i</i> <strike>s</strike> <del>d</del></div>', '**b** *i* ~~s d~~'],
    ['underline is only text', '<p>a <u>b</u></p>', 'a b'],
    ['space at the edge of a style', '<p><strong>bold </strong>on</p>', '**bold** on'],
    ['equal neighbours', '<p><b>a</b><b>b</b> <b>c</b></p>', '**ab c**'],
    ['code', '<p>run <code>a`b</code></p>', 'run ``a`b``'],
    ['a code block', '<pre><code>curl \\\n  -X</code></pre>', '```\ncurl \\\n  -X\n```'],
    [
      'a code snippet',
      '<codeblock class="Js"><code>if (a) {<br>&nbsp;&nbsp;b();<br>}</code></codeblock>',
      '```\nif (a) {\n  b();\n}\n```',
    ],
    ['a quotation', '<blockquote><p>one</p><p>two</p></blockquote>', '> one\n>\n> two'],
    ['a list with a list', '<ul><li>a<ul><li>b</li></ul></li><li>c</li></ul>', '- a\n  - b\n- c'],
    ['a numbered list', '<ol start="3"><li>a</li><li>b</li></ol>', '3. a\n4. b'],
    ['lines and paragraphs', '<p>one<br>two</p><p>&nbsp;</p><p>three</p>', 'one\ntwo\n\nthree'],
    ['lines that are divisions', '<div>one</div>\r\n<div>two</div>', 'one\n\ntwo'],
    ['an empty line in a paragraph', '<p>one<br><br>two</p>', 'one\n\ntwo'],
    ['space that does not break', '<p>a&nbsp;b &nbsp; c</p>', 'a b   c'],
    ['a heading', '<h1>Grades</h1><p>x</p>', '# Grades\n\nx'],
    ['a link', '<p><a href="https://x.example">page</a></p>', '[page](https://x.example)'],
    ['a link without text', '<p>a<a href="https://x.example"></a></p>', 'a'],
    ['an emoji', '<p><emoji id="smile" alt="😀" title="Smile"></emoji> ok</p>', '😀 ok'],
    ['an older emoji', '<p><img itemtype="http://schema.skype.com/Emoji" itemid="s" alt="😀" src="x">ok</p>', '😀ok'],
    ['a picture', '<p>see <img src="x" alt="the chart"> and <img src="y"></p>', 'see the chart and image'],
    [
      'a table',
      '<table><tr><th>a</th><th><p>b</p></th></tr><tr><td>1</td><td><b>2</b></td></tr></table>',
      '| a | b |\n| - | - |\n| 1 | **2** |',
    ],
    [
      'a table as Teams sends it, with alignment, lines in a cell, and cells over two columns',
      '<table><tbody><tr><td><p>a</p></td><td style="text-align: right">b|c</td></tr>' +
        '<tr><td><p>x</p><ul><li>y</li></ul></td><td></td></tr><tr><td colspan="2">z</td></tr></tbody></table>',
      '| a | b\\|c |\n| - | -: |\n| x y | |\n| z | |',
    ],
    [
      'a cell over more columns than anybody has',
      '<table><tr><td colspan="60">a</td><td>b</td></tr></table>',
      '| a | b |\n| - | - |',
    ],
    ['a table in a cell', '<table><tr><td>a <table><tr><td>b</td><td>c</td></tr></table></td></tr></table>', '| a b c |\n| - |'],
    ['a table that was typed', '<p>| a | b |</p><p>|--|-:|</p><p>| 1 | <b>2</b> |</p>', '| a | b |\n| - | -: |\n| 1 | **2** |'],
    ['a numbered list with an empty item', '<ol start="4"><li>a</li><li></li><li>c</li></ol>', '4. a\n5.\n6. c'],
    ['a forwarded file', '<p>a</p><attachment id="1"></attachment>', 'a'],
    ['a script', '<p>a</p><script>alert(1)</script>', 'a'],
    ['entities', '<p>a &lt;b&gt; &amp;amp;</p>', 'a \\<b> \\&amp;'],
  ])('converts to CommonMark: %s', (_, content, expected) => expect(textOf(content)).toBe(expected));

  it.each([
    '*a* _b_',
    '# c',
    '- d',
    '1. e',
    '> f',
    '<!channel>',
    '&#x20;x',
    '[a](b)',
    '~~g~~',
    '`h`',
    '\\*',
    '+ i',
    '===',
    '---',
    '@{x}',
  ])('keeps text that only looks like markup as it was typed: %s', (typed) => {
    const content = `<p>${escapeHtml(typed)}</p>`;
    expect(shownText(markdownElements(textOf(content)))).toBe(typed);
    expect(readMessage(html(content), bot).commandText.replace(/\u200B/g, '')).toBe(typed);
  });

  it('keeps styles that are next to each other', () => {
    const shown = shownText(markdownElements(textOf('<p>a<b>b</b><i>c</i><b><i>d</i></b>e <b>(f)</b>g</p>')));
    expect(shown).toBe('abcde (f)g');
  });
});

describe('command text', () => {
  it.each([
    ['plain text', '<p><b>status</b> CB-7</p>', 'status CB-7'],
    ['lines', '<div>one<br>two</div><p>three</p>', 'one\ntwo\nthree'],
    ['an empty line', '<p>one</p><p>&nbsp;</p><p>two</p>', 'one\n\ntwo'],
    ['entities', '<p>a &lt;b&gt; &amp;amp;&nbsp;c</p>', 'a <b> &amp; c'],
    ['an address that was typed', '<p><a href="http://example.com/">example.com</a></p>', 'example.com'],
    ['a link with a label', '<p><a href="https://x.example/a?b=1&amp;c">page</a></p>', 'https://x.example/a?b=1&c'],
    ['slashes that Teams takes for an address', '<p><a href="http://n/">//n</a> x</p>', '//n x'],
    ['cells', '<table><tr><td><p>a</p></td><td>b</td></tr></table>', 'a | b'],
    ['mail', '<p><a href="mailto:a@b.example">a@b.example</a></p>', 'a@b.example'],
    ['code', '<pre>a\n  b</pre>', 'a\nb'],
    ['an id somebody typed names nobody', `<p>assign CB-7 @{${ada}}</p>`, `assign CB-7 @\u200B{${ada}}`],
  ])('is read from HTML: %s', (_, content, expected) => expect(readMessage(html(content), bot).commandText).toBe(expected));
});

describe('mentions', () => {
  it.each([
    ['the bot at the beginning', `<p>${mention(0, 'Casebridge')}&nbsp;help</p>`, 'help', 'help'],
    ['with a comma', `<p>&nbsp;${mention(0, 'Casebridge')}, help</p>`, 'help', 'help'],
    ['twice', `<p>${mention(0, 'Casebridge')} ${mention(0, 'Casebridge')}: help</p>`, 'help', 'help'],
    ['the bot elsewhere', `<p>ask ${mention(0, 'Casebridge')}</p>`, 'ask @Casebridge', 'ask @Casebridge'],
    [
      'a person',
      `<div>\r\n<div itemprop="copy-paste-block">${mention(0, 'Casebridge')} assign CB-7 ${mention(1, 'Ada Park')}</div>\n</div>`,
      'assign CB-7 @Ada Park',
      `assign CB-7 @{${ada}}`,
    ],
    ['a person whom the directory does not know', `<p>${mention(2, 'Bo')} hi</p>`, '@Bo hi', '@{29:bo} hi'],
    ['numbered otherwise', `<p>${mention(0, 'Ada Park')} hi</p>`, '@Ada Park hi', `@{${ada}} hi`],
    ['a name in two', `<p>${mention(2, 'Bo')}&nbsp;${mention(2, 'Bo')} hi</p>`, '@Bo Bo hi', '@{29:bo} hi'],
    ['as Graph writes it', '<p><at id="1">Ada Park</at> hi</p>', '@Ada Park hi', `@{${ada}} hi`],
    ['nobody', '<p><at id="9">ScriptedUser</at> hi</p>', '@ScriptedUser hi', '@ScriptedUser hi'],
  ])('are read from HTML: %s', (_, content, text, commandText) =>
    expect(readMessage(html(content, calling), bot)).toEqual({ text, commandText, files: [] }),
  );

  it('are read from a message without HTML', () => {
    const typed = '<at>Casebridge</at>&nbsp;assign CB-7 <at>Ada Park</at>\r\na <b> *c* &lt;d&gt;\n\n  e';
    expect(readMessage({ text: typed, textFormat: 'plain', ...calling }, bot)).toEqual({
      text: 'assign CB-7 @Ada Park\na \\<b> \\*c\\* \\<d>\n\ne',
      commandText: `assign CB-7 @{${ada}}\na <b> *c* <d>\n\ne`,
      files: [],
    });
  });

  it('reads a mentioned channel as its name, not as a person', () => {
    const entities = [{ ...entity('19:abc@thread.tacv2', 'General') }];
    expect(readMessage(html(`<p>in ${mention(0, 'General')}</p>`, { entities }), bot).commandText).toBe('in @General');
  });
});

describe('a quoted reply', () => {
  it('names the quoted message and leaves out its text', () => {
    const content = `${reply}<strong itemprop="mri" itemid="8:orgid:x">Ada</strong><span itemprop="time"></span><p itemprop="preview">${mention(1, 'Ada Park')} the old text</p></blockquote><p>${mention(0, 'Casebridge')} yes</p>`;
    expect(readMessage(html(content, calling), bot)).toEqual({
      text: 'yes',
      commandText: 'yes',
      quoted: '1694084478789',
      files: [],
    });
  });

  it('reads a quotation that the author typed as part of the text', () => {
    expect(readMessage(html('<blockquote><p>old</p></blockquote><p>new</p>'), bot)).toMatchObject({ text: '> old\n\nnew' });
  });
});

describe('files', () => {
  it('lists files by name, and counts an unnamed picture once', () => {
    const attachments = [
      { contentType: 'text/html', content: '<p>see <img src="x"></p>' },
      { contentType: 'image/*' },
      { contentType: 'application/vnd.microsoft.teams.file.download.info', name: 'grades.pdf', content: { uniqueId: '1' } },
    ];
    expect(readMessage({ text: 'see', attachments }, bot).files).toEqual([{ name: 'grades.pdf' }, { name: 'image' }]);
  });

  it('reads an empty message without failing', () =>
    expect(readMessage({}, bot)).toEqual({ text: '', commandText: '', files: [] }));
});

describe('internal notes', () => {
  it.each([
    '<p>// n</p>',
    '<p>&nbsp; // n</p>',
    '<p>&nbsp;</p><p>// n</p>',
    '<p>\u200B\uFEFF// n</p>',
    '<p><b></b><em> </em><a href="x"></a>// n</p>',
    '<div><br></div><div>// n</div>',
    '<p><b>// n</b></p>',
    '<p><b>/</b>/ n</p>',
    '<p><i>/</i><b>/</b> n</p>',
    '<p>/\u200B/ n</p>',
    '<h1>// n</h1>',
    '<h2><i>//</i> n</h2>',
    '<blockquote><p>// n</p></blockquote>',
    '<blockquote><blockquote><h3>// n</h3></blockquote></blockquote>',
    '<p><a href="http://n">// n</a></p>',
    '<pre>// n</pre>',
    '<table><tr><td>// n</td></tr></table>',
    `<p>${mention(0, 'Casebridge')}: // n</p>`,
    `${reply}<p>old</p></blockquote><p>// n</p>`,
  ])('are recognized in %s', (content) => {
    const { text } = readMessage(html(content, calling), bot);
    expect(asNote(text)).not.toBeNull();
    expect(text).toMatch(/^[*`\s]*\/[*\u200B]*\/| n/);
  });

  it('are recognized without HTML', () => {
    expect(asNote(readMessage({ text: '<at>Casebridge</at>&nbsp; // n', ...calling }, bot).text)).toBe('n');
  });

  it('are recognized with anything invisible around the slashes', () => {
    const nothing = fc.constantFrom(
      '&nbsp;',
      ' ',
      '\u200B',
      '<b></b>',
      '<i> </i>',
      '<br>',
      '\u2060',
      '<u>\u200C</u>',
      '<a href="x"></a>',
    );
    const block = fc.constantFrom('p', 'div', 'h1', 'blockquote', 'b', 'em', 'code', 'u');
    fc.assert(
      fc.property(fc.array(nothing, { maxLength: 5 }), fc.array(block, { maxLength: 4 }), (before, tags) => {
        const content = tags.reduceRight((inner, tag) => `<${tag}>${inner}</${tag}>`, `${before.join('')}// between us`);
        expect(asNote(textOf(content))).not.toBeNull();
      }),
      { numRuns: 300 },
    );
  });
});

describe('a round trip through HTML', () => {
  it('keeps every line of plain text as it was typed', () => {
    const typedLine = fc
      .array(
        fc.oneof(
          fc.lorem({ maxCount: 2 }),
          fc.constantFrom(
            '*',
            '_x_',
            '`',
            '<!channel>',
            '&lt;',
            '#1',
            '- a',
            '1. b',
            '> q',
            '[x](y)',
            '~',
            '~~',
            '|',
            '\\',
            '=',
            '//',
            '{{',
          ),
        ),
        { minLength: 1 },
      )
      .map((parts) => parts.join(' '));
    fc.assert(
      fc.property(typedLine, typedLine, (first, second) => {
        const content = `<p>${escapeHtml(first)}<br>${escapeHtml(second)}</p>`;
        expect(shownText(markdownElements(textOf(content)))).toBe(`${first}\n${second}`);
      }),
      { numRuns: 200 },
    );
  });

  it('never throws, whatever is sent', () => {
    const tag = fc.constantFrom(
      '<p>',
      '</p>',
      '<b>',
      '<ul><li>',
      '<table><tr>',
      '<td>',
      '<pre>',
      '<img>',
      '<at>',
      '<a href=x>',
      '<li>',
      '</',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(oddText, tag), { maxLength: 20 }), (parts) => {
        const content = parts.join('');
        const { text, commandText } = readMessage(html(content, { text: content }), bot);
        expect(typeof text + typeof commandText).toBe('stringstring');
        readMessage({ text: content }, bot);
      }),
      { numRuns: 60 },
    );
    expect(textOf(`${'<b>'.repeat(20_000)}x`)).toBe('what a client without HTML would show');
  });
});

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
