// Cards of emails that arrived. They name people and accounts and show text that nobody has checked, so only advisors see them.
import type { Card, Element, Inline } from '../../cards/elements.ts';
import { truncate } from '../../cards/visible-text.ts';
import { formatCaseNumber } from '../../domain/case-number.ts';
import { isOutlookFile, outlookSentence } from '../../domain/files.ts';
import { waitingReason } from '../../domain/mail-reason.ts';
import { formatList, plural } from '../../domain/text/numbers.ts';
import type { MailFacts, WaitingMails, WholeMail } from '../../usecases/mail/waiting-mails.ts';
import { actions } from '../actions.ts';
import { pageButtons } from '../page-buttons.ts';

/** Names of files on a card. */
const maxNames = 10;

function attachedNames(names: readonly string[]): string {
  const shown = names.slice(0, maxNames).map((name) => truncate(name, 80));
  return formatList(names.length > maxNames ? [...shown, `${names.length - maxNames} more`] : shown);
}

/** Characters of the text on a card. */
const maxShown = 1_500;

/** Renders an email that waits for an advisor, with the decisions they can make, or the one that was made. */
export function mailCard(facts: MailFacts): Card {
  const { id, subject, text, fileNames, state, receivedAt } = facts;
  const title = 'Email waiting for an advisor';
  const decision = decisionText(facts);
  return {
    summary: decision === null ? `${title}: ${senderOf(facts)}` : `Email from ${senderOf(facts)} · ${decision}`,
    elements: [
      { kind: 'heading', text: title },
      { kind: 'fields', fields: fieldsOf(facts) },
      ...(text.trim() === '' ? [] : [{ kind: 'markdown' as const, text: truncate(text, maxShown) }]),
      ...(fileNames.length > 0 ? [{ kind: 'context' as const, text: [`Attached: ${attachedNames(fileNames)}`] }] : []),
      ...(fileNames.some(isOutlookFile) ? [{ kind: 'context' as const, text: [outlookSentence] }] : []),
      { kind: 'context', text: ['Received ', { at: receivedAt, as: 'moment' }] },
      decision === null
        ? { kind: 'callout', tone: 'warning', text: [`Not posted. ${waitingReason(facts.reason)}`] }
        : { kind: 'callout', tone: 'neutral', text: [decision] },
      {
        kind: 'actions',
        actions: [
          ...(state === 'waiting'
            ? [
                actions.postMail.button(id, 'Post to a case…', facts.case ? 'primary' : undefined),
                actions.openMail.button(id, 'Open a case…', facts.case ? undefined : 'primary'),
                actions.dismissMail.button(id, 'Dismiss'),
              ]
            : facts.case
              ? [actions.view.button(facts.case.number, 'View case')]
              : []),
          actions.wholeMail.button({ of: 'mail', id, page: 1 }, 'Whole email'),
        ],
      },
    ],
    title: subject === '' ? title : truncate(subject, 100),
  };
}

function fieldsOf(facts: MailFacts): { label: string; value: Inline[] }[] {
  const { from, subject, case: of, person } = facts;
  return [
    { label: 'From', value: [senderOf({ from })] },
    { label: 'Subject', value: [subject || 'No subject'] },
    ...(of
      ? [
          {
            label: 'Case',
            value: [
              `${formatCaseNumber(of.number)} · ${truncate(of.subject, 80)} (${of.accountName})${of.isClosed ? ', closed' : ''}`,
            ],
          },
        ]
      : []),
    ...(person && person.email !== from.address
      ? [{ label: 'Reply address of', value: [`${person.name} (${person.email})`] }]
      : []),
  ];
}

function senderOf({ from }: Pick<MailFacts, 'from'>): string {
  return from.name === '' || from.name === from.address ? from.address || 'Unknown sender' : `${from.name} (${from.address})`;
}

/** Says what an advisor decided; null while nobody has. */
function decisionText({ state, decidedBy, case: of }: MailFacts): string | null {
  const by = decidedBy === null ? '' : ` by ${decidedBy}`;
  switch (state) {
    case 'waiting':
      return null;
    case 'dismissed':
      return `Dismissed${by}`;
    case 'opened':
      return `Opened ${of ? formatCaseNumber(of.number) : 'a case'}${by === '' ? '' : `, decided${by}`}`;
    case 'posted':
      return `Posted to ${of ? formatCaseNumber(of.number) : 'a case'}${by}`;
    case 'ignored':
      return 'Ignored: a program wrote it';
  }
}

/** Renders a page of the emails that wait. */
export function mailsCard({ mails, position: { total, page, pages } }: WaitingMails): Card {
  if (total === 0) {
    const text = 'No emails are waiting. Emails that are not posted by themselves are listed here.';
    return { summary: 'No emails are waiting', title: 'Emails', elements: [{ kind: 'text', text: [text] }] };
  }
  const summary = `${plural(total, 'email')} waiting for an advisor`;
  const buttons = pageButtons(page, pages, (to, label) => actions.mailsPage.button(to, label));
  return {
    summary,
    title: 'Emails',
    elements: [
      { kind: 'heading', text: summary },
      ...mails.map(mailItem),
      ...(pages > 1 ? [{ kind: 'context' as const, text: [`Page ${page} of ${pages}`] }] : []),
      ...(buttons.length > 0 ? [{ kind: 'actions' as const, actions: buttons }] : []),
    ],
  };
}

function mailItem(facts: MailFacts): Element {
  const { id, subject, reason, receivedAt, case: of } = facts;
  return {
    kind: 'listItem',
    text: [{ bold: truncate(subject || 'No subject', 80) }],
    detail: [
      `${senderOf(facts)} · `,
      ...(of ? [`${formatCaseNumber(of.number)} · `] : []),
      `${waitingReason(reason)} · `,
      { at: receivedAt, as: 'moment' },
    ],
    button: actions.mail.button(id, 'View'),
    menu: 'View email',
  };
}

/** Renders a page of a whole email, as plain text. */
export function wholeMailCard(
  of: { of: 'mail' | 'post'; id: number },
  { from, subject, receivedAt, text, page, pages }: WholeMail,
): Card {
  const buttons = pageButtons(page, pages, (to, label) => actions.wholeMail.button({ ...of, page: to }, label));
  return {
    summary: `Email from ${senderOf({ from })}`,
    title: 'Whole email',
    elements: [
      {
        kind: 'fields',
        fields: [
          { label: 'From', value: [senderOf({ from })] },
          { label: 'Subject', value: [subject || 'No subject'] },
        ],
      },
      {
        kind: 'context',
        text: ['Received ', { at: receivedAt, as: 'moment' }, ...(pages > 1 ? [` · page ${page} of ${pages}`] : [])],
      },
      { kind: 'divider' },
      ...paragraphsOf(text),
      ...(buttons.length > 0 ? [{ kind: 'actions' as const, actions: buttons }] : []),
    ],
  };
}

/** Lines of an element: a text element has no lines of its own. */
function paragraphsOf(text: string): Element[] {
  const shown = text.trim() === '' ? 'This email has no text, or it was deleted after the time that is set in keep.mail.' : text;
  return [{ kind: 'markdown', text: escapedMarkdown(shown) }];
}

/** Nothing in an email is formatting. */
function escapedMarkdown(text: string): string {
  return text.replace(/[\\`*_~[\]<>#|&!+.()-]/g, String.raw`\$&`).replace(/^[ \t]+/gm, '');
}
