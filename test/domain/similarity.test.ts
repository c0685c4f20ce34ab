import { describe, expect, it } from 'vitest';
import { aboutWords, overlap, similarityFloor, stemsIn, weighWords } from '../../src/domain/search/similarity.ts';

describe('words that two cases share', () => {
  const weigh = (having: number, cases: number) =>
    weighWords(new Map([['gpa', 1]]), new Map([['gpa', having]]), cases).get('gpa') ?? 0;

  it('count more the fewer cases have them', () => {
    expect(weigh(2, 1000)).toBeGreaterThan(weigh(20, 1000));
    expect(weigh(1000, 1000)).toBeLessThan(0.01);
  });

  it('count more when they are in the subject, and stop words not at all', () => {
    const words = aboutWords({ subject: 'The transcripts', description: 'They are missing credits.' });
    expect(words.get('transcript')).toBeGreaterThan(words.get('credit') ?? 0);
    expect([...words.keys()]).not.toContain('the');
  });

  it('count little in a new installation when most of its few cases have them', () => {
    expect(weigh(6, 6)).toBeLessThan(1);
    expect(weigh(1, 6)).toBeGreaterThan(4);
  });

  it('must be more the more cases there are, because some are shared by chance', () => {
    expect(similarityFloor(1_000_000)).toBeGreaterThan(similarityFloor(1000));
    expect(similarityFloor(3)).toBe(similarityFloor(500));
  });

  it('are compared by their stems', () => {
    expect(overlap(new Map([['grade', 2], ['lost', 1]]), stemsIn('Grades are gone'))).toBe(2); // prettier-ignore
  });
});
