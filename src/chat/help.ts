import { isAuthorized } from '../domain/person.ts';
import type { Context, Command } from './capability.ts';
import type { Card, Control, Element } from '../cards/elements.ts';
import { phoneLink } from './cases/phone.ts';

/** Renders the commands that this person can use. @param hint shown on top, e.g. about an unknown command */
export function helpCard(context: Context, commands: readonly Command[], hint?: string): Card {
  const { brand, selfService, supportPhone } = context.services.settings;
  const mine = commands.filter(({ availableTo }) => availableTo(context.person));
  return {
    summary: `What you can say to ${brand}`,
    elements: [
      ...(hint ? [{ kind: 'callout' as const, tone: 'neutral' as const, text: [hint] }] : []),
      { kind: 'heading', text: `${brand}: what you can say` },
      { kind: 'context', text: [roleOf(context)] },
      ...mine.map(({ name, usage, description }): Element => ({
        kind: 'text',
        text: [{ bold: `${name}${usage ? ` ${usage}` : ''}` }, ` ${description}`],
      })),
      { kind: 'actions', actions: buttons(context) },
      {
        kind: 'context',
        text: [
          'As a command, as a direct message, or after a mention. Every button does the same. ',
          ...(selfService ? ['First help: ', { link: selfService.url, text: selfService.name }] : []),
          ...(supportPhone === null ? [] : [selfService ? ' · Phone: ' : 'Phone: ', phoneLink(supportPhone)]),
        ],
      },
    ],
  };
}

function roleOf({ person, actor }: Context): string {
  if (person.kind === 'advisor') return `${person.name}, you are an advisor${person.lead ? ' and a lead' : ''}.`;
  const can = isAuthorized(person) ? 'an Authorized Contact' : 'a Read-Only Contact: you can view and search every case';
  return `${person.name}, you are ${can} of ${actor.accountName ?? 'your account'}.`;
}

function buttons({ person }: Context): Control[] {
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
