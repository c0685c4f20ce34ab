import type { Database } from '../db/client.ts';
import type { Case, Prisma } from '../db/generated/client.ts';
import type { FileProblem } from '../domain/files.ts';
import type { Settings } from '../domain/settings.ts';
import type { AccessRecorder } from './access-log.ts';
import type {
  ChannelRef,
  Clock,
  FileLinks,
  FileSource,
  FileStore,
  Fingerprint,
  MessageRef,
  PlatformName,
  SecretKeys,
  StoredContent,
  Tracker,
  TransportName,
  UserDirectory,
  WorkspaceSetup,
} from '../ports.ts';

/** How commands are typed on a platform. */
export interface Usage {
  /** says in one sentence or two where */
  hint: string;
  /** Writes a command as people type it. @param isDirect in their conversation with the bot @param brand the name of the bot */
  command: (text: string, isDirect: boolean, brand: string) => string;
}

/** What every use case works with. `main.ts` builds it once. */
export interface Services {
  db: Database;
  clock: Clock;
  settings: Settings;
  userDirectories: Partial<Record<PlatformName, UserDirectory>>;
  /** How commands are typed on the platforms that are on. */
  usage?: Partial<Record<PlatformName, Usage>>;
  /** what the app asks for when a workspace installs it, and where that is done */
  installs?: Partial<Record<PlatformName, { scopes: readonly string[]; url: string | null }>>;
  /** how the bot gets into a workspace of a customer, by platform that is on */
  setup?: Partial<Record<PlatformName, WorkspaceSetup>>;
  /** whether a mail server is configured */
  mail: boolean;
  /** absent without a secret key or a public URL */
  links?: FileLinks;
  /** which platforms can show a picture by its address at this bot, because they reach it there */
  pictures?: Partial<Record<PlatformName, boolean>>;
  /** what erased addresses are hashed with; absent or null without CASEBRIDGE_SECRET_KEY */
  secretKeys?: SecretKeys | null;
  /** hosts that webhooks may be sent to without TLS and at private addresses */
  webhookHosts?: readonly string[];
  /** absent in processes that handle no files, such as the command line */
  files?: FileServices;
  /** the developers' trackers; absent where none is configured */
  trackers?: TrackerServices;
  /** writes down who saw what; absent on the command line, which writes its entries before it reads */
  accessLog?: AccessRecorder;
  /** Learns whether a request took effect or had its effect before; the router gives each interaction its own. */
  onRecorded?: (ending: 'effect' | 'repeat') => void;
}

/** What use cases of files work with. */
export interface FileServices {
  store: FileStore;
  /** files of a platform without a source cannot be read */
  sources: Partial<Record<PlatformName, FileSource>>;
  /** in which conversations a platform shows files itself; elsewhere a post has links to them */
  native?: Partial<Record<PlatformName, 'everywhere' | 'direct'>>;
  /** encrypts what gives access to a file on its platform; without it, that is kept as it is */
  secretKeys?: SecretKeys | null;
  /** Says that there are files to read, after the commit. */
  wake?: () => void;
}

/** The developers' trackers. */
export interface TrackerServices {
  list: readonly Tracker[];
  /** Says that there are issues to create or read, after the commit. */
  wake?: () => void;
}

/** A file that is written with a post: one to read on its platform, one that only people can open there, one
 * whose content was stored or refused before, or one that was uploaded already. */
export type NewFile =
  | { name: string; size: number | null; platform: PlatformName; workspaceId: string; ref: string }
  | { name: string; link: string }
  | { name: string; result: { content: StoredContent } | { problem: FileProblem; size?: number | null } }
  | { stagedId: number };

/** Where a request came from, and what makes it unique. */
export interface RequestContext {
  /** the platform's event id, or the id that was minted when the form opened (see `idempotency.ts`) */
  idempotencyKey: string;
  fingerprint?: Fingerprint;
  /** null for an email, a link in one, and the clock */
  platform: PlatformName | null;
  /** where the request was typed; without a message ID for a slash command, which leaves no message */
  origin?: ChannelRef<TransportName> & Partial<MessageRef<TransportName>>;
  /** also sends a post to the conversation it was typed in, where people see it only in another thread */
  repeatInOrigin?: boolean;
  /** files that belong to the post or note of the request */
  files?: readonly NewFile[];
  /** Refuses a change of a case that is no longer as its sender saw it, given the locked row. Throws a CaseError. */
  check?: (locked: CaseVersion) => void;
  /** Learns the id of the post that the request wrote, in its transaction. */
  onPost?: (postId: number, tx: Tx) => Promise<void>;
}

/** What tells whether a case has changed. */
export type CaseVersion = Pick<Case, 'updatedAt' | 'status' | 'advisorId' | 'priority'>;

/** The result of changing a case. 'repeat' means that this request had its effect before and nothing was done. */
export type Outcome = Changed | 'repeat';

/** A case that was changed. */
export interface Changed {
  number: number;
  /** somebody on the contact's side gets the post of the change; absent where that is not certain yet */
  reachesContact?: true;
}

/** An object of JSON that is stored. */
export type InputJsonObject = Prisma.InputJsonObject;

/** A transaction in progress. */
export type Tx = Prisma.TransactionClient;
