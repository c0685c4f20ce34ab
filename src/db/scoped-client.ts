import pg from 'pg';
import { currentScope, noScope, showsTheSame, type ScopeSetting } from './database-scope.ts';
import { protectedTableIn } from './protected-tables.ts';

/** How connections of this kind are made. */
export interface ScopedOptions {
  /** the scope of what runs without one */
  defaultScope?: ScopeSetting;
}

type Send = (...all: unknown[]) => unknown;

/**
 * A connection whose session has the scope of each statement before the statement is sent, even if the connection served somebody else before. A transaction
 * gets it in the message that begins it. Other statements cost a round trip where the session served somebody else, and none otherwise.
 */
export class ScopedClient extends pg.Client {
  private readonly defaultScope: ScopeSetting | undefined;
  /** of the session, outside of transactions. Unknown at first: the role, the address or a pooler may have given it one */
  private session: ScopeSetting | undefined;
  /** of the transaction; null outside of one, undefined when it is not known, or not even whether there is one */
  private inner: ScopeSetting | null | undefined = null;
  private isSure = true;

  constructor(config: pg.ClientConfig & ScopedOptions) {
    super(config);
    this.defaultScope = config.defaultScope;
  }

  /** @throws Error when a statement names a protected table and nobody said for whom: it would find nothing, silently */
  override query(...args: never[]): never {
    const send = super.query.bind(this) as (...all: unknown[]) => never;
    const text = textOf((args as unknown[])[0]);
    const wanted = currentScope() ?? this.defaultScope ?? refuseProtected(text);
    this.askServer();
    const word = /^\s*(begin|commit|rollback)\b( to\b)?/i.exec(text);
    if (word?.[1]?.toLowerCase() === 'begin') return this.begin(send, wanted, args);
    if (word) {
      this.inner = word[2] ? undefined : null; // what the transaction set after a savepoint is undone with it
      return send(...args);
    }
    if (this.session === undefined && this.inner === null && args.length === 1 && /^set\b/.test(text))
      return this.start(send, wanted, text);
    const has = this.inner === null ? this.session : this.inner;
    if (has === undefined || !this.isSure || !showsTheSame(has, wanted)) this.change(send, wanted);
    return send(...args);
  }

  /** Whether there is a transaction is what the server said with its last answer, unless more is under way. */
  private askServer(): void {
    const { readyForQuery, _queryQueue: queue } = this as unknown as Internals;
    if (readyForQuery !== true || queue.length > 0) return;
    if (this.getTransactionStatus() === 'I') this.inner = null;
    else if (this.inner === null) this.inner = undefined;
    this.isSure = true;
  }

  /** Sends the first settings of a session with its scope. pg complains about a third statement on a connection that has just been made. */
  private start(send: Send, wanted: ScopeSetting, text: string): never {
    this.session = wanted;
    const answer = send(`set ${setTo(wanted)}; ${text}`) as Promise<unknown>;
    answer.catch(() => (this.session = undefined));
    return answer as never;
  }

  private begin(send: Send, wanted: ScopeSetting, args: unknown[]): never {
    const isSame = this.session !== undefined && showsTheSame(this.session, wanted);
    this.inner = isSame ? this.session : wanted;
    const [text, ...more] = args;
    const answer = isSame ? send(...args) : send(`${textOf(text)}; set local ${setTo(wanted)}`, ...more);
    // a transaction that did not begin has no scope, and the session keeps that of whom it served before
    if (answer instanceof Promise) answer.catch(() => (this.isSure = false));
    return answer as never;
  }

  private change(send: Send, wanted: ScopeSetting): void {
    const isLocal = this.inner !== null && this.isSure;
    if (isLocal) this.inner = wanted;
    else this.session = this.isSure ? wanted : undefined; // a transaction that is undone takes it back
    // the statement waits behind this one: without its scope it must not run, so a connection that cannot set it is given up
    send(`set ${isLocal ? 'local ' : ''}${setTo(wanted)}`, (error: Error | null) => {
      if (error && !(isLocal && isAborted(error))) (this as unknown as Internals).connection.stream.destroy(error);
    });
  }
}

/** What pg keeps of a connection. */
interface Internals {
  /** whether the server waits for the next statement */
  readyForQuery?: boolean;
  _queryQueue: unknown[];
  connection: { stream: { destroy: (error: Error) => void } };
}

const setTo = (scope: ScopeSetting): string => `casebridge.scope = ${pg.escapeLiteral(scope)}`;

/** Whether the transaction has failed already, so that the server refuses every further statement. */
const isAborted = (error: Error): boolean => (error as { code?: string }).code === '25P02';

function refuseProtected(statement: string): ScopeSetting {
  const table = protectedTableIn(statement);
  if (table === undefined) return noScope;
  throw new Error(`A statement on the table ${table} has no scope, so it would find nothing: see withDatabaseScope.`);
}

/** The text of a statement. */
export function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement;
  return typeof statement === 'object' && statement !== null && 'text' in statement ? String(statement.text) : '';
}
