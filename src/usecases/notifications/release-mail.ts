import { releaseHeldMail } from '../../outbox/enqueue/index.ts';
import type { Services } from '../context.ts';
import { mailHold } from '../mail-hold.ts';

/** Sends the mail that waited long enough. Mail to people who are active in the chat keeps waiting. @returns how many mails are sent */
export async function releaseMail(services: Services): Promise<{ mails: number }> {
  const { db, clock, settings } = services;
  return { mails: await releaseHeldMail(db.pool, clock.now(), mailHold(settings)) };
}
