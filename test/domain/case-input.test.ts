import { describe, expect, it } from 'vitest';
import { CaseError } from '../../src/domain/case-error.ts';
import { parseCaseDetails, parseNewCase } from '../../src/domain/case-input.ts';
import { defaultSettings } from '../../src/domain/settings.ts';

const today = '2026-11-24';
const good = { subject: 'A subject', description: 'What happens', module: 'Fees', caseType: 'Question', priority: 'Medium' };
const issue = {
  ...good,
  caseType: 'Application Issue',
  replicationSteps: 'a',
  expected: 'b',
  actual: 'c',
  environment: 'Production',
  impact: 'd',
};

function mistakes(values: Record<string, string>): Record<string, string> {
  try {
    parseNewCase(values, defaultSettings, today);
  } catch (error) {
    if (error instanceof CaseError) return { ...error.fields };
    throw error;
  }
  return {};
}

describe('a new case', () => {
  it('is read as typed, without white space at the edges, with null for fields that were not shown', () => {
    expect(parseNewCase({ ...good, subject: '  A \n subject 😀 שלום ', impact: '  ' }, defaultSettings, today)).toEqual({
      subject: 'A subject 😀 שלום',
      description: 'What happens',
      replicationSteps: null,
      expected: null,
      actual: null,
      environment: null,
      impact: null,
      priority: 'Medium',
      module: 'Fees',
      caseType: 'Question',
      dueDate: null,
      dueReason: null,
    });
  });

  it.each([
    ['nothing at all', {}, ['description', 'module', 'priority', 'subject']],
    ['a case type that is not configured', { ...good, caseType: 'Wish' }, ['caseType']],
    ['a subject nobody can see', { ...good, subject: '\u200b\u3164 ' }, ['subject']],
    ['a subject of 256 characters', { ...good, subject: 'x'.repeat(256) }, ['subject']],
    ['a description of 10,001 characters', { ...good, description: 'x'.repeat(10_001) }, ['description']],
    ['a module that is not configured', { ...good, module: 'Rockets' }, ['module']],
    ['an unknown priority', { ...good, priority: 'medium' }, ['priority']],
    [
      'an Application Issue without its answers',
      { ...good, caseType: 'Application Issue' },
      ['actual', 'environment', 'expected', 'impact', 'replicationSteps'],
    ],
    ['an unknown environment', { ...issue, environment: 'Moon' }, ['environment']],
    ['a due date without its reason', { ...good, dueDate: '2026-12-01' }, ['dueReason']],
    ['a reason without its date', { ...good, dueReason: 'Because' }, ['dueDate']],
    ['a due date in the past', { ...good, dueDate: '2026-11-23', dueReason: 'x' }, ['dueDate']],
    ['a due date that does not exist', { ...good, dueDate: '2026-02-30', dueReason: 'x' }, ['dueDate']],
  ])('is refused with a message for its field: %s', (_name, values, fields) => {
    expect(Object.keys(mistakes(values as unknown as Record<string, string>)).sort()).toEqual(fields);
  });

  it.each([
    ['the longest of everything', { ...good, subject: 'x'.repeat(255), description: 'x'.repeat(10_000) }],
    ['an Application Issue with all its answers', issue],
    ['due today', { ...good, dueDate: today, dueReason: 'The state wants it.' }],
    ['a critical Application Issue without its answers', { ...good, caseType: 'Application Issue', priority: 'Critical' }],
  ])('is accepted: %s', (_name, values) => {
    expect(mistakes(values)).toEqual({});
  });

  it('gets the usual type when nobody asked for one', () => {
    const { caseType: _, ...four } = good;
    expect(parseNewCase(four, defaultSettings, today).caseType).toBe('Question');
    const settings = { ...defaultSettings, caseTypes: ['Modify Support Contacts', 'Application Issue'] };
    expect(parseNewCase(four, settings, today)).toMatchObject({ caseType: 'Application Issue', replicationSteps: null });
  });
});

describe('details that are added later', () => {
  it('are all optional', () => {
    const nothing = { replicationSteps: null, expected: null, actual: null, environment: null, impact: null };
    expect(parseCaseDetails({}, defaultSettings, today)).toEqual({ ...nothing, dueDate: null, dueReason: null });
    const some = { caseType: 'Application Issue', expected: ' One charge ' };
    expect(parseCaseDetails(some, defaultSettings, today)).toMatchObject({ ...some, expected: 'One charge', actual: null });
  });

  it('are refused with a message for each wrong field', () => {
    const wrong = { caseType: 'Wish', impact: 'x'.repeat(10_001), dueDate: '2026-12-01' };
    let fields: Readonly<Record<string, string>> = {};
    try {
      parseCaseDetails(wrong, defaultSettings, today);
    } catch (error) {
      if (error instanceof CaseError) fields = error.fields ?? {};
    }
    expect(Object.keys(fields).sort()).toEqual(['caseType', 'dueReason', 'impact']);
  });
});
