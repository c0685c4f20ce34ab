import pg from 'pg';
import { currentScope, noScope, showsTheSame, type ScopeSetting } from './database-scope.ts';

/** How connections of this kind are made. */
export interface ScopedOptions {
  /** the scope of what runs without one */
  defaultScope?: ScopeSetting;
}

/**
 * A connection whose session has the scope of each statement before the statement is sent, even if the connection served somebody else before. A transaction
 * gets it in the message that begins it. Other statements cost a round trip where the session served somebody else, and none otherwise.
 */
export class ScopedClient extends pg.Client {
  private readonly defaultScope: ScopeSetting;
  /** of the session, outside of transactions */
  private session: ScopeSetting = noScope;
  /** of the transaction; null outside of one, undefined when it is not known */
  private inner: ScopeSetting | null | undefined = null;

  constructor(config: pg.ClientConfig & ScopedOptions) {
    super(config);
    this.defaultScope = config.defaultScope ?? noScope;
  }

  override query(...args: never[]): never {
    const send = super.query.bind(this) as (...all: unknown[]) => never;
    const wanted = currentScope() ?? this.defaultScope;
    const text = textOf((args as unknown[])[0]);
    const word = /^\s*(begin|commit|rollback)\b( to\b)?/i.exec(text);
    if (word?.[1]?.toLowerCase() === 'begin') {
      const isSame = showsTheSame(this.session, wanted);
      this.inner = isSame ? this.session : wanted;
      return isSame ? send(...args) : send(`${text}; set local ${setTo(wanted)}`, ...args.slice(1));
    }
    if (word) {
      this.inner = word[2] ? undefined : null; // what the transaction set after a savepoint is undone with it
      return send(...args);
    }
    const has = this.inner === null ? this.session : this.inner;
    if (has === undefined || !showsTheSame(has, wanted)) this.change(send, wanted);
    return send(...args);
  }

  private change(send: (...all: unknown[]) => unknown, wanted: ScopeSetting): void {
    const isLocal = this.inner !== null;
    if (isLocal) this.inner = wanted;
    else this.session = wanted;
    // the statement waits behind this one: without its scope it must not run, so a connection that cannot set it is given up
    send(`set ${isLocal ? 'local ' : ''}${setTo(wanted)}`, (error: Error | null) => {
      if (error && !isAborted(error)) (this as unknown as Internals).connection.stream.destroy(error);
    });
  }
}

/** What pg keeps of a connection. */
interface Internals {
  connection: { stream: { destroy: (error: Error) => void } };
}

const setTo = (scope: ScopeSetting): string => `casebridge.scope = ${pg.escapeLiteral(scope)}`;

/** Whether the transaction has failed already, so that the server refuses every further statement. */
const isAborted = (error: Error): boolean => (error as { code?: string }).code === '25P02';

/** The text of a statement. */
export function textOf(statement: unknown): string {
  if (typeof statement === 'string') return statement;
  return typeof statement === 'object' && statement !== null && 'text' in statement ? String(statement.text) : '';
}
