import { describe, expect, test } from 'vitest';
import { countInsideWords, excerpt, readPassage, redactJson, redactText, type Passage } from '../../src/domain/redaction.ts';

const emoji = (name: string): string | undefined => ({ wave: '👋' })[name];

function passage(typed: string, insideWords = false): Passage {
  const read = readPassage(typed, { insideWords, emoji });
  if (!read) throw new Error('too short');
  return read;
}

const redacted = (text: string, typed: string, insideWords = false): string => redactText(text, passage(typed, insideWords)).text;

describe('a passage is found', () => {
  test.each([
    ['as it was typed', 'Call Jo Reyes today.', 'Jo Reyes', 'Call █████ today.'],
    ['in other letter case', 'JO REYES and jo reyes', 'Jo Reyes', '█████ and █████'],
    ['with and without accents', 'José Muñoz, JOSE MUNOZ, Jose\u0301 Mun\u0303oz', 'jose muñoz', '█████, █████, █████'],
    ['across a line break and an indent', 'Jo\n   Reyes', 'Jo Reyes', '█████'],
    ['across the lines of a quoted email', '> about Jo\n> > Reyes again', 'Jo Reyes', '> about █████ again'],
    ['with a no-break space', 'Jo\u00A0Reyes, Jo&nbsp;Reyes', 'Jo Reyes', '█████, █████'],
    ['with emphasis around it', '**Jo Reyes** and _Jo Reyes_', 'Jo Reyes', '**█████** and _█████_'],
    ['with emphasis in it', '**Jo** _Reyes_', 'Jo Reyes', '█████'],
    ['with half of it emphasized', 'see **Jo**hn here', 'John', 'see █████ here'],
    ['where emphasis ends in it', '**the Jo**hn', 'John', '**the █████**'],
    ['where emphasis begins in it', 'Jo**hn is here**', 'John', '**█████ is here**'],
    ['with escapes', 'Jo\\-Ann \\#12', 'Jo-Ann #12', '█████'],
    ['with an escape before it', 'room \\#12b', '#12b', 'room █████'],
    ['with invisible characters', 'J\u200Bo\u00AD Re\uFEFFyes', 'Jo Reyes', '█████'],
    ['with another apostrophe', "O’Brien, O'Brien, OBrien", "O'Brien", '█████, █████, █████'],
    ['with another dash', 'Anne–Marie', 'Anne-Marie', '█████'],
    ['before a genitive', "Jo Reyes's grade, Jo Reyes’ desk", 'Jo Reyes', "█████'s grade, █████’ desk"],
    ['by the name of an emoji', 'hi :wave: you, hi 👋 you', 'hi 👋 you', '█████, █████'],
    ['in an address', 'https://a.example/?q=Jo%20Reyes&n=Jos%C3%A9', 'jo reyes', 'https://a.example/?q=█████&n=Jos%C3%A9'],
    ['encoded in an address', 'https://a.example/?n=Jos%C3%A9&x', 'José', 'https://a.example/?n=█████&x'],
    ['as entities', 'A&amp;B &#74;o', 'A&B', '█████ &#74;o'],
    [
      'in names of files without spaces',
      'Jo_Reyes-1.pdf, jo-reyes.png, jo.reyes@a.example',
      'Jo Reyes',
      '█████-1.pdf, █████.png, █████@a.example',
    ],
    ['in the name of a file', 'jo_reyes_grades.pdf', 'jo_reyes', '█████_grades.pdf'],
    ['in a script without spaces', '先生は田中太郎さんです', '田中太郎', '先生は█████さんです'],
    ['with a particle in Korean', '김철수가 왔다', '김철수', '█████가 왔다'],
    ['in neighboring cells of a table', '| 7 | Jo | **Reyes** | A |', 'Jo Reyes', '| 7 | █████ | █████ | A |'],
    ['in a line of CSV', '7,"Jo","Reyes";A\nJo;Reyes', 'Jo Reyes', '7,"█████";A\n█████'],
    [
      'with quotation marks in it',
      '“Jo” Reyes, Jo "Reyes", «Jo» Reyes, Jo &quot;Reyes&quot;',
      'Jo Reyes',
      '“█████, █████", «█████, █████&quot;',
    ],
    ['with a no-break hyphen', 'Jo\u2011Reyes', 'Jo Reyes', '█████'],
    ['with invisible characters and spaces as HTML names them', 'J&shy;o&ensp;Rey&zwj;es', 'Jo Reyes', '█████'],
    ['in full-width letters', 'Ｊｏ　Ｒｅｙｅｓ', 'Jo Reyes', '█████'],
  ])('%s', (_, text, typed, expected) => {
    expect(redacted(text, typed)).toBe(expected);
  });

  test('across a link, whose text stays a link', () => {
    const text = 'ask [Jo](https://a.example/x) Reyes';
    expect(redacted(text, 'Jo Reyes')).toBe('ask █████');
    expect(redacted('[see](https://a.example/jo-reyes)', 'jo-reyes')).toBe('[see](https://a.example/█████)');
  });

  test('in the texts of a JSON value, and not in its codes', () => {
    const value = { a: [{ why: 'Jo Reyes' }, 1, null], b: { why: 'x jo reyes y', code: 'jo reyes' } };
    expect(redactJson(value, passage('Jo Reyes'), ['why'])).toEqual({
      value: { a: [{ why: '█████' }, 1, null], b: { why: 'x █████ y', code: 'jo reyes' } },
      count: 2,
    });
  });
});

describe('a passage is not found', () => {
  test.each([
    ['as a part of longer words', 'John, Major Joan and Jo2', 'Jo'],
    ['in other words', 'Jo met Reyes', 'Jo Reyes'],
    ['in an empty text', '', 'Jo Reyes'],
  ])('%s', (_, text, typed) => {
    expect(redacted(text, typed)).toBe(text);
  });

  test('as a part of longer words, unless that is asked for, and is counted', () => {
    expect(redacted('Johnson and Jo', 'Jo', true)).toBe('█████hnson and █████');
    expect(countInsideWords('Johnson and Jo', passage('Jo'))).toBe(1);
    expect(countInsideWords('Johnson and Jo', passage('Jo', true))).toBe(0);
  });

  test('when it has less than two letters or digits', () => {
    for (const typed of ['', ' ', 'J', '**', '. -', '\u200B'])
      expect(readPassage(typed, { insideWords: false, emoji })).toBeNull();
  });
});

test('the mark tells nothing of the length, and a second run finds nothing', () => {
  const once = redactText('Al and Alexandria Montgomery-Smythe', passage('Alexandria Montgomery-Smythe'));
  expect(once).toEqual({ text: 'Al and █████', count: 1 });
  expect(redactText(once.text, passage('Alexandria Montgomery-Smythe')).count).toBe(0);
});

test('a text of a million characters with ten thousand places is redacted', () => {
  const text = `${'lorem ipsum '.repeat(8)}Jo Reyes. `.repeat(10_000);
  const { text: after, count } = redactText(text, passage('jo reyes'));
  expect(count).toBe(10_000);
  expect(after).not.toMatch(/reyes/i);
});

test('an excerpt shows what is around', () => {
  expect(excerpt('The grade of Jo\nReyes is wrong', passage('jo reyes'), 6)).toEqual({
    before: '…de of ',
    found: 'Jo Reyes',
    after: ' is wr…',
  });
  expect(excerpt('nothing', passage('jo reyes'))).toBeNull();
  // without marks that would format the preview
  expect(excerpt('**Ask** Jo **Rey**es at \\*7\\* `now`', passage('jo reyes'))).toEqual({
    before: 'Ask ',
    found: 'Jo Reyes',
    after: ' at *7* now',
  });
  const long = 'word '.repeat(1_000).trim();
  expect(excerpt(`See: ${long}.`, passage(long))?.found).toMatch(/^word .{50,60} … .{50,60} word$/);
});
