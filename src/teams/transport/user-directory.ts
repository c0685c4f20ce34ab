// Looks up Teams users. Which person of the directory a user is, is decided in src/usecases/people.
import type { Profile, UserDirectory } from '../../ports.ts';
import type { Clients, Reached } from './clients.ts';
import { isGone } from './errors.ts';
import { requestOptions } from './authenticator.ts';

/** The fields of a member that are read (learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context). */
interface Member {
  id?: string;
  name?: string;
  email?: string;
  userPrincipalName?: string;
  tenantId?: string;
  userRole?: string;
}

/** The home of guests: their email address was typed by the host's administrator, so it proves nothing. */
const guestHome = 'guest';

/** Creates the user directory. It reads the roster of a conversation, and opens the direct conversation (Teams returns the same one each time). */
export function createUserDirectory(clients: Clients): UserDirectory {
  const rosterOf = createRosters(clients);
  return {
    find: async (workspaceId, email, channels) => {
      for (const channelId of channels) {
        const member = (await rosterOf(workspaceId, channelId)).find((one) => addressOf(one) === email);
        if (!member?.id) continue;
        const reached = await clients.reach({ workspaceId, channelId });
        const directChannel = await directConversation(reached, workspaceId, member.id);
        return { ...profileOf(member, member.id, workspaceId, directChannel), userId: member.id };
      }
      return null;
    },
    profile: async (workspaceId, userId, metIn) => {
      const reached = await clients.reach({ workspaceId, channelId: metIn ?? '' });
      const directChannel = await directConversation(reached, workspaceId, userId);
      // the bot need not be a member where they write, because message extensions work anywhere
      const member = (await memberOf(reached, directChannel, userId)) ?? (await memberOf(reached, metIn ?? '', userId));
      if (!member) return { ...nobody, name: userId, homeWorkspace: workspaceId, directChannel };
      return profileOf(member, userId, workspaceId, directChannel);
    },
  };
}

function profileOf(member: Member, userId: string, workspaceId: string, directChannel: string): Profile {
  const name = member.name ?? userId;
  const homeWorkspace = homeOf(member, workspaceId);
  return { name, email: addressOf(member), homeWorkspace, timezone: null, directChannel, inactive: false };
}

function addressOf({ email, userPrincipalName }: Member): string | null {
  return (email || userPrincipalName)?.toLowerCase() ?? null;
}

/** How long the members of a channel are used before they are read again, in milliseconds. */
const rosterMaxAgeMs = 10 * 60_000;

/** Reads the members of channels, page by page, and keeps them for a while: many people are looked for in the same ones. */
function createRosters(clients: Clients): (workspaceId: string, channelId: string) => Promise<Member[]> {
  const known = new Map<string, { readAt: number; members: Member[] }>();
  return async (workspaceId, channelId) => {
    const before = known.get(channelId);
    if (before && performance.now() - before.readAt < rosterMaxAgeMs) return before.members;
    // those of ten thousand channels would fill the memory
    for (const [id, { readAt }] of known) if (performance.now() - readAt >= rosterMaxAgeMs) known.delete(id);
    const reached = await clients.reach({ workspaceId, channelId });
    const members = await readRoster(reached, channelId);
    known.set(channelId, { readAt: performance.now(), members });
    return members;
  };
}

/** @returns nobody for a channel whose team has not installed the app */
async function readRoster({ connector }: Reached, channelId: string): Promise<Member[]> {
  const members: Member[] = [];
  let continuationToken = '';
  try {
    do {
      const first = { ...requestOptions, pageSize: rosterPage };
      const options = continuationToken === '' ? first : { ...first, continuationToken };
      const page = await connector.conversations.getConversationPagedMembers(
        channelId,
        options as typeof options & { continuationToken: string }, // the first page has none, which its type forgets
      );
      members.push(...page.members);
      continuationToken = page.continuationToken ?? '';
    } while (continuationToken !== '');
  } catch (error) {
    if (!isGone(error)) throw error;
  }
  return members;
}

/** The most members per page that Teams allows (learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context). */
const rosterPage = 500;

const nobody: Omit<Profile, 'name' | 'homeWorkspace' | 'directChannel'> = { email: null, timezone: null, inactive: true };

/** Trust depends on a user's own tenant, which the record of a guest does not name. */
function homeOf({ tenantId, userRole }: Member, workspaceId: string): string {
  if (tenantId && tenantId !== workspaceId) return tenantId;
  return userRole === 'guest' ? guestHome : workspaceId;
}

/** @returns '' for a user whom the bot can only answer where they write */
async function directConversation({ connector, registration }: Reached, tenantId: string, userId: string): Promise<string> {
  try {
    const made = await connector.conversations.createConversation(
      {
        isGroup: false,
        bot: { id: `28:${registration.appId}`, name: 'Casebridge' },
        members: [{ id: userId, name: '' }],
        tenantId,
        channelData: { tenant: { id: tenantId } },
      },
      requestOptions,
    );
    return made.id;
  } catch (error) {
    if (isGone(error) || (error as { statusCode?: number }).statusCode === 400) return '';
    throw error;
  }
}

/** @returns null for a user who is not in the conversation */
async function memberOf({ connector }: Reached, conversationId: string, userId: string): Promise<Member | null> {
  if (conversationId === '') return null;
  try {
    return await connector.conversations.getConversationMember(conversationId, userId, requestOptions);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
