// What is shown of an action on several cases: the preview before it starts, and its result.
import type { Card, Control, Element } from '../../cards/elements.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { plural } from '../../domain/text/numbers.ts';
import type { BulkPlan } from '../../usecases/bulk/plan.ts';
import type { BulkCase } from '../../usecases/bulk/prepare-bulk.ts';
import type { BulkResult } from '../../usecases/bulk/read-bulk.ts';
import { actions } from '../actions.ts';

/** Says what an action does to its cases, such as “Close 5 cases (Withdrawn)”. */
function sentence(plan: BulkPlan, count: number): string {
  const cases = plural(count, 'case');
  switch (plan.action) {
    case 'assign':
      return `Assign ${cases} to ${plan.name}`;
    case 'close':
      return `Close ${cases} (${plan.reason})`;
    case 'reply':
      return `Reply to ${cases}`;
    case 'link':
      return `Link ${cases} to ${plan.title}`;
    case 'undo':
      return `Take ${cases} back from ${plan.name}`;
  }
}

/** Names the button that starts an action; at most 24 characters. */
export function startLabel({ action }: BulkPlan, count: number): string {
  const verbs = { assign: 'Assign', close: 'Close', reply: 'Reply to', link: 'Link', undo: 'Take back' };
  return `${verbs[action]} ${plural(count, 'case')}`;
}

/** Renders what will happen to each case. */
export function previewElements(plan: BulkPlan, cases: readonly BulkCase[]): Element[] {
  const changing = cases.filter(({ problem }) => problem === null);
  const left = cases.filter(({ problem }) => problem !== null);
  return [
    { kind: 'text', text: [{ bold: `${sentence(plan, changing.length)}.` }, ' Nothing has changed yet.'] },
    ...(plan.action === 'reply' ? [{ kind: 'markdown' as const, text: plan.text }] : []),
    ...(plan.action === 'close' && plan.comment !== '' ? [{ kind: 'markdown' as const, text: plan.comment }] : []),
    ...list(changing.map(line)),
    ...(left.length > 0
      ? [
          { kind: 'text' as const, text: [{ bold: `Left as they are: ${plural(left.length, 'case')}` }] },
          ...list(left.map((one) => `${line(one)} · ${one.problem ?? ''}`)),
        ]
      : []),
  ];
}

function line({ number, subject, accountName }: BulkCase): string {
  return `${formatCaseNumber(number)} · ${subject} · ${accountName}`;
}

function list(lines: readonly string[]): Element[] {
  return lines.map((text) => ({ kind: 'context', text: [text] }));
}

/** Renders the result of an action so far. */
export function bulkCard(result: BulkResult): Card {
  const { id, plan, total, done, pending, problems, canUndo } = result;
  const failed = problems.filter((one) => one.failed);
  const isRunning = pending > 0;
  const title = sentence(plan, total);
  const progress = `${done} of ${plural(total, 'case')} done${failed.length > 0 ? `, ${failed.length} not` : ''}.`;
  const controls: Control[] = [
    ...(isRunning ? [actions.bulkView.button(id, 'Refresh')] : []),
    ...(canUndo ? [actions.bulkUndo.button(id, 'Undo')] : []),
  ];
  return {
    summary: `${title}: ${progress}`,
    title: 'Several cases',
    elements: [
      { kind: 'heading', text: title },
      isRunning
        ? { kind: 'callout', tone: 'neutral', text: [{ bold: progress }, ' The rest follows within a minute.'] }
        : { kind: 'callout', tone: failed.length > 0 ? 'warning' : 'good', text: [{ bold: progress }] },
      ...problems.map(({ number, subject, problem }): Element => ({
        kind: 'listItem',
        text: [{ bold: formatCaseNumber(number) }, ` ${subject}`],
        detail: [problem],
        button: actions.view.button(number, 'View'),
      })),
      ...(canUndo ? [{ kind: 'context' as const, text: ['You can undo this for a day.'] }] : []),
      ...(controls.length > 0 ? [{ kind: 'actions' as const, actions: controls }] : []),
    ],
  };
}
