// What an advisor does with a case besides its life cycle: put it aside, follow it, and qualify it.
import { z } from 'zod';
import { CaseError } from '../domain/case-error.ts';
import { fieldError, formError } from '../domain/form-errors.ts';
import { priorities } from '../domain/priority.ts';
import { findings, maxQualificationLengths, parseQualification } from '../domain/qualification.ts';
import type { Settings } from '../domain/settings.ts';
import { checkSnoozeTime } from '../domain/snooze-time.ts';
import { snoozeCase, unsnoozeCase } from '../usecases/cases/snooze-case.ts';
import { unwatchCase, watchCase } from '../usecases/cases/watch-case.ts';
import { createDevIssue } from '../usecases/defects/create-dev-issue.ts';
import { linkDevIssue } from '../usecases/defects/link-dev-issue.ts';
import { moveFixedCases } from '../usecases/defects/move-fixed-cases.ts';
import { directConversationOf } from '../usecases/people/direct-conversation.ts';
import type { RequestContext } from '../usecases/context.ts';
import { asAdvisor, type ApiCall } from './call.ts';
import { action } from './define-action.ts';
import type { Route } from './define-route.ts';

const tag = 'Work of advisors';
const { text, summary, reason } = maxQualificationLengths;
const limited = (max: number, description: string) => z.string().max(max).optional().meta({ description });

const qualification = z.strictObject({
  finding: z.enum(findings).meta({ description: '`undecided` only records an attempt to reproduce the issue.' }),
  environment: limited(200, 'Where you tried to reproduce it: one of the configured environments.'),
  steps: limited(text, 'What you tried, as CommonMark. A defect needs at least one attempt.'),
  result: limited(text, 'What happened, as CommonMark.'),
  reason: limited(
    reason,
    'Why it is an isolated incident, or why it is unlinked from its defect or linked to another one. Advisors only.',
  ),
  defectNumber: z.string().max(500).nullable().optional().meta({
    description:
      'The development issue number of the defect, new or known, or the address of the issue. Contacts see the number. `null`, with another finding and a `reason`, unlinks the case from its defect.',
  }),
  summary: limited(summary, 'Of a new number. Where a tracker is configured, the title of the issue by default. Advisors only.'),
  severity: z.enum(priorities).optional().meta({ description: 'Of a new defect; `Medium` by default. Sets how soon it is due.' }),
  issue: z
    .enum(['link', 'create'])
    .optional()
    .meta({ description: '`create` creates the issue in a tracker; `link` is the default.' }),
  tracker: limited(200, 'The name of the tracker in the configuration, if there are several.'),
  issueTitle: limited(summary, 'The title of the issue that is created.'),
  issueText: limited(text, 'The text of the issue that is created, as CommonMark.'),
});

type Qualified = z.output<typeof qualification>;

/** What only a defect has, and of it what an issue that exists and one that is created have. */
const ofIssue = { link: ['defectNumber', 'summary'], create: ['tracker', 'issueTitle', 'issueText'] } as const;
const ofDefect = ['severity', 'issue', ...ofIssue.link, ...ofIssue.create] as const;

/** Refuses what would be ignored, because its sender means something else. @throws CaseError bad-qualification at each of these fields */
function checkMeant(body: Qualified, { trackers }: Pick<Settings, 'trackers'>): void {
  const { finding, issue = 'link', tracker, steps, result } = body;
  const isSent = (name: keyof Qualified): boolean => (body[name] ?? '').trim() !== '';
  const unmeant = finding === 'defect' ? ofIssue[issue === 'create' ? 'link' : 'create'] : ofDefect;
  const wrong = new Map<string, string>();
  for (const name of unmeant.filter(isSent)) wrong.set(name, 'Does not go with the rest. Leave it out.');
  if (isSent('environment') && steps === undefined && result === undefined)
    wrong.set('environment', 'Belongs to an attempt: send `steps` and `result` as well.');
  if (finding === 'defect' && body.defectNumber === null)
    wrong.set('defectNumber', 'Unlinks the case, which does not go with this finding.');
  if (finding === 'defect' && issue === 'create') {
    if (trackers.length === 0) wrong.set('issue', 'No tracker is configured.');
    else if (isSent('tracker') && !trackers.some(({ name }) => name === tracker))
      wrong.set('tracker', 'No tracker with this name is configured.');
  }
  if (wrong.size > 0) throw formError('bad-qualification', Object.fromEntries(wrong));
}

async function qualify(call: ApiCall, number: number, body: Qualified, request: RequestContext): Promise<unknown> {
  const { services } = call;
  const advisor = asAdvisor(call);
  checkMeant(body, services.settings);
  const { defectNumber = '', issueTitle = '', issueText = '', ...others } = body;
  const link = defectNumber === null ? 'remove' : 'keep';
  const typed = { ...others, link, 'defect-number': defectNumber ?? '', 'issue-title': issueTitle, 'issue-text': issueText };
  const { issue, ...found } = parseQualification(typed, services.settings);
  if (issue) return createDevIssue(services, advisor, { ...found, issue, number }, request);
  const outcome = await linkDevIssue(services, advisor, { ...found, number }, request);
  // the fix of a known defect may be there already
  if (found.defect) await moveFixedCases(services, { number });
  return outcome;
}

/** Checks a time until which a case is snoozed. @throws CaseError bad-time at the field `until` */
function snoozeTime(until: Date, now: Date): Date {
  try {
    return checkSnoozeTime(until, now);
  } catch (error) {
    // what chat adds is about text that people type
    throw error instanceof CaseError ? fieldError(error.code, 'until', error.message) : error;
  }
}

/** The routes of an advisor's daily work. */
export const workRoutes: readonly Route[] = [
  action({
    ...{ tag, name: 'snooze', operation: 'snoozeCase' },
    summary: 'Snooze a case',
    description:
      'Takes it out of the lists of the advisor whom the request acts as, until a time or until the contact writes. A second time replaces the first.',
    body: z.strictObject({
      until: z.iso.datetime({ offset: true, error: 'Must be a time such as 2026-12-31T15:00:00Z.' }).meta({
        description: 'At most a year from now.',
      }),
    }),
    run: (call, number, { until }, request) => {
      const { services } = call;
      const time = snoozeTime(new Date(until), services.clock.now());
      return snoozeCase(services, asAdvisor(call), { number, until: time }, request);
    },
  }),
  action({
    ...{ tag, name: 'unsnooze', operation: 'unsnoozeCase' },
    summary: 'End the snooze of a case',
    body: z.strictObject({}),
    run: (call, number, _body, request) => unsnoozeCase(call.services, asAdvisor(call), number, request),
  }),
  action({
    ...{ tag, name: 'watch', operation: 'watchCase' },
    summary: 'Watch a case',
    description: 'Sends every update on the case to the direct messages of the advisor you act as.',
    body: z.strictObject({}),
    run: async (call, number, _body, request) => {
      const advisor = asAdvisor(call);
      const direct = await directConversationOf(call.services, advisor);
      if (!direct)
        throw new CaseError('no-direct', 'This advisor has no direct messages with the bot yet.', 'Say hi to it there first.');
      return watchCase(call.services, advisor, { number, direct }, request);
    },
  }),
  action({
    ...{ tag, name: 'unwatch', operation: 'unwatchCase' },
    summary: 'Stop watching a case',
    body: z.strictObject({}),
    run: (call, number, _body, request) => unwatchCase(call.services, asAdvisor(call), number, request),
  }),
  action({
    ...{ tag, name: 'qualify', operation: 'qualifyCase' },
    summary: 'Qualify a case',
    description:
      'Records an attempt to reproduce it, calls it an isolated incident, or links it to a product defect with its development issue number. A defect moves the case to development. Another defect replaces the one it is linked to, and `null` removes the link, each with a reason. A case that waits for its defect goes back to support then. What does not go with the finding is refused.',
    scopes: ['notes:write'],
    body: qualification,
    run: qualify,
  }),
];
