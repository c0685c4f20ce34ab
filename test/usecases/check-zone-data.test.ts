import { expect } from 'vitest';
import { outdatedZones } from '../../src/domain/zone-data.ts';
import { checkZoneData } from '../../src/usecases/check-zone-data.ts';
import { test } from './fixtures.ts';

test('names the accounts whose times this Node.js gets wrong, and nothing else', async ({ db, world }) => {
  expect(await checkZoneData(world.services)).toEqual([]);
  await db.prisma.account.update({ where: { key: 'plainview' }, data: { timezone: 'America/Vancouver' } });
  const isCurrent = outdatedZones(['America/Vancouver']).length === 0;
  const warning =
    /^times in America\/Vancouver are an hour off for plainview: British Columbia .* Upgrade to a Node\.js with 2026b or newer/;
  expect(await checkZoneData(world.services)).toEqual(isCurrent ? [] : [expect.stringMatching(warning)]);
});

test('names the accounts whose zone ignores daylight saving time, as older versions accepted it', async ({ db, world }) => {
  await db.prisma.account.updateMany({ data: { timezone: 'America/Chicago' } });
  await db.prisma.account.update({ where: { key: 'rivertown' }, data: { timezone: 'EST' } });
  expect(await checkZoneData(world.services)).toEqual([
    'the time zone of rivertown must name a region and a city: use America/New_York instead of EST. Correct it in the directory and import it again',
  ]);
});
