// What the author of an email on a closed case does with it: reopens the case, posts it to the case that goes on, or opens a new case. This reads the
// email for the form, and opens the new case.
import { maxLengths } from '../../domain/case-input.ts';
import { authorize } from '../../domain/permission.ts';
import { inAccount, type Contact } from '../../domain/person.ts';
import { truncate } from '../../cards/visible-text.ts';
import { changeCaseByClock } from '../change-case.ts';
import { directPlace } from '../cases/open-on-behalf.ts';
import { storeCase } from '../cases/open-case.ts';
import type { RequestContext, Services } from '../context.ts';
import { scopeOf, scopeWhere, unknownCase } from '../scope.ts';
import { textInput } from '../text-input.ts';
import { newCaseOf } from './receive-mail.ts';

/** Reads what a contact wrote in a post of theirs. @returns '' when it was deleted, or is not theirs */
export async function readOwnPost({ db }: Services, contact: Contact, postId: number): Promise<string> {
  const where = {
    id: postId,
    authorId: contact.id,
    kind: 'public' as const,
    deletedAt: null,
    case: scopeWhere(scopeOf(contact)),
  };
  return (await db.prisma.post.findFirst({ where, select: { body: true } }))?.body ?? '';
}

/**
 * Opens a case that follows up on a closed one, and mails the contact that it is open.
 * @throws CaseError not-allowed, unknown-case, empty, too-long
 */
export async function openAfterClosing(
  services: Services,
  contact: Contact,
  { previous, subject, text }: { previous: number; subject: string; text: string },
  request: RequestContext,
): Promise<{ number: number } | 'repeat'> {
  const where = { number: previous, ...scopeWhere(scopeOf(contact)) };
  const closed = await services.db.prisma.case.findFirst({ where });
  const filing = closed && inAccount(contact, closed.accountId);
  if (!filing) throw unknownCase(previous);
  authorize(filing, 'open', filing.accountId);
  const description = textInput(text, 'text', 'Enter a description.');
  const { module, caseType, priority } = closed;
  const input = {
    ...newCaseOf(services, { subject, text: description }),
    subject: truncate(subject.trim(), maxLengths.subject),
    // a call is promised in the form of the chat alone
    ...{ module, caseType, priority: priority === 'Critical' ? ('High' as const) : priority },
  };
  const place = await directPlace(services, filing, module);
  const origin = { source: 'mail' as const, phoneCallExpected: false, previousNumber: previous };
  const opened = await storeCase(services, filing, input, place, origin, {
    idempotencyKey: request.idempotencyKey,
    actor: filing,
  });
  if (opened === 'repeat') return opened;
  // in the name of the clock, because nobody is mailed what they did themselves
  await changeCaseByClock(services, opened.number, `${request.idempotencyKey}:told`, () => ({
    post: { kind: 'event', action: 'open', body: `opened the case from ${filing.name}'s email` },
  }));
  return { number: opened.number };
}
