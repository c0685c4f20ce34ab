import type { Prisma } from '../db/generated/client.ts';
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

/** A delivery with the relations of `withCaseDelivery`. */
export type CaseDeliveryRow = Prisma.DeliveryGetPayload<{ include: typeof withCaseDelivery }>;
