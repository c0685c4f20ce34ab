import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaseError } from '../../../src/domain/case-error.ts';
import {
  everyCase,
  hasFilters,
  isFilters,
  pageSizes,
  slaFilters,
  sortColumns,
  type CaseQuery,
  type Filter,
} from '../../../src/domain/case-query.ts';
import { foldText } from '../../../src/domain/search/fold-text.ts';
import { formatQuery } from '../../../src/domain/search/format-query.ts';
import { parseQuery, parseSearch } from '../../../src/domain/search/parse-query.ts';
import { priorities } from '../../../src/domain/priority.ts';
import { defaultSettings } from '../../../src/domain/settings.ts';
import { statuses } from '../../../src/domain/status.ts';

const parse = (text: string): CaseQuery => parseQuery(text, defaultSettings);
/** A search as the shortest text that repeats it. */
const read = (text: string): string => formatQuery(parse(text)).replace(/ ?size:20$/, '');
const words = (text: string): string[] => parse(text).words.map((term) => term.text);

function mistake(text: string): string {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof CaseError) return `${error.code}: ${error.message} ${error.next}`;
    throw error;
  }
  throw new Error(`“${text}” was read`);
}

describe('a search', () => {
  it('reads words and filters in any order', () => {
    const query = parse('/ubrücke subject:"grade book" status:pending late module:attend sort:priority page:2');
    expect(query.words.map(({ text }) => text)).toEqual(['/ubrücke', 'late']);
    expect(query.filters).toEqual([
      { field: 'subject', operator: 'contains', value: 'grade book', negated: false },
      { field: 'status', operator: 'any-of', value: ['PendingCustomerInput', 'PendingCustomerVerification'], negated: false },
      { field: 'module', operator: 'any-of', value: ['Attendance'], negated: false },
    ]);
    expect(query).toMatchObject({ sort: { by: 'priority', dir: 'desc' }, page: 2, pageSize: 20 });
  });

  it.each([
    // the six operators of a subject
    ['subject:=x', 'subject:=x'],
    ['subject:!="x y"', '-subject:="x y"'],
    ['subject:^x', 'subject:^x'],
    ['subject:$x', 'subject:$x'],
    ['subject:~x', 'subject:x'],
    ['subject:!~x', '-subject:x'],
    ['-subject:!~x', 'subject:x'],
    ['subject:“grade book”', 'subject:"grade book"'],
    ['title:late,later', 'subject:"late,later"'],
    ['subject:"say \\"no\\""', 'subject:"say \\"no\\""'],
    ['subject:"C:\\temp"', 'subject:"C:\\\\temp"'],
    ['subject:"never closed', 'subject:never closed'.replace('subject:never closed', 'closed subject:never')],
    // a status is every status whose name begins so
    ['status:pending', 'status:pending'],
    ['status:"Pending Customer Input"', 'status:pending-customer-input'],
    ['status:Pending Customer Input', 'status:pending-customer-input'],
    ['status:pending customer', 'status:pending'],
    ['status:"available in"', 'status:available-in-release'],
    ['status:assigned', 'status:assigned'],
    ['status:=assigned', 'status:=assigned'],
    ['status:assigned-to', 'status:assigned-to-development'],
    ['status:new,assist', 'status:new,assist-request'],
    ['status:new,assigned to development', 'status:new,assigned-to-development'],
    ['status:new report', 'report status:new'],
    ['status: pending', 'status:pending'],
    ['STATUS:NEW', 'status:new'],
    ['-status:closed', '-status:closed'],
    ['status:!=closed', '-status:closed'],
    ['status:open', 'is:open'],
    ['status:open,closed', 'status:new,=assigned,assist-request,pending-customer-input,pending-customer-verification,scheduled,assigned-to-development,available-in-release,closed'],
    // the other lists
    ['priority:crit', 'priority:critical'],
    ['prio:high,low', 'priority:high,low'],
    ['priority:,high,,low,', 'priority:high,low'],
    ['module:"grade book"', 'module:"Grade Book"'],
    ['module:grade book late', 'late module:"Grade Book"'],
    ['module:gradebook', 'module:"Grade Book"'],
    ['module:fees,attendance', 'module:Fees,Attendance'],
    ['type:question', 'type:Question'],
    ['type:data request', 'type:"Data Request"'],
    ['category:enh', 'type:Enhancement'],
    ['team:managed', 'team:"Managed Services"'],
    ['defect:dev-4711', 'defect:DEV-4711'],
    ['sla:breached', 'sla:breached'],
    ['sla:due,paused', 'sla:due,paused'],
    ['has:file', 'has:file'],
    ['has:attachments', 'has:file'],
    ['-has:incident', '-has:incident'],
    ['is:waiting-on-me', 'is:waiting-on-me'],
    ['is:unassigned', 'is:unassigned'],
    ['incident:"slow logins"', 'incident:"slow logins"'],
    // people and accounts
    ['contact:munoz', 'contact:munoz'],
    ['contact:"O’Brien"', 'contact:"O’Brien"'],
    ['contact:@Ada', 'contact:Ada'],
    ['contact:ada@plainview.example', 'contact:"ada@plainview.example"'],
    ['advisor:max', 'advisor:max'],
    ['assignee:^max', 'advisor:^max'],
    ['advisor:me', 'is:mine'],
    ['advisor:none', 'is:unassigned'],
    ['contact:"me"', 'contact:"me"'],
    ['advisor:"Nobody"', 'advisor:"Nobody"'],
    ['-advisor:none', '-is:unassigned'],
    ['district:plainview', 'account:plainview'],
    // days
    ['modified:2026-11-24', 'modified:2026-11-24'],
    ['modified:11/24/2026', 'modified:2026-11-24'],
    ['modified:Nov 24, 2026', 'modified:2026-11-24'],
    ['modified:"24 November 2026"', 'modified:2026-11-24'],
    ['opened:2026-11', 'opened:2026-11'],
    ['opened:November 2026', 'opened:2026-11'],
    ['closed:2025', 'closed:2025'],
    ['modified:today', 'modified:today'],
    ['modified:last week', 'modified:last-week'],
    ['modified:"this month"', 'modified:this-month'],
    ['opened:>7d', 'opened:>7d'],
    ['opened:<7d', 'opened:<7d'],
    ['opened:7 days', 'opened:<7d'],
    ['opened:last 2 weeks', 'opened:<2w'],
    ['closed:>=2026-11-01', 'closed:>=2026-11-01'],
    ['closed:>2026-11-01', 'closed:>2026-11-01'],
    ['closed:2026-11-01..2026-11-05', 'closed:2026-11-01..2026-11-05'],
    ['closed:2026-11-01..', 'closed:>=2026-11-01'],
    ['from:2026-11-01 to:yesterday', 'modified:>=2026-11-01 modified:<=yesterday'],
    ['from:7d', 'modified:<7d'],
    ['from:last week to:Nov 24, 2026', 'modified:>=last-week modified:<=2026-11-24'],
    ['from:>2026-11-01 to:<today', 'modified:>2026-11-01 modified:<today'],
    ['to:7d', 'modified:>7d'],
    ['-modified:today', '-modified:today'],
    // order and page
    ['sort:contact', 'sort:contact-asc'],
    ['sort:priority', 'sort:priority-desc'],
    ['sort:subject-desc', 'sort:subject-desc'],
    ['sort:updated', ''],
    ['sort:relevance', 'sort:relevance-desc'],
    ['sort:relevance-asc', 'sort:relevance-desc'],
    ['sort:due', 'sort:sla-asc'],
    ['page:3', 'page:3'],
    // words
    ['-attendance', '-attendance'],
    ['-"grade book"', '-"grade book"'],
    ['“grade book”', '"grade book"'],
    ['attend*', 'attend*'],
    ['late late LATE', 'late'],
    ['say "no', 'say no'],
    ['5" screen', '5 screen'],
    ['"status:new', '"status:new"'],
    ['"-late bus', '"-late" bus'],
    // marks that come along with copied text
    ['\u200Estatus:\u200Fpending', 'status:pending'],
    ['\uFEFFpage:\u200B3', 'page:3'],
    ['\u202Alate\u202C', 'late'],
    ["'", ''],
  ])('reads %s', (text, expected) => {
    expect(read(text)).toBe(expected);
    expect(parse(formatQuery(parse(text)))).toEqual(parse(text));
  }); // prettier-ignore

  it.each([
    'https://grades.example/x?id=7',
    'TypeError:undefined',
    'colour:red',
    'C:\\temp\\grades.xlsx',
    '12:30',
    'error:',
    'Re: grades',
    'a:b:c',
    '::',
    'modul:fees',
    'note:"late bus"',
    'http://status:80/',
  ])('takes anything but a known filter for text: %s', (text) => {
    expect(parse(text).filters.filter(({ field }) => field !== 'subject')).toEqual([]);
    expect(words(text).join(' ') || '::').toBe(text.replaceAll('"', ''));
  });

  it.each([
    'CB-10004', 'cb-10004', 'CB10004', 'CB 10004', 'CB–10004', 'CB—10004', 'CB‑10004', 'CB - 10004', 'CB-10004.', 'CB-10004?', '(CB-10004)',
    '#10004', 'CB-10004,', 'number:10004', 'case:CB-10004', 'number:"CB 10004"',
    '[CB-10004]', '<CB-10004>', '_CB-10004_', '\u200FCB-10004', 'CB_10004', 'cb-010004',
    'CB:10004', 'CB#10004', 'CB/10004', 'case CB-10004', 'Case number #10004',
  ])('finds exactly the case for %s', (text) => {
    expect(parse(text)).toEqual({ ...everyCase(20), filters: [{ field: 'number', operator: 'any-of', value: [10004], negated: false }] });
  }); // prettier-ignore

  it('finds a case by its bare number as well as texts with the number', () => {
    expect(parse('10004')).toMatchObject({ words: [{ kind: 'word', text: '10004' }], named: 10004, filters: [] });
    expect(parse('case 10004')).toMatchObject({ words: [{ text: 'case' }, { text: '10004' }], named: 10004, filters: [] });
    expect(parse('10004 status:new')).toMatchObject({ named: 10004 });
    expect(parse('"10004"')).toMatchObject({ words: [{ kind: 'phrase' }], named: null });
    expect(parse('room 10004').named).toBeNull();
    expect(parse('99999999999').named).toBeNull();
  });

  it('finds several cases by their numbers', () => {
    expect(read('CB-1 CB-2, CB-3')).toBe('number:CB-1,CB-2,CB-3');
    expect(read('number:1,2')).toBe('number:CB-1,CB-2');
  });

  it.each([
    ['CB-1 attendance report', 1, ['attendance', 'report']],
    ['cb 12: attendance', 12, ['attendance']],
    ['CB–10004 "grade book" -late', 10004, ['grade book', 'late']],
  ])('searches the feed of one case: %s', (text, number, terms) => {
    const search = parseSearch(text, defaultSettings);
    expect(search).toMatchObject({ kind: 'feed', number });
    expect(search.kind === 'feed' && search.terms.map((term) => term.text)).toEqual(terms);
    expect(parse(text).filters).toMatchObject([{ field: 'number', value: [number] }]);
  });

  it.each([
    'CB-1',
    'CB-1 CB-2',
    'CB-1 page:2',
    '10004 attendance',
    '"CB-1" attendance',
    'attendance CB-1',
    'CB-1 late status:new',
    'CB-1 CB-2 late',
  ])('searches cases, not a feed: %s', (text) => {
    expect(parseSearch(text, defaultSettings).kind).toBe('cases');
  });

  it.each([
    ['status:sideways', 'Unknown status “sideways”. Try open, New,'],
    ['status:pendign', 'Unknown status “pendign”. Did you mean Pending Customer Input?'],
    ['status:closd', 'Did you mean Closed?'],
    ['priority:urgent', 'Unknown priority “urgent”. Try Low, Medium, High or Critical.'],
    ['priority:hihg', 'Did you mean High?'],
    ['module:rockets', 'Unknown module “rockets”. Try Attendance,'],
    ['module:atendance', 'Did you mean Attendance?'],
    ['module:fees,rockets', 'Unknown module “rockets”.'],
    ['type:qestion', 'Unknown case type “qestion”. Did you mean Question?'],
    ['team:trainig', 'Did you mean Training?'],
    ['page:0', 'Unknown page “0”. Use a number from 1 to 999,999.'],
    ['page:-2', 'Unknown page “-2”.'],
    ['-page:2', "“page:” can't be excluded. Try page:2."],
    ['-sort:priority', "“sort:” can't be excluded. Try sort:priority."],
    ['status:,', '“status:” needs a value.'],
    [`status:${'new,'.repeat(201)}`, 'The status has too many values. Use at most 200.'],
    ['page:1000000', 'Unknown page “1000000”. Use a number from 1 to 999,999.'],
    ['size:41', 'Unknown page size “41”.'],
    ['sort:mood', "Can't sort by “mood”. Did you mean"],
    ['sort:hieght', "Can't sort by “hieght”. Try modified, number,"],
    ['from:someday', 'Unknown date “someday”.'],
    ['modified:2026-02-30', 'Unknown date “2026-02-30”.'],
    ['opened:2026-13', 'Unknown date “2026-13”.'],
    ['opened:1/1/0026', 'Unknown date “1/1/0026”.'],
    ['from:<2026-11-24', 'Unknown date “<2026-11-24”. Try from:2026-11-24'],
    ['to:>=2026-11-24', 'Unknown date “>=2026-11-24”. Try to:2026-11-24'],
    ['from:2026-11-01..2026-11-24', 'Unknown date “2026-11-01..2026-11-24”. Try from:'],
    ['opened:today,yesterday', '“opened:” takes one value. Try opened:2026-11-01..2026-11-24.'],
    ['has:incident,defect', '“has:” takes one value. Try has:incident has:defect.'],
    ['is:open,mine', '“is:” takes one value. Try is:open is:mine.'],
    ['is:open,x', '“is:” takes one value. Try is:open is:mine.'],
    ["contact:'", '“contact:” needs a value.'],
    ['opened:2026-11-01..soon', 'Unknown date “2026-11-01..soon”.'],
    ['number:CB-x', 'Unknown case number “CB-x”.'],
    ['number:99999999999', 'Unknown case number'],
    ['defect:4711', 'Unknown development issue number “4711”. It looks like DEV-4711.'],
    ['sla:broken', 'Unknown SLA state “broken”. Try breached,'],
    ['is:opne', 'Unknown filter “is:opne”. Did you mean is:open?'],
    ['has:wings', 'Unknown filter “has:wings”. Try has:file,'],
    ['subject:', '“subject:” needs a value. For example: subject:"grade book".'],
    ['subject:""', '“subject:” needs a value.'],
    ['district:', '“district:” needs a value.'],
    ['sort:', '“sort:” needs a value.'],
    [`subject:"${'x'.repeat(256)}"`, 'The subject is too long.'],
    ['subject:x '.repeat(21), 'This search has too many filters.'],
  ])('explains what is wrong with %s', (text, message) => {
    expect(mistake(text)).toContain(`bad-search: `);
    expect(mistake(text)).toContain(message);
  });

  it('takes filters that cannot be one for text in a pasted message', () => {
    const message = 'Error, status: 500\nmodule: undefined at page:0 of type:error in sort:fast case: the';
    expect(parse(message).filters).toEqual([]);
    expect(words(message)).toEqual(['Error,', 'status: 500', 'module: undefined', 'at', 'page:0', 'of', 'type:error', 'in', 'sort:fast', 'case: the']); // prettier-ignore
    expect(words('Error, status: 500')).toEqual(['Error,', 'status: 500']);
    expect(words('a b c d e f g h i j -k subject: late')).toContain('subject: late');
    expect(parse('a b c d e f g h i j -k').words.at(-1)).toMatchObject({ text: 'k', negated: false });
  });

  it('searches for the first words of a text of any length, and says that it left some out', () => {
    const long = Array.from({ length: 3000 }, (_, n) => `word${n}`).join(' ');
    expect(parse(long)).toMatchObject({ shortened: true });
    expect(parse(long).words).toHaveLength(40);
    expect(formatQuery(parse(long)).length).toBeLessThan(1900);
    expect(parse('one two').shortened).toBe(false);
    expect(parse('x'.repeat(10_000)).words).toMatchObject([{ text: 'x'.repeat(100), prefix: true }]);
    expect(formatQuery(parse(`"${'long phrase '.repeat(500)}"`)).length).toBeLessThan(1900);
  });

  it('looks for signs in the subject', () => {
    expect(read('%')).toBe('subject:"%"');
    expect(read('???')).toBe('subject:"???"');
    expect(read('grade %')).toBe('grade');
    expect(read('"')).toBe('');
  });

  it('is read in time that grows with its length', () => {
    // a search that looks at each letter once per letter would take minutes
    expect(parse('x'.repeat(300_000)).words).toHaveLength(1);
    expect(parse(`x${' \n'.repeat(150_000)}`).words).toHaveLength(1);
    expect(parse(`1${')'.repeat(100_000)}x`).words).toHaveLength(1);
    expect(parse('a b '.repeat(20_000)).words).toHaveLength(2);
    expect(parse(`${'a-'.repeat(30_000)}b`).words).toHaveLength(1);
    expect(parse('学生成绩单打不开'.repeat(5000)).words).toHaveLength(1);
  });

  it('takes the last word for the beginning of one while somebody types', () => {
    const typed = (text: string) => parseQuery(text, defaultSettings, { typing: true }).words.map(({ prefix }) => prefix);
    expect(typed('grade bo')).toEqual([false, true]);
    expect(typed('"grade bo"')).toEqual([false]);
    expect(typed('grade -bo')).toEqual([false, false]);
    expect(parse('grade bo').words.some(({ prefix }) => prefix)).toBe(false);
  });
});

const someOf = <T>(values: readonly T[]) => fc.subarray([...values], { minLength: 1 });
const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((value) => value.trim() !== '' && !/["“”„«»‟″＂]/.test(value)); // prettier-ignore
const day = fc.constantFrom('2026-11-24', '2026-11', '2025', 'today', 'yesterday', 'last-week', 'this-month');
const days = fc.oneof(
  fc.record({ from: day, to: fc.constant(null) }),
  fc.record({ from: fc.constant(null), to: day }),
  fc.record({ from: day, to: day }),
  fc.constantFrom(
    { from: '7d', to: null },
    { from: null, to: '24h' },
    { from: '>2026-11-24', to: null },
    { from: null, to: '<today' },
  ),
);
const anyOf = <F extends string, V>(field: F, value: fc.Arbitrary<V>) => fc.record({ field: fc.constant(field), operator: fc.constant('any-of'), value, negated: fc.boolean() }); // prettier-ignore
const filters = fc.oneof(
  fc.record({
    field: fc.constantFrom('subject', 'contact', 'account', 'advisor', 'incident'),
    operator: fc.constantFrom('equals', 'starts-with', 'ends-with', 'contains'),
    value: text.filter((value) => !value.trim().startsWith('@') && foldText(value) !== ''),
    negated: fc.boolean(),
  }),
  anyOf('number', fc.uniqueArray(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 3 })),
  anyOf('status', someOf(statuses)),
  anyOf('priority', someOf(priorities)),
  anyOf('module', someOf(defaultSettings.modules)),
  anyOf('type', someOf(defaultSettings.caseTypes)),
  anyOf('team', someOf(defaultSettings.escalationTeams)),
  anyOf('sla', someOf(slaFilters)),
  anyOf('defect', fc.constantFrom(['DEV-1'], ['DEV-1', 'OPS-22'])),
  fc.record({ field: fc.constantFrom('modified', 'opened', 'closed'), operator: fc.constant('within'), value: days, negated: fc.boolean() }),
  fc.record({ field: fc.constant('has'), operator: fc.constant('equals'), value: fc.constantFrom(...hasFilters), negated: fc.boolean() }),
  fc.record({ field: fc.constant('is'), operator: fc.constant('equals'), value: fc.constantFrom(...isFilters), negated: fc.boolean() }),
) as unknown as fc.Arbitrary<Filter>; // prettier-ignore
const phrases = fc.record({ kind: fc.constant('phrase' as const), text: text.filter((value) => /[a-z]/i.test(value)), negated: fc.boolean(), prefix: fc.constant(false) }); // prettier-ignore
const sorts = fc
  .record({ by: fc.constantFrom(...sortColumns), dir: fc.constantFrom('asc' as const, 'desc' as const) })
  .filter(({ by, dir }) => by !== 'relevance' || dir === 'desc');

describe('the text of a search', () => {
  it('repeats every search', () => {
    const queries = fc.record({
      words: fc.uniqueArray(phrases, { maxLength: 5, selector: (term) => term.text.toLowerCase() }),
      named: fc.constant(null),
      filters: fc.array(filters, { maxLength: 6 }),
      sort: sorts,
      page: fc.integer({ min: 1, max: 999_999 }),
      pageSize: fc.integer({ min: 1, max: 40 }),
      asTable: fc.boolean(),
      shortened: fc.constant(false),
    });
    fc.assert(
      fc.property(queries, (query) => {
        expect(parse(formatQuery(query))).toEqual(query);
      }),
      { numRuns: 1000 },
    );
  });

  it('repeats whatever was typed', () => {
    const pieces = fc.oneof(
      text,
      fc.constantFrom('status:', 'status:pending', 'is:open', '-', '"', '“late bus”', 'page:2', 'CB-1', '10004', 'module:grade book', 'subject:!^"a', 'x*', 'from:today', ',', ':', '\n', "can't"),
    ); // prettier-ignore
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 14 }), (typed) => {
        let query: CaseQuery;
        try {
          query = parse(typed.join(' '));
        } catch (error) {
          expect(error).toBeInstanceOf(CaseError);
          return;
        }
        const again = parse(formatQuery(query));
        expect(again.words).toEqual(query.words);
        expect(again.filters).toEqual(query.filters);
        expect(formatQuery(again)).toBe(formatQuery(query));
      }),
      { numRuns: 1000 },
    );
  });

  it.each(pageSizes)('has room for the page size %s in the value of a button', (pageSize) => {
    expect(parse(formatQuery({ ...everyCase(20), pageSize })).pageSize).toBe(pageSize);
  });
});
