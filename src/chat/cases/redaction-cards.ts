// The preview of a redaction, and its certificate: what was changed, what is still changing, and what only people can reach.
import type { Card, Element, Inline } from '../../cards/elements.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { changedCount, changedLines, manyPlaces, messageLines, unreachedLines } from '../../domain/redaction-result.ts';
import { formatCount, formatList, plural } from '../../domain/text/numbers.ts';
import type { PreparedRedaction } from '../../usecases/privacy/prepare-redaction.ts';
import type { RedactionFacts, TypedMessage } from '../../usecases/privacy/read-redaction.ts';
import { actions } from '../actions.ts';
import { platformNames } from '../platform-names.ts';

/** Excerpts of a preview. */
const maxShown = 5;

/** Renders what a redaction would change. */
export function previewElements({ accountName, caseNumber, cases, looked, counts, excerpts }: PreparedRedaction): Element[] {
  const where =
    caseNumber === null
      ? `${plural(cases, 'case')} of ${accountName}`
      : `${formatCaseNumber(caseNumber)}${cases > 1 ? ` and ${plural(cases - 1, 'connected case')}` : ''}`;
  const found = changedLines(counts);
  const many = manyPlaces(counts);
  const partly =
    looked < cases ? [`Counted in the ${formatCount(looked)} newest of ${plural(cases, 'case')}. All of them are searched.`] : [];
  const others = [
    'issueCases',
    'webhookEvents',
    'unreadFiles',
    'notices',
    'cannedAnswers',
    'directory',
    'senders',
    'insideWords',
  ].filter((key) => (counts[key] ?? 0) > 0);
  const kept = unreachedLines(Object.fromEntries(others.map((key) => [key, counts[key] ?? 0]))).slice(0, others.length);
  return [
    { kind: 'callout', tone: 'danger', text: [{ bold: 'This cannot be undone.' }, ` It changes ${where}.`] },
    ...(found.length === 0 ? [] : [{ kind: 'text' as const, text: [{ bold: 'Found: ' }, `${formatList(found)}.`] }]),
    ...(many === null ? [] : [{ kind: 'callout' as const, tone: 'warning' as const, text: [{ bold: many }, ' Is it a common word? To redact less, cancel and enter more of the text.'] }]),
    ...partly.map((text): Element => ({ kind: 'context', text: [text] })),
    ...excerpts.slice(0, maxShown).map(({ before, found: text, after }): Element => ({ kind: 'context', text: [before, { bold: text }, after] })),
    ...(kept.length === 0 ? [] : [{ kind: 'divider' as const }, { kind: 'text' as const, text: [{ bold: 'Stays:' }] }, ...lines(kept)]),
    { kind: 'context', text: ['Messages in chats are edited. The certificate lists what we cannot reach, such as emails already sent.'] },
  ]; // prettier-ignore
}

/** Renders the certificate of a redaction. */
export function certificateCard(of: RedactionFacts): Card {
  const { id, at, subject, byName, reason, finishedAt, left, result, typed } = of;
  const done = changedLines(result);
  const messages = messageLines(result, { slack: platformNames.slack, teams: platformNames.teams });
  const summary = finishedAt === null ? `Redacting ${subject}` : `Redacted ${subject}`;
  const state: Inline[] =
    finishedAt === null ? [`Still working: ${plural(left, 'case')} left.`] : ['Finished ', { at: finishedAt, as: 'moment' }, '.'];
  return {
    summary,
    title: `Redaction ${id}`,
    elements: [
      { kind: 'heading', text: `${summary} · certificate ${id}` },
      { kind: 'context', text: [`${byName} · `, { at, as: 'moment' }, ` · ${reason}`] },
      { kind: 'text', text: state },
      ...(changedCount(result) === 0 ? [] : [{ kind: 'text' as const, text: [{ bold: 'Redacted: ' }, `${formatList(done)}.`] }]),
      ...(messages.length === 0 ? [] : [{ kind: 'text' as const, text: [{ bold: 'Being edited or deleted: ' }, `${formatList(messages)}. What a platform refuses is listed as not delivered.`] }]),
      { kind: 'divider' },
      { kind: 'text', text: [{ bold: 'Out of our reach:' }] },
      ...lines(unreachedLines(result)),
      ...typed.map(typedLine),
      ...(finishedAt === null ? [{ kind: 'actions' as const, actions: [actions.redactionView.button(id, 'Refresh')] }] : []),
    ],
  }; // prettier-ignore
}

function lines(texts: readonly string[]): Element[] {
  return texts.map((text) => ({ kind: 'context', text: [`• ${text}`] }));
}

function typedLine({ authorName, platform, caseNumber, at }: TypedMessage): Element {
  const name = (platformNames as Readonly<Record<string, string>>)[platform] ?? platform;
  return {
    kind: 'context',
    text: [`• Message of ${authorName} in ${name} on ${formatCaseNumber(caseNumber)}, `, { at, as: 'moment' }],
  };
}
