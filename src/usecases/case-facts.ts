import type { ContactChange } from '../domain/contact-change.ts';
import type { ContactType, Side } from '../domain/person.ts';
import type { NoticeState } from '../domain/notice.ts';
import type { Priority } from '../domain/priority.ts';
import type { Goal } from '../domain/sla-state.ts';
import type { Status } from '../domain/status.ts';
import type { Triage } from '../domain/triage.ts';
import type { BannerDelivery } from './notices/load-banner.ts';
import type { NudgeDelivery } from './notices/load-nudge.ts';
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
  /** what will be done then; CommonMark */
  scheduledWork: string | null;
  /** the internal team it is with */
  team: string | null;
  /** the contact spoke last, on a resolution: nothing closes by itself */
  answered: boolean;
  pendingPostId: number | null;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  closeReason: string | null;
  /** the last moment at which a closed case can be reopened */
  reopenUntil: Date | null;
  /** the product defect it is linked to */
  defect: DefectFacts | null;
  /** the incident it is linked to */
  incident: { id: number; title: string; state: NoticeState } | null;
  /** what a "Modify Support Contacts" case asks for, and when an advisor applied it */
  contactChange: ContactChange | null;
  contactChangedAt: Date | null;
  /** the closed case this one follows up on */
  previousNumber: number | null;
  /** the follow-up clock, while it runs */
  followUp: FollowUpFacts | null;
  /** what the SLA asks for next: advisors see it */
  sla: GoalFacts[];
  /** the newest impact assessment: advisors see it */
  triage: Triage | null;
  /** messages that could not be delivered, and why: advisors see them */
  undelivered: { where: string; code: string }[];
}

/** A goal of the SLA that is not reached yet. */
export interface GoalFacts {
  goal: Goal;
  /** its clock does not stand still */
  running: boolean;
  /** when it is due, or was; null while it stands still and is not late */
  dueAt: Date | null;
  overdue: boolean;
}

export interface FollowUpFacts {
  /** reminders made, of how many */
  attempts: number;
  of: number;
  /** when the reminders that are left come, and when the case closes, if nobody answers */
  remindsAt: Date[];
  closesAt: Date;
  /** the newest reminder reached neither chat nor mail: nothing closes */
  unreachable: boolean;
  /** the newest reminder: its buttons are live */
  reminderPostId: number | null;
}

/** What both sides read of a defect; its summary and its other cases are for advisors. */
export interface DefectFacts {
  /** e.g. DEV-4711 */
  number: string;
  state: 'Open' | 'Fixed' | 'Released';
  /** in which it is fixed; its date is an ISO date */
  release: { name: string; date: string; published: boolean } | null;
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
  /** the nearest due moment of its SLA: for the queue alone */
  slaDueAt: Date | null;
}

export interface AuthorizedContact {
  name: string;
  email: string;
  contactType: ContactType;
}

/** What one delivery is about, read at the moment it is sent. */
export type DeliveryFacts =
  | CaseDelivery
  | BannerDelivery
  | NudgeDelivery
  | { kind: 'digest'; digestId: number }
  | { kind: 'cluster'; clusterId: number }
  | { kind: 'release'; releaseId: number };

/** A case's card, or a post on it. */
export interface CaseDelivery {
  id: number;
  kind: 'card' | 'post';
  side: Side;
  /** set where the conversation is one person's own */
  personId: number | null;
  /** theirs, and they are a Read-Only contact: there is nothing to press */
  looksOnly: boolean;
  /** set where the conversation is an internal team's: what is said there stays internal */
  team: string | null;
  /** for the card of the team that the case is with: what it is asked to do */
  asked: PostFacts | null;
  case: CaseFacts;
  post: PostFacts | null;
  /** for the newest reminder: the question or the resolution that still waits for a word */
  waiting: PostFacts | null;
  /** to be mentioned, on this platform and in this workspace: who must act */
  mentions: Mentioned[];
}

export interface Mentioned {
  userId: string;
  name: string;
}
