import type { Prisma } from '../db/generated/client.ts';
import type { PlatformName } from '../ports.ts';
import type { Mentioned } from './case-facts.ts';
import { withCaseFacts, withFiles } from './read-case-facts.ts';

/** The relations of a delivery that a card or post needs. */
export const withCaseDelivery = {
  destination: { select: { platform: true, workspaceId: true, channelId: true } },
  conversation: {
    select: { id: true, caseId: true, side: true, personId: true, team: true, person: { select: { contactType: true } } },
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
