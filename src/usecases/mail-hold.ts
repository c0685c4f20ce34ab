import { durationMs } from '../domain/duration.ts';
import type { Duration, Settings } from '../domain/settings.ts';
import type { MailHold } from '../outbox/enqueue/index.ts';

/** Returns how long mail may wait, as the configuration says. */
export function mailHold({ mail, businessHours }: Pick<Settings, 'mail' | 'businessHours'>): MailHold {
  const ms = (duration: Duration | null): number => (duration === null ? 0 : durationMs(duration, businessHours));
  return { joinMs: ms(mail.joinWithin), activeMs: ms(mail.activeWithin) };
}
