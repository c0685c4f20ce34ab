import type { ContactType } from '../../domain/person.ts';
import type { PlatformName } from '../../ports.ts';

/** The content of a directory file. A listed entry replaces everything stored about it; what the file does not mention stays as it is. */
export interface Directory {
  accounts: Section<AccountKey, AccountFacts>;
  contacts: Section<PersonKey, ContactFacts>;
  advisors: Section<PersonKey, AdvisorFacts>;
  workspaces: Section<WorkspaceKey, WorkspaceFacts>;
  channels: Section<ChannelKey, ChannelFacts>;
  /** who is paged about critical cases, in this order; null leaves it as it is */
  onCall: AtLine<OnCallFacts>[] | null;
}

/** Makes a directory without entries, which changes nothing. */
export function emptyDirectory(): Directory {
  const section = () => ({ listed: [], removed: [] });
  const people = { contacts: section(), advisors: section() };
  return { accounts: section(), ...people, workspaces: section(), channels: section(), onCall: null };
}

/** One section of the file. */
export interface Section<Key, Facts> {
  listed: AtLine<Key & Facts>[];
  /** marked `remove: true` */
  removed: AtLine<Key>[];
}

/** An entry with its line in the file, counted from 1. */
export type AtLine<T> = T & { line: number };

/** Identifies an account (a district). */
export interface AccountKey {
  key: string;
}
/** An account as listed. */
export interface AccountFacts {
  name: string;
  /** IANA name */
  timezone: string;
  /** date-holidays code such as US-MN */
  holidays: string | null;
  /** days off in addition to the holidays: ISO dates or ranges */
  closed: string[];
  /** holidays on which the account works: ISO dates or ranges */
  worked: string[];
}

/** Identifies a person. */
export interface PersonKey {
  /** lower case */
  email: string;
}
interface Renamed {
  name: string;
  /** the person's previous address, when it has changed */
  formerly: string | null;
}
/** A contact as listed. */
export interface ContactFacts extends Renamed {
  /** key or full name of the account */
  account: string;
  type: ContactType;
  /** what they are in further accounts, each an entry of its own */
  also: AtLine<{ account: string; type: ContactType }>[];
}
/** An advisor as listed. */
export interface AdvisorFacts extends Renamed {
  lead: boolean;
  team: string | null;
}

/** Identifies a Slack workspace or a Teams tenant. */
export interface WorkspaceKey {
  platform: PlatformName;
  id: string;
}
/** A workspace as listed. */
export interface WorkspaceFacts {
  /** key of the account; null: the support organization's own */
  account: string | null;
  /** keys of further accounts whose contacts use it */
  also: string[];
}

/** Identifies a channel. */
export interface ChannelKey {
  platform: PlatformName;
  workspace: string;
  id: string;
}
/** A channel as listed: what it is used for. */
export interface ChannelFacts {
  for: ('queue' | 'escalation' | 'notices' | 'cases')[];
  modules: string[];
  team: string | null;
  account: string | null;
}

/** One turn of an advisor on call. Days are ISO dates; without them it is always. */
export interface OnCallFacts {
  /** lower case */
  email: string;
  startsOn: string | null;
  /** the last day */
  endsOn: string | null;
  /** the days repeat after this many days */
  repeatDays: number | null;
}

/** A mistake in the file. */
export interface Mistake {
  line: number;
  message: string;
  /** the field with the mistake, where a form can mark it */
  field?: string;
}

/** Thrown when a file has mistakes. Nothing of it is imported. */
export class DirectoryError extends Error {
  override name = 'DirectoryError';
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    const sorted = [...mistakes].sort((a, b) => a.line - b.line);
    super(sorted.map(({ line, message }) => `line ${line}: ${message}`).join('\n'));
    this.mistakes = sorted;
  }
}
