// Bolt's App with a check in front of it. Bolt reads payloads without checking their shape, so an odd one ends in a TypeError and HTTP 500.
import { App, type AppOptions, type ReceiverEvent } from '@slack/bolt';
import { PayloadError } from '../../chat/payload.ts';
import type { Log } from '../../ports.ts';
import { describeRequest, parseRequest } from './payload.ts';

/** An App whose listeners get only payloads that payload.ts has checked. */
export class CheckedApp extends App {
  private readonly log: Log;

  constructor(log: Log, options: AppOptions) {
    super(options);
    this.log = log;
  }

  /** @throws PayloadError, which the receiver answers with 400 */
  override async processEvent(event: ReceiverEvent): Promise<void> {
    return super.processEvent({ ...event, body: this.check(event.body) });
  }

  private check(body: unknown): Record<string, unknown> {
    try {
      return parseRequest(body);
    } catch (error) {
      if (error instanceof PayloadError)
        this.log.warn({ ...describeRequest(body), why: error.message }, 'refused a malformed request to /slack/events');
      throw error;
    }
  }
}
