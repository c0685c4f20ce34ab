// Reads the form in which an advisor qualifies a case: the attempt to reproduce it, and the finding (process.md, Defects).
import { showsSomething } from './case-input.ts';
import { defectNumberHint, parseDefectNumber } from './defect-number.ts';
import { readIssueNumber } from './issue-number.ts';
import { formError, tooLongMessage } from './form-errors.ts';
import { priorities, type Priority } from './priority.ts';
import type { Settings } from './settings.ts';

/** Possible findings. */
export const findings = ['undecided', 'incident', 'defect'] as const;
/** What the issue of a case turned out to be. */
export type Finding = (typeof findings)[number];

/** The action of the note that says what was found. It is made from a form, so nobody edits it like a text that somebody wrote. */
export const qualificationAction = 'qualification';

/** Names the findings for people. */
export const findingLabels: Record<Finding, string> = {
  undecided: 'Not decided yet',
  incident: 'Isolated incident',
  defect: 'Product defect',
};

/** One attempt to reproduce the issue. Texts are CommonMark. */
export interface Attempt {
  environment: string;
  steps: string;
  result: string;
}

/** What the form says. */
export interface Qualification {
  /** null when nothing was tried this time */
  attempt: Attempt | null;
  finding: Finding;
  /** the case is to be unlinked from its defect */
  unlinks: boolean;
  /** why it is an isolated incident, or why the case is unlinked from its defect or moves to another one; advisors only */
  reason: string | null;
  /** only for a product defect */
  defect: { number: string; summary: string | null; severity: Priority } | null;
  /** only for a product defect whose issue is to be created in a tracker */
  issue: NewIssue | null;
}

/** An issue that is to be created in a tracker. */
export interface NewIssue {
  /** the tracker's name in the configuration */
  tracker: string;
  title: string;
  /** CommonMark; may be empty */
  text: string;
  severity: Priority;
}

/** Tells people how to name an issue where a tracker is configured. */
const issueNumberHint = 'Enter the number of the issue, such as DEV-4711, or paste its address.';

/** Length limits in characters; one form field takes 3,000. */
export const maxQualificationLengths = { text: 3000, summary: 255, reason: 1000 } as const;

/**
 * Reads the form.
 * @param values what was typed, by field name; a field that was not shown is absent
 * @throws CaseError bad-qualification, with a message for each wrong field
 */
export function parseQualification(
  values: Readonly<Record<string, string>>,
  { environments, trackers }: Pick<Settings, 'environments' | 'trackers'>,
): Qualification {
  const text = (name: string): string | null => {
    const typed = values[name]?.trim() ?? '';
    return showsSomething(typed) ? typed : null;
  };
  const finding = findings.find((one) => one === values.finding);
  const [steps, result] = [text('steps'), text('result')];
  const environment = environments.find((one) => one === values.environment);
  const typedNumber = values['defect-number'] ?? '';
  const number = trackers.length === 0 ? parseDefectNumber(typedNumber) : readIssueNumber(trackers, typedNumber);
  const creates = finding === 'defect' && trackers.length > 0 && values.issue === 'create';
  const tracker = trackers.find(({ name }) => name === values.tracker) ?? (trackers.length === 1 ? trackers[0] : undefined);
  const severity = priorities.find((one) => one === values.severity) ?? 'Medium';
  const unlinks = finding !== 'defect' && values.link === 'remove';
  const mistakes = new Map<string, string>();
  const wrong = (when: boolean, field: string, message: string): void => {
    if (when && !mistakes.has(field)) mistakes.set(field, message);
  };

  wrong(!finding, 'finding', 'Choose a finding, or “Not decided yet”.');
  wrong(steps !== null && result === null, 'result', 'Enter what you saw.');
  wrong(steps === null && result !== null, 'steps', 'Enter what you did.');
  wrong(steps !== null && environment === undefined, 'environment', 'Choose an environment.');
  wrong(finding === 'undecided' && steps === null && !unlinks, 'steps', 'Enter what you tried, or choose a finding.');
  wrong(
    finding === 'defect' && !creates && number === null,
    'defect-number',
    trackers.length === 0 ? defectNumberHint : issueNumberHint,
  );
  wrong(creates && tracker === undefined, 'tracker', 'Choose where to create the issue.');
  wrong(creates && text('issue-title') === null, 'issue-title', 'Enter a title.');
  wrong(unlinks && text('reason') === null, 'reason', 'Enter why the link is removed.');
  const lengths = {
    steps: 'text', result: 'text', summary: 'summary', reason: 'reason', 'issue-title': 'summary', 'issue-text': 'text',
  } as const; // prettier-ignore
  for (const [field, kind] of Object.entries(lengths)) {
    const [length, max] = [text(field)?.length ?? 0, maxQualificationLengths[kind]];
    wrong(length > max, field, tooLongMessage(length, max));
  }
  if (!finding || mistakes.size > 0) throw formError('bad-qualification', Object.fromEntries(mistakes));
  return {
    attempt: steps !== null && result !== null && environment !== undefined ? { environment, steps, result } : null,
    finding,
    unlinks,
    reason: text('reason'),
    defect: finding === 'defect' && !creates && number !== null ? { number, summary: text('summary'), severity } : null,
    issue:
      creates && tracker
        ? { tracker: tracker.name, title: text('issue-title') ?? '', text: text('issue-text') ?? '', severity }
        : null,
  };
}
