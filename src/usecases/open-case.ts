import { casePlaces } from '../db/case-places.ts';
import { insertCase, type CaseColumns } from '../db/insert-case.ts';
import { CaseError } from '../domain/case-error.ts';
import type { NewCase } from '../domain/case-input.ts';
import { permit } from '../domain/permission.ts';
import type { Contact } from '../domain/person.ts';
import { scopeOf, scopeWhere } from './scope.ts';
import type { Outcome, Said, Work } from './work.ts';

/** Where a case is filed from. */
export interface Filed {
  workspaceId: string;
  /** the contact's conversation with the bot */
  directChannel: string;
  /** the channel it was filed in, if any */
  channelId?: string;
  /** a link back to the message it was made from */
  sourceLink?: string;
  /** the closed case it follows up on */
  previousNumber?: number;
}

/**
 * Opens a case, durably, with its card on the way to where it was filed and to the queue of its module. What a case says may concern
 * children: its card stands only in channels the directory lists `for: cases` of that account, else in the contact's direct conversation.
 * @throws CaseError not-allowed, unknown-case
 */
export async function openCase(work: Work, contact: Contact, input: NewCase, filed: Filed, said: Said): Promise<Outcome> {
  permit(contact, 'open', contact.accountId);
  const { workspaceId, directChannel, channelId = null } = filed;
  const { accountId, id: contactId } = contact;
  const at = { platform: said.platform, workspaceId, channelId, directChannel, accountId, contactId, module: input.module };
  const conversations = await casePlaces(work.db.pool, at);
  if (!conversations)
    throw new CaseError('no-conversation', 'The bot has no conversation with you yet.', 'Send it a direct message first.');
  const columns: CaseColumns = {
    accountId,
    contactId,
    source: said.platform,
    sourceLink: filed.sourceLink ?? null,
    previousCaseId: filed.previousNumber === undefined ? null : await previousCase(work, contact, filed.previousNumber),
    phoneCallExpected: input.priority === 'Critical',
    // the form it came through: every case type is a form of its own, so the category is the type
    category: input.caseType,
    ...input,
  };
  const number = await insertCase(work.db.pool, columns, conversations, {
    receipt: said.receipt,
    at: work.clock.now(),
    actorName: contact.name,
  });
  return number === null ? 'repeat' : { number };
}

async function previousCase(work: Work, contact: Contact, number: number): Promise<number> {
  const row = await work.db.prisma.case.findFirst({ where: { number, ...scopeWhere(scopeOf(contact)) }, select: { id: true } });
  if (!row) throw new CaseError('unknown-case', 'The case this follows up on is not one of yours.');
  return row.id;
}
