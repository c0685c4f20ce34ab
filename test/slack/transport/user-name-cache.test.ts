import { expect, test, vi } from 'vitest';
import { createUserNameCache } from '../../../src/slack/transport/user-name-cache.ts';
import type { Clients } from '../../../src/slack/transport/clients.ts';

test('a name that another process heard has changed is looked up again after a while', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    let name: string | Error = 'Ada Park';
    let calls = 0;
    const info = async () => {
      calls += 1;
      if (name instanceof Error) throw name;
      return { user: { name } };
    };
    const names = createUserNameCache({ of: async () => ({ users: { info } }) } as unknown as Clients);
    const shown = async () => (await names.of('T1', ['U1']))('U1');
    expect([await shown(), await shown(), calls]).toEqual(['Ada Park', 'Ada Park', 1]);
    name = 'Ada Moss';
    vi.advanceTimersByTime(15 * 60_000 + 1);
    expect([await shown(), await shown(), calls]).toEqual(['Ada Moss', 'Ada Moss', 2]);
    name = new Error('ratelimited');
    vi.advanceTimersByTime(15 * 60_000 + 1);
    expect(await shown()).toBe('Ada Moss');
  } finally {
    vi.useRealTimers();
  }
});
