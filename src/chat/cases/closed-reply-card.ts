// The email to somebody who wrote by email on a closed case: it says that nobody works on the case, repeats what they wrote, and offers what to do.
import { formatCaseNumber } from '../../domain/case-number.ts';
import { isOpen } from '../../domain/status.ts';
import { formatDate } from '../../domain/text/times.ts';
import type { CaseBasics, PostFacts } from '../../usecases/case-facts.ts';
import type { Card, Control } from '../../cards/elements.ts';
import { actions } from '../actions.ts';

/** Renders the email. @returns null for a case that was reopened in the meantime */
export function closedReplyCard(post: PostFacts, of: CaseBasics): Card | null {
  if (isOpen(of.status) || of.closedAt === null) return null;
  const number = formatCaseNumber(of.number);
  return {
    summary: `${number} is closed. Your email was saved, but nobody is working on the case.`,
    about: `${number} · ${of.subject}`,
    happened: 'This case is closed',
    elements: [
      { kind: 'text', text: [{ bold: `${number} is closed.` }, ' We saved your email, but nobody is working on the case.'] },
      { kind: 'text', text: [wayForward(of)] },
      { kind: 'actions', actions: buttons(post, of) },
      ...(post.body === '' ? [] : [{ kind: 'context' as const, text: ['You wrote:'] }, { kind: 'markdown' as const, text: post.body }]), // prettier-ignore
    ],
  };
}

function wayForward({ duplicateOf, canReopen, reopenUntil, account, number }: CaseBasics): string {
  if (duplicateOf !== null) {
    const original = formatCaseNumber(duplicateOf);
    return `We're working on the problem in ${original}. If you still need help, post your email there.`;
  }
  if (!canReopen || reopenUntil === null)
    return 'It was closed too long ago to reopen. If you still need help, open a new case. What you wrote comes with it.';
  const until = formatDate(reopenUntil, account.timezone);
  return `If you still need help, reopen the case until ${until}, or open a new one if it's about something else. What you wrote comes with it. In your chat with us, type “reopen ${formatCaseNumber(number)}”.`;
}

function buttons({ id: post }: PostFacts, { number, duplicateOf, canReopen }: CaseBasics): Control[] {
  const open = actions.openWith.button({ number, post }, 'Open a case');
  if (duplicateOf !== null)
    return [actions.postWith.button({ number: duplicateOf, post }, `Post to ${formatCaseNumber(duplicateOf)}`, 'primary'), open];
  if (!canReopen) return [{ ...open, style: 'primary' }];
  return [actions.reopenWith.button({ number, post }, 'Reopen case', 'primary'), open];
}
