// The issue of a case's defect for advisors: its state, developer and target release, that it is fixed, and that its tracker does not answer.
import type { Element, Inline } from '../../cards/elements.ts';
import { formatDay } from '../../domain/text/times.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';
import type { DevIssueFacts } from '../../usecases/dev-issue-facts.ts';
import { actions } from '../actions.ts';

/** Makes the field with the facts of an issue; none while the tracker has not answered yet. */
export function issueField(issue: DevIssueFacts | null): { label: string; value: Inline[] }[] {
  if (!issue || (issue.state === null && issue.url === null)) return [];
  const facts = [
    issue.state,
    issue.assignee ?? (issue.state === null ? null : 'unassigned'),
    issue.target && `target ${targetText(issue.target)}`,
  ];
  const text = facts.filter((fact) => fact !== null).join(' · ');
  const link: Inline[] = issue.url === null ? [] : [{ link: issue.url, text: `Open in ${issue.tracker}` }];
  return [{ label: 'Issue', value: text === '' ? link : [text, ...(link.length > 0 ? [' · ', ...link] : [])] }];
}

function targetText({ name, date }: NonNullable<DevIssueFacts['target']>): string {
  return date === null ? name : `${name} (${formatDay(date)})`;
}

/** Says what advisors must know of an issue: it is being created, its tracker does not answer, or it is fixed. */
export function issueCallouts({ defect, devIssue: issue }: Pick<CaseFacts, 'defect' | 'devIssue'>): Element[] {
  if (!defect || !issue) return [];
  const found: Element[] = [];
  if (issue.trouble) found.push({ kind: 'callout', tone: 'warning', text: troubleText(issue, issue.trouble, defect.number) });
  else if (issue.pending)
    found.push({ kind: 'callout', tone: 'neutral', text: [`The issue is being created in ${issue.tracker}.`] });
  if (issue.fixed && defect.state === 'Open')
    found.push({
      kind: 'callout',
      tone: 'good',
      text: [{ bold: `${defect.number} is fixed in ${issue.tracker}.` }, ' A lead can mark the defect fixed.'],
    });
  return found;
}

/** Makes the button for leads where an issue is fixed and its defect is not marked yet. */
export function markFixedControls({ defect, devIssue }: Pick<CaseFacts, 'defect' | 'devIssue'>): Element[] {
  if (!defect || !devIssue?.fixed || defect.state !== 'Open') return [];
  return [{ kind: 'actions', actions: [actions.markFixed.button(defect.number, 'Mark fixed', 'primary')] }];
}

function troubleText(issue: DevIssueFacts, { since, code }: { since: Date; code: string }, number: string): Inline[] {
  const { tracker, pending } = issue;
  const at: Inline = { at: since, as: 'moment' };
  if (code === 'not_found' && !pending) return [{ bold: `${tracker} has no issue ${number}.` }, ' Link the case to another one.'];
  if (code === 'unauthorized' || code === 'forbidden')
    return [
      { bold: `${tracker} has refused the bot` },
      ' since ',
      at,
      '. An operator can find out why with “npx casebridge doctor”.',
    ];
  if (pending && code.startsWith('http_4'))
    return [
      { bold: `${tracker} has refused to create the issue` },
      ' since ',
      at,
      ` (${code}). Link another issue, or ask an operator.`,
    ];
  const meanwhile = pending
    ? "We'll create the issue once it answers."
    : "We keep trying. The issue's details may be out of date.";
  return [{ bold: `${tracker} hasn't answered` }, ' since ', at, `. ${meanwhile}`];
}
