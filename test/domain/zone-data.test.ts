import { describe, expect, it } from 'vitest';
import { startOfBusinessDay } from '../../src/domain/business-time.ts';
import { changedZones, outdatedZones, type ChangedZone } from '../../src/domain/zone-data.ts';

const names = changedZones.flatMap((change) => change.names);
const isCurrent = outdatedZones(names).length === 0;
if (!isCurrent) console.log(`Skipped: times in Vancouver and Edmonton need newer zone data than ${process.versions.tz}.`);

describe('zone data', () => {
  const berlin: ChangedZone = { names: ['Europe/Berlin'], change: '', release: '1980a', at: '2027-07-01T00:00:00Z', offset: 120 };

  it('is current where the runtime agrees with the rule', () => {
    expect(outdatedZones(['Europe/Berlin'], [berlin])).toEqual([]);
  });

  it('is outdated where it disagrees, for zones in use only', () => {
    const abolished = { ...berlin, offset: 60 };
    expect(outdatedZones(['Europe/Berlin', 'America/Chicago'], [abolished])).toEqual([abolished]);
    expect(outdatedZones(['America/Chicago'], [abolished])).toEqual([]);
    expect(outdatedZones(['europe/berlin'], [abolished])).toEqual([abolished]);
  });

  it('knows every zone of the table', () => {
    for (const timeZone of names) expect(() => new Intl.DateTimeFormat('en-US', { timeZone })).not.toThrow();
  });

  it.skipIf(!isCurrent)('starts business days in Vancouver and Edmonton an hour earlier than before 2026', () => {
    const hours = { days: ['mon', 'tue', 'wed', 'thu', 'fri'] as const, start: '08:00', end: '17:00' };
    const start = (timezone: string) =>
      startOfBusinessDay({ timezone, holidays: null, closed: [], hours }, new Date('2026-11-30T20:00:00Z'), 1).toISOString();
    expect(start('America/Vancouver')).toBe('2026-12-01T15:00:00.000Z');
    expect(start('America/Edmonton')).toBe('2026-12-01T14:00:00.000Z');
  });
});
