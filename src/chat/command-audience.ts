// Refuses a command that is not meant for a person at all, whatever follows its name.
import { CaseError } from '../domain/case-error.ts';
import { LeadsOnly } from '../domain/permission.ts';
import type { Person } from '../domain/person.ts';
import type { Command } from './capability.ts';

const nobody = { id: 0, name: '', email: '' };
const authorizedContact: Person = { ...nobody, kind: 'contact', accountId: 0, contactType: 'support' };
const lead: Person = { ...nobody, kind: 'advisor', lead: true, team: null };

/**
 * Checks that a command is for people like this one. What a Read-Only Contact may not do but an Authorized Contact may is left to the command,
 * which names the people to ask.
 * @throws CaseError not-your-command for a contact, LeadsOnly for an advisor
 */
export function checkAudience({ name, availableTo }: Command, person: Person): void {
  if (availableTo(person) || availableTo(authorizedContact)) return;
  if (person.kind === 'contact')
    throw new CaseError(
      'not-your-command',
      `“${name}” isn't one of your commands.`,
      'Choose All commands to see what you can do.',
    );
  if (availableTo(lead)) throw new LeadsOnly();
}
