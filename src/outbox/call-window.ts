// The calls of one act, or of acts that a platform limits together, to one workspace within a sliding window.
import type { WorkspaceLimit } from '../ports.ts';

/** How much closer together two calls may arrive than they were sent, in milliseconds. */
export const jitterMs = 100;
/** A destination that waits loses its slot when it does not call within this time after it. */
const slotTimeoutMs = 30_000;

/** What all processes know about a window. Times are milliseconds of the database's clock. */
export interface CallWindow {
  /** when the calls within the last window were made, the oldest first */
  readonly made: readonly number[];
  /** until when each destination or banner waits, in the order of their first requests */
  readonly waiting: readonly (readonly [caller: number, until: number])[];
}

/** A window without calls. */
export const emptyWindow: CallWindow = { made: [], waiting: [] };

/** What a destination or a banner wants to know: whether it may call, or that it calls now. */
export interface CallRequest {
  /** the id of the destination or banner */
  caller: number;
  /** whether the call is made when it is allowed */
  makes: boolean;
  /** when it was counted before, in vain */
  replaces?: number;
}

/**
 * Answers a request for a call. A caller that must wait learns when its slot is, so a thousand that wait for one workspace ask about twice
 * each, not every second.
 * @returns in how many milliseconds the call may be made, 0 means now; and the window afterwards, the same object when nothing has changed
 */
export function requestCall(
  before: CallWindow,
  { calls, withinMs }: Pick<WorkspaceLimit, 'calls' | 'withinMs'>,
  { caller, makes, replaces }: CallRequest,
  now: number,
): { waitMs: number; window: CallWindow } {
  const windowMs = withinMs + jitterMs;
  const made = before.made.filter((at) => at > now - windowMs);
  const counted = replaces === undefined ? -1 : made.indexOf(replaces);
  if (counted >= 0) made.splice(counted, 1);
  const waiting = before.waiting.filter(([, until]) => until >= now - slotTimeoutMs);

  // assumes that every caller who asked before uses the earliest slot
  const times = [...made];
  const next = (): number => Math.max(now, (times.at(-calls) ?? -Infinity) + windowMs);
  const place = waiting.findIndex(([other]) => other === caller);
  // a call that was counted before is not put behind those that wait
  const callersAhead = counted >= 0 ? 0 : place < 0 ? waiting.length : place;
  for (let ahead = callersAhead; ahead > 0; ahead -= 1) times.push(next());

  const slot = next();
  if (slot > now) {
    if (place >= 0 && waiting[place]?.[1] === slot) return { waitMs: slot - now, window: before };
    if (place >= 0) waiting[place] = [caller, slot];
    else waiting.push([caller, slot]);
    return { waitMs: slot - now, window: { made, waiting } };
  }
  if (!makes) return { waitMs: 0, window: before };
  if (place >= 0) waiting.splice(place, 1);
  return { waitMs: 0, window: { made: [...made, now], waiting } };
}
