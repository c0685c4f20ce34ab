// What goes wrong with the connector's next calls, by operation.
import { ConnectorError, throttled } from './connector-error.ts';

export type Operation = 'send' | 'reply' | 'update' | 'delete' | 'create' | 'member' | StoreOperation;

/** What happens elsewhere than at the connector's conversations. */
export type StoreOperation = 'picture' | 'download' | 'upload' | 'graph';

export type Fault =
  | { kind: 'status'; status: number; code?: string; retryAfter?: number }
  /** it happened, but the bot never hears so */
  | { kind: 'lost-answer' }
  /** it happened, and the answer with status 200 is this body */
  | { kind: 'odd-answer'; body: string };

/** the codes of the docs' table, for a fault that names only its status */
const codes: Record<number, string> = {
  403: 'BotNotInConversationRoster',
  404: 'ConversationNotFound',
  412: 'PreconditionFailed',
  429: 'Throttled',
  500: 'ServiceError',
  502: 'ServiceError',
};

export class Faults {
  private readonly queued = new Map<string, (Fault | 'passes')[]>();

  /** `passes`: a call that nothing happens to */
  add(operation: Operation, faults: (Fault | 'passes')[]): void {
    this.queued.set(operation, [...(this.queued.get(operation) ?? []), ...faults]);
  }

  next(operation: string): Fault | undefined {
    const fault = this.queued.get(operation)?.shift();
    return fault === 'passes' ? undefined : fault;
  }
}

export function errorOf(fault: Fault & { kind: 'status' }): ConnectorError {
  if (fault.status === 429) return throttled(fault.retryAfter);
  return new ConnectorError(fault.status, fault.code ?? codes[fault.status] ?? 'ServiceError');
}
