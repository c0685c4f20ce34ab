import { describe, expect, it } from 'vitest';
import type { ReportSetting } from '../../../src/domain/settings.ts';
import { latestDue, reportKey, reportSpan } from '../../../src/domain/stats/report-schedule.ts';

const setting = (over: Partial<ReportSetting> = {}): ReportSetting => ({
  channel: { platform: 'slack', workspaceId: 'T0CAMPUS', channelId: 'C0LEADS' },
  weekday: 'mon',
  time: '08:00',
  timezone: 'America/Chicago',
  split: null,
  ...over,
});
const due = (now: string, over?: Partial<ReportSetting>) => latestDue(setting(over), new Date(now)).toISOString();

describe('a weekly report', () => {
  it('is due at its time of day, whatever the clocks did since the last one', () => {
    expect(due('2026-11-02T13:59:00Z')).toBe('2026-10-26T13:00:00.000Z');
    expect(due('2026-11-02T14:00:00Z')).toBe('2026-11-02T14:00:00.000Z');
    expect(due('2026-11-08T23:00:00Z')).toBe('2026-11-02T14:00:00.000Z');
    expect(due('2026-11-02T14:00:00Z', { timezone: 'America/New_York' })).toBe('2026-11-02T13:00:00.000Z');
  });

  it('is due once at a time that the clocks skip or repeat', () => {
    const skipped = { weekday: 'sun', time: '02:30' } as const;
    expect(due('2026-03-08T12:00:00Z', skipped)).toBe('2026-03-08T08:30:00.000Z');
    const repeated = { weekday: 'sun', time: '01:30' } as const;
    expect(due('2026-11-01T06:30:00Z', repeated)).toBe('2026-11-01T06:30:00.000Z');
    expect(due('2026-11-01T07:30:00Z', repeated)).toBe('2026-11-01T06:30:00.000Z');
  });

  it('covers the seven days before its day', () => {
    const { from, until, before } = reportSpan(new Date('2026-11-02T14:00:00Z'), 'America/Chicago');
    expect([from, until, before.from, before.until].map((at) => at.toISOString())).toEqual([
      '2026-10-26T05:00:00.000Z',
      '2026-11-02T06:00:00.000Z',
      '2026-10-19T05:00:00.000Z',
      '2026-10-26T05:00:00.000Z',
    ]);
  });

  it('differs from the other reports of its channel', () => {
    const at = new Date('2026-11-02T14:00:00Z');
    const keys = [{}, { split: 'account' as const }, { time: '09:00' }].map((over) => reportKey(setting(over), at));
    expect(new Set(keys).size).toBe(3);
  });
});
