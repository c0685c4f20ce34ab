// Unsubscribing from email with one click (RFC 8058): the link in the header and at the end of emails. Nobody signs in; the signed link is
// the permission, and all it can do is change what its own address is mailed. Other settings are recipients/mail-settings.ts.
import { formatCaseNumber } from '../domain/case-number.ts';
import { neverMutedText } from '../domain/notification.ts';
import type { Contact } from '../domain/person.ts';
import type { Services } from '../usecases/context.ts';
import { readMailSettings, setMail } from '../usecases/notifications/mail-settings.ts';
import { personByMail } from '../usecases/people/person-by-mail.ts';

/** What somebody unsubscribes from: the mail about one case, or all mail. */
export interface Subscription {
  address: string;
  /** null: all mail */
  number: number | null;
}

/** A page with buttons that say what is mailed from now on. */
export interface UnsubscribePage {
  title: string;
  text: string;
  more: string;
  buttons: { label: string; choice: MailChoice; style?: 'primary' }[];
}

/** What a button of the page does: stops mail about the case or all mail, or starts it again. */
export type MailChoice = 'stop' | 'stop-all' | 'start';

/** Shows and changes what an address is mailed. */
export interface Unsubscribing {
  /** Says what the link does, and changes nothing, because mail scanners open links. @returns null if the address belongs to no contact */
  look(link: Subscription): Promise<UnsubscribePage | null>;
  /** Changes it. @returns what holds now; null if the address belongs to no contact */
  choose(link: Subscription, choice: MailChoice): Promise<UnsubscribePage | null>;
}

/** Creates the handlers of the links to unsubscribe. */
export function createUnsubscribing(services: Services): Unsubscribing {
  const contactWith = async (address: string): Promise<Contact | null> => {
    const person = (await personByMail(services, address))?.person;
    return person?.kind === 'contact' ? person : null;
  };
  const page = async (contact: Contact, { number }: Subscription): Promise<UnsubscribePage> => {
    const { mailOff, case: of } = await readMailSettings(services, contact, number);
    const isOff = mailOff || (number !== null && of?.mailOff !== false);
    return isOff ? stopped(number, mailOff) : asks(number);
  };
  return {
    look: async (link) => {
      const contact = await contactWith(link.address);
      return contact && page(contact, link);
    },
    choose: async (link, choice) => {
      const contact = await contactWith(link.address);
      if (!contact) return null;
      const { number } = link;
      if (choice === 'start') {
        await setMail(services, contact, { number: null, off: false });
        if (number !== null) await setMail(services, contact, { number, off: false });
      } else await setMail(services, contact, { number: choice === 'stop-all' ? null : number, off: true });
      return page(contact, link);
    },
  };
}

const always = `You'll still get ${neverMutedText} by email, because your cases can't go on without them. Your chat isn't affected.`;

function asks(number: number | null): UnsubscribePage {
  const name = number === null ? 'your cases' : formatCaseNumber(number);
  return {
    title: `Stop emails about ${name}?`,
    text: always,
    more: '',
    buttons:
      number === null
        ? [{ label: 'Stop these emails', choice: 'stop-all', style: 'primary' }]
        : [
            { label: `Stop emails about ${name}`, choice: 'stop', style: 'primary' },
            { label: 'Stop emails about all cases', choice: 'stop-all' },
          ],
  };
}

function stopped(number: number | null, all: boolean): UnsubscribePage {
  const name = number === null || all ? 'your cases' : formatCaseNumber(number);
  return {
    title: `You won't get emails about ${name} anymore.`,
    text: always,
    more: 'Changed your mind?',
    buttons: [
      { label: 'Get these emails again', choice: 'start' },
      ...(all || number === null ? [] : [{ label: 'Stop emails about all cases', choice: 'stop-all' as const }]),
    ],
  };
}
