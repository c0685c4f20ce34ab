import type { Account, Case, Person as AdvisorRow, Prisma } from '../db/generated/client.ts';
import type { Person } from '../domain/person.ts';
import type { Status } from '../domain/status.ts';
import type { Action } from '../domain/transition.ts';

/** A change of a case, decided on the locked row. */
export interface Change {
  /** the transition of the life cycle, if it is one */
  action?: Action;
  /** columns that change in addition */
  patch?: Prisma.CaseUncheckedUpdateInput;
  /** the post that tells people; `asks` marks a question or a resolution, which waits for a reply */
  post?: { kind: 'public' | 'note' | 'event'; action?: string; body: string; asks?: boolean };
  /** an internal note below the post; `isTyped` when it, and not the post, is what the person typed */
  note?: { action?: string; body: string; isTyped?: boolean };
  /** the history entry of a change that is not a transition; transitions write their own */
  history?: { action: string; from?: string; to?: string };
  /** the reason for the history */
  why?: string;
}

/** A change as the SLA and the follow-up clock see it. */
export interface CaseChange {
  /** the row as it was, with its account and its advisor where they were read along */
  before: Case & { account?: Account; advisor?: AdvisorRow | null };
  /** the status after the change */
  status: Status;
  change: Change;
  /** null for the clock */
  actor: Person | null;
  /** the contact posted after the advisor's last message, this change included */
  answered: boolean;
  at: Date;
}
