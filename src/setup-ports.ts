// How customers are set up on a platform, and the keys that keep what gives access to them. Part of ports.ts, through which all rooms import it.

/** How the bot gets into a workspace or tenant of a customer. */
export interface WorkspaceSetup {
  /** Whether the bot can act there: its administrator has installed or registered it. */
  isConnected(workspaceId: string): Promise<boolean>;
  /** Writes what its administrator has to do, as CommonMark to send to them. @param brand name of the support organization */
  instructions(brand: string): string;
  /** Writes what our own operator has to do for it, as CommonMark; null for nothing. */
  operatorSteps: string | null;
}

/**
 * The keys that encrypt stored tokens and sign links, 32 bytes each. The first is the current one, which everything new is made with; what
 * was made with the others is still read, so that keys can be changed while the bot runs.
 */
export type SecretKeys = readonly [current: Buffer, ...others: Buffer[]];
