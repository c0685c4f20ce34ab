// The YAML file that CASEBRIDGE_CONFIG names: how the process works at this organization. Every key is optional, and an unknown key
// is refused by name, so that a typo does not silently leave a default in force.
import { z } from 'zod';
import { maxPageSize } from '../domain/case-query.ts';
import { defaultSettings } from '../domain/settings.ts';
import type { Duration, Settings, SlaPriority } from '../domain/settings.ts';
import { reportsOf, zone } from './reports.ts';
import { trackersOf } from './trackers.ts';
import { YamlLines } from './yaml-lines.ts';

const text = z.string().trim().min(1, 'must not be empty');
const list = z
  .array(text, 'must be a list')
  .min(1, 'must not be empty')
  .refine((all) => new Set(all.map((one) => one.toLowerCase())).size === all.length, 'lists the same value twice');
const count = z.int('must be a whole number').min(1, 'must be 1 or more');
const countOrNone = z.int('must be a whole number').min(0, 'must be 0 or more');
const duration = z
  .string()
  .regex(/^[1-9]\d*(m|h|d|bd)$/, 'must be a duration such as 30m, 4h, 1d (calendar days) or 3bd (business days)')
  .transform((value) => value as Duration);
/** A short time, or `off`. */
const wait = z
  .string()
  .regex(/^([1-9]\d*[mh]|off)$/, 'must be in minutes or hours, such as 10m, or off')
  .transform((value) => (value === 'off' ? null : (value as Duration)));
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day such as "08:00"');
const webPage = z.url({ protocol: /^https?$/, error: 'must be a web address such as https://community.example' });
const emoji = text.max(60).refine(isEmoji);
const emojiList = z.union(
  [emoji.transform((one) => [one]), z.array(emoji)],
  'must be an emoji such as 👀, or :name: for one of your own, or a list of them',
);
const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
const weekday = z.enum(weekdays, `must be one of ${weekdays.join(', ')}`);
const target = z.strictObject({
  firstResponse: duration.optional(),
  nextUpdate: duration.optional(),
  resolution: duration.optional(),
  clock: z.enum(['always', 'business'], 'must be always or business').optional(),
});

const file = z.strictObject({
  brand: text.optional(),
  supportPhone: text.optional(),
  selfService: z.strictObject({ name: text, url: webPage }).optional(),
  pages: z.strictObject({ privacy: text, terms: text }).partial().optional(),
  modules: list.optional(),
  caseTypes: list.optional(),
  environments: list.optional(),
  businessHours: z
    .strictObject({
      days: z.array(weekday).min(1, 'must not be empty'),
      start: time,
      end: time,
    })
    .partial()
    .transform((hours) => ({ ...defaultSettings.businessHours, ...hours }))
    .refine(({ start, end }) => start < end, 'must end after it starts')
    .optional(),
  followUp: z
    .strictObject({ attempts: z.array(count).min(1, 'must not be empty'), closeAfter: count })
    .refine(({ attempts, closeAfter }) => [...attempts, closeAfter].every((day, i, all) => i === 0 || day > (all[i - 1] ?? 0)), {
      error: 'must increase: each attempt later than the one before, closeAfter later than the last attempt',
    })
    .optional(),
  reopenWithin: count.optional(),
  keep: z
    .strictObject({
      // a form may stay open for a day or two, and Slack repeats a request for an hour
      requests: count.min(3, 'must be 3 or more'),
      messages: count.min(30, 'must be 30 or more'),
      closedCases: count.min(30, 'must be 30 or more'),
      accessLog: count.min(30, 'must be 30 or more'),
      mail: count.min(30, 'must be 30 or more'),
      cases: count.min(30, 'must be 30 or more'),
      files: count.min(30, 'must be 30 or more'),
    })
    .partial()
    .optional(),
  sla: z.strictObject({ critical: target, high: target, medium: target, low: target }).partial().optional(),
  defectSla: z.strictObject({ critical: duration, high: duration, medium: duration, low: duration }).partial().optional(),
  escalationTeams: list.optional(),
  attachments: z.strictObject({ maxFiles: count, maxMegabytes: count, mailMegabytes: countOrNone }).partial().optional(),
  search: z
    .strictObject({ pageSize: count.max(maxPageSize, `must be ${maxPageSize} or less`) })
    .partial()
    .optional(),
  reactions: z
    .strictObject({ claim: emojiList, resolve: emojiList })
    .partial()
    .transform((given) => ({ ...defaultSettings.reactions, ...given }))
    .refine(({ claim, resolve }) => !claim.some((one) => resolve.includes(one)), 'must not use one emoji for both')
    .optional(),
  mail: z
    .strictObject({
      joinWithin: wait,
      activeWithin: wait,
      inbound: z
        .strictObject({ newCases: z.boolean('must be true or false'), module: text })
        .partial()
        .transform((given) => ({ ...defaultSettings.mail.inbound, ...given })),
    })
    .partial()
    .optional(),
  onCall: z
    .strictObject({
      every: duration.refine((value) => /(m|h)$/.test(value), 'must be in minutes or hours, such as 15m'),
      timezone: zone,
    })
    .partial()
    .optional(),
  reports: reportsOf(weekday, time).optional(),
  trackers: trackersOf(duration).optional(),
  incidents: z
    .strictObject({
      cadence: z.strictObject({ critical: duration, major: duration, minor: duration }).partial(),
      cluster: z.strictObject({ accounts: count, within: duration }),
    })
    .partial()
    .optional(),
});

/** Whether a text is one emoji, or the name of one between colons. */
function isEmoji(value: string): boolean {
  const isOne = [...new Intl.Segmenter('en-US').segment(value)].length === 1;
  return /^:[^\s:]+:$/u.test(value) || (isOne && /\p{Extended_Pictographic}|\p{Regional_Indicator}|\u20E3/u.test(value));
}

/** The settings of a file, and values in it that may not be what was meant. */
export interface ReadSettings {
  settings: Settings;
  warnings: readonly Mistake[];
}

/** One mistake, with its line counted from 1. */
export interface Mistake {
  line: number;
  message: string;
}

/**
 * Reads the settings from the text of the file and fills in the defaults.
 * @returns the mistakes instead, if there are any: all of them, by line
 */
export function parseSettings(source: string): ReadSettings | readonly Mistake[] {
  const yaml = new YamlLines(source);
  if (yaml.errors.length > 0) return yaml.errors;
  const content = yaml.toJS();
  if (content === null || JSON.stringify(content) === '{}')
    return [{ line: 1, message: `the file is empty. Add a setting, or unset CASEBRIDGE_CONFIG` }];
  const parsed = file.safeParse(content);
  if (!parsed.success) return parsed.error.issues.flatMap((issue) => explain(yaml, issue)).sort((a, b) => a.line - b.line);
  return { settings: withDefaults(parsed.data), warnings: yaml.cutValues() };
}

function withDefaults(data: z.infer<typeof file>): Settings {
  const { attachments, keep, pages, search, mail, sla, defectSla, onCall, incidents, ...given } = data;
  return {
    ...defaultSettings,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    sla: Object.fromEntries(
      Object.entries(defaultSettings.sla).map(([priority, known]) => [priority, { ...known, ...sla?.[priority as SlaPriority] }]),
    ) as Settings['sla'],
    defectSla: { ...defaultSettings.defectSla, ...defectSla },
    keep: { ...defaultSettings.keep, ...keep },
    pages: { ...defaultSettings.pages, ...pages },
    attachments: { ...defaultSettings.attachments, ...attachments },
    search: { ...defaultSettings.search, ...search },
    mail: { ...defaultSettings.mail, ...mail },
    onCall: { ...defaultSettings.onCall, ...onCall },
    incidents: {
      cadence: { ...defaultSettings.incidents.cadence, ...incidents?.cadence },
      cluster: incidents?.cluster ?? defaultSettings.incidents.cluster,
    },
  };
}

function explain(yaml: YamlLines, issue: z.core.$ZodIssue): Mistake[] {
  const key = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = key === '' ? `. Known keys: ${Object.keys(file.shape).join(', ')}` : '';
    return issue.keys.map((name) => {
      const path = [...issue.path, name];
      return { line: yaml.lineOf(path), message: `unknown key ${path.map(String).join('.')}${known}` };
    });
  }
  return [{ line: yaml.lineOf(issue.path), message: `${key === '' ? 'the file' : key} ${requirementOf(issue)}` }];
}

function requirementOf(issue: z.core.$ZodIssue): string {
  if (issue.code !== 'invalid_type') return issue.message;
  switch (issue.expected) {
    case 'string':
      return 'must be text: put it in quotes';
    case 'object':
      return 'must hold keys and values';
    case 'array':
      return 'must be a list';
    default:
      return issue.message;
  }
}
