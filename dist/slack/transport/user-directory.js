import { webApi } from '@slack/bolt';
/**
 * Who a Slack user is, as Slack itself says: users.info for the profile, conversations.open for the direct conversation.
 * An address counts unless Slack says that it is not confirmed.
 */
export function createUserDirectory(clients) {
    return {
        profile: async (workspaceId, userId) => {
            const client = await clients.of(workspaceId);
            const user = await infoOf(client, userId);
            if (!user)
                return { ...nobody, name: userId, homeWorkspace: workspaceId };
            const gone = user.deleted === true || user.is_bot === true;
            const address = user.is_email_confirmed === false ? undefined : user.profile?.email;
            return {
                name: user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || userId,
                email: address?.toLowerCase() || null,
                homeWorkspace: user.team_id ?? workspaceId,
                timezone: user.tz ?? null,
                directChannel: gone ? '' : await directChannel(client, userId),
                gone,
            };
        },
    };
}
const nobody = { email: null, timezone: null, directChannel: '', gone: true };
/** @returns null for a user this workspace does not know or does not show */
async function infoOf(client, user) {
    try {
        return (await client.users.info({ user })).user ?? null;
    }
    catch (error) {
        if (error instanceof webApi.WebAPIPlatformError && /^user_not_(found|visible)$/.test(error.data.error))
            return null;
        throw error;
    }
}
/** A stranger from another organisation may not be written to: they are answered where they speak. */
async function directChannel(client, users) {
    try {
        return (await client.conversations.open({ users })).channel?.id ?? '';
    }
    catch (error) {
        if (error instanceof webApi.WebAPIPlatformError && lasting.has(error.data.error))
            return '';
        throw error;
    }
}
const lasting = new Set([
    'user_not_found',
    'user_not_visible',
    'user_disabled',
    'cannot_dm_bot',
    'not_allowed',
    'restricted_action',
]);
//# sourceMappingURL=user-directory.js.map