import { expect, vi } from 'vitest';
import { storedAddresses } from '../../src/db/addresses.ts';
import { test } from '../fixtures.ts';

const channel = { platform: 'teams', workspaceId: 'tenant', channelId: '19:help' } as const;
const clock = { now: () => new Date('2026-11-28T12:00:00Z') };
const at = (serviceUrl: string) => ({ serviceUrl, kind: 'channel' }) as const;

test('follows within a minute what another process learned or erased', async ({ db }) => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const [here, there] = [storedAddresses(db, clock), storedAddresses(db, clock)];
    await here.remember(channel, at('https://old.example/'));
    await there.remember(channel, at('https://new.example/'));
    vi.advanceTimersByTime(60_001);
    expect(await here.find(channel)).toEqual(at('https://new.example/'));
    // Teams moved it back, and only one process heard of it
    await here.remember(channel, at('https://old.example/'));
    vi.advanceTimersByTime(60_001);
    await there.remember(channel, at('https://new.example/'));
    expect((await db.prisma.address.findMany()).map(({ serviceUrl }) => serviceUrl)).toEqual(
      Array<string>(2).fill('https://new.example/'),
    );
    await db.prisma.address.deleteMany();
    vi.advanceTimersByTime(60_001);
    expect(await here.find(channel)).toBeNull();
    await there.remember(channel, at('https://new.example/'));
    expect(await here.find({ ...channel, channelId: '' })).toMatchObject({ serviceUrl: 'https://new.example/' });
  } finally {
    vi.useRealTimers();
  }
});

test('writes nothing while it knows that an address is the same', async ({ db }) => {
  const addresses = storedAddresses(db, clock);
  await addresses.remember(channel, at('https://smba.example/'));
  await db.prisma.address.deleteMany();
  await addresses.remember(channel, at('https://smba.example/'));
  expect(await db.prisma.address.count()).toBe(0);
});
