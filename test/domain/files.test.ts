import { describe, expect, it } from 'vitest';
import { checkFiles, cleanName, problemSentence } from '../../src/domain/files.ts';
import { formatSize } from '../../src/cards/file-line.ts';

const limits = { maxFiles: 3, maxMegabytes: 1 };
const megabyte = 1024 * 1024;

describe('the name of a file', () => {
  it.for([
    ['report.pdf', 'report.pdf'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ada\\Grades.xlsx', 'Grades.xlsx'],
    ['folder/', 'folder'],
    ['a\u202Egpj.exe', 'agpj.exe'],
    ['line\nbreak\u0000.txt', 'linebreak.txt'],
    ['zero\u200Bwidth.png', 'zerowidth.png'],
    ['what?*<now>|"it":.txt', 'what___now___it__.txt'],
    ['CON', '_CON'],
    ['nul.txt', '_nul.txt'],
    ['com1.log', '_com1.log'],
    ['console.log', 'console.log'],
    ['.htaccess', 'htaccess'],
    ['trailing. . ', 'trailing'],
    ['  ', 'file'],
    ['...', 'file'],
    ['', 'file'],
    ['Zürich Übersicht.docx', 'Zürich Übersicht.docx'],
    ['e\u0301t\u0301.txt', 'ét\u0301.txt'],
    ['報告書.pdf', '報告書.pdf'],
  ] as const)('is cleaned: %j becomes %j', ([typed, clean]) => {
    expect(cleanName(typed)).toBe(clean);
  });

  it('keeps its ending when it is shortened, and never half a character', () => {
    const long = cleanName(`${'a'.repeat(300)}.xlsx`);
    expect(long).toHaveLength(120);
    expect(long).toMatch(/^a+\.xlsx$/);
    expect(cleanName(`${'😀'.repeat(100)}.png`)).toMatch(/^(?:😀)+\.png$/u);
    expect(cleanName(`x.${'y'.repeat(300)}`)).toHaveLength(120);
    expect(cleanName(`${'a'.repeat(119)}.${'b'.repeat(300)}`), 'Windows drops a dot at the end').toBe('a'.repeat(119));
  });

  it('differs from the others of its message', () => {
    const names = (...typed: string[]) =>
      checkFiles(
        typed.map((name) => ({ name, ref: '1' })),
        { ...limits, maxFiles: 9 },
      ).kept.map(({ name }) => name);
    expect(names('a.png', 'a.png', 'A.PNG', 'b', 'b')).toEqual(['a.png', 'a (2).png', 'A (3).PNG', 'b', 'b (2)']);
    const [, second = ''] = names(`${'a'.repeat(200)}.png`, `${'a'.repeat(200)}.png`);
    expect(second).toHaveLength(120);
    expect(second).toMatch(/ \(2\)\.png$/);
  });
});

describe('the files of a message', () => {
  it('are refused by name and size before they are read, and the others are kept', () => {
    const { kept, refused } = checkFiles(
      [
        { name: 'ok.png', size: 10, ref: '1' },
        { name: 'exact.bin', size: megabyte, ref: '2' },
        { name: 'big.zip', size: 20 * megabyte, ref: '3' },
        { name: 'empty.txt', size: 0, ref: '4' },
        { name: 'plan.docx', link: 'https://sharepoint.example/plan' },
        { name: 'nowhere.txt' },
        { name: 'more.png', size: 10, ref: '5' },
      ],
      limits,
    );
    expect(kept.map(({ name }) => name)).toEqual(['ok.png', 'exact.bin', 'plan.docx']);
    expect(refused).toEqual([
      { name: 'big.zip', problem: 'too-large', size: 20 * megabyte },
      { name: 'empty.txt', problem: 'empty', size: 0 },
      { name: 'nowhere.txt', problem: 'unreadable', size: null },
      { name: 'more.png', problem: 'too-many', size: 10 },
    ]);
  });

  it.for([
    ['too-large', 20 * megabyte, "“x.zip” wasn't sent: it's 20 MB, and the limit is 1 MB."],
    ['too-large', megabyte + 1, "“x.zip” wasn't sent: it's larger than 1 MB."],
    ['too-large', null, "“x.zip” wasn't sent: it's larger than 1 MB."],
    ['too-many', 5, "“x.zip” wasn't sent: a message can have up to 3 files."],
    ['empty', 0, "“x.zip” wasn't sent: it's empty."],
    ['infected', 5, "“x.zip” wasn't sent: the virus scan found a threat in it."],
  ] as const)('are refused with a reason: %s', ([problem, size, sentence]) => {
    expect(problemSentence({ name: 'x.zip', problem, size }, limits, formatSize)).toBe(sentence);
  });
});
