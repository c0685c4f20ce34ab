// One attempt of one delivery: brings the conversation up to date, whatever an earlier attempt left there.
import type { Card } from '../cards/elements.ts';
import { DeliveryError, type Transport, type Target } from '../ports.ts';
import type { Failure, ClaimedDelivery } from './record.ts';
import { withTimeout } from '../with-timeout.ts';

/** Platforms limit reading and writing separately, so a look-up that has to wait does not hold up other destinations. */
export type Purpose = 'look-up' | 'change';

/** A claimed delivery with everything needed to attempt it. */
export interface Attempt {
  claimed: ClaimedDelivery;
  target: Target;
  transport: Transport;
  /** what it looks like at this moment; null: there is nothing to show */
  view: (deliveryId: number) => Promise<{ card: Card } | null>;
  /** right before every call to the platform. @throws whatever forbids it, but no DeliveryError */
  mayCall: (purpose: Purpose) => void;
  /** a platform that has not answered within this time (ms) counts as not answering */
  callTimeoutMs: number;
}

/** A failed attempt, with what is known about the message anyway. */
export class AttemptFailed extends Error {
  override name = 'AttemptFailed';

  constructor(
    readonly why: DeliveryError,
    readonly failure: Failure,
    readonly purpose: Purpose,
  ) {
    super(why.message, { cause: why });
  }
}

/** What is known about the message, and what is being done about it. */
interface Known {
  messageId: string | null;
  doubtful: boolean;
  purpose: Purpose;
}

/**
 * Makes one attempt to send, update or remove the message of a delivery.
 * @returns the platform's id of the message; null where nothing had to be sent
 * @throws AttemptFailed, and what `mayCall` throws
 */
export async function deliver(attempt: Attempt): Promise<string | null> {
  const { claimed } = attempt;
  const known: Known = { messageId: claimed.messageId, doubtful: claimed.doubtSince !== null, purpose: 'change' };
  try {
    return await deliverKnowing(attempt, known);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const { messageId, doubtful, purpose } = known;
    throw new AttemptFailed(error, { code: error.code, messageId, doubtful }, purpose);
  }
}

async function deliverKnowing(attempt: Attempt, known: Known): Promise<string | null> {
  const { claimed, target, transport } = attempt;
  if (claimed.doubtSince) await lookFor(attempt, claimed.doubtSince, known);
  const { messageId } = known;

  if (claimed.withdrawn) {
    if (messageId !== null) await call(attempt, () => transport.remove({ ...target, messageId }));
    return messageId;
  }
  // the banner could not be posted: the banner is the dead letter, and its reply has nothing to hang under
  if (claimed.kind === 'broadcast' && claimed.threadRef === null && messageId === null) return null;
  refuseWhatMustNotGo(claimed, messageId);
  // version 1 is what was sent first: found again, it needs no update
  if (messageId !== null && claimed.version === 1) return messageId;

  const shown = await viewed(attempt);
  if (shown === null) return messageId;
  if (messageId !== null) {
    await call(attempt, () => transport.update({ ...target, messageId }, shown.card));
    return messageId;
  }
  return send(attempt, shown.card, known);
}

/** Looks for a message in doubt. Sends it again where the platform cannot look (`unknown`): better a duplicate than a lost message. */
async function lookFor(attempt: Attempt, since: Date, known: Known): Promise<void> {
  known.purpose = 'look-up';
  const found = await call(attempt, () => attempt.transport.find(attempt.target, attempt.claimed.id, since), 'look-up');
  known.purpose = 'change';
  if (found === 'unknown') return;
  known.messageId = found === 'absent' ? null : found.messageId;
  known.doubtful = false;
}

async function send(attempt: Attempt, card: Card, known: Known): Promise<string> {
  const before = known.doubtful;
  try {
    return await call(attempt, () => {
      known.doubtful = true;
      return attempt.transport.send(attempt.target, card, attempt.claimed.id);
    });
  } catch (error) {
    if (error instanceof DeliveryError && error.kind !== 'doubt') known.doubtful = before;
    throw error;
  }
}

/**
 * Refuses a message that must not be sent: the last line of defense, behind the statements that enqueue.
 * @throws DeliveryError note_leak, thread_missing
 */
function refuseWhatMustNotGo(claimed: ClaimedDelivery, messageId: string | null): void {
  if (claimed.isNote && claimed.side === 'contact') throw new DeliveryError('refused', 'note_leak');
  if (claimed.kind === 'post' && claimed.threadRef === null && messageId === null)
    throw new DeliveryError('refused', 'thread_missing');
}

async function viewed({ view, claimed }: Attempt): Promise<{ card: Card } | null> {
  try {
    return await view(claimed.id);
  } catch (error) {
    throw new DeliveryError('failed', 'render_failed', undefined, { cause: error });
  }
}

/** Calls the transport. An answer that never comes, or an error other than DeliveryError, leaves the delivery in doubt. */
async function call<T>(attempt: Attempt, run: () => Promise<T>, purpose: Purpose = 'change'): Promise<T> {
  attempt.mayCall(purpose);
  try {
    return await withTimeout(attempt.callTimeoutMs, run, () => {
      throw new DeliveryError('doubt', 'no_answer');
    });
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    throw new DeliveryError('doubt', 'transport_failed', undefined, { cause: error });
  }
}
