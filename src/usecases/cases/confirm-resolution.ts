import type { Contact } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import type { Outcome, RequestContext, Services } from '../context.ts';

/** Closes a case as Resolved because the contact confirmed the resolution. */
export function confirmResolution(
  services: Services,
  contact: Contact,
  number: number,
  request: RequestContext,
): Promise<Outcome> {
  return changeCase(services, contact, number, 'confirm', request, () => ({
    action: 'confirm',
    patch: { closedAt: services.clock.now(), closeReason: 'Resolved' },
    post: { kind: 'event', action: 'confirm', body: '' },
    why: 'Resolved',
  }));
}
