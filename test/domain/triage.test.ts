import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { priorities } from '../../src/domain/priority.ts';
import {
  answers,
  questions,
  readAnswers,
  readTriage,
  rules,
  suggestPriority,
  triageTable,
  type Answers,
} from '../../src/domain/triage.ts';

const harmless: Answers = {
  disruption: 'none',
  blocked: 'no',
  workaround: 'yes',
  schools: 'one school',
  users: 'one',
  regression: 'no',
};
const worst: Answers = {
  disruption: 'stopped',
  blocked: 'yes',
  workaround: 'none',
  schools: 'several districts',
  users: 'many',
  regression: 'yes',
};

describe('the table', () => {
  it.each([
    ['Low', {}, ['Nothing calls for a higher priority.']],
    ['Low', { workaround: 'none', users: 'many' }, ['Nothing calls for a higher priority.']],
    ['Medium', { disruption: 'minor' }, ['Work is disrupted.']],
    ['Medium', { blocked: 'yes' }, ['Daily functions are blocked.']],
    ['Medium', { regression: 'yes' }, ['It worked before (a regression).']],
    ['Medium', { workaround: 'none', schools: 'several schools' }, ['Several schools are affected and there is no workaround.']],
    ['Medium', { disruption: 'major' }, ['Work is disrupted.']],
    ['High', { disruption: 'stopped' }, ['Work has stopped.']],
    ['High', { blocked: 'yes', workaround: 'partial' }, ['Daily functions are blocked and any workaround is only partial.']],
    [
      'High',
      { disruption: 'major', regression: 'yes' },
      ['The disruption is major and it worked before (a serious regression).'],
    ],
    ['High', { disruption: 'major', workaround: 'none' }, ['The disruption is major and there is no workaround.']],
    ['High', { disruption: 'major', users: 'many' }, ['The disruption is major for many users.']],
    ['High', { disruption: 'major', schools: 'several districts' }, ['The disruption is major in several districts.']],
    ['Critical', { disruption: 'stopped', workaround: 'none' }, ['Work has stopped and there is no workaround.']],
    ['Critical', { disruption: 'stopped', users: 'many' }, ['Work has stopped for many users.']],
    [
      'Critical',
      { blocked: 'yes', workaround: 'none', users: 'many' },
      ['Daily functions are blocked for many users and there is no workaround.'],
    ],
    [
      'Critical',
      { blocked: 'yes', workaround: 'none', schools: 'several districts' },
      ['Daily functions are blocked in several districts and there is no workaround.'],
    ],
  ] as const)('suggests %s for %j', (priority, over, reasons) => {
    expect(suggestPriority({ ...harmless, ...over })).toEqual({ priority, reasons });
  });

  it('gives every reason for the highest priority', () => {
    expect(suggestPriority(worst)).toEqual({
      priority: 'Critical',
      reasons: rules.filter(({ priority }) => priority === 'Critical').map(({ because }) => because),
    });
  });

  it('is shown completely, the most urgent priority first', () => {
    const table = triageTable();
    expect(table.map(({ priority }) => priority)).toEqual(['Critical', 'High', 'Medium', 'Low']);
    expect(table.flatMap(({ reasons }) => reasons)).toEqual([...rules.map(({ because }) => because), 'Everything else.']);
  });

  it('never lowers the suggestion for a worse answer', () => {
    const given = fc.record({
      disruption: fc.constantFrom(...answers.disruption),
      blocked: fc.constantFrom(...answers.blocked),
      workaround: fc.constantFrom(...answers.workaround),
      schools: fc.constantFrom(...answers.schools),
      users: fc.constantFrom(...answers.users),
      regression: fc.constantFrom(...answers.regression),
    });
    const rank = (one: Answers): number => priorities.indexOf(suggestPriority(one).priority);
    fc.assert(
      fc.property(given, fc.constantFrom(...questions), (before, question) => {
        const order: readonly string[] = answers[question];
        const worse = order[order.indexOf(before[question]) + 1] ?? before[question];
        expect(rank({ ...before, [question]: worse })).toBeGreaterThanOrEqual(rank(before));
      }),
    );
  });
});

describe('the answers', () => {
  it('are read, or the unanswered questions are returned', () => {
    expect(readAnswers({ ...worst, priority: 'High' })).toEqual(worst);
    expect(readAnswers({ ...worst, users: 'all', blocked: '' })).toEqual(['blocked', 'users']);
  });

  it('are stored and read back', () => {
    const triage = {
      answers: worst,
      suggested: 'Critical',
      chosen: 'High',
      why: 'A test site.',
      by: 'Max Reyes',
      at: new Date(0),
    };
    expect(readTriage(JSON.parse(JSON.stringify(triage)))).toEqual(triage);
    expect(readTriage(null)).toBeNull();
  });
});
