// What the inside asks of a developers' tracker. src/trackers/ has an adapter for each product.
import type { TrackerSetting } from './domain/tracker-setting.ts';

/** An issue that is to be created. */
export interface IssueDraft {
  title: string;
  /** CommonMark, which contains `marker` */
  body: string;
  /** letters and digits, by which the issue is found again when the answer is lost */
  marker: string;
}

/** Which issue it is. */
export interface IssueRef {
  /** the tracker's own id, which stays when the issue moves to another project */
  id: string;
  /** the development issue number, such as DEV-4711 */
  number: string;
  /** the address of its page */
  url: string;
}

/** An issue as it is now. */
export interface TrackedIssue extends IssueRef {
  title: string;
  /** as the tracker names it, with the resolution where there is one */
  state: string;
  fixed: boolean;
  /** the name of the developer */
  assignee: string | null;
  /** the release, milestone or iteration it is planned for, with its ISO date if it has one */
  target: { name: string; date: string | null } | null;
  /** when it was last changed, comments included */
  changedAt: Date;
}

/** A comment on an issue. */
export interface IssueComment {
  id: string;
  author: string;
  /** CommonMark */
  text: string;
  /** when it was written or last edited */
  at: Date;
}

/** Limits of one call. */
export interface CallOptions {
  /** in milliseconds */
  timeoutMs?: number;
}

/** A developers' tracker. Every method throws `TrackerError` and nothing else; none retries by itself. */
export interface Tracker {
  readonly setting: TrackerSetting;
  /** after a lost answer, how long an issue may exist without being found, in milliseconds */
  readonly settleMs: number;
  /** Creates an issue. */
  create(draft: IssueDraft): Promise<IssueRef>;
  /** Looks for an issue by its marker. @param since when its creation was sent @returns null if none is found by now */
  find(marker: string, since: Date): Promise<IssueRef | null>;
  /** Reads an issue. @param idOrNumber the tracker's own id, or the development issue number @returns null if it does not exist */
  read(idOrNumber: { id: string } | { number: string }, options?: CallOptions): Promise<TrackedIssue | null>;
  /** Reads the comments that were written or edited since then, oldest first. */
  comments(id: string, since: Date): Promise<IssueComment[]>;
  /** Checks address, access and project. @returns what it found, briefly */
  check(): Promise<string>;
}

/** Which issue a webhook is about, as far as it says. */
export interface IssueHint {
  tracker: string;
  id: string;
  number: string | null;
  /** it is about a comment, which may have been edited without a change of the issue's own time */
  comments?: boolean;
}

/**
 * Why a call of a tracker failed. `limited`: it asks to wait. `refused`: it will not do this before somebody changes something.
 * `failed`: it certainly did nothing. `in-doubt`: no usable answer came, so it may have done it.
 */
export class TrackerError extends Error {
  override name = 'TrackerError';
  readonly kind: 'limited' | 'refused' | 'failed' | 'in-doubt';
  /** such as `http_500`, `timeout` or `not_found` */
  readonly code: string;
  /** of `limited`: not before that many milliseconds */
  readonly retryAfterMs: number;

  constructor(kind: TrackerError['kind'], code: string, retryAfterMs = 0, options: ErrorOptions = {}) {
    super(`${kind}: ${code}`, options);
    this.kind = kind;
    this.code = code;
    this.retryAfterMs = retryAfterMs;
  }
}
