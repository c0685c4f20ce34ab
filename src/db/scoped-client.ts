import pg from 'pg';
import { currentScope, noScope, showsTheSame, type ScopeSetting } from './database-scope.ts';
import { protectedTableIn } from './protected-tables.ts';
import { prepareScope, sendWithScope, type Statement } from './scoped-query.ts';

/** How connections of this kind are made. */
export interface ScopedOptions {
  /** the scope of what runs without one */
  defaultScope?: ScopeSetting;
}

type Answer = Promise<unknown>;

/** Before the first statement, and while none runs. */
const idle: Answer = Promise.resolve();

/**
 * A connection whose session has the scope of each statement when the statement runs, even if the connection served somebody else before. The scope
 * travels in the message of the statement, so it takes no round trip. Statements that are sent at the same time run one after the other.
 */
export class ScopedClient extends pg.Client {
  private readonly defaultScope: ScopeSetting | undefined;
  /** of the session, outside of transactions. Unknown at first: the role, the address or a pooler may have given it one */
  private session: ScopeSetting | undefined;
  /** of the transaction; undefined when it is not known */
  private inner: ScopeSetting | undefined;
  /** whether there is a transaction is known only after a statement that succeeded: an error comes before the server says so */
  private isSure = false;
  private isPrepared = false;
  /** statements that run or wait, and the last of them */
  private unfinished = 0;
  private last: Answer = idle;

  constructor(config: pg.ClientConfig & ScopedOptions) {
    super(config);
    this.defaultScope = config.defaultScope;
  }

  /** @throws Error when a statement names a protected table and nobody said for whom: it would find nothing, silently */
  override query(...args: never[]): never {
    const [statement, values] = args as unknown as [Statement, unknown];
    if (typeof (statement as unknown as pg.Submittable).submit === 'function' || args.some((one) => typeof one === 'function'))
      throw new Error('Statements of this connection are awaited, without streams and callbacks.');
    const wanted = currentScope() ?? this.defaultScope ?? refuseProtected(textOf(statement));
    const run = (): Answer => this.run(statement, values as unknown[] | undefined, wanted);
    this.last = this.unfinished++ === 0 ? run() : this.last.then(run, run);
    return this.last as never;
  }

  /** Sends a statement while no other one runs. */
  private run(statement: Statement, values: unknown[] | undefined, wanted: ScopeSetting): Answer {
    const text = textOf(statement);
    const word = /^\s*(begin|commit|rollback)\b( to\b)?/i.exec(text);
    if (word?.[1]?.toLowerCase() === 'begin') return this.begin(text, wanted);
    const isInside = this.isSure && this.getTransactionStatus() !== 'I';
    if (word) {
      this.inner = undefined; // what the transaction set after a savepoint is undone with it
      return this.note(this.send(statement, values));
    }
    if (!this.isPrepared && values === undefined && /^set\b/.test(text)) return this.start(wanted, text);
    const has = isInside ? this.inner : this.session;
    if (this.isSure && has !== undefined && showsTheSame(has, wanted)) return this.note(this.send(statement, values));
    if (this.isPrepared) return this.change(statement, values, wanted, isInside);
    this.unfinished += 1;
    const started = this.start(wanted);
    started.catch(() => this.finish());
    return started.then(() => this.change(statement, values, wanted, isInside));
  }

  /** Sends the first settings of a session with its scope. */
  private start(wanted: ScopeSetting, text = ''): Answer {
    return this.note(this.send(`${prepareScope}; set ${setTo(wanted)}; ${text}`), () => {
      this.isPrepared = true;
      if (this.getTransactionStatus() === 'I') this.session = wanted;
    });
  }

  private begin(text: string, wanted: ScopeSetting): Answer {
    const isSame = this.isSure && this.session !== undefined && showsTheSame(this.session, wanted);
    return this.note(this.send(isSame ? text : `${text}; set local ${setTo(wanted)}`), () => (this.inner = wanted));
  }

  private change(statement: Statement, values: unknown[] | undefined, wanted: ScopeSetting, isInside: boolean): Answer {
    // a transaction that is undone takes it back, and so does a statement that fails
    if (!isInside) this.session = undefined;
    const parts = values === undefined && isSeveral(statement);
    const scope = { scope: wanted, isLocal: isInside };
    const answer = parts
      ? this.send(`set ${isInside ? 'local ' : ''}${setTo(wanted)}; ${textOf(statement)}`).then(withoutFirst)
      : sendWithScope((query) => super.query(query), statement, values, scope);
    return this.note(answer, () => {
      this.inner = parts ? undefined : wanted; // who knows what several did
      if (!parts && this.getTransactionStatus() === 'I') this.session = wanted;
    });
  }

  /** Counts a statement as finished. The rows of the last one are not kept. */
  private finish(): void {
    this.unfinished -= 1;
    if (this.unfinished === 0) this.last = idle;
  }

  private send(statement: Statement, values?: unknown[]): Answer {
    return super.query(statement as string, values);
  }

  /** Keeps in mind how a statement ended. */
  private note(answer: Answer, succeeded?: () => void): Answer {
    return answer.then(
      (result) => {
        this.finish();
        this.isSure = true;
        succeeded?.();
        if (this.getTransactionStatus() === 'I') this.inner = undefined;
        return result;
      },
      (error: unknown) => {
        this.finish();
        this.isSure = false;
        throw error;
      },
    );
  }
}

const setTo = (scope: ScopeSetting): string => `casebridge.scope = ${pg.escapeLiteral(scope)}`;

/** Whether these are several statements in one text, for which there is another message. */
const isSeveral = (statement: Statement): boolean =>
  (typeof statement === 'string' || (statement.name === undefined && (statement.values?.length ?? 0) === 0)) &&
  /;\s*\S/.test(textOf(statement));

/** Leaves out the answer to the first of several statements. */
function withoutFirst(answers: unknown): unknown {
  const [, ...others] = answers as unknown[];
  return others.length === 1 ? others[0] : others;
}

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
