import pg from 'pg';
import type { ScopeSetting } from './database-scope.ts';

/** The settings of a session begin with this. It is a prepared statement, so that it can be sent in front of another one without being parsed. */
export const prepareScope = `prepare casebridge_scope (text, boolean) as select set_config('casebridge.scope', $1, $2)`;

/** What a statement is sent as: its text, or an object with text and values. */
export type Statement = string | (pg.QueryConfig & { rowMode?: 'array' });

/** What pg calls on a statement while its answer comes in. */
interface Handlers {
  handleDataRow: (message: unknown) => void;
  handleCommandComplete: (message: unknown, connection: pg.Connection) => void;
}

/** A message of pg's protocol that executes a prepared statement. */
interface Bind {
  portal: string;
  statement: string;
  values: string[];
  valueMapper: (value: unknown) => unknown;
}

/**
 * Sends a statement with its scope in front of it, in one message. If the scope cannot be set, the server skips the statement, and if
 * the statement fails outside of a transaction, the scope is undone with it.
 * @param send hands the query to the connection
 * @param statement sent after the scope
 * @param values of the statement
 * @param setting the scope; a local one is that of the transaction
 */
export function sendWithScope(
  send: (query: pg.Query) => unknown,
  statement: Statement,
  values: unknown[] | undefined,
  setting: { scope: ScopeSetting; isLocal: boolean },
): Promise<unknown> {
  const config = typeof statement === 'string' ? { text: statement } : statement;
  // without it, pg sends a statement without values in the message that takes no other one
  const extended = { ...config, ...(values && { values }), queryMode: 'extended' };
  return new Promise((resolve, reject) => {
    const query = new pg.Query(extended, undefined, (error, result) => (error ? reject(error) : resolve(result)));
    setFirst(query, [setting.scope, String(setting.isLocal)]);
    send(query);
  });
}

/** Has a statement execute `casebridge_scope` before itself, and leave out its answer. */
function setFirst(query: pg.Query, values: string[]): void {
  const { submit } = query;
  const handlers = query as unknown as Handlers;
  const { handleDataRow, handleCommandComplete } = handlers;
  query.submit = (connection) => {
    connection.stream.cork();
    try {
      const bind: Bind = { portal: '', statement: 'casebridge_scope', values, valueMapper: (value) => value };
      connection.bind(bind, true);
      connection.execute({ portal: '' }, true);
      return submit.call(query, connection);
    } finally {
      connection.stream.uncork();
    }
  };
  handlers.handleDataRow = () => undefined;
  handlers.handleCommandComplete = () => Object.assign(handlers, { handleDataRow, handleCommandComplete });
}
