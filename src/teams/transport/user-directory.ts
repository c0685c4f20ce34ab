// Looks up Teams users. Which person of the directory a user is, is decided in src/usecases/people.
import type { Profile, UserDirectory } from '../../ports.ts';
import type { Clients, Reached } from './clients.ts';
import { isGone } from './errors.ts';
import { requestOptions } from './authenticator.ts';

/** The fields of a member that are read (learn.microsoft.com/microsoftteams/platform/bots/how-to/get-teams-context). */
interface Member {
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
  return {
    profile: async (workspaceId, userId, metIn) => {
      const reached = await clients.reach({ workspaceId, channelId: metIn ?? '' });
      const directChannel = await directConversation(reached, workspaceId, userId);
      // the bot need not be a member where they write, because message extensions work anywhere
      const member = (await memberOf(reached, directChannel, userId)) ?? (await memberOf(reached, metIn ?? '', userId));
      if (!member) return { ...nobody, name: userId, homeWorkspace: workspaceId, directChannel };
      return {
        name: member.name ?? userId,
        email: (member.email || member.userPrincipalName)?.toLowerCase() ?? null,
        homeWorkspace: homeOf(member, workspaceId),
        timezone: null,
        directChannel,
        inactive: false,
      };
    },
  };
}

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
