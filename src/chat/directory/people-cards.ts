// The cards of people: the list, and one person.
import type { Button, Card, Element } from '../../cards/elements.ts';
import { contactTypeLabel } from '../../domain/contact-change.ts';
import type { ContactType } from '../../domain/person.ts';
import { formatCount, formatList, plural } from '../../domain/text/numbers.ts';
import type { ListedPerson, PeoplePage, ViewedPerson } from '../../usecases/people/read-people.ts';
import { actions } from '../actions.ts';
import { pageButtons } from '../page-buttons.ts';
import { platformNames } from '../platform-names.ts';
import { historyLines } from './history-lines.ts';

/** Renders a page of people. @param text what was searched for, or '' */
export function peopleList({ people, total, page, pages }: PeoplePage, text: string): Card {
  const count = plural(total, 'person', 'people');
  const position = pages > 1 ? ` · page ${formatCount(page)} of ${formatCount(pages)}` : '';
  const title = text === '' ? 'People' : `People: ${text}`;
  return {
    summary: `${title}: ${count}`,
    title: 'People',
    elements: [
      { kind: 'heading', text: title },
      ...(total === 0
        ? [{ kind: 'text' as const, text: ['Nobody matches. Search for part of a name, an email address or an account.'] }]
        : [{ kind: 'context' as const, text: [{ bold: count }, position] }, ...people.map(listItem)]),
      {
        kind: 'actions',
        actions: [
          ...pageButtons(page, pages, (target, label) => actions.peoplePage.button({ page: target, text }, label)),
          actions.addContact.button(undefined, 'Add contact'),
          actions.addAdvisor.button(undefined, 'Add advisor'),
          actions.findPeople.button(undefined, 'Search'),
          ...(text === '' ? [] : [actions.people.button({ page: 1, text: '' }, 'All people')]),
        ],
      },
    ],
  };
}

function listItem(person: ListedPerson): Element {
  const { id, name, email, active, mailFailed } = person;
  return {
    kind: 'listItem',
    text: [{ bold: name }, ` · ${roleOf(person)}`],
    detail: [email, ...(mailFailed ? [' · Email came back'] : []), ...(active ? [] : [' · Deactivated'])],
    button: actions.viewPerson.button(id, 'View'),
    menu: 'View a person',
  };
}

/** Says what a person is, such as “Technical contact of Plainview School District”. */
export function roleOf({ kind, contactType, accountName, also, lead, team }: ListedPerson): string {
  if (kind === 'advisor') return [lead ? 'Lead' : 'Advisor', ...(team === null ? [] : [team])].join(' · ');
  const typeIn = (type: ContactType | null, name: string | null): string =>
    `${type === null ? 'Contact' : `${contactTypeLabel(type)} contact`} of ${name ?? 'no account'}`;
  return formatList([typeIn(contactType, accountName), ...also.map((one) => typeIn(one.contactType, one.accountName))]);
}

/** Renders one person. @param isReader whether they are the reader, who cannot deactivate themselves */
export function personCard(person: ViewedPerson, isReader: boolean): Card {
  const { id, name, email, active, openCases, platforms, isOnCall, history } = person;
  const chats = platforms.map((platform) => platformNames[platform]);
  const change: Button[] = active
    ? [
        actions.changePerson.button(id, 'Change', 'primary'),
        ...(isReader ? [] : [actions.deactivatePerson.button(id, 'Deactivate', 'danger')]),
      ]
    : [actions.reactivatePerson.button(id, 'Reactivate', 'primary')];
  return {
    summary: `${name}: ${roleOf(person)}`,
    title: 'Person',
    elements: [
      { kind: 'heading', text: name },
      ...(active
        ? []
        : [{ kind: 'callout' as const, tone: 'neutral' as const, text: ['Deactivated: no access and no notifications.'] }]),
      {
        kind: 'fields',
        fields: [
          { label: 'Email', value: [email] },
          { label: 'Role', value: [roleOf(person)] },
          { label: 'Open cases', value: [formatCount(openCases)] },
          { label: 'Uses the bot in', value: [chats.length === 0 ? 'Nothing yet' : formatList(chats)] },
          ...(isOnCall ? [{ label: 'On call', value: ['Yes'] }] : []),
        ],
      },
      ...failedMail(person),
      ...lastAuthorized(person),
      ...historyLines(history),
      { kind: 'actions', actions: [...change, actions.people.button({ page: 1, text: '' }, 'All people')] },
    ],
  };
}

/** Warns where emails do not arrive. */
function failedMail({ mailFailed }: ListedPerson): Element[] {
  if (!mailFailed) return [];
  const code = mailFailed.code === null ? '' : ` (${mailFailed.code})`;
  const text = `. Check the address with the account and correct it here. This note goes when it is changed, or an email arrives from it.`;
  return [
    {
      kind: 'callout',
      tone: 'warning',
      text: [`Email to this address came back${code} on `, { at: mailFailed.at, as: 'moment' }, text],
    },
  ];
}

/** Warns where nobody else of an account could open a case. */
export function lastAuthorized({ lastAuthorizedOf }: ViewedPerson): Element[] {
  if (lastAuthorizedOf.length === 0) return [];
  const text = `The only Authorized Contact of ${formatList(lastAuthorizedOf)}. Without one, nobody there can open a case.`;
  return [{ kind: 'callout', tone: 'warning', text: [text] }];
}
