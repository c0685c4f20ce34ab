// Reads the life cycle back out of the table in transition.ts, for texts and diagrams that explain it. Nothing is decided here.
import { isOpen, statuses, type Status } from './status.ts';
import { actions, possible, transition, type Action } from './transition.ts';

/** A change of status: the action and where it leads. `asked` is the status that an answered question was asked from. */
export interface StatusMove {
  action: Action;
  to: Status | 'asked';
}

/** Every change of status of a case that has an advisor. Actions that leave the status as it is are left out. */
export interface LifeCycle {
  /** what is possible in every open status, listed once */
  fromAnyOpen: readonly StatusMove[];
  /** what else is possible, by status */
  from: Readonly<Record<Status, readonly StatusMove[]>>;
}

const open = statuses.filter(isOpen);

/** Derives the life cycle by trying every action on every status. */
export function lifeCycle(): LifeCycle {
  const all = new Map(statuses.map((status) => [status, movesFrom(status)]));
  const isAnywhere = ({ action, to }: StatusMove): boolean =>
    open.every((status) => status === to || all.get(status)?.some((move) => move.action === action && move.to === to));
  const [first = [], second = []] = open.map((status) => all.get(status));
  // the target of such an action has no move to itself, so one status is not enough to find all of them
  const anywhere = [...first, ...second].filter(isAnywhere);
  const names = new Set(anywhere.map(({ action }) => action));
  const rest = (status: Status) => (all.get(status) ?? []).filter(({ action }) => !names.has(action));
  return {
    fromAnyOpen: [...names].flatMap((name) => anywhere.find(({ action }) => action === name) ?? []),
    from: Object.fromEntries(statuses.map((status) => [status, rest(status)])) as Record<Status, StatusMove[]>,
  };
}

function movesFrom(status: Status): StatusMove[] {
  return actions.flatMap((action): StatusMove[] => {
    if (action === 'open') return [];
    const [to, ...more] = targets(action, status);
    if (to === undefined) return [];
    return [{ action, to: more.length > 0 ? 'asked' : to }];
  });
}

/** Where an action leads from a status, except to itself; several only when that depends on where a question was asked. */
function targets(action: Action, status: Status): Status[] {
  const closedAt = new Date(0);
  const at = { now: closedAt, reopenWithin: 1, formerAdvisorActive: true };
  const reached = (status === 'PendingCustomerInput' ? open : [null]).flatMap((askedFrom) => {
    const state = { status, askedFrom, advisorId: 1, closedAt, accountId: 1 };
    return possible(action, state, at) ? [transition(action, state, at).status] : [];
  });
  return [...new Set(reached)].filter((to) => to !== status);
}
