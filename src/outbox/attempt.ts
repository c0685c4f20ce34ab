// One attempt of one delivery: sends, updates or deletes its message, depending on what an earlier attempt left in the conversation.
import type { Card } from '../cards/elements.ts';
import { DeliveryError, type Transport, type Target } from '../ports.ts';
import type { Failure, ClaimedDelivery } from './record.ts';
import { withTimeout } from '../with-timeout.ts';

/** What a call to the platform is for. Platforms limit reads and writes separately, so a look-up that must wait holds up no writes. */
export type Purpose = 'look-up' | 'change';

/** A claimed delivery with everything needed to attempt it. */
export interface Attempt {
  claimed: ClaimedDelivery;
  target: Target;
  transport: Transport;
  /** renders what the delivery shows at this moment; null if there is nothing to show */
  render: (deliveryId: number) => Promise<{ card: Card } | null>;
  /** called right before every call to the platform. @throws what forbids the call, but no DeliveryError */
  mayCall: (purpose: Purpose) => Promise<void>;
  /** how long to wait for the platform's answer */
  callTimeoutMs: number;
}

/** A failed attempt, with what it found out about the message. */
export class AttemptFailed extends Error {
  override name = 'AttemptFailed';

  readonly error: DeliveryError;
  readonly failure: Failure;
  readonly purpose: Purpose;

  constructor(error: DeliveryError, failure: Failure, purpose: Purpose) {
    super(error.message, { cause: error });
    this.error = error;
    this.failure = failure;
    this.purpose = purpose;
  }
}

/** What an attempt without an error came to. */
export interface Attempted {
  /** the platform's id of the message; null without a message */
  messageId: string | null;
  /** whether the destination works: it took a change, or has what an earlier attempt sent. Where there was nothing to send, that is not known */
  works: boolean;
}

/** The progress of an attempt. It must survive an error, so it is changed in place. */
interface Progress {
  messageId: string | null;
  inDoubt: boolean;
  purpose: Purpose;
  works: boolean;
}

/**
 * Makes one attempt to send, update or remove the message of a delivery.
 * @throws AttemptFailed, and what `mayCall` throws
 */
export async function deliver(attempt: Attempt): Promise<Attempted> {
  const { claimed } = attempt;
  const inDoubt = claimed.inDoubtSince !== null;
  const progress: Progress = { messageId: claimed.messageId, inDoubt, purpose: 'change', works: false };
  try {
    const messageId = await bringUpToDate(attempt, progress);
    return { messageId, works: messageId !== null && progress.works };
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const { messageId, inDoubt, purpose } = progress;
    throw new AttemptFailed(error, { code: error.code, messageId, inDoubt }, purpose);
  }
}

async function bringUpToDate(attempt: Attempt, progress: Progress): Promise<string | null> {
  const { claimed, target, transport } = attempt;
  if (claimed.inDoubtSince) await lookUp(attempt, claimed.inDoubtSince, progress);
  const { messageId } = progress;

  if (claimed.withdrawn) {
    if (messageId !== null) await change(attempt, progress, () => transport.remove({ ...target, messageId }, claimed.id));
    return messageId;
  }
  // the banner could not be posted, so the banner is the dead letter and its reply has no thread
  if (claimed.kind === 'broadcast' && claimed.threadRef === null && messageId === null) return null;
  assertSendable(claimed, messageId);
  // version 1 is the first send: a message found by the look-up needs no update
  if (messageId !== null && claimed.version === 1) return messageId;

  const rendered = await renderDelivery(attempt);
  if (rendered === null) return messageId;
  if (messageId !== null) {
    await change(attempt, progress, () => transport.update({ ...target, messageId }, rendered.card, claimed.id));
    return messageId;
  }
  return send(attempt, rendered.card, progress);
}

/**
 * Looks for a message in doubt. A message that the platform cannot look for (`unknown`) is sent again, because a duplicate is better than a
 * lost message.
 */
async function lookUp(attempt: Attempt, since: Date, progress: Progress): Promise<void> {
  progress.purpose = 'look-up';
  const found = await call(attempt, () => attempt.transport.find(attempt.target, attempt.claimed.id, since), 'look-up');
  progress.purpose = 'change';
  if (found === 'unknown') return;
  progress.works = found !== 'absent';
  progress.messageId = found === 'absent' ? null : found.messageId;
  progress.inDoubt = false;
}

async function send(attempt: Attempt, card: Card, progress: Progress): Promise<string | null> {
  const before = progress.inDoubt;
  try {
    return await change(attempt, progress, () => {
      progress.inDoubt = true;
      return attempt.transport.send(attempt.target, card, attempt.claimed.id);
    });
  } catch (error) {
    if (error instanceof DeliveryError && error.kind !== 'in-doubt') progress.inDoubt = before;
    throw error;
  }
}

/**
 * Checks that a message may be sent. This is the last line of defense behind the statements that enqueue.
 * @throws DeliveryError note_leak, thread_missing
 */
function assertSendable(claimed: ClaimedDelivery, messageId: string | null): void {
  if (claimed.isNote && claimed.side === 'contact') throw new DeliveryError('refused', 'note_leak');
  // a notice to an author about a file outside of the case's conversations has no side, and replies to nothing
  const isReply =
    claimed.kind === 'post' || claimed.kind === 'satisfaction' || (claimed.kind === 'file' && claimed.side !== null);
  if (isReply && claimed.threadRef === null && messageId === null) throw new DeliveryError('refused', 'thread_missing');
}

async function renderDelivery({ render, claimed }: Attempt): Promise<{ card: Card } | null> {
  try {
    return await render(claimed.id);
  } catch (error) {
    throw new DeliveryError('failed', 'render_failed', undefined, { cause: error });
  }
}

/** Calls the transport to change something. */
async function change<T>(attempt: Attempt, progress: Progress, run: () => Promise<T>): Promise<T> {
  const result = await call(attempt, run);
  progress.works = true;
  return result;
}

/** Calls the transport. A missing answer, or an error other than DeliveryError, leaves the delivery in doubt. */
async function call<T>(attempt: Attempt, run: () => Promise<T>, purpose: Purpose = 'change'): Promise<T> {
  await attempt.mayCall(purpose);
  try {
    return await withTimeout(attempt.callTimeoutMs, run, () => {
      throw new DeliveryError('in-doubt', 'no_answer');
    });
  } catch (error) {
    if (error instanceof DeliveryError) throw error;
    throw new DeliveryError('in-doubt', 'transport_failed', undefined, { cause: error });
  }
}
