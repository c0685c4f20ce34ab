import type { Profile, UserDirectory } from '../../ports.ts';
import type { Clients, Reached } from './clients.ts';
import { isGone } from './errors.ts';
import { requestOptions } from './authenticator.ts';

/** The fields of a member that are read (learn.microsoft.com: get Teams context, single member details). */
interface Member {
  name?: string;
  email?: string;
  userPrincipalName?: string;
  tenantId?: string;
  userRole?: string;
}

/** Nobody's home: a guest's address is whatever the host's administrator wrote, and vouches for nothing. */
const abroad = 'guest';

/**
 * Who a Teams user is, as the roster says, and the conversation between them and the bot: made when it is asked for, the same every time.
 */
export function createUserDirectory(clients: Clients): UserDirectory {
  return {
    profile: async (workspaceId, userId, metIn) => {
      const reached = await clients.reach(workspaceId, metIn ?? '');
      const directChannel = await directConversation(reached, workspaceId, userId);
      // where they speak the bot need not be a member: a message extension works anywhere
      const member = (await memberOf(reached, directChannel, userId)) ?? (await memberOf(reached, metIn ?? '', userId));
      if (!member) return { ...nobody, name: userId, homeWorkspace: workspaceId, directChannel };
      return {
        name: member.name ?? userId,
        email: (member.email || member.userPrincipalName)?.toLowerCase() ?? null,
        homeWorkspace: homeOf(member, workspaceId),
        timezone: null,
        directChannel,
        gone: false,
      };
    },
  };
}

const nobody: Omit<Profile, 'name' | 'homeWorkspace' | 'directChannel'> = { email: null, timezone: null, gone: true };

/** Trust follows the speaker's own tenant. A guest's record in the host's tenant does not say which that is. */
function homeOf({ tenantId, userRole }: Member, workspaceId: string): string {
  if (tenantId && tenantId !== workspaceId) return tenantId;
  return userRole === 'guest' ? abroad : workspaceId;
}

/** @returns '' where Teams lets the bot write to this user only where they speak */
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

/** @returns null for somebody the conversation does not know */
async function memberOf({ connector }: Reached, conversationId: string, userId: string): Promise<Member | null> {
  if (conversationId === '') return null;
  try {
    return await connector.conversations.getConversationMember(conversationId, userId, requestOptions);
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}
