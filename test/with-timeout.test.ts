import { describe, expect, it, vi } from 'vitest';
import { withTimeout } from '../src/with-timeout.ts';

const never = () => new Promise<string>(() => undefined);

describe('withTimeout', () => {
  it('returns the result of work that finishes in time', async () => {
    expect(await withTimeout(1_000, async () => 'done', () => 'late')).toBe('done'); // prettier-ignore
  });

  it('returns what onTimeout returns when the work takes too long', async () => {
    expect(await withTimeout(5, never, () => 'late')).toBe('late');
  });

  it('throws what onTimeout throws when the work takes too long', async () => {
    const refuse = (): never => {
      throw new Error('too late');
    };
    await expect(withTimeout(5, never, refuse)).rejects.toThrow('too late');
  });

  it('passes on the error of work that fails in time', async () => {
    await expect(withTimeout(1_000, () => Promise.reject(new Error('broken')), () => 'late')).rejects.toThrow('broken'); // prettier-ignore
  });

  it('leaves no timer behind when the work finishes', async () => {
    vi.useFakeTimers();
    try {
      await withTimeout(60_000, async () => 'done', () => 'late'); // prettier-ignore
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});
