// The weekly reports of the configuration file: statistics that are posted to channels of the support organization.
import { z } from 'zod';
import type { ReportSetting } from '../domain/settings.ts';
import { statsSplits } from '../domain/stats/stats-report.ts';
import { timeZoneMistake } from '../domain/time-zone.ts';

const text = z.string().trim().min(1, 'must not be empty');
const platforms = ['slack', 'teams'] as const;
const slackIds = { workspace: [/^[TE][A-Z0-9]+$/, 'T0CAMPUS'], id: [/^[CG][A-Z0-9]+$/, 'C0LEADS'] } as const;

const channel = z
  .strictObject({ platform: z.enum(platforms, 'must be slack or teams'), workspace: text, id: text })
  .superRefine((given, context) => {
    if (given.platform !== 'slack') return;
    for (const key of ['workspace', 'id'] as const) {
      const [pattern, example] = slackIds[key];
      if (pattern.test(given[key])) continue;
      context.issues.push({
        code: 'custom',
        path: [key],
        input: given[key],
        message: `must be an ID such as ${example}, not a name`,
      });
    }
  });

/** An IANA zone. */
export const zone = text.superRefine((value, context) => {
  const message = timeZoneMistake(value);
  if (message !== null) context.issues.push({ code: 'custom', input: value, message });
});

/** Says which reports are posted nowhere, because their platform is off. @param on the platforms that are on */
export function reportNotes(reports: readonly ReportSetting[], on: Record<'slack' | 'teams', boolean>): string[] {
  const names = { slack: 'Slack', teams: 'Teams' };
  return reports
    .filter(({ channel }) => !on[channel.platform])
    .map(({ channel: { platform, channelId } }) => `${names[platform]} is off: the weekly report for ${channelId} is not posted`);
}

/**
 * Reads `reports`: a list of channels with the day and time of their report.
 * @param day reads a day of the week @param time reads a time of day
 */
export function reportsOf(day: z.ZodType<ReportSetting['weekday']>, time: z.ZodType<string>) {
  const report = z
    .strictObject({
      channel,
      weekday: day.default('mon'),
      time: time.default('08:00'),
      timezone: zone,
      split: z.enum(statsSplits, `must be one of ${statsSplits.join(', ')}`).optional(),
    })
    .transform(({ channel: { platform, workspace, id }, split, ...given }): ReportSetting => ({
      ...given,
      channel: { platform, workspaceId: workspace, channelId: id },
      split: split ?? null,
    }));
  return z
    .array(report, 'must be a list')
    .min(1, 'must not be empty')
    .refine((all) => new Set(all.map((one) => JSON.stringify(one))).size === all.length, 'lists the same report twice');
}
