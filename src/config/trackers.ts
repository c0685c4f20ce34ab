// The developers' trackers: `trackers` of the configuration file, and their credentials in the environment, whose names have the name of
// the tracker: TRACKER_JIRA_TOKEN, TRACKER_JIRA_USER and TRACKER_JIRA_WEBHOOK_SECRET for the one that is called jira.
import { z } from 'zod';
import { pendingPrefix } from '../domain/issue-number.ts';
import type { Duration } from '../domain/settings.ts';
import {
  fixedActions,
  trackerKinds,
  type PollInterval,
  type TrackerKind,
  type TrackerSetting,
} from '../domain/tracker-setting.ts';
import { missing, trimSlashes, webAddress, type Variables } from './error.ts';

/** A tracker with its credentials, which are never logged. */
export interface TrackerConfig {
  setting: TrackerSetting;
  token: string;
  /** the user that the token belongs to; null where a token needs none */
  user: string | null;
  /** what its webhooks are signed with or send along; null: there are no webhooks, and issues are only polled */
  webhookSecret: string | null;
}

interface KindDefaults {
  url: string | null;
  prefix: string | null;
  issueType: string | null;
  fixedStates: readonly string[];
  project: RegExp;
  example: string;
}

const jira: KindDefaults = {
  url: null,
  prefix: null,
  issueType: 'Bug',
  fixedStates: ['Done', 'Resolved', 'Closed'],
  project: /^[A-Z][A-Z0-9_]{0,19}$/,
  example: 'the key of a project, such as DEV',
};

const defaults: Readonly<Record<TrackerKind, KindDefaults>> = {
  'jira-cloud': jira,
  'jira-data-center': jira,
  github: {
    url: 'https://api.github.com',
    prefix: 'GH',
    issueType: null,
    fixedStates: ['closed'],
    project: /^[\w.-]+\/[\w.-]+$/,
    example: 'a repository, such as acme/product',
  },
  'azure-devops': {
    url: null,
    prefix: 'AB',
    issueType: 'Bug',
    fixedStates: ['Resolved', 'Closed', 'Done'],
    project: /^[^/\\]{1,64}$/,
    example: 'the name of a project',
  },
};

/** Resolutions, reasons and close reasons that mean that nothing was fixed, as the products name them. */
const notFixed = [
  "Won't Do",
  "Won't Fix",
  'Duplicate',
  'Cannot Reproduce',
  'Declined',
  'Not a Bug',
  'As Designed',
  'Deferred',
  'Obsolete',
  'not planned',
];

const text = z.string().trim().min(1, 'must not be empty').max(100, 'must have at most 100 characters');
const states = z.array(text, 'must be a list').min(1, 'must not be empty');

/**
 * Reads `trackers`: a list of trackers, each with the defaults of its product.
 * @param duration reads a duration
 */
export function trackersOf(duration: z.ZodType<Duration>) {
  const tracker = z
    .strictObject({
      kind: z.enum(trackerKinds, `must be one of ${trackerKinds.join(', ')}`),
      name: z
        .string()
        .regex(/^[a-z][a-z0-9-]{0,29}$/, 'must be lower case, such as jira')
        .optional(),
      url: webAddress.optional(),
      project: text,
      issueType: text.optional(),
      prefix: z
        .string()
        .regex(/^[A-Z][A-Z0-9_]{0,19}$/, 'must be upper case, such as DEV')
        .optional(),
      fixedStates: states.optional(),
      notFixed: z.array(text, 'must be a list').optional(),
      supportMark: text.regex(/^\S+$/, 'must be one word, such as "#support"').optional(),
      onFixed: z.enum(fixedActions, `must be one of ${fixedActions.join(', ')}`).optional(),
      pollEvery: duration
        .refine((value) => /(m|h|\dd)$/.test(value), 'must be in minutes, hours or days, such as 15m')
        .transform((value) => value as PollInterval)
        .optional(),
    })
    .superRefine((given, context) => {
      const { project, example, url, issueType } = defaults[given.kind];
      const wrong = (key: string, message: string) => context.issues.push({ code: 'custom', path: [key], input: given, message });
      if (!project.test(given.project)) wrong('project', `must be ${example}`);
      if (given.url === undefined && url === null) wrong('url', 'is missing: the address of the product');
      if (given.issueType !== undefined && issueType === null) wrong('issueType', 'has no meaning on GitHub');
      if (given.prefix !== undefined && given.kind.startsWith('jira') && given.prefix !== given.project)
        wrong('prefix', 'must be left out: numbers begin with the key of the project');
      if (given.prefix === pendingPrefix || given.project === pendingPrefix) wrong('prefix', `must not be ${pendingPrefix}`);
    })
    .transform((given): TrackerSetting => {
      const of = defaults[given.kind];
      return {
        name: given.name ?? given.kind,
        kind: given.kind,
        url: trimSlashes(given.url ?? of.url ?? ''),
        project: given.project,
        issueType: given.issueType ?? of.issueType,
        prefix: given.prefix ?? of.prefix ?? given.project,
        fixedStates: given.fixedStates ?? of.fixedStates,
        notFixed: given.notFixed ?? notFixed,
        supportMark: given.supportMark ?? '#support',
        onFixed: given.onFixed ?? 'propose',
        pollEvery: given.pollEvery ?? '15m',
      };
    });
  const isUnique = (all: readonly TrackerSetting[], of: (one: TrackerSetting) => string) =>
    new Set(all.map(of)).size === all.length;
  return z
    .array(tracker, 'must be a list')
    .refine((all) => isUnique(all, ({ name }) => name), 'lists the same name twice: give each tracker a name of its own')
    .refine(
      (all) => isUnique(all, ({ prefix }) => prefix),
      'has two trackers whose numbers begin alike: give one of them another prefix',
    );
}

/** Names a variable of a tracker. */
const variable = (name: string, what: string): string => `TRACKER_${name.toUpperCase().replaceAll('-', '_')}_${what}`;

/** Reads the credentials of the trackers. @throws ConfigError when a token is missing */
export function readTrackers(env: Variables, settings: readonly TrackerSetting[]): TrackerConfig[] {
  return settings.map((setting) => {
    const { name, kind } = setting;
    const token = env[variable(name, 'TOKEN')];
    const user = env[variable(name, 'USER')] ?? null;
    if (token === undefined)
      missing(variable(name, 'TOKEN'), `The tracker ${name} is configured, and the bot needs a token of a user or app there`);
    if (kind === 'jira-cloud' && user === null)
      missing(variable(name, 'USER'), 'A token of Jira Cloud belongs to a user. Set it to the email address of that user');
    return { setting, token, user, webhookSecret: env[variable(name, 'WEBHOOK_SECRET')] ?? null };
  });
}

/** Says which trackers are only polled, because they have no secret for webhooks. */
export function trackerNotes(trackers: readonly TrackerConfig[]): string[] {
  return trackers
    .filter(({ webhookSecret }) => webhookSecret === null)
    .map(
      ({ setting: { name, pollEvery } }) =>
        `The tracker ${name} is asked every ${pollEvery} only. For webhooks, set ${variable(name, 'WEBHOOK_SECRET')}`,
    );
}
