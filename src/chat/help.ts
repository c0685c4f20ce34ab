import { isAuthorized } from '../domain/person.ts';
import type { Turn, Word } from './capability.ts';
import type { Card, Control, Element } from '../cards/elements.ts';
import { phoneLink } from './cases/phone.ts';

/** What this person can say here. @param hint what to say first, e.g. about a word nobody knows */
export function helpCard(turn: Turn, words: readonly Word[], hint?: string): Card {
  const { brand, selfService, supportPhone } = turn.work.settings;
  const mine = words.filter((word) => word.for(turn.person));
  return {
    summary: `What you can say to ${brand}`,
    elements: [
      ...(hint ? [{ kind: 'callout' as const, tone: 'neutral' as const, words: [hint] }] : []),
      { kind: 'heading', text: `${brand}: what you can say` },
      { kind: 'quiet', words: [roleOf(turn)] },
      ...mine.map((word): Element => ({
        kind: 'text',
        words: [{ bold: `${word.word}${word.usage ? ` ${word.usage}` : ''}` }, ` ${word.does}`],
      })),
      { kind: 'controls', controls: buttons(turn) },
      {
        kind: 'quiet',
        words: [
          'As a command, as a direct message, or after a mention. Every button does the same. ',
          ...(selfService ? ['First help: ', { link: selfService.url, text: selfService.name }, ' · '] : []),
          'Phone: ',
          phoneLink(supportPhone),
        ],
      },
    ],
  };
}

function roleOf({ person, who }: Turn): string {
  if (person.kind === 'advisor') return `${person.name}, you are an advisor${person.lead ? ' and a lead' : ''}.`;
  const can = isAuthorized(person) ? 'an Authorized Contact' : 'a Read-Only Contact: you can view and search every case';
  return `${person.name}, you are ${can} of ${who.accountName ?? 'your account'}.`;
}

function buttons({ person }: Turn): Control[] {
  const open: Control[] = isAuthorized(person)
    ? [{ kind: 'button', label: 'Open a case', action: 'open', value: '', style: 'primary' }]
    : [];
  const queue: Control[] = person.kind === 'advisor' ? [{ kind: 'button', label: 'Queue', action: 'queue', value: '' }] : [];
  return [
    ...open,
    ...queue,
    { kind: 'button', label: 'My cases', action: 'search', value: 'is:mine' },
    { kind: 'button', label: 'All cases', action: 'search', value: '' },
  ];
}
