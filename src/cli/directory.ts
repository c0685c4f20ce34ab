// Reads the directory file: YAML in, entries with their line numbers out, or every mistake at once. Whether the entries fit what is already
// in the database is checked by usecases/people/import-directory.ts.
import { z } from 'zod';
import { isPlace, nearestPlace } from '../domain/holidays.ts';
import { timeZoneMistake } from '../domain/time-zone.ts';
import type { Directory, Mistake, Section } from '../usecases/people/directory.ts';
import { DirectoryError } from '../usecases/people/directory.ts';
import { onCallSchema } from './directory-on-call.ts';
import { joinAccounts } from './join-accounts.ts';
import { YamlLines } from '../config/yaml-lines.ts';

/** The message for a value of the wrong type; an absent value is missing. */
const orMissing = (otherwise: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? 'is missing' : otherwise),
});

const text = z
  .string(orMissing('must be text: put it in quotes'))
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must be 200 characters or fewer');
const email = text.toLowerCase().pipe(z.email('must be an email address'));
const key = text.regex(/^[a-z0-9][a-z0-9-]*$/i, 'may contain only letters, digits and hyphens');
const platform = z.enum(['slack', 'teams'], orMissing('must be slack or teams'));
const flag = z.boolean('must be true or false');
const purpose = z.enum(['queue', 'escalation', 'notices', 'cases'], orMissing('must be queue, escalation, notices or cases'));
const timezone = text.superRefine(refusing(timeZoneMistake));
const holidays = text.superRefine(refusing(placeMistake));
const closedDays = text.refine(isDayOrRange, 'must be a date (2026-12-24) or a range (2026-12-21/2027-01-01)');
const contactType = z
  .enum(
    ['support', 'technical', 'implementation', 'read-only'],
    orMissing('must be support, technical, implementation or read-only'),
  )
  .transform((type) => (type === 'read-only' ? 'readOnly' : type));

// an entry that is removed needs only its key
const accountKey = z.object({ key });
const personKey = z.object({ email });
const workspaceKey = z.object({ platform, id: text });
const channelKey = z.object({ platform, workspace: text, id: text });

const account = accountKey
  .strict()
  .extend({
    name: text,
    timezone,
    holidays: holidays.nullable().default(null),
    closed: z.array(closedDays).default([]),
    worked: z.array(closedDays).default([]),
  })
  .superRefine(refuseBoth);
const person = personKey.strict().extend({ name: text, formerly: email.nullable().default(null) });
const contact = person.extend({ account: key, type: contactType });
const advisor = person.extend({ lead: flag.default(false), team: text.nullable().default(null) });
const workspace = workspaceKey
  .strict()
  .extend({
    account: z
      .union(
        [key.transform((one) => [one]), z.array(key).min(1, 'must not be empty')],
        orMissing('must be the key of an account, or a list of keys'),
      )
      .nullable()
      .default(null),
  })
  .superRefine(slackId(/^[TE][A-Z0-9]+$/, 'T0PLAIN'))
  .transform(({ account: of, ...facts }) => {
    const [account = null, ...also] = new Set(of);
    return { ...facts, account, also };
  });
const channel = channelKey
  .strict()
  .extend({
    for: z.union(
      [purpose.transform((one) => [one]), z.array(purpose).min(1)],
      orMissing('must be queue, escalation, notices or cases, or a list of these'),
    ),
    modules: z.array(text).default([]),
    team: text.nullable().default(null),
    account: key.nullable().default(null),
  })
  .superRefine(slackId(/^[CG][A-Z0-9]+$/, 'C0QUEUE'))
  .refine((it) => it.modules.length === 0 || it.for.includes('queue'), {
    path: ['modules'],
    error: 'is allowed only on queue channels',
  })
  .refine((it) => (it.team !== null) === it.for.includes('escalation'), {
    path: ['team'],
    error: 'is required for escalation channels and allowed only there',
  })
  .refine((it) => it.account !== null || !it.for.includes('cases'), {
    path: ['account'],
    error: 'is required for cases',
  });

const sections = ['accounts', 'contacts', 'advisors', 'workspaces', 'channels', 'onCall'];

/**
 * Reads a directory file.
 * @param source the file's text
 * @throws DirectoryError with every mistake and its line
 */
export function parseDirectory(source: string): Directory {
  const yaml = new YamlLines(source);
  if (yaml.errors.length > 0) throw new DirectoryError(yaml.errors);
  const content = yaml.toJS();
  if (content === null || JSON.stringify(content) === '{}')
    throw new DirectoryError([{ line: 1, message: `the file is empty. It has sections: ${sections.join(', ')}` }]);
  if (typeof content !== 'object' || Array.isArray(content)) {
    throw new DirectoryError([{ line: 1, message: `the file must have sections: ${sections.join(', ')}` }]);
  }
  const mistakes: Mistake[] = Object.keys(content)
    .filter((name) => !sections.includes(name))
    .map((name) => ({ line: yaml.lineOf([name]), message: `unknown section ${name}. Known sections: ${sections.join(', ')}` }));
  const read = <Key, Entry extends Key>(name: string, whole: z.ZodType<Entry>, identity: z.ZodType<Key>) =>
    readSection({ yaml, mistakes, name, whole, identity }, (content as Record<string, unknown>)[name] ?? []);
  const directory: Directory = {
    accounts: read('accounts', account, accountKey),
    contacts: joinAccounts(read('contacts', contact, personKey), mistakes),
    advisors: read('advisors', advisor, personKey),
    workspaces: read('workspaces', workspace, workspaceKey),
    channels: read('channels', channel, channelKey),
    onCall: 'onCall' in content ? readOnCall(yaml, mistakes, content.onCall ?? []) : null,
  };
  mistakes.push(...repeated(directory));
  if (mistakes.length > 0) throw new DirectoryError(mistakes);
  return directory;
}

interface Reading<Key, Entry> {
  yaml: YamlLines;
  mistakes: Mistake[];
  name: string;
  whole: z.ZodType<Entry>;
  identity: z.ZodType<Key>;
}

function readSection<Key, Entry extends Key>(
  { yaml, mistakes, name, whole, identity }: Reading<Key, Entry>,
  items: unknown,
): Section<Key, Entry> {
  const section: Section<Key, Entry> = { listed: [], removed: [] };
  if (!Array.isArray(items)) {
    mistakes.push({ line: yaml.lineOf([name]), message: `${name} must be a list` });
    return section;
  }
  for (const [index, item] of (items as unknown[]).entries()) {
    const line = yaml.lineOf([name, index]);
    const check = <T>(schema: z.ZodType<T>, value: unknown): T | undefined => {
      const { data, error } = schema.safeParse(value);
      for (const issue of error?.issues ?? []) mistakes.push(mistakeOf(yaml, [name, index], issue));
      return data;
    };
    const entry = check(z.looseObject({ remove: flag.default(false) }, 'must have keys and values'), item);
    if (!entry) continue;
    const { remove, ...fields } = entry;
    if (remove) {
      const data = check(identity, fields);
      if (data) section.removed.push({ ...data, line });
    } else {
      const data = check(whole, fields);
      if (data) section.listed.push({ ...data, line });
    }
  }
  return section;
}

function readOnCall(yaml: YamlLines, mistakes: Mistake[], items: unknown): Directory['onCall'] {
  if (!Array.isArray(items)) {
    mistakes.push({ line: yaml.lineOf(['onCall']), message: 'onCall must be a list' });
    return null;
  }
  return (items as unknown[]).flatMap((item, index) => {
    const { data = [], error } = onCallSchema(item).safeParse(item);
    for (const issue of error?.issues ?? []) mistakes.push(mistakeOf(yaml, ['onCall', index], issue));
    return data.map((entry) => ({ ...entry, line: yaml.lineOf(['onCall', index]) }));
  });
}

function mistakeOf(yaml: YamlLines, entry: PropertyKey[], issue: z.core.$ZodIssue): Mistake {
  if (issue.code === 'unrecognized_keys') {
    return { line: yaml.lineOf([...entry, ...issue.path, issue.keys[0] ?? '']), message: `unknown key ${issue.keys.join(', ')}` };
  }
  const field = issue.path.filter((step) => typeof step === 'string').join('.');
  const path = [...entry, ...issue.path];
  return { line: yaml.lineOf(path), message: field === '' ? `the entry ${issue.message}` : `${field} ${issue.message}` };
}

/** Finds entries listed twice, including a person who is both a contact and an advisor. */
function repeated({ accounts, contacts, advisors, workspaces, channels }: Directory): Mistake[] {
  const both = <Key>({ listed, removed }: Section<Key, unknown>) => [...listed, ...removed] as (Key & { line: number })[];
  const groups = [
    both(accounts).map(({ line, key: name }) => ({ line, name })),
    [...both(contacts), ...both(advisors)].map(({ line, email: name }) => ({ line, name })),
    both(workspaces).map(({ line, id: name }) => ({ line, name })),
    both(channels).map(({ line, workspace: home, id }) => ({ line, name: `${home} ${id}` })),
  ];
  return groups.flatMap((group) => {
    const first = new Map<string, number>();
    return group.flatMap(({ line, name }) => {
      const earlier = first.get(name);
      if (earlier === undefined) first.set(name, line);
      return earlier === undefined ? [] : [{ line, message: `${name} is listed twice, first on line ${earlier}` }];
    });
  });
}

/** Makes a refinement of a function that says what is wrong with a text. */
function refusing(mistakeIn: (value: string) => string | null) {
  return (value: string, context: z.core.$RefinementCtx): void => {
    const message = mistakeIn(value);
    if (message !== null) context.issues.push({ code: 'custom', input: value, message });
  };
}

function placeMistake(code: string): string | null {
  if (isPlace(code)) return null;
  const near = nearestPlace(code);
  return `must be a country and state such as US-MN${near ? `. Did you mean ${near}?` : ''}`;
}

/** Refuses a day that is both closed and worked, because one of them must be a mistake. */
function refuseBoth({ closed, worked }: { closed: string[]; worked: string[] }, context: z.core.$RefinementCtx): void {
  const bounds = (days: string): [string, string] => [days.slice(0, 10), days.slice(-10)];
  for (const [index, days] of worked.entries()) {
    const [from, to] = bounds(days);
    const both = closed.find((other) => bounds(other)[0] <= to && from <= bounds(other)[1]);
    if (both === undefined) continue;
    const message = `${days} is closed as well (${both}). Remove it from one of the two`;
    context.issues.push({ code: 'custom', path: ['worked', index], input: days, message });
  }
}

function isDayOrRange(days: string): boolean {
  const [start = '', end = start, ...rest] = days.split('/');
  return rest.length === 0 && [start, end].every((day) => z.iso.date().safeParse(day).success) && start <= end;
}

/** Refuses names: people often copy a channel's name instead of its ID. */
function slackId(pattern: RegExp, example: string) {
  return ({ platform: on, id }: { platform: string; id: string }, context: z.core.$RefinementCtx): void => {
    if (on === 'slack' && !pattern.test(id))
      context.issues.push({ code: 'custom', path: ['id'], input: id, message: `must be an ID such as ${example}, not a name` });
  };
}
