// Which server searches run on: the replica of DATABASE_READ_URL if there is one, and the database itself while the replica does not serve them.
// A replica that is away, restarts, or has not replayed the latest migration must not take searches and lists away from people.
import type { Pool } from 'pg';

/** A server that searches can run on. */
export interface SearchServer {
  pool: Pool;
  /** connections to the same server, free while all searches run, to cancel one */
  cancelPool: Pool;
}

/** Milliseconds for which a replica that failed is left alone. */
const retryAfterMs = 30_000;

/** A statement was not answered, and not canceled either. */
export class NoAnswer extends Error {
  override name = 'NoAnswer';
}

/** The servers of searches. */
export class SearchServers {
  private failedAt = -Infinity;
  private isDown = false;

  private readonly usual: SearchServer;
  private readonly instead: SearchServer | null;
  private readonly onReplica: (error: unknown) => void;

  /**
   * @param usual the replica, or the database if there is no replica
   * @param instead the database where there is a replica
   * @param onReplica hears when the replica fails, and with null when it serves again
   */
  constructor(usual: SearchServer, instead: SearchServer | null = null, onReplica: (error: unknown) => void = () => undefined) {
    this.usual = usual;
    this.instead = instead;
    this.onReplica = onReplica;
  }

  /**
   * Runs a search, and once more on the database if the replica fails.
   * @param search only reads, so it can run twice
   */
  async run<T>(search: (server: SearchServer) => Promise<T>): Promise<T> {
    const { usual, instead } = this;
    if (!instead) return search(usual);
    if (performance.now() - this.failedAt < retryAfterMs) return search(instead);
    try {
      const result = await search(usual);
      this.note(null);
      return result;
    } catch (error) {
      if (isConflict(error)) return search(instead);
      if (!isOfServer(error)) throw error;
      this.note(error);
      return search(instead);
    }
  }

  private note(error: unknown): void {
    if (error !== null) this.failedAt = performance.now();
    if (this.isDown !== (error !== null)) this.onReplica(error);
    this.isDown = error !== null;
  }
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

/** The replica ended a statement because it held up the replay; it works. */
const isConflict = (error: unknown): boolean => codeOf(error) === '40001';

/**
 * Whether a server cannot be reached, refuses the connection, ends it, or lacks what the newest migration added (PostgreSQL's classes 08, 28, 3D, 53 and 57P,
 * and 42P01, 42703, 42883 and 42704).
 */
function isOfServer(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  if (/^(E[A-Z_]+|(08|28|3D|53).{3}|57P..|42P01|42703|42883|42704)$/.test(codeOf(error))) return true;
  return error instanceof Error && /^Connection terminated|^The server does not support SSL/.test(error.message);
}
