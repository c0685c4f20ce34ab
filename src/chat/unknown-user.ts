import type { Actor } from '../usecases/people/resolve-actor.ts';
import type { Services } from '../usecases/context.ts';
import type { Card } from '../cards/elements.ts';
import { phoneLink } from './cases/phone.ts';

/**
 * Renders the card for somebody who is not in the directory: how to get access, and nothing about any case.
 * @param wrote whether they just wrote in the thread of a case
 */
export function unknownUserCard(services: Services, actor: Actor, wrote = false): Card {
  const { brand, supportPhone } = services.settings;
  const contacts = actor.authorizedContacts;
  return {
    summary: `${brand} does not know you yet`,
    elements: [
      ...(wrote ? [{ kind: 'callout' as const, tone: 'warning' as const, text: ['Your message was not recorded.'] }] : []),
      {
        kind: 'text',
        text: [
          { bold: `${brand} does not know you yet.` },
          ' Only Authorized Contacts of a district, and its Read-Only Contacts, can work with cases here.',
        ],
      },
      ...(contacts.length > 0
        ? [
            {
              kind: 'text' as const,
              text: [
                `Authorized Contacts of your district: ${contacts.map(({ name, email }) => `${name} (${email})`).join(', ')}. They can open a case for you, or a case of type “Modify Support Contacts” to make you one.`,
              ],
            },
          ]
        : [
            {
              kind: 'text' as const,
              text: ['Ask an Authorized Contact of your district to open a case of type “Modify Support Contacts” for you.'],
            },
          ]),
      {
        kind: 'context',
        text: [
          'You are known by the confirmed e-mail address of your chat profile. Is it the one your district gave to ',
          brand,
          '?',
          ...(supportPhone === null ? [] : [' Otherwise phone ', phoneLink(supportPhone), '.']),
        ],
      },
    ],
  };
}
