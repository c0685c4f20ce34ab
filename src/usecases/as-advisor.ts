import type { Person as Row } from '../db/generated/client.ts';
import type { Advisor } from '../domain/person.ts';

/** Builds the advisor in whose name the clock finishes what they started, even if they are no longer one. */
export function asAdvisor({ id, name, email, lead, team }: Row): Advisor {
  return { kind: 'advisor', id, name, email, lead, team };
}
