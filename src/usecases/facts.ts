import type { ContactType, Side } from '../domain/person.ts';
import type { Priority } from '../domain/priority.ts';
import type { Status } from '../domain/status.ts';
import type { PlatformName } from '../ports.ts';

/** A case as the views show it: facts, no words of any platform. */
export interface CaseFacts {
  id: number;
  number: number;
  account: { id: number; name: string };
  contact: { id: number; name: string };
  advisor: { id: number; name: string } | null;
  status: Status;
  priority: Priority;
  subject: string;
  /** CommonMark */
  description: string;
  replicationSteps: string | null;
  expected: string | null;
  actual: string | null;
  environment: string | null;
  impact: string | null;
  module: string;
  caseType: string;
  /** ISO date */
  dueDate: string | null;
  dueReason: string | null;
  source: 'slack' | 'teams' | 'phone';
  sourceLink: string | null;
  phoneCallExpected: boolean;
  /** ISO date */
  scheduledFor: string | null;
  /** the contact spoke last, on a resolution: nothing closes by itself */
  answered: boolean;
  pendingPostId: number | null;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  closeReason: string | null;
  /** the last moment at which a closed case can be reopened */
  reopenUntil: Date | null;
  /** the closed case this one follows up on */
  previousNumber: number | null;
  /** messages that could not be delivered, and why: advisors see them */
  undelivered: { where: string; code: string }[];
}

export interface PostFacts {
  id: number;
  kind: 'public' | 'note' | 'event';
  /** for an event: the action that made it, e.g. `resolve` */
  action: string | null;
  authorId: number | null;
  authorName: string;
  authorSide: Side | null;
  platform: PlatformName | null;
  /** CommonMark; empty when deleted */
  body: string;
  createdAt: Date;
  editedAt: Date | null;
  deletedAt: Date | null;
  deletedBy: string | null;
}

/** A line of a result list. */
export interface CaseRow {
  number: number;
  subject: string;
  status: Status;
  priority: Priority;
  module: string;
  accountName: string;
  contactName: string;
  advisorName: string | null;
  updatedAt: Date;
}

export interface AuthorizedContact {
  name: string;
  email: string;
  contactType: ContactType;
}

/** What one delivery is about, read at the moment it is sent. */
export type DeliveryFacts = CaseDelivery | { kind: 'digest'; digestId: number } | { kind: 'release'; releaseId: number };

/** A case's card, or a post on it. */
export interface CaseDelivery {
  id: number;
  kind: 'card' | 'post';
  side: Side;
  /** set where the conversation is one person's own */
  personId: number | null;
  case: CaseFacts;
  post: PostFacts | null;
  /** to be mentioned, on this platform and in this workspace: who must act */
  mentions: Mentioned[];
}

export interface Mentioned {
  userId: string;
  name: string;
}
