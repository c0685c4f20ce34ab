// The life cycle of a case as one table (process.md, Life cycle). Anything that is not in the table is refused with a message that says what
// to do instead. Who may do it is decided in `permission.ts`.
import { CaseError } from './case-error.ts';
import { isOpen, statuses, statusLabel, waitsOn, type Status } from './status.ts';
import { plural } from './text/numbers.ts';

/** Everything that can change the status of a case. `resumeScheduled` and `noResponse` are the clock's. */
export const actions = [
  'open',
  'claim',
  'assign',
  'ask',
  'answer',
  'resolve',
  'confirm',
  'decline',
  'schedule',
  'resumeScheduled',
  'escalate',
  'return',
  'qualify',
  'unlink',
  'fixed',
  'close',
  'noResponse',
  'reopen',
] as const;
/** An action of the life cycle. */
export type Action = (typeof actions)[number];

/** The part of a case that transitions depend on, read from the locked row. */
export interface CaseState {
  status: Status;
  /** while a question is open, the status its answer leads back to */
  askedFrom: Status | null;
  advisorId: number | null;
  closedAt: Date | null;
  accountId: number;
}

/** The circumstances of a transition. */
export interface Moment {
  now: Date;
  /** calendar days after the closing */
  reopenWithin: number;
  /** whether the assigned advisor still is an active advisor */
  formerAdvisorActive?: boolean;
}

/** The result of a transition. */
export interface Moved {
  status: Status;
  askedFrom: Status | null;
}

const open = statuses.filter(isOpen);
/** Where a case is because of its defect. */
const ofDefect: readonly Status[] = ['AssignedToDevelopment', 'AvailableInRelease'];
const toVerify: readonly Status[] = ['PendingCustomerVerification', 'AvailableInRelease'];

interface Rule {
  from: readonly Status[];
  to: (state: CaseState, at: Moment) => Status;
  /** what the person can do instead when the action is refused */
  instead: string;
}

/** Back to the advisor, or to the queue when nobody is assigned. */
const withSupport = (state: CaseState): Status => (state.advisorId === null ? 'New' : 'Assigned');
const claimed = (state: CaseState): Status => (state.status === 'New' ? 'Assigned' : state.status);

/** Why an action on any open case is refused: the case is closed. */
const askToReopen = 'An Authorized Contact can reopen it.';

/** The rule of every action on a case. `open` is missing because it creates the case. */
const rules: Record<Exclude<Action, 'open'>, Rule> = {
  claim: { from: open, to: claimed, instead: askToReopen },
  assign: { from: open, to: claimed, instead: askToReopen },
  ask: { from: open, to: () => 'PendingCustomerInput', instead: askToReopen },
  answer: { from: ['PendingCustomerInput'], to: answered, instead: 'Post to it instead.' },
  resolve: { from: open, to: () => 'PendingCustomerVerification', instead: askToReopen },
  confirm: {
    from: toVerify,
    to: () => 'Closed',
    instead: 'Nothing to confirm right now. You can reply or close the case.',
  },
  decline: { from: toVerify, to: withSupport, instead: "There's no resolution to decline right now. Post to it instead." },
  schedule: {
    from: ['New', 'Assigned', 'AssistRequest', 'PendingCustomerInput'],
    to: () => 'Scheduled',
    instead: 'You can schedule a case only while support is working on it.',
  },
  resumeScheduled: { from: ['Scheduled'], to: withSupport, instead: "It isn't scheduled." },
  escalate: {
    from: ['New', 'Assigned', 'Scheduled', 'PendingCustomerInput'],
    to: () => 'AssistRequest',
    instead: 'You can escalate a case only while support is working on it.',
  },
  return: { from: ['AssistRequest'], to: () => 'Assigned', instead: "It isn't with a team." },
  qualify: { from: open, to: () => 'AssignedToDevelopment', instead: askToReopen },
  // a case that is linked to no defect any longer has nothing to wait for in development or in a release
  unlink: {
    from: open,
    to: (state) => (ofDefect.includes(state.status) ? withSupport(state) : state.status),
    instead: askToReopen,
  },
  fixed: {
    from: ['AssignedToDevelopment', 'PendingCustomerInput'],
    to: () => 'AvailableInRelease',
    instead: 'Only a case assigned to development can become available in a release.',
  },
  close: { from: open, to: () => 'Closed', instead: askToReopen },
  noResponse: { from: ['PendingCustomerInput', ...toVerify], to: () => 'Closed', instead: "It isn't waiting on the contact." },
  reopen: {
    from: ['Closed'],
    to: (_, at) => (at.formerAdvisorActive ? 'Assigned' : 'New'),
    instead: "There's nothing to reopen. Post to it instead.",
  },
};

/**
 * Decides which status an action leads to.
 * @throws CaseError not-now when the table does not allow it
 */
export function transition(action: Action, state: CaseState, at: Moment): Moved {
  if (action === 'open') return { status: 'New', askedFrom: null };
  const rule = rules[action];
  if (!rule.from.includes(state.status)) throw refusal(state, rule.instead);
  if (action === 'fixed' && state.status === 'PendingCustomerInput' && state.askedFrom !== 'AssignedToDevelopment')
    throw refusal(state, rule.instead);
  if (action === 'reopen' && (state.closedAt === null || at.now > reopenUntil(state.closedAt, at.reopenWithin)))
    throw tooLate(at.reopenWithin);
  const status = rule.to(state, at);
  return { status, askedFrom: askedFromAfter(action, state, status) };
}

/** Tells whether a case is where it is because of its defect, and goes back to support without it. */
export function waitsForDefect(status: Status): boolean {
  return ofDefect.includes(status);
}

/** Tells whether `transition` allows an action. */
export function possible(action: Action, state: CaseState, at: Moment): boolean {
  try {
    transition(action, state, at);
    return true;
  } catch (error) {
    if (error instanceof CaseError) return false;
    throw error;
  }
}

/** Computes until when a closed case can be reopened. @param days calendar days */
export function reopenUntil(closedAt: Date, days: number): Date {
  return new Date(closedAt.getTime() + days * 86_400_000);
}

/** Moves a case back to the queue when it loses its advisor: Assigned becomes New, also where an answer would lead back to it. */
export function unassigned({ status, askedFrom }: Pick<CaseState, 'status' | 'askedFrom'>): Moved {
  const orNew = <S extends Status | null>(given: S): S | 'New' => (given === 'Assigned' ? 'New' : given);
  return { status: orNew(status), askedFrom: orNew(askedFrom) };
}

/** Returns the status a question was asked from; New only when nobody is assigned. */
function answered(state: CaseState): Status {
  const from = state.askedFrom ?? 'New';
  return from === 'New' ? withSupport(state) : from;
}

function askedFromAfter(action: Action, state: CaseState, status: Status): Status | null {
  if (status !== 'PendingCustomerInput') return null;
  // a second question before the first is answered leads back to where the first one was asked
  if (action === 'ask' && state.status !== 'PendingCustomerInput') return state.status;
  if (action === 'unlink' && state.askedFrom !== null && ofDefect.includes(state.askedFrom)) return withSupport(state);
  return state.askedFrom;
}

const waitingOn = {
  support: 'waiting on support',
  team: 'waiting on an internal team',
  contact: 'waiting on the contact',
  development: 'waiting on development',
};

function refusal(state: CaseState, instead: string): CaseError {
  const party = waitsOn(state.status);
  const message =
    party === 'nobody' ? 'This case is closed.' : `This case is ${waitingOn[party]} (${statusLabel(state.status)}).`;
  return new CaseError('not-now', message, instead);
}

function tooLate(days: number): CaseError {
  return new CaseError(
    'not-now',
    `A case can be reopened within ${plural(days, 'day')} of closing.`,
    'Open a new case instead; you can link it to this one.',
  );
}
