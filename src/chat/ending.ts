// How inbound events end, for the metrics. The router decides it for every interaction; adapters report the events that never become one.
import type { Ending, IgnoredReason } from '../ports.ts';
import type { Ignored, Interaction, Reply } from './interaction.ts';

/** What an event was: an interaction, or an event of the platform about its users and conversations. */
export type InboundKind = Interaction['kind'] | 'platform-event';

/** Decides how an interaction ended. @param carriedOut whether it takes effect now, or had its effect before */
export function endingOf(reply: Reply | Ignored, carriedOut: 'effect' | 'repeat'): Ending {
  switch (reply.kind) {
    case 'ignored':
      return { kind: 'ignored', reason: reply.reason };
    case 'field-errors':
      return { kind: 'told' };
    case 'card':
    case 'done':
    case 'home':
      if (reply.refused) return { kind: 'told' };
      return { kind: carriedOut };
    case 'nothing':
    case 'form':
    case 'results':
    case 'options':
      return { kind: carriedOut };
  }
}

/** Makes the answer to an interaction, or the ending of another event, that is ignored on purpose. */
export function ignored(reason: IgnoredReason): Ignored {
  return { kind: 'ignored', reason };
}
