// A platform for the worker that keeps the messages it gets and fails on request, and a view that shows the body.
import type { Card } from '../../src/cards/elements.ts';
import type { Database } from '../../src/db/client.ts';
import { createLog } from '../../src/server/log.ts';
import { startWorker, type Worker, type WorkerOptions } from '../../src/outbox/worker.ts';
import {
  DeliveryError,
  type DeliveredRef,
  type DestinationRef,
  type PaceLimit,
  type Target,
  type Transport,
} from '../../src/ports.ts';

/** A message that the platform keeps. */
export interface Message {
  id: string;
  channelId: string;
  threadRef?: string;
  deliveryId: number;
  text: string;
}

/** A call to the platform. */
export interface Call {
  method: 'send' | 'update' | 'remove' | 'find';
  workspaceId: string;
  channelId: string;
  /** the card's summary, for send and update */
  text?: string;
  /** `performance.now()` */
  at: number;
}

/** A platform in memory that a test can make slow or faulty. */
export class Platform implements Transport {
  readonly messages: Message[] = [];
  readonly calls: Call[] = [];
  /** runs before each call has its effect; what it throws is the answer */
  before: (call: Call) => Promise<void> | void = () => undefined;
  /** runs after a call has had its effect; what it throws is the answer all the same */
  after: (call: Call) => Promise<void> | void = () => undefined;
  canLook = true;
  pace?: PaceLimit;

  async send(target: Target, card: Card, deliveryId: number): Promise<string> {
    const id = `${target.channelId}-${this.messages.length + 1}`;
    const { channelId, threadRef } = target;
    await this.act('send', target, card.summary, () =>
      this.messages.push({ id, channelId, threadRef, deliveryId, text: card.summary }),
    );
    return id;
  }

  async update(message: DeliveredRef, card: Card): Promise<void> {
    await this.act('update', message, card.summary, () => {
      const stored = this.messages.find(({ id }) => id === message.messageId);
      if (!stored) throw new DeliveryError('refused', 'message_not_found', undefined, { scope: 'message' });
      stored.text = card.summary;
    });
  }

  async remove(message: DeliveredRef): Promise<void> {
    await this.act('remove', message, undefined, () => {
      const index = this.messages.findIndex(({ id }) => id === message.messageId);
      if (index >= 0) this.messages.splice(index, 1);
    });
  }

  async find(target: Target, deliveryId: number): ReturnType<Transport['find']> {
    await this.act('find', target, undefined, () => undefined);
    if (!this.canLook) return 'unknown';
    const messageId = this.messages.find((message) => message.deliveryId === deliveryId)?.id;
    return messageId === undefined ? 'absent' : { messageId };
  }

  texts(channelId: string): string[] {
    return this.messages.filter((message) => message.channelId === channelId).map(({ text }) => text);
  }

  made(method: Call['method']): Call[] {
    return this.calls.filter((call) => call.method === method);
  }

  private async act(
    method: Call['method'],
    { workspaceId, channelId }: DestinationRef,
    text: string | undefined,
    effect: () => void,
  ): Promise<void> {
    const call = { method, workspaceId, channelId, text, at: performance.now() };
    this.calls.push(call);
    await this.before(call);
    effect();
    await this.after(call);
  }
}

/** Backoff with the shortest waits (ms); a test that needs a wait asks for one. */
export const shortBackoff = { first: 1, cap: 5, inDoubt: 1 };

/** Starts a worker on the test's database that delivers to this platform. */
export type StartWorker = (platform: Transport, options?: Partial<WorkerOptions>) => Worker;

/** Starts a worker for a test; the caller stops it. In `test/outbox`, use the fixture `startWorker`. */
export function startTestWorker(db: Database, platform: Transport, options: Partial<WorkerOptions> = {}): Worker {
  return startWorker({
    pool: db.pool,
    transports: { slack: platform },
    render: (id) => showBody(db, id),
    log: createLog('silent'),
    backoff: shortBackoff,
    pollMs: 50,
    pace: {},
    ...options,
  });
}

/** Renders a delivery as a card with its text as the summary. */
export async function showBody(db: Database, deliveryId: number): Promise<{ card: Card } | null> {
  const row = await db.prisma.delivery.findUniqueOrThrow({ where: { id: deliveryId }, include: { post: true, case: true } });
  return { card: { summary: row.post?.body ?? `card: ${row.case?.subject ?? ''}`, elements: [] } };
}

/** Waits until the condition is true; throws after `forMs`. */
export async function until(condition: () => boolean | Promise<boolean>, forMs = 25_000): Promise<void> {
  const end = performance.now() + forMs;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error('It never became true');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
