import type { Person as Row } from '../db/generated/client.ts';
import type { Advisor } from '../domain/person.ts';

/** In whose name the clock acts: whoever said so, whatever they are by now. */
export function asAdvisor({ id, name, email, lead, team }: Row): Advisor {
  return { kind: 'advisor', id, name, email, lead, team };
}
