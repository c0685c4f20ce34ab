// What a contact wants to know of their case before anything else: whose turn it is, what happens next and when, and the newest post.
import { preview } from '../../cards/flat-text.ts';
import { waitsOn } from '../../domain/status.ts';
import { formatList } from '../../domain/text/numbers.ts';
import { formatDate } from '../../domain/text/times.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';
import type { ViewedCase } from '../../usecases/cases/view-case.ts';
import type { Element, Inline } from '../../cards/elements.ts';
import { isToVerify } from './is-to-verify.ts';

/**
 * Says whose turn it is and what happens next.
 * @param readOnly whether the reader cannot reply
 */
export function nextStep(shown: CaseFacts, readOnly: boolean): Element[] {
  if (isTheirTurn(shown) && !readOnly) return [{ kind: 'callout', tone: 'warning', text: theirTurn(shown) }];
  const text = ourTurn(shown);
  return text === null ? [] : [{ kind: 'text', text }];
}

/** Whether the contacts have something to answer or to check. What they replied already waits for us. */
function isTheirTurn(shown: CaseFacts): boolean {
  return !shown.answered && (shown.status === 'PendingCustomerInput' || isToVerify(shown));
}

function theirTurn({ status, followUp, account }: CaseFacts): Inline[] {
  const task = status === 'PendingCustomerInput' ? 'answer the question' : 'tell us whether this resolved it';
  const closes =
    followUp && !followUp.unreachable
      ? ` Without a reply, the case closes on ${formatDate(followUp.closesAt, account.timezone)}.`
      : '';
  return [{ bold: 'Waiting on you:' }, ` ${task}.${closes}`];
}

function ourTurn({ status, answered, respondBy, updateBy }: CaseFacts): Inline[] | null {
  const turn = waitsOn(status);
  if (turn === 'development') return ["Development is working on a fix. We'll tell you here which release has it."];
  const isOurs = turn === 'support' || turn === 'team' || (turn === 'contact' && answered);
  if (!isOurs) return null;
  if (respondBy !== null) return ["You'll hear from us by ", { at: respondBy, as: 'moment' }, '.'];
  return updateBy === null ? null : ["You'll get an update by ", { at: updateBy, as: 'moment' }, '.'];
}

/** Characters of the newest post. */
const maxNewest = 300;

/** Shows the newest post of people on the case; events say what happened in the activity below. */
export function newestPost({ posts, page }: ViewedCase): Element[] {
  const newest =
    page === 1 ? posts.find(({ kind, deletedAt, body }) => kind === 'public' && !deletedAt && body !== '') : undefined;
  if (!newest) return [];
  return [
    { kind: 'text', text: [{ bold: 'Newest post' }, ` · ${newest.authorName}, `, { at: newest.createdAt, as: 'moment' }] },
    { kind: 'context', text: [preview(newest.body, maxNewest)] },
  ];
}

/** People who are named to a Read-Only contact. */
const maxNamed = 3;

/** Tells a Read-Only contact what they can do, and who can do the rest. @param names of the Authorized Contacts of their account */
export function readOnlyLine(names: readonly string[]): Element {
  const shown = names.slice(0, maxNamed);
  const rest = names.length - shown.length;
  const who = names.length === 0 ? 'An Authorized Contact' : formatList([...shown, ...(rest > 0 ? [`${rest} more`] : [])], 'or');
  return {
    kind: 'context',
    text: [`You can read and search every case, and choose your notifications under Recipients. ${who} can reply and close it.`],
  };
}
