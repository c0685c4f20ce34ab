import type { ContactType } from '../../domain/person.ts';
import type { PlatformName } from '../../ports.ts';

/** Who is who, as the operator's file says. An entry that is listed says everything about its subject; what is absent stays as it is. */
export interface Directory {
  accounts: Section<AccountKey, AccountFacts>;
  contacts: Section<PersonKey, ContactFacts>;
  advisors: Section<PersonKey, AdvisorFacts>;
  workspaces: Section<WorkspaceKey, WorkspaceFacts>;
  channels: Section<ChannelKey, ChannelFacts>;
}

export interface Section<Key, Facts> {
  listed: AtLine<Key & Facts>[];
  /** marked `remove: true` */
  removed: AtLine<Key>[];
}

/** Where in the file an entry stands, counted from 1. */
export type AtLine<T> = T & { line: number };

export interface AccountKey {
  key: string;
}
export interface AccountFacts {
  name: string;
  /** IANA */
  timezone: string;
  /** date-holidays code such as US-MN */
  holidays: string | null;
  /** ISO dates or ranges */
  closed: string[];
}

export interface PersonKey {
  /** lower case */
  email: string;
}
interface Renamed {
  name: string;
  /** the address under which the person is known so far */
  formerly: string | null;
}
export interface ContactFacts extends Renamed {
  /** an account's key */
  account: string;
  type: ContactType;
}
export interface AdvisorFacts extends Renamed {
  lead: boolean;
  team: string | null;
}

export interface WorkspaceKey {
  platform: PlatformName;
  id: string;
}
export interface WorkspaceFacts {
  /** null: the vendor's own */
  account: string | null;
}

export interface ChannelKey {
  platform: PlatformName;
  workspace: string;
  id: string;
}
export interface ChannelFacts {
  for: ('queue' | 'escalation' | 'notices' | 'cases')[];
  modules: string[];
  team: string | null;
  account: string | null;
}

export interface Mistake {
  line: number;
  message: string;
}

/** The file is refused whole. */
export class DirectoryError extends Error {
  override name = 'DirectoryError';
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    const sorted = [...mistakes].sort((a, b) => a.line - b.line);
    super(sorted.map(({ line, message }) => `line ${line}: ${message}`).join('\n'));
    this.mistakes = sorted;
  }
}
