import type { Actor } from '../usecases/people/resolve-actor.ts';
import type { Services } from '../usecases/context.ts';
import type { Card, Inline } from '../cards/elements.ts';
import { ignored } from './ending.ts';
import type { Ignored, Interaction, Reply } from './interaction.ts';
import { phoneLink } from './cases/phone.ts';

/** Answers somebody who is not in the directory. Nothing of the interaction is carried out. */
export function strangerReply(services: Services, actor: Actor, { kind }: Interaction): Reply | Ignored {
  if (kind === 'edit') return ignored('not-the-author');
  if (kind === 'suggestion') return ignored('old-form');
  const card = unknownUserCard(services, actor, kind === 'message');
  if (kind === 'home') return { kind: 'home', card, refused: true };
  return kind === 'form-submitted' ? { kind: 'done', card, refused: true } : { kind: 'card', card, refused: true };
}

/**
 * Renders the card for somebody who is not in the directory: how to get access, and nothing about any case.
 * @param wrote whether they just wrote in the thread of a case
 */
function unknownUserCard(services: Services, actor: Actor, wrote = false): Card {
  const { brand, supportPhone } = services.settings;
  const title = "We don't recognize you yet";
  return {
    summary: title,
    elements: [
      ...(wrote ? [{ kind: 'callout' as const, tone: 'warning' as const, text: ['Your message was not posted.'] }] : []),
      {
        kind: 'text',
        text: [{ bold: `${title}.` }, ` Only the contacts that a district has named can use ${brand} here.`],
      },
      { kind: 'text', text: [whomToAsk(actor)] },
      { kind: 'context', text: ['We recognize you by your work email address. ', ...otherAddress(supportPhone)] },
    ],
  };
}

function whomToAsk({ authorizedContacts }: Actor): string {
  if (authorizedContacts.length === 0)
    return 'Ask an Authorized Contact of your district to open a case for you, or to have us add you as a contact (case type “Modify Support Contacts”).';
  const names = authorizedContacts.map(({ name, email }) => `${name} (${email})`).join(', ');
  return `Authorized Contacts of your district: ${names}. They can open a case for you, or ask us to add you as a contact (case type “Modify Support Contacts”).`;
}

function otherAddress(supportPhone: string | null): Inline[] {
  const other = 'If your district gave us a different one, ';
  return supportPhone === null ? [`${other}ask them to correct it.`] : [`${other}call `, phoneLink(supportPhone), '.'];
}
