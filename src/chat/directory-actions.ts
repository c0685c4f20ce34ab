// The actions with which leads manage people, channels, the on-call list and accounts; actions.ts lists them with all others.
import { z } from 'zod';
import { optionalValue, pageAndText, plainText, rowId, spaced, type Codec } from './codecs.ts';
import type { PlatformName } from '../ports.ts';
import { platformNames } from './platform-names.ts';
import { maxAccessQuery } from '../domain/access-query.ts';
import { defineAction } from './define-action.ts';

/** The longest text to search people or accounts for. */
export const maxDirectorySearch = 100;

const listPage = pageAndText(maxDirectorySearch);

const accessPage = pageAndText(maxAccessQuery);

/** A channel by its id, and its name or '' where the platform does not tell it. */
const newChannel: Codec<{ channelId: string; name: string }> = z.codec(
  plainText.refine((text) => /^\S+ /.test(text) && text.length <= 1000),
  z.object({ channelId: z.string(), name: z.string() }),
  {
    decode: (text) => ({ channelId: text.slice(0, text.indexOf(' ')), name: text.slice(text.indexOf(' ') + 1) }),
    encode: ({ channelId, name }) => `${channelId} ${name}`,
  },
);

/** A platform that people chat on. */
const chatPlatform = z.enum(Object.keys(platformNames) as PlatformName[]);

/** The actions with which leads manage the directory. */
export const directoryActions = {
  people: defineAction('people', listPage),
  peoplePage: defineAction('people-page', listPage),
  findPeople: defineAction('find-people'),
  viewPerson: defineAction('view-person', rowId),
  /** the account that the form proposes */
  addContact: defineAction('add-contact', optionalValue(rowId)),
  addAdvisor: defineAction('add-advisor'),
  changePerson: defineAction('change-person', rowId),
  deactivatePerson: defineAction('deactivate-person', rowId),
  reactivatePerson: defineAction('reactivate-person', rowId),

  channelUses: defineAction('channel-uses', listPage),
  channelUsesPage: defineAction('channel-uses-page', listPage),
  channelUse: defineAction('channel-use', rowId),
  changeChannel: defineAction('change-channel', rowId),
  /** a channel that nothing is known of, in the workspace where the button is */
  useChannel: defineAction('use-channel', newChannel),

  onCall: defineAction('on-call'),
  changeOnCall: defineAction('change-on-call'),

  accounts: defineAction('accounts', listPage),
  accountsPage: defineAction('accounts-page', listPage),
  viewAccount: defineAction('view-account', rowId),
  /** the text for the administrator of an account */
  setupText: defineAction('setup-text', spaced({ account: rowId, platform: chatPlatform })),
  connectWorkspace: defineAction('connect-workspace', rowId),

  access: defineAction('access', accessPage),
  accessPage: defineAction('access-page', accessPage),
  /** the filters so far */
  filterAccess: defineAction(
    'filter-access',
    plainText.refine((text) => text.length <= maxAccessQuery),
  ),
};
