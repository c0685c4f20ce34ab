import { describe, expect } from 'vitest';
import { prepareText, toVector } from '../../../src/domain/search/prepare-text.ts';
import { toTsquery } from '../../../src/domain/search/search-terms.ts';
import { termsOf, test as it } from './fixtures.ts';

/** Searches, each with a text that it finds, by kind of difference between the two. */
const found: Record<string, [search: string, text: string][]> = {
  'a part of a word with slashes, dots, underscores, at signs or colons': [
    ['attendance', 'Fails in attendance/behavior'],
    ['behavior', 'Fails in attendance/behavior'],
    ['attendance/behavior', 'Fails in attendance/behavior'],
    ['roster', 'Import of roster.csv'],
    ['csv', 'Import of roster.csv'],
    ['roster.csv', 'Import of roster.csv'],
    ['roster.csv', 'Import of Roster.CSV, line 7'],
    ['grades.example', 'See https://grades.example/x?id=7'],
    ['grades', 'See https://grades.example/x?id=7'],
    ['https://grades.example/x?id=7', 'See https://grades.example/x?id=7 please'],
    ['id=7', 'See https://grades.example/x?id=7'],
    ['TypeError:undefined', 'TypeError:undefined is not a function'],
    ['undefined', 'TypeError:undefined'],
    ['typeerror', 'TypeError:undefined'],
    ['ada', 'Mail from ada@plainview.example'],
    ['plainview', 'Mail from ada@plainview.example'],
    ['ada@plainview.example', 'Mail from ada@plainview.example.'],
    ['student_id', 'The column student_id is empty'],
    ['student', 'The column student_id is empty'],
    ['studentid', 'The column student_id is empty'],
    ['export', 'C:\\reports\\export\\fall.xlsx'],
    ['10.0.0.12', 'The printer has 10.0.0.12'],
  ],
  'a part of a word with letters and digits': [
    ['27', 'Rollover SY26-27'],
    ['26', 'Rollover SY26-27'],
    ['sy', 'Rollover SY26-27'],
    ['SY26', 'Rollover SY26-27'],
    ['SY26-27', 'Rollover SY26-27'],
    ['sy2627', 'Rollover SY26-27'],
    ['26-27', 'Rollover SY26-27'],
    ['SY 26', 'Rollover SY26-27'],
    ['K12', 'A K-12 district'],
    ['K-12', 'A K12 district'],
    ['K 12', 'A K12 district'],
    ['k–12', 'A K12 district'],
    ['"K 12"', 'A K-12 district'],
    ['5th', 'The 5th grade'],
    ['period 3', 'Period3 is missing'],
    ['Win11', 'Windows? Win 11!'],
  ],
  'words written together, apart or with a hyphen': [
    ['login', 'Nobody can log in'],
    ['log in', 'The login fails'],
    ['log-in', 'The login fails'],
    ['login', 'The log-in fails'],
    ['log in', 'The log-in page'],
    ['gradebook', 'The grade book is empty'],
    ['grade book', 'The gradebook is empty'],
    ['grade-book', 'The gradebook is empty'],
    ['gradebook', 'The Grade-Book is empty'],
    ['gradebooks', 'Both grade books are empty'],
    ['gradebook', 'The GradeBook module'],
    ['grade book', 'The GradeBook module'],
    ['grade book issues', 'Two issues in the gradebook'],
    ['"grade book"', 'The gradebook is empty'],
    ['"grade book export"', 'The gradebook export is empty'],
    ['"login page"', 'The log-in page is empty'],
    ['timetable', 'The time table is empty'],
    ['sign-on', 'Single sign on fails'],
    ['signon', 'Single sign on fails'],
    ['set up', 'The setup stops'],
    ['dropdown', 'The drop down is empty'],
    ['powerschool', 'Migrated from PowerSchool'],
    ['power school', 'Migrated from PowerSchool'],
    ['pdf', 'The PDFExport fails'],
  ],
  'typographic marks': [
    ['attendance', 'The “Attendance” report'],
    ['attendance', 'The ‘Attendance’ report'],
    ['attendance', 'Grades—attendance—fees'],
    ['fees', 'Grades–attendance–fees'],
    ['attendance', 'And then… attendance…'],
    ['fees', 'Attendance\u00A0fees\u202F2026'],
    ['attendance', '«Attendance» „Fees“'],
    ['attendance', 'atten\u00ADdance'],
    ['attendance', 'atten\u200Bdance'],
    ['“attendance report”', 'The attendance report'],
    ['duplicate CB-10004', 'Duplicate of CB‑10004 and more'],
  ],
  'case, accents, apostrophes and Unicode form': [
    ['muller', 'Müller'],
    ['MÜLLER', 'muller'],
    ['mu\u0308ller', 'Müller'],
    ['müller', 'Mu\u0308ller'],
    ['munoz', 'Muñoz'],
    ['strasse', 'Straße'],
    ['soren', 'Søren'],
    ['lodz', 'Łódź'],
    ['aesop', 'Æsop'],
    ['dordevic', 'Đorđević'],
    ["O'Brien", 'Mrs. O’Brien'],
    ['obrien', 'Mrs. O’Brien'],
    ['O’Brien', "Mrs. O'Brien"],
    ['hawaii', 'Hawaiʻi Department of Education'],
    ["Hawai'i", 'Hawaiʻi Department of Education'],
    ['okina', 'ʻOkina'],
    ['OBrien', 'Mrs. O`Brien'],
    ['brien', 'Mrs. O’Brien'],
    ["teacher's", 'The teachers’ room'],
    ['teacher', 'The teacher’s room'],
    ["can't", 'It can’t be saved'],
    ['cant', "It can't be saved"],
    ['ecole', 'l’école'],
    ['Fullwidth', 'Ｆｕｌｌｗｉｄｔｈ'],
    ['office', 'The o\uFB03ce'],
  ],
  'other scripts': [
    ['оценки', 'Оценки не видны'],
    ['成績', '成績表が空です'],
    ['שלום', 'שָׁלוֹם'],
    ['ข้อมูล', 'ข้อมูลนักเรียน'],
    ['성적', '성적 입력'],
    ['Βαθμός', 'ΒΑΘΜΟΣ'],
    ['成绩', '学生成绩单是空的'],
    ['成绩单', '学生成绩单是空的'],
    ['学生 空的', '学生成绩单是空的'],
    ['出勤', '请打开出勤表'],
    ['看CB10004', '请看CB-10004的成绩'],
    ['データ', 'データベースが遅い'],
    ['нота', 'Но\u0301та'],
    ['حضور', 'حُضُور'],
    ['حضور', 'حضـــور'],
    ['Cov lus', 'Cov lus Hmoob'],
    ['ardayga', 'Ardayga ma arko buundooyinka'],
    ['calificacion', 'La calificación está vacía'],
    ['¿calificación?', 'La calificacion'],
    ['😀', 'Thanks 😀!'],
  ],
  'forms of a word': [
    ['quiz', 'Two quizzes'],
    ['quizzes', 'A quiz'],
    ['quizzing', 'A quiz'],
    ['bus', 'Late buses'],
    ['buses', 'A late bus'],
    ['child', 'Children are missing'],
    ['children', 'A child is missing'],
    ['children', 'The child’s record'],
    ['issues', 'An issue'],
    ['grade', 'Grading'],
    ['grading', 'Grades'],
    ['graded', 'A grade'],
    ['classes', 'A class'],
    ['statuses', 'The status'],
    ['people', 'A person'],
    ['curricula', 'The curriculum'],
    ['syllabus', 'Both syllabi'],
    ['analyses', 'An analysis'],
    ['absences', 'An absence'],
    ['tardies', 'A tardy'],
    ['printing', 'It prints'],
    ['canceled', 'cancelled'],
    ['half', 'Both halves'],
    ['addresses', 'An address'],
    ['entries', 'An entry'],
    ['boxes', 'A box'],
    ['courses', 'One course'],
    ['leaves', 'On leave'],
    ['walrus', 'Two walruses'],
    ['walruses', 'One walrus'],
    ['campus', 'Both campuses'],
    ['status', 'All statuses'],
    ['viruses', 'A virus'],
    ['bonus', 'Bonuses'],
    ['focused', 'The focus'],
    ['locus', 'All loci'],
    ['syllabus', 'Two syllabuses'],
    ['syllabuses', 'Both syllabi'],
    ['radius', 'The radii'],
    ['minibus', 'Both minibuses'],
    ['bus', 'Busing in winter'],
    ['pluses', 'A plus'],
    ['menu', 'The lunch menus'],
    ['house', 'Two houses'],
    ['causes', 'The cause'],
    ['excuses', 'An excuse'],
    ['fuse', 'Two fuses'],
    ['matrix', 'Both matrices'],
    ['index', 'The indices'],
    ['indexes', 'An index'],
    ['analysis', 'Three analyses'],
    ['alias', 'Email aliases'],
    ['gas', 'Gases'],
    ['freshman', 'All freshmen'],
    ['customers', 'A customer'],
    ['businesses', 'A business'],
    ['used', 'We use it'],
    ['add', 'Adding students'],
    ['added', 'Cannot add students'],
    ['ages', 'By age'],
    ['goes', 'Going on'],
    ['API', 'Both APIs'],
    ['previously', 'The previous term'],
    ['send', 'The report was sent'],
    ['sending', 'Nobody sent it'],
    ['lost', 'We lose grades'],
    ['frozen', 'The page freezes'],
    ['taught', 'Who teaches it'],
    ['run', 'The report ran'],
    ['overwritten', 'It overwrites grades'],
  ],
  'words that say little, when nothing else is searched for': [
    ['IT', 'Our IT says so'],
    ['will', 'Will Smith'],
    ['A+', 'An A+ student'],
    ['A-', 'An A- in math'],
    ['C#', 'The C# client'],
    ['"can\'t"', 'It can’t be saved'],
    ['the who', 'The one who knows'],
    ['"to be"', 'It has to be'],
    ['the attendance of it', 'Attendance'],
    ["can't print", 'We cannot print'],
    ['IT -network', 'Our IT says so'],
  ],
  'numbers': [
    ['10004', 'Student 10004'],
    ['12,345', '12345 students'],
    ['12345', '12,345 students'],
    ['007', 'Agent 007'],
    ['2026-11-24', 'On 2026-11-24'],
    ['3.14', 'Version 3.14'],
    ['50%', 'About 50 % of them'],
  ],
  'phrases and excluded words': [
    ['"grade book"', 'The Grade Book'],
    ['"grade book issues"', 'A Grade Book issue'],
    ['"behavior report"', 'The attendance/behavior report'],
    ['grades -attendance', 'Grades'],
    ['grades -"grade book"', 'Grades of a book'],
  ],
  'the beginning of a word': [
    ['attend*', 'Attendance'],
    ['grades.exam*', 'grades.example'],
    ['SY26-2*', 'SY26-27'],
  ],
}; // prettier-ignore

describe.each(Object.entries(found))('a search finds %s', (_, pairs) => {
  it.for(pairs)('%s in %s', async ([search, text], { finds }) => {
    expect(await finds(search, text)).toBe(true);
  });
});

describe('a search does not find', () => {
  it.for([
    ['A+', 'A student with a B+'],
    ['A+', 'A- and A'],
    ['C#', 'C++ and C'],
    ['IT', 'Our team says so'],
    ['IT -network', 'Our team says so'],
    ['成绩', '绩成'],
    ['"grade book"', 'A book of grades'],
    ['"attendance report"', 'A report on attendance'],
    ['news', 'A new report'],
    ['new', 'No news'],
    ['bus', 'A busy day'],
    ['busy', 'Our business office'],
    ['status', 'The statue in front of the school'],
    ['campus', 'A summer camp'],
    ['canvas', 'Made with Canva'],
    ['important', 'The import fails'],
    ['custom', 'For a customer'],
    ['physics', 'Physical education'],
    ['internal', 'International students'],
    ['past', 'Copy and paste'],
    ['"US history"', 'Use history'],
    ['AG', 'Sorted by age'],
    ['ID', 'An IDE'],
    ['medium', 'The media center'],
    ['discus', 'We discuss it'],
    ['ada@plainview.example', 'ada and plainview.example'],
    ['SY26-27', 'SY27-26'],
    ['10004', 'Student 100041'],
    ['attend', 'Attention'],
    ['notable', 'It is not able to save'],
    ['forms', 'For Ms. Reyes'],
    ['grades -attendance', 'Grades and attendance'],
    ['grades -"grade book"', 'Grades in the gradebook'],
    ['10.0.0.12', '12.0.0.10'],
    ['muller', 'Miller'],
  ] as const)('%s in %s', async ([search, text], { finds }) => {
    expect(await finds(search, text)).toBe(false);
  });
});

describe('a search for characters that leave nothing', () => {
  it.for(['ʻ', 'ـ', 'ʼ ـ'])('has no words: %s', (search) => {
    expect(toTsquery(termsOf(search))).toBeNull();
  });
});

describe('a pasted message', () => {
  it('is found with more than ten words, with filters that are none, and with dashes', async ({ finds }) => {
    const message = `Cannot read properties of undefined (reading 'map') -- status: 500
      at Object.<anonymous> (/srv/app/grades.js:12:34) --trace -Xmx512m module:undefined see https://grades.example/help?page:0`;
    expect(await finds(message, `Since today we see this: ${message} What can we do?`)).toBe(true);
    expect(await finds(message, 'Cannot read properties of undefined')).toBe(false);
  });
});

describe('a search while typing', () => {
  it.for(['at', 'attend', 'attendan', 'attendances', 'grade bo', 'attendance/beh', 'O’Br', 'sy2', 'sy26-2'])(
    'finds the word that begins with the last one: %s',
    async (search, { finds }) => {
      const text = 'The attendance/behavior report of the grade book of O’Brien for SY26-27';
      expect(await finds(search, text, { typing: true })).toBe(true);
    },
  );

  it('takes every word but the last one as it is', async ({ finds }) => {
    expect(await finds('attend repo', 'The attendance report', { typing: true })).toBe(true);
    expect(await finds('attendan repo', 'The attendance report', { typing: true })).toBe(false);
  });
});

describe('the vector', () => {
  const vector = (text: string): string => toVector([{ text, weight: 'D' }]);

  it('keeps the weight of each field, and finds no phrase across two of them', async ({ finds }) => {
    expect(toVector([{ text: 'Fees', weight: 'A' }, { text: 'fees due', weight: 'D' }])).toBe("'fees':1A,12D 'fee':1A,12D 'due':13D"); // prettier-ignore
    expect(await finds('"fees fees"', 'fees')).toBe(false);
  });

  it.for([
    ['250,000 different words', Array.from({ length: 250_000 }, (_, n) => `w${n.toString(36)}x`).join(' ')],
    ['one word 100,000 times', 'grade '.repeat(100_000)],
    ['a word of 100,000 letters', 'x'.repeat(100_000)],
    ['accented letters without a space', 'é'.repeat(50_000)],
    ['marks alone', '\u0301'.repeat(10_000)],
    ['emoji', '👨‍👩‍👧‍👦'.repeat(10_000)],
    ['half a surrogate pair and a zero byte', 'a\uD800b \0 c\uDC00'],
    ['quotes and backslashes', `'\\''"\\\\ :1A :* <-> & | !`],
    ['a hexadecimal dump', '0a1b2c3d4e5f'.repeat(2000)],
    ['a letter with 100,000 accents', `A${'\u0301'.repeat(100_000)}b`],
    ['an apostrophe that is a letter, alone', 'ʻ ـ'],
    ['nothing', ''],
  ] as const)('of %s is one that PostgreSQL accepts', async ([, text], { finds }) => {
    expect(await finds('zebra', `${text} zebra`.slice(-500_000))).toBe(true);
    expect(await finds('zebra', `zebra ${text}`)).toBe(true);
    expect(vector(text).length).toBeLessThan(8_000_000);
  });

  it('says where each word is in the text, for marking', () => {
    const text = 'Fails in attendance/behavior of SY26-27';
    const places = prepareText(text).map(({ start, end, lexemes: [word] }) => `${word}=${text.slice(start, end)}`);
    expect(places).toEqual([
      'fails=Fails', 'in=in', 'attendance=attendance', 'behavior=behavior', 'of=of',
      'sy=SY', 'sy26=SY26', 'sy2627=SY26-27', '26=26', 'sy26=SY26', '27=27', 'sy2627=SY26-27',
    ]); // prettier-ignore
  });
});
