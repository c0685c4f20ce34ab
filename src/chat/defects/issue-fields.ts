// The fields of the defect form for the issue in a developers' tracker: create one, or link one that exists. Without a tracker, the number is
// typed and nothing follows it.
import type { Field } from '../../cards/elements.ts';
import { truncate } from '../../cards/visible-text.ts';
import { maxQualificationLengths } from '../../domain/qualification.ts';
import { priorities } from '../../domain/priority.ts';
import { trackerLabel, type TrackerSetting } from '../../domain/tracker-setting.ts';
import type { viewQualification } from '../../usecases/defects/defects.ts';

type Viewed = Awaited<ReturnType<typeof viewQualification>>;

/** What was typed in these fields so far. */
export type TypedIssue = Partial<
  Record<'issue' | 'tracker' | 'issue-title' | 'issue-text' | 'defect-number' | 'summary' | 'severity', string>
>;

/** Makes the fields. @param trackers those that are configured */
export function issueFields(values: TypedIssue, trackers: readonly TrackerSetting[], viewed: Viewed): Field[] {
  const linking = values.issue === 'link' || trackers.length === 0;
  return [
    ...(trackers.length > 0 ? [choiceField(linking)] : []),
    ...(linking ? linkFields(values, trackers.length > 0) : createFields(values, trackers, viewed)),
    {
      kind: 'choice',
      name: 'severity',
      label: 'Severity',
      hint: linking ? 'For a new number. Sets how soon it is due.' : 'Sets how soon it is due.',
      options: priorities.map((value) => ({ label: value, value })),
      initial: values.severity || 'Medium',
    },
  ];
}

function choiceField(linking: boolean): Field {
  return {
    kind: 'choice',
    name: 'issue',
    label: 'Development issue',
    required: true,
    refreshes: true,
    options: [
      { label: 'Create issue', value: 'create' },
      { label: 'Link issue', value: 'link' },
    ],
    initial: linking ? 'link' : 'create',
  };
}

function linkFields(values: TypedIssue, isTracked: boolean): Field[] {
  return [
    {
      kind: 'line',
      name: 'defect-number',
      label: 'Development issue number',
      hint: isTracked
        ? 'Its number or web address. The contact sees the number.'
        : 'A new number or a known one. The contact sees it.',
      required: true,
      max: isTracked ? 500 : 40,
      placeholder: 'DEV-4711',
      initial: values['defect-number'],
    },
    {
      kind: 'line',
      name: 'summary',
      label: 'Summary',
      hint: isTracked ? 'Leave blank to use the title of the issue. Advisors only.' : 'For a new number. Advisors only.',
      max: maxQualificationLengths.summary,
      initial: values.summary,
    },
  ];
}

function createFields(values: TypedIssue, trackers: readonly TrackerSetting[], viewed: Viewed): Field[] {
  const where: Field[] =
    trackers.length < 2
      ? []
      : [
          {
            kind: 'choice',
            name: 'tracker',
            label: 'Create in',
            required: true,
            options: trackers.map(({ name, project }) => ({
              label: `${trackerLabel(trackers, name)} · ${project}`,
              value: name,
            })),
            initial: values.tracker || trackers[0]?.name,
          },
        ];
  return [
    ...where,
    {
      kind: 'line',
      name: 'issue-title',
      label: 'Title of the issue',
      hint: 'For developers, and the summary of the defect here.',
      required: true,
      max: maxQualificationLengths.summary,
      initial: values['issue-title'] ?? truncate(viewed.viewed.case.subject, maxQualificationLengths.summary),
    },
    {
      kind: 'paragraph',
      name: 'issue-text',
      label: 'Description for developers',
      hint: 'The number of this case is added. Remove what developers must not see.',
      max: maxQualificationLengths.text,
      initial: values['issue-text'] ?? stepsOf(viewed),
    },
  ];
}

/** Collects what is known of how to reproduce it, from the case and the latest attempt. */
function stepsOf({ viewed: { case: of }, attempts }: Viewed): string {
  const latest = attempts.at(-1);
  const parts = [
    ['Steps', of.replicationSteps ?? latest?.steps ?? null],
    ['Expected', of.expected],
    ['Actual', of.actual ?? latest?.result ?? null],
    ['Environment', latest?.environment ?? of.environment],
  ] as const;
  const text = parts.flatMap(([label, value]) => (value ? [`**${label}**\n\n${value}`] : [])).join('\n\n');
  return truncate(text, maxQualificationLengths.text);
}
