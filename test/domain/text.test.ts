// Case numbers, statuses, priorities, notes and reasons as people type them.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatCaseNumber, parseCaseNumber } from '../../src/domain/case-number.ts';
import { closeReasonsFor, parseCloseReason } from '../../src/domain/close-reason.ts';
import { asNote } from '../../src/domain/note.ts';
import type { Person } from '../../src/domain/person.ts';
import { prioritiesMatching } from '../../src/domain/priority.ts';
import { statuses, statusesMatching, statusLabel } from '../../src/domain/status.ts';

const ada: Person = { kind: 'contact', id: 1, name: 'Ada', email: 'a@x.org', accountId: 1, contactType: 'support' };
const max: Person = { kind: 'advisor', id: 2, name: 'Max', email: 'm@x.org', lead: false, team: null };

describe('case numbers', () => {
  it('read back every number they write', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2_147_483_647 }), (number) => parseCaseNumber(formatCaseNumber(number)) === number),
    );
  });

  it.each([
    ['cb-12', 12],
    ['CB12', 12],
    ['#12', 12],
    [' 12 ', 12],
    ['CB-0', null],
    ['CB-', null],
    ['CB-1x', null],
    ['', null],
    ['CB-9999999999', null],
    ['-1', null],
    ['1e3', null],
  ])('read %j', (text, number) => {
    expect(parseCaseNumber(text)).toBe(number);
  });
});

describe('statuses and priorities', () => {
  it('are found by the beginning of their names', () => {
    expect(statusesMatching('pending')).toEqual(['PendingCustomerInput', 'PendingCustomerVerification']);
    expect(statusesMatching('Assigned')).toEqual(['Assigned', 'AssignedToDevelopment']);
    expect(statusesMatching('assist req')).toEqual(['AssistRequest']);
    expect(statusesMatching('')).toEqual([]);
    expect(statusesMatching('gone')).toEqual([]);
    expect(prioritiesMatching('crit')).toEqual(['Critical']);
    expect(prioritiesMatching(' ')).toEqual([]);
    for (const status of statuses) expect(statusesMatching(statusLabel(status))).toContain(status);
  });
});

describe('internal notes', () => {
  const unseen = ['\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u200f', '\u202e', '\u2066', '\u00a0', '\u3000', '\u3164', '\u2800', '\t', '\n', ' ', '\u180e', '\ufe0f', '&#x20;', '&nbsp;']; // prettier-ignore

  it.each(unseen.map((char) => [JSON.stringify(char), char]))(
    'are recognized with %s before or between the slashes',
    (_name, char) => {
      expect(asNote(`${char}// secret`)).toBe('secret');
      expect(asNote(`${char}${char}/${char}/ secret`)).toBe('secret');
    },
  );

  it('are recognized with any number of invisible characters', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...unseen)),
        fc.array(fc.constantFrom(...unseen)),
        (before, between) => asNote(`${before.join('')}/${between.join('')}/x`) === 'x',
      ),
    );
  });

  it.each([
    ['**// bold**', '**bold**'],
    ['_// x_', '_x_'],
    ['//', ''],
    ['///', '/'],
  ])('are recognized in %s', (text, note) => {
    expect(asNote(text)).toBe(note);
  });

  it.each(['', 'x // y', 'https://x.org', '/ x', 'a//b', '&amp;// x', '\\', '&#x2F;/'])('are not recognized in %j', (text) => {
    expect(asNote(text)).toBeNull();
  });

  it('are decided in a moment even for a very long text', () => {
    expect(asNote(`${'\u200b'.repeat(200_000)}x`)).toBeNull();
    expect(asNote(`${'&#x20;'.repeat(50_000)}x`)).toBeNull();
  });
});

describe('reasons for closing', () => {
  it('are two for a contact and all of them for an advisor', () => {
    expect(closeReasonsFor(ada)).toEqual(['Resolved', 'Withdrawn']);
    expect(closeReasonsFor(max)).toEqual(['Resolved', 'No response', 'Withdrawn', 'Duplicate', 'Not supported']);
  });

  it.each([
    [ada, 'resolved', 'Resolved'],
    [max, 'Duplicate of cb-12', 'Duplicate of CB-12'],
    [max, 'not supported', 'Not supported'],
  ])('are read for %o: %s', (actor, text, reason) => {
    expect(parseCloseReason(actor, text)).toBe(reason);
  });

  it.each([
    [ada, 'No response', 'reason'],
    [ada, 'Duplicate of CB-12', 'reason'],
    [max, 'Duplicate of nothing', 'duplicate-of'],
    [max, 'Duplicate', 'duplicate-of'],
    [max, '', 'reason'],
  ])('are refused for %o: %j', (actor, text, field) => {
    expect(() => parseCloseReason(actor, text)).toThrow(
      expect.objectContaining({ code: 'bad-reason', fields: { [field]: expect.any(String) as string } }) as Error,
    );
  });
});
