import { insertCase, type CaseColumns, type NewConversation } from '../db/insert-case.ts';
import { CaseError } from '../domain/case-error.ts';
import type { NewCase } from '../domain/case-input.ts';
import { permit } from '../domain/permission.ts';
import type { Contact } from '../domain/person.ts';
import { ensureLane } from '../outbox/enqueue.ts';
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
  const conversations = [await contactsPlace(work, contact, filed, said), ...(await queuePlace(work, input.module))];
  const columns: CaseColumns = {
    accountId: contact.accountId,
    contactId: contact.id,
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

async function contactsPlace(work: Work, contact: Contact, filed: Filed, said: Said): Promise<NewConversation> {
  const { workspaceId, channelId } = filed;
  const listed =
    channelId !== undefined &&
    (await work.db.prisma.channel.findFirst({
      where: {
        platform: said.platform,
        workspaceId,
        channelId,
        active: true,
        accountId: contact.accountId,
        purposes: { has: 'cases' },
      },
      select: { id: true },
    }));
  const place = listed ? channelId : filed.directChannel;
  if (place === '')
    throw new CaseError('no-conversation', 'The bot has no conversation with you yet.', 'Send it a direct message first.');
  return {
    laneId: await ensureLane(work.db.prisma, said.platform, workspaceId, place),
    side: 'contact',
    personId: listed ? null : contact.id,
  };
}

/** The queue channel of the module, else the one for everything else; none configured: advisors find the case in their queue. */
async function queuePlace(work: Work, module: string): Promise<NewConversation[]> {
  const queues = await work.db.prisma.channel.findMany({
    where: { purposes: { has: 'queue' }, active: true },
    orderBy: { id: 'asc' },
  });
  const queue =
    queues.find((channel) => channel.modules.includes(module)) ?? queues.find((channel) => channel.modules.length === 0);
  if (!queue) return [];
  return [
    {
      laneId: await ensureLane(work.db.prisma, queue.platform, queue.workspaceId, queue.channelId),
      side: 'advisor',
      personId: null,
    },
  ];
}

async function previousCase(work: Work, contact: Contact, number: number): Promise<number> {
  const row = await work.db.prisma.case.findFirst({ where: { number, ...scopeWhere(scopeOf(contact)) }, select: { id: true } });
  if (!row) throw new CaseError('unknown-case', 'The case this follows up on is not one of yours.');
  return row.id;
}
