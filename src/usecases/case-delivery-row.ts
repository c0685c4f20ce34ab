import type { Prisma } from '../db/generated/client.ts';
import type { Services } from './context.ts';
import type { PlatformName } from '../ports.ts';
import type { Mentioned } from './case-delivery.ts';
import { withCaseFacts, withFiles } from './read-case-facts.ts';

/** The relations of a delivery that a card or post needs. */
export const withCaseDelivery = {
  destination: { select: { platform: true, workspaceId: true, channelId: true } },
  conversation: {
    select: {
      ...{ id: true, caseId: true, side: true, personId: true, team: true },
      person: { select: { accountId: true, contactType: true, _count: { select: { memberships: true } } } },
    },
  },
  case: { include: withCaseFacts },
  post: { include: withFiles },
} satisfies Prisma.DeliveryInclude;

/** A delivery with the relations of `withCaseDelivery`, and what else its message may need. */
export type CaseDeliveryRow = Prisma.DeliveryGetPayload<{ include: typeof withCaseDelivery }> & {
  /** the conversation may show something new */
  isUsable: boolean;
  /** addresses of the pictures of the post's author, newest first */
  pictures: { platform: PlatformName; picture: string }[];
  /** files of the post that arrive in this conversation as messages of their own. One that could not be sent is listed by the post. */
  separateFiles: number[];
  /** the contact and the advisor of the case as users of the workspace, by name */
  users: (Mentioned & { personId: number })[];
};

/** Who reads a conversation with a contact, as far as its messages depend on it. */
export interface ConversationReader {
  /** they are a Read-Only contact of the case's account, so there are no buttons */
  isReadOnly: boolean;
  /** they belong to several accounts, so a card says whose case it is */
  hasAccounts: boolean;
}

/** Tells who reads the conversation of a delivery. */
export async function readerOf(
  { db }: Services,
  { case: of, conversation }: Pick<CaseDeliveryRow, 'case' | 'conversation'>,
): Promise<ConversationReader> {
  const person = conversation?.person;
  if (!of || !person || conversation.personId === null) return { isReadOnly: false, hasAccounts: false };
  const hasAccounts = person._count.memberships > 0;
  if (!hasAccounts || person.accountId === of.accountId) return { isReadOnly: person.contactType === 'readOnly', hasAccounts };
  const key = { personId: conversation.personId, accountId: of.accountId };
  const membership = await db.prisma.membership.findUnique({ where: { personId_accountId: key } });
  return { isReadOnly: membership?.contactType === 'readOnly', hasAccounts };
}
