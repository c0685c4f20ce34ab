// The operator's YAML file (CASEBRIDGE_CONFIG): what of the process an operator may change. Every key is optional; unknown ones are refused by name.
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { defaultSettings } from '../domain/settings.ts';
import type { Duration, Settings, SlaPriority } from '../domain/settings.ts';

const words = z.string().trim().min(1, 'is empty');
const list = z
  .array(words)
  .min(1, 'is empty')
  .refine((all) => new Set(all.map((one) => one.toLowerCase())).size === all.length, 'names something twice');
const count = z.int().min(1);
const duration = z
  .string()
  .regex(/^[1-9]\d*(m|h|d|bd)$/, 'is no duration: write 30m, 4h, 1d (calendar days) or 3bd (business days)')
  .transform((text) => text as Duration);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'is no time of day: write "08:00"');
const webPage = z.url({ protocol: /^https?$/, error: 'is no web address: write https://…' });
const target = z.strictObject({
  firstResponse: duration.optional(),
  nextUpdate: duration.optional(),
  resolution: duration.optional(),
  clock: z.enum(['always', 'business']).optional(),
});

const file = z.strictObject({
  brand: words.optional(),
  supportPhone: words.optional(),
  selfService: z.strictObject({ name: words, url: webPage }).optional(),
  modules: list.optional(),
  caseTypes: list.optional(),
  environments: list.optional(),
  businessHours: z
    .strictObject({
      days: z.array(z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])).min(1, 'is empty'),
      start: time,
      end: time,
    })
    .partial()
    .transform((hours) => ({ ...defaultSettings.businessHours, ...hours }))
    .refine(({ start, end }) => start < end, 'ends before it starts')
    .optional(),
  followUp: z
    .strictObject({ attempts: z.array(count).min(1, 'is empty'), closeAfter: count })
    .refine(({ attempts, closeAfter }) => [...attempts, closeAfter].every((day, i, all) => i === 0 || day > (all[i - 1] ?? 0)), {
      error: 'must rise: each attempt later than the one before, closeAfter later than the last',
    })
    .optional(),
  reopenWithin: count.optional(),
  sla: z.strictObject({ critical: target, high: target, medium: target, low: target }).partial().optional(),
  defectSla: z.strictObject({ critical: duration, high: duration, medium: duration, low: duration }).partial().optional(),
  escalationTeams: list.optional(),
  attachments: z.strictObject({ maxFiles: count, maxMegabytes: count }).partial().optional(),
  search: z
    .strictObject({ pageSize: count.max(100) })
    .partial()
    .optional(),
  incidents: z
    .strictObject({
      cadence: z.strictObject({ critical: duration, major: duration, minor: duration }).partial(),
      cluster: z.strictObject({ accounts: count, within: duration }),
    })
    .partial()
    .optional(),
});

/**
 * @returns the settings, defaults filled in
 * @throws an Error of one line that names the key (or the line) and says what is wrong with it
 */
export function parseSettings(text: string): Settings {
  const document = parseDocument(text);
  const [mistake] = document.errors;
  if (mistake)
    throw new Error(`line ${mistake.linePos?.[0].line ?? 1}: ${mistake.message.split('\n')[0]?.replace(/ at line.*/, '') ?? ''}`);
  const parsed = file.safeParse(document.toJS() ?? {});
  if (!parsed.success) throw new Error(explain(parsed.error.issues));
  const { attachments, search, sla, defectSla, incidents, ...given } = parsed.data;
  return {
    ...defaultSettings,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    sla: Object.fromEntries(
      Object.entries(defaultSettings.sla).map(([priority, known]) => [priority, { ...known, ...sla?.[priority as SlaPriority] }]),
    ) as Settings['sla'],
    defectSla: { ...defaultSettings.defectSla, ...defectSla },
    attachments: { ...defaultSettings.attachments, ...attachments },
    search: { ...defaultSettings.search, ...search },
    incidents: {
      cadence: { ...defaultSettings.incidents.cadence, ...incidents?.cadence },
      cluster: incidents?.cluster ?? defaultSettings.incidents.cluster,
    },
  };
}

function explain([issue]: z.core.$ZodIssue[]): string {
  if (!issue) return 'is wrong';
  const at = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = at === '' ? `; known: ${Object.keys(file.shape).join(', ')}` : '';
    return `unknown key ${[...issue.path, issue.keys[0]].map(String).join('.')}${known}`;
  }
  if (issue.code === 'invalid_type' && issue.expected === 'string') return `${at}: is no text: write it in quotes`;
  return `${at === '' ? 'the file' : at}: ${issue.message}`;
}
