// The cards of accounts: the list with how far each is set up, and one account's checklist.
import type { Button, Card, Element } from '../../cards/elements.ts';
import { formatCount, formatList, plural } from '../../domain/text/numbers.ts';
import type { AccountSetup, AccountsPage, AccountWorkspace } from '../../usecases/people/account-setup.ts';
import type { PlatformName } from '../../ports.ts';
import { actions } from '../actions.ts';
import { pageButtons } from '../page-buttons.ts';
import { platformNames } from '../platform-names.ts';

/** One line of the checklist. */
interface Item {
  title: string;
  done: boolean;
  /** what there is, or what to do */
  detail: string;
  button?: Button;
}

/** Renders a page of accounts. @param text what was searched for, or '' */
export function accountList({ accounts, total, page, pages }: AccountsPage, text: string): Card {
  const count = plural(total, 'account');
  const position = pages > 1 ? ` · page ${formatCount(page)} of ${formatCount(pages)}` : '';
  const title = text === '' ? 'Accounts' : `Accounts: ${text}`;
  const controls = [
    ...pageButtons(page, pages, (target, label) => actions.accountsPage.button({ page: target, text }, label)),
    ...(text === '' ? [] : [actions.accounts.button({ page: 1, text: '' }, 'All accounts')]),
    actions.people.button({ page: 1, text: '' }, 'People'),
    actions.channelUses.button({ page: 1, text: '' }, 'Channels and queues'),
    actions.onCall.button(undefined, 'On call'),
  ];
  return {
    summary: `${title}: ${count}`,
    title: 'Accounts',
    elements: [
      { kind: 'heading', text: title },
      ...(total === 0
        ? [
            {
              kind: 'text' as const,
              text: [text === '' ? 'No accounts yet. Import them: npx casebridge import directory.yaml' : 'No account matches.'],
            },
          ]
        : [{ kind: 'context' as const, text: [{ bold: count }, position] }, ...accounts.map(listItem)]),
      { kind: 'actions', actions: controls },
    ],
  };
}

function listItem(account: AccountSetup): Element {
  const { id, name, authorized, readOnly, workspaces, users, cases } = account;
  const chats = [...new Set(workspaces.filter(({ connected }) => connected).map(({ platform }) => platformNames[platform]))];
  const detail = [
    plural(authorized + readOnly, 'contact'),
    chats.length > 0 ? formatList(chats) : workspaces.length === 0 && users > 0 ? 'in your workspace' : 'no chat yet',
    plural(cases, 'case'),
  ];
  return {
    kind: 'listItem',
    text: [{ bold: name }, ` · ${stateOf(account)}`],
    detail: [detail.join(' · ')],
    button: actions.viewAccount.button(id, 'View'),
    menu: 'View an account',
  };
}

function stateOf(account: AccountSetup): string {
  const items = checklist(account, []);
  const done = items.filter((item) => item.done).length;
  return done === items.length ? 'Ready' : `${done} of ${items.length} done`;
}

/** Renders the checklist of an account. @param platforms those that are on */
export function accountCard(account: AccountSetup, platforms: readonly PlatformName[]): Card {
  const { id, name } = account;
  const items = checklist(account, platforms);
  const missing = items.filter(({ done }) => !done);
  const state = missing.length === 0 ? 'Everything is set up.' : `${items.length - missing.length} of ${items.length} done`;
  return {
    summary: `${name}: ${state}`,
    title: 'Account',
    elements: [
      { kind: 'heading', text: name },
      { kind: 'callout', tone: missing.length === 0 ? 'good' : 'neutral', text: [state] },
      ...items.map(itemLine),
      {
        kind: 'actions',
        actions: [
          actions.people.button({ page: 1, text: name.slice(0, 100) }, 'People'),
          actions.addContact.button(id, 'Add contact'),
          actions.connectWorkspace.button(id, 'Connect workspace'),
          ...platforms.map((platform) =>
            actions.setupText.button({ account: id, platform }, `${platformNames[platform]}: text to send`),
          ),
          actions.accounts.button({ page: 1, text: '' }, 'All accounts'),
        ],
      },
    ],
  };
}

function itemLine({ title, done, detail, button }: Item): Element {
  return {
    kind: 'listItem',
    text: [done ? '✅ ' : '⬜ ', { bold: title }, done ? ' · done' : ' · missing'],
    detail: [detail],
    ...(button && !done ? { button } : {}),
  };
}

function checklist(account: AccountSetup, platforms: readonly PlatformName[]): Item[] {
  const { id, authorized, readOnly, workspaces, users, channels, failing, cases, mail } = account;
  const [platform = null] = platforms;
  const send = (to: PlatformName | null): Pick<Item, 'button'> =>
    to === null ? {} : { button: actions.setupText.button({ account: id, platform: to }, 'Text to send') };
  const absent = workspaces.find(({ connected }) => !connected);
  return [
    {
      title: 'People',
      done: authorized > 0,
      detail:
        authorized > 0
          ? `${plural(authorized, 'Authorized Contact')}, ${formatCount(readOnly)} Read-Only`
          : 'Nobody can open a case yet. Add an Authorized Contact.',
      button: actions.addContact.button(id, 'Add contact'),
    },
    {
      title: 'Workspace or tenant',
      done: workspaces.length > 0 || users > 0,
      detail:
        workspaces.length > 0
          ? formatList(workspaces.map(workspaceName))
          : users > 0
            ? 'Its people use a workspace of yours.'
            : 'Send its administrator the text to install the bot. Then connect the workspace.',
      button: actions.connectWorkspace.button(id, 'Connect workspace'),
    },
    {
      title: 'Bot installed',
      done: !absent && (workspaces.length > 0 || users > 0),
      detail: absent
        ? `Not installed in ${workspaceName(absent)}. Send its administrator the text.`
        : workspaces.length > 0 || users > 0
          ? 'The bot can act there.'
          : 'Comes with the workspace.',
      ...send(absent?.platform ?? platform),
    },
    {
      title: 'First message',
      done: users > 0,
      detail:
        users > 0 ? `${plural(users, 'contact has', 'contacts have')} used the bot.` : 'Ask a contact to send “help” to the bot.',
    },
    {
      title: 'Channel for notices',
      done: channels > 0,
      detail:
        channels > 0
          ? plural(channels, 'channel gets', 'channels get') + ' incident and maintenance notices.'
          : 'Ask a contact to add the bot to a channel and mention it there with “channels”.',
      ...send(workspaces[0]?.platform ?? platform),
    },
    {
      title: 'Bot in the channel',
      done: channels > 0 && failing === 0,
      detail:
        failing > 0
          ? `${plural(failing, 'channel accepts', 'channels accept')} nothing. Ask a contact to add the bot to it.`
          : channels > 0
            ? 'Messages arrive.'
            : 'Comes with the channel.',
    },
    {
      title: 'Email',
      done: mail,
      detail: mail ? 'Contacts are notified by email as well.' : 'No mail server is configured. Ask your operator (SMTP_URL).',
    },
    {
      title: 'Test case',
      done: cases > 0,
      detail: cases > 0 ? plural(cases, 'case') : 'Ask a contact to type “open” and file a first case.',
    },
  ];
}

function workspaceName({ platform, name }: AccountWorkspace): string {
  return `${platformNames[platform]}${name === null ? '' : ` (${name})`}`;
}
