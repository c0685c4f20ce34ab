import type { Side } from '../../domain/person.ts';
import { waitsOn } from '../../domain/status.ts';
import { formatDay } from '../../domain/text/times.ts';
import type { CaseFacts } from '../../usecases/case-facts.ts';

/** Who reads the facts about a case. */
export interface Reader {
  /** they cannot reply */
  readOnly?: boolean;
  /** they belong to several accounts */
  hasAccounts?: boolean;
  /** their person, where only they read it */
  id?: number;
}

/**
 * Names who has to act next, as the reader would say it.
 * @returns null for a closed case
 */
export function waitingOn(shown: CaseFacts, side: Side, brand: string, reader: Reader): string | null {
  const advisor = shown.advisor && shown.advisor.id === reader.id ? 'You' : shown.advisor?.name;
  if (shown.answered && waitsOn(shown.status) === 'contact')
    return `${advisor ?? brand} (${side === 'contact' ? 'has your reply' : 'the contact replied'})`;
  switch (waitsOn(shown.status)) {
    case 'support':
      return advisor ?? `${brand} (unassigned)`;
    case 'team':
      return shown.team ?? 'An internal team';
    case 'development':
      return 'Development';
    case 'nobody':
      return null;
    case 'contact': {
      const release = shown.status === 'AvailableInRelease' ? shown.defect?.release : null;
      if (release && !release.published) return `${release.name} (planned for ${formatDay(release.date)})`;
      const actor = side === 'contact' && reader.readOnly !== true ? 'You' : shown.contact.name;
      return shown.status === 'PendingCustomerInput' ? `${actor} (answer the question)` : `${actor} (confirm the resolution)`;
    }
  }
}
