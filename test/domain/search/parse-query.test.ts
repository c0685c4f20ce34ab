import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { caseQuery, formatQuery, parseQuery, type CaseQuery } from '../../src/domain/case-query.ts';
import { defaultSettings } from '../../src/domain/settings.ts';

const parse = (text: string): CaseQuery => parseQuery(text, defaultSettings);

describe('a search', () => {
  it('reads words and filters in any order', () => {
    expect(parse('/ubrücke subject:"grade book" status:pending late module:attend sort:priority page:2')).toMatchObject({
      words: ['/ubrücke', 'late'],
      filters: [
        { field: 'subject', op: 'contains', value: 'grade book' },
        { field: 'status', op: 'starts-with', value: 'pending' },
        { field: 'module', op: 'equals', value: 'Attendance' },
      ],
      sort: { by: 'priority', dir: 'desc' },
      page: 2,
      pageSize: 20,
    });
  });

  it.each([
    ['subject:"=x"', 'equals'],
    ['subject:!="x"', 'not-equals'],
    ['subject:^x', 'starts-with'],
    ['subject:$x', 'ends-with'],
    ['subject:~x', 'contains'],
    ['subject:!~x', 'not-contains'],
    ['subject:“x”', 'contains'],
  ])('reads the operator of %s as %s', (text, op) => {
    expect(parse(text).filters).toEqual([{ field: 'subject', op, value: 'x' }]);
  });

  it.each([
    ['status:sideways', 'Unknown status “sideways”.'],
    ['priority:urgent', 'Unknown priority “urgent”.'],
    ['module:rockets', 'Unknown module “rockets”.'],
    ['colour:red', "You can't filter by “colour:”."],
    ['page:0', 'Unknown page “0”.'],
    ['size:41', 'Unknown page size “41”.'],
    ['sort:mood', "Can't sort by “mood”."],
    ['from:yesterday', 'Unknown date “yesterday”.'],
    ['number:CB-x', 'Unknown case number “CB-x”.'],
    ['subject:""', '“subject:” needs a value.'],
    ['a b c d e f g h i j k', 'This search is too long.'],
    ['x'.repeat(101), 'This search is too long.'],
  ])('explains what is wrong with %s', (text, message) => {
    expect(() => parse(text)).toThrow(message);
  });

  it('reads back every search it writes', () => {
    const text = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
      .filter((value) => value.trim() !== '' && !/[“”„«»]/.test(value));
    const filters = fc.oneof(
      fc.record({
        field: fc.constantFrom('subject' as const, 'contact' as const, 'account' as const),
        op: fc.constantFrom(
          'equals' as const,
          'not-equals' as const,
          'starts-with' as const,
          'ends-with' as const,
          'contains' as const,
          'not-contains' as const,
        ),
        value: text,
      }),
      fc.constantFrom(
        { field: 'status' as const, op: 'starts-with' as const, value: 'pending' },
        { field: 'module' as const, op: 'equals' as const, value: 'Grade Book' },
        { field: 'number' as const, op: 'equals' as const, value: '10293' },
        { field: 'modified' as const, op: 'to' as const, value: '2026-11-24' },
      ),
    );
    const queries = fc.record({
      words: fc.array(text, { maxLength: 5 }),
      filters: fc.array(filters, { maxLength: 4 }),
      mine: fc.boolean(),
      open: fc.boolean(),
      sort: fc.record({
        by: fc.constantFrom('modified' as const, 'number' as const, 'subject' as const, 'account' as const),
        dir: fc.constantFrom('asc' as const, 'desc' as const),
      }),
      page: fc.integer({ min: 1, max: 999_999 }),
      pageSize: fc.integer({ min: 1, max: 40 }),
    });
    fc.assert(
      fc.property(queries, (query) => {
        expect(parse(formatQuery(caseQuery.parse(query)))).toEqual(query);
      }),
      { numRuns: 500 },
    );
  });
});
