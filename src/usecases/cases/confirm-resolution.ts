import type { Contact } from '../../domain/person.ts';
import { changeCase } from '../change-case.ts';
import type { Outcome, Said, Work } from '../context.ts';

/** The contact says that it is resolved: the case closes (Resolved). */
export function confirmResolution(work: Work, contact: Contact, number: number, said: Said): Promise<Outcome> {
  return changeCase(work, contact, number, 'confirm', said, () => ({
    action: 'confirm',
    patch: { closedAt: work.clock.now(), closeReason: 'Resolved' },
    post: { kind: 'event', action: 'confirm', body: '' },
    why: 'Resolved',
  }));
}
