// What an entry of the directory must look like, in every format of the file.
import { z } from 'zod';
import { isPlace, nearestPlace } from '../domain/holidays.ts';
import { timeZoneMistake } from '../domain/time-zone.ts';
import type { Directory, Mistake, Section } from '../usecases/people/directory.ts';

/** The message for an absent value. */
export const isMissing = 'is missing';

/** The message for a value of the wrong type; an absent value is missing. */
const orMissing = (otherwise: string) => ({
  error: ({ input }: { input?: unknown }) => (input === undefined ? isMissing : otherwise),
});

/** One line of text. */
export const text = z
  .string(orMissing('must be text: put it in quotes'))
  .trim()
  .min(1, 'must not be empty')
  .max(200, 'must be 200 characters or fewer');
const email = text.toLowerCase().pipe(z.email('must be an email address'));
const key = text.regex(/^[a-z0-9][a-z0-9-]*$/i, 'may contain only letters, digits and hyphens');
const platform = z.enum(['slack', 'teams'], orMissing('must be slack or teams'));
/** true or false */
export const flag = z.boolean('must be true or false');
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

/** An account that is removed needs only its key. */
export const accountKey = z.object({ key });
/** A person who is removed needs only their address. */
export const personKey = z.object({ email });
/** A workspace that is removed. */
export const workspaceKey = z.object({ platform, id: text });
/** A channel that is removed. */
export const channelKey = z.object({ platform, workspace: text, id: text });

/** An account. */
export const account = accountKey
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
/** A contact. */
export const contact = person.extend({ account: key, type: contactType });
/** An advisor. */
export const advisor = person.extend({ lead: flag.default(false), team: text.nullable().default(null) });
/** A workspace or tenant. */
export const workspace = workspaceKey
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
/** A channel. */
export const channel = channelKey
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

/** Finds entries listed twice, including a person who is both a contact and an advisor. */
export function repeated({ accounts, contacts, advisors, workspaces, channels }: Directory): Mistake[] {
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
