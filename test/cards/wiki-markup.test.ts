import { expect, test } from 'vitest';
import { wikiToMarkdown } from '../../src/cards/wiki-markup.ts';

test.each([
  ['plain text', 'plain text'],
  [
    '*bold* and _slanted_, -gone- but not snake_case_name or 2*3*4',
    '**bold** and *slanted*, ~~gone~~ but not snake_case_name or 2\\*3\\*4',
  ],
  ['h1. Title\ntext', '# Title\n\ntext'],
  ['# one\n# two\n## deeper\n* other', '1. one\n2. two\n   1. deeper\n3. other'],
  ['- one\n- two', '- one\n- two'],
  ['{quote}said\nmore{quote}\nafter', '> said\n> more\n\nafter'],
  ['bq. one line', '> one line'],
  ['{noformat}\n  *kept*\n{noformat}', '```\n  *kept*\n```'],
  ['see {{code_here}}', 'see `code_here`'],
  ['[site|https://x.example/a_b] and [https://x.example]', '[site](https://x.example/a_b) and <https://x.example>'],
  ['[click|javascript:alert(1)]', '\\[click|javascript:alert(1)]'],
  ['[~accountid:557058:max] and [~jdoe]', '@Max and @jdoe'],
  ['!screen shot.png|thumbnail! and [^log.txt]', '(screen shot.png) and (log.txt)'],
  ['{color:red}red{color}', 'red'],
  ['||Name||Count||\n|a|1|', '| Name | Count |\n| - | - |\n| a | 1 |'],
  ['# not a list without space\n#hash', '1. not a list without space\n\n\\#hash'],
  ['\\*not bold\\*', '\\*not bold\\*'],
  ['{code}never closed\nmore', '```\nnever closed\nmore\n```'],
])('writes %j', (wiki, markdown) => expect(wikiToMarkdown(wiki, (id) => (id.endsWith('max') ? 'Max' : null))).toBe(markdown));

test('reads long texts in the time that they take to read', () => {
  const long = [
    '*'.repeat(50_000),
    '[a|'.repeat(20_000),
    '{quote}'.repeat(5_000),
    '_x '.repeat(20_000),
    '!a '.repeat(20_000),
    `${'#'.repeat(20)} x\n`.repeat(500),
  ];
  for (const text of long) expect(wikiToMarkdown(text).length).toBeGreaterThan(0);
});
