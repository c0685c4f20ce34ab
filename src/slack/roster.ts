import type { Profile, Roster } from '../ports.ts';
import type { Clients } from './clients.ts';

/**
 * Who a Slack user is, as Slack itself says: users.info for the profile, conversations.open for the direct conversation.
 * An address counts only when Slack has confirmed it.
 */
export function createRoster(clients: Clients): Roster {
  return {
    profile: async (workspaceId, userId): Promise<Profile> => {
      const client = await clients.of(workspaceId);
      const { user } = await client.users.info({ user: userId });
      if (!user) throw new Error('Slack answered users.info without a user');
      const gone = user.deleted === true || user.is_bot === true;
      const confirmed = user.is_email_confirmed !== false;
      const direct = gone ? undefined : await client.conversations.open({ users: userId });
      return {
        name: user.profile?.display_name || user.real_name || user.name || userId,
        email: confirmed ? (user.profile?.email?.toLowerCase() ?? null) : null,
        homeWorkspace: user.team_id ?? workspaceId,
        timezone: user.tz ?? null,
        directChannel: direct?.channel?.id ?? '',
        gone,
      };
    },
  };
}
