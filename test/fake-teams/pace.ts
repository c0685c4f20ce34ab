// How often a bot may call per conversation: a person's chat, a group chat, a channel, not its threads
// (learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: Per bot per thread limit).
import type { Operation } from './faults.ts';

interface Limit {
  most: number;
  ms: number;
}

/** of calls that write, for each conversation */
export const writeLimits: readonly Limit[] = [
  { most: 7, ms: 1_000 },
  { most: 8, ms: 2_000 },
  { most: 60, ms: 30_000 },
];
const ofReading: Limit[] = writeLimits.map(({ most, ms }) => ({ most: 2 * most, ms }));

export class Pace {
  readonly violations: string[] = [];
  private readonly calls = new Map<string, number[]>();
  private readonly notBefore = new Map<string, number>();

  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Counts a call. @returns how many seconds the bot should have waited; undefined: it was in time */
  count(operation: Operation, conversation: string): number | undefined {
    const key = keyOf(operation, conversation);
    const now = this.now();
    const early = (this.notBefore.get(key) ?? 0) - now;
    if (early > 0) return this.note(`${operation} in ${conversation} ${early} ms before its Retry-After was over`, early);
    const calls = [...(this.calls.get(key) ?? []), now].filter((at) => at > now - 30_000);
    this.calls.set(key, calls);
    const broken = (operation === 'member' ? ofReading : writeLimits).find(
      ({ most, ms }) => calls.filter((at) => at > now - ms).length > most,
    );
    return broken && this.note(`${operation} in ${conversation}: more than ${broken.most} in ${broken.ms} ms`, broken.ms);
  }

  /** The bot was told to wait. */
  wait(operation: Operation, conversation: string, seconds: number): void {
    this.notBefore.set(keyOf(operation, conversation), this.now() + seconds * 1000);
  }

  private note(what: string, ms: number): number {
    this.violations.push(what);
    return Math.ceil(ms / 1000);
  }
}

/** sending, changing and deleting share a budget; creating conversations and reading rosters have their own */
function keyOf(operation: Operation, conversation: string): string {
  const budget = operation === 'create' || operation === 'member' ? operation : 'write';
  return `${budget} ${conversation}`;
}
