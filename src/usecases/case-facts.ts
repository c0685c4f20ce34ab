import type { ContactChange } from '../domain/contact-change.ts';
import type { Side } from '../domain/person.ts';
import type { NoticeState } from '../domain/notice.ts';
import type { Snoozes } from '../domain/snooze.ts';
import type { Priority } from '../domain/priority.ts';
import type { Score } from '../domain/satisfaction.ts';
import type { Goal } from '../domain/sla-state.ts';
import type { Status } from '../domain/status.ts';
import type { Triage } from '../domain/triage.ts';
import type { FileProblem } from '../domain/files.ts';
import type { PlatformName } from '../ports.ts';
import type { DevIssueFacts } from './dev-issue-facts.ts';

/** What every message about a case can show of it, read at one moment. */
export interface CaseBasics {
  id: number;
  number: number;
  /** with its IANA time zone, in which its days are counted */
  account: { id: number; name: string; timezone: string };
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
  source: 'slack' | 'teams' | 'phone' | 'mail' | 'api';
  sourceLink: string | null;
  phoneCallExpected: boolean;
  /** ISO date */
  scheduledFor: string | null;
  /** what will be done then; CommonMark */
  scheduledWork: string | null;
  /** the escalation team it is with */
  team: string | null;
  /** the contact replied to a resolution, so the case does not close by itself */
  answered: boolean;
  pendingPostId: number | null;
  createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  closeReason: string | null;
  /** until when a closed case can be reopened */
  reopenUntil: Date | null;
  /** whether that moment is still to come */
  canReopen: boolean;
  /** the number of the case that this one was closed as a duplicate of */
  duplicateOf: number | null;
  /** the product defect it is linked to */
  defect: DefectFacts | null;
  /** the issue of the defect, where a tracker is followed; advisors only */
  devIssue: DevIssueFacts | null;
  /** the incident it is linked to */
  incident: { id: number; title: string; state: NoticeState } | null;
  /** the request of a "Modify Support Contacts" case, and when an advisor applied it */
  contactChange: ContactChange | null;
  contactChangedAt: Date | null;
  /** the closed case that this one follows up on */
  previousNumber: number | null;
  /** the latest impact assessment; advisors only */
  triage: Triage | null;
  /** what its contact was asked when it was closed, and what they said; advisors only */
  satisfaction: { personId: number; askedAt: Date; score: Score | null; comment: string | null } | null;
  /** files that its reader may download */
  fileCount: number;
  /** those that contacts may download, too */
  publicFileCount: number;
  /** whether there is a page on which people add files */
  hasUploadPage: boolean;
  /** advisors who watch it; advisors only */
  watchers: { id: number; name: string }[];
  /** when it comes back to the advisors who snoozed it, by person id; advisors only */
  snoozes: Snoozes;
  /** messages that could not be delivered, with the platform's error code; advisors only */
  undelivered: { where: string; code: string; waits: boolean }[];
}

/** Everything a card can show of a case: also what is computed from its clocks, which takes longer than all the rest. */
export interface CaseFacts extends CaseBasics {
  /** by when somebody answers for the first time; null once somebody did, without a target, and when it is overdue */
  respondBy: Date | null;
  /** by when the next update is promised after that; null without a target, while its clock is paused, and when it is overdue */
  updateBy: Date | null;
  /** set while the follow-up clock runs */
  followUp: FollowUpFacts | null;
  /** the open goals of the SLA; advisors only */
  sla: GoalFacts[];
}

/** What a post can show of its case. */
export interface PostedCase extends CaseBasics {
  /** set on the newest reminder of the follow-up clock */
  followUp: FollowUpFacts | null;
}

/** A goal of the SLA that is not met yet. */
export interface GoalFacts {
  goal: Goal;
  /** false while its clock is paused */
  running: boolean;
  /** null while its clock is paused and it is not overdue */
  dueAt: Date | null;
  overdue: boolean;
}

/** The follow-up clock of a case. */
export interface FollowUpFacts {
  /** reminders sent so far, and in all */
  attempts: number;
  of: number;
  /** when the remaining reminders are due, and when the case closes, if nobody replies */
  remindsAt: Date[];
  closesAt: Date;
  /** the latest reminder reached neither chat nor mail, so the case does not close */
  unreachable: boolean;
  /** a platform or mail server has accepted the latest reminder */
  arrived: boolean;
  /** the latest reminder, the only one with buttons */
  reminderPostId: number | null;
}

/** What contacts may see of a defect. Its summary and its other cases are internal. */
export interface DefectFacts {
  /** such as `DEV-4711` */
  number: string;
  state: 'Open' | 'Fixed' | 'Released';
  /** the release that fixes it, with its ISO date */
  release: { name: string; date: string; published: boolean } | null;
}

/** A post as it is shown. */
export interface PostFacts {
  id: number;
  kind: 'public' | 'note' | 'event';
  /** the action behind an event, such as `resolve` */
  action: string | null;
  authorId: number | null;
  authorName: string;
  authorSide: Side | null;
  platform: PlatformName | null;
  /** the message it was typed as; of a post without a platform, the email it came by */
  originMessageId?: string | null;
  /** CommonMark; empty when deleted */
  body: string;
  createdAt: Date;
  editedAt: Date | null;
  /** something was taken out of it */
  redactedAt?: Date | null;
  deletedAt: Date | null;
  deletedBy: string | null;
  /** in the order in which they were sent; none of a deleted post, and none where nobody looks at them */
  files: FileFacts[];
}

/** A file of a post as it is shown. */
export interface FileFacts {
  id: number;
  name: string;
  state: 'expected' | 'stored' | 'refused' | 'quarantined';
  /** why it is not there */
  problem: FileProblem | null;
  /** where people can open it, when the bot cannot read it */
  link: string | null;
  /** bytes; until it is stored, what the platform says */
  size: number | null;
  /** the content, once it is stored */
  content: { size: number; mediaType: string; checksum: string; width?: number; height?: number; url: string | null } | null;
}

/** A case in a list of results. */
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
  /** whether its contact was asked to call */
  phoneCallExpected: boolean;
  /** when the next goal of its SLA is due; for advisors only */
  slaDueAt: Date | null;
  /** ISO date by which its contact needs it */
  dueDate: string | null;
}

/** An Authorized Contact of an account. */
export interface AuthorizedContact {
  name: string;
  email: string;
}
