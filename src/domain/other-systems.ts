// What other systems got of cases, as sentences: of a preview, of a result and of a certificate.
import { plural } from './text/numbers.ts';

/** Sentences by key of a count. They say who can act, because nobody can from here. */
export const otherSystems: Readonly<Record<'issueCases' | 'webhookEvents', (count: number) => string>> = {
  issueCases: (count) =>
    `Development ${count === 1 ? 'issue' : 'issues'} that we created from ${plural(count, 'case')}. Edit ${count === 1 ? 'it' : 'them'} in the tracker.`,
  webhookEvents: (count) =>
    `${plural(count, 'event')} that webhooks sent to other systems. Ask the people who run those systems.`,
};

/** What other systems may have got, which nobody can count. */
export const readByApi = 'What other systems read through the API. The access log lists these requests.';

/** Lists what other systems got. */
export function otherSystemsLines(counts: { issueCases: number; webhookEvents: number }): string[] {
  return (['issueCases', 'webhookEvents'] as const).flatMap((key) => (counts[key] === 0 ? [] : [otherSystems[key](counts[key])]));
}
