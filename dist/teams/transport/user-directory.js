import { isGone } from "./errors.js";
import { requestOptions } from "./authenticator.js";
/** Nobody's home: a guest's address is whatever the host's administrator wrote, and vouches for nothing. */
const abroad = 'guest';
/**
 * Who a Teams user is, as the roster says, and the conversation between them and the bot: made when it is asked for, the same every time.
 */
export function createUserDirectory(connections) {
    return {
        profile: async (workspaceId, userId, metIn) => {
            const reached = await connections.reach(workspaceId, metIn ?? '');
            const directChannel = await directConversation(reached, workspaceId, userId);
            // where they speak the bot need not be a member: a message extension works anywhere
            const member = (await memberOf(reached, directChannel, userId)) ?? (await memberOf(reached, metIn ?? '', userId));
            if (!member)
                return { ...nobody, name: userId, homeWorkspace: workspaceId, directChannel };
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
const nobody = { email: null, timezone: null, gone: true };
/** Trust follows the speaker's own tenant. A guest's record in the host's tenant does not say which that is. */
function homeOf({ tenantId, userRole }, workspaceId) {
    if (tenantId && tenantId !== workspaceId)
        return tenantId;
    return userRole === 'guest' ? abroad : workspaceId;
}
/** @returns '' where Teams lets the bot write to this user only where they speak */
async function directConversation({ connector, registration }, tenantId, userId) {
    try {
        const made = await connector.conversations.createConversation({
            isGroup: false,
            bot: { id: `28:${registration.appId}`, name: 'Casebridge' },
            members: [{ id: userId, name: '' }],
            tenantId,
            channelData: { tenant: { id: tenantId } },
        }, requestOptions);
        return made.id;
    }
    catch (error) {
        if (isGone(error) || error.statusCode === 400)
            return '';
        throw error;
    }
}
/** @returns null for somebody the conversation does not know */
async function memberOf({ connector }, conversationId, userId) {
    if (conversationId === '')
        return null;
    try {
        return await connector.conversations.getConversationMember(conversationId, userId, requestOptions);
    }
    catch (error) {
        if (isGone(error))
            return null;
        throw error;
    }
}
//# sourceMappingURL=user-directory.js.map