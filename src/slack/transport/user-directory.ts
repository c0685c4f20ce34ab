// Looks up Slack users. Which person of the directory a user is, is decided in src/usecases/people.
import { webApi } from '@slack/bolt';
import type { Profile, UserDirectory } from '../../ports.ts';
import type { Clients } from './clients.ts';

/**
 * Creates the user directory. It reads the profile from users.info or users.lookupByEmail, and the direct conversation from conversations.open. An email address
 * counts unless Slack reports it as unconfirmed.
 */
export function createUserDirectory(clients: Clients): UserDirectory {
  return {
    profile: async (workspaceId, userId) => {
      const client = await clients.of(workspaceId);
      // side by side, because people wait for both on their first command
      const [user, direct] = await Promise.all([infoOf(client, userId), directChannel(client, userId)]);
      return user ? profileOf(workspaceId, userId, user, direct) : { ...nobody, name: userId, homeWorkspace: workspaceId };
    },
    find: async (workspaceId, email) => {
      const client = await clients.of(workspaceId);
      const user = await byEmail(client, email);
      if (!user?.id) return null;
      return { ...profileOf(workspaceId, user.id, user, await directChannel(client, user.id)), userId: user.id };
    },
  };
}

function profileOf(workspaceId: string, userId: string, user: User, direct: string): Profile {
  const inactive = user.deleted === true || user.is_bot === true;
  const address = user.is_email_confirmed === false ? undefined : user.profile?.email;
  return {
    name: user.profile?.display_name || user.profile?.real_name || user.real_name || user.name || userId,
    email: address?.toLowerCase() || null,
    homeWorkspace: user.team_id ?? workspaceId,
    timezone: user.tz ?? null,
    directChannel: inactive ? '' : direct,
    inactive,
    picture: user.profile?.image_72 ?? null,
  };
}

type User = NonNullable<webApi.UsersInfoResponse['user']>;

/** Needs the scope users:read.email, as the address in users.info does. @returns null if nobody has this address */
async function byEmail(client: webApi.WebClient, email: string): Promise<User | null> {
  try {
    return (await client.users.lookupByEmail({ email })).user ?? null;
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError && error.data.error === 'users_not_found') return null;
    throw error;
  }
}

const nobody: Omit<Profile, 'name' | 'homeWorkspace'> = { email: null, timezone: null, directChannel: '', inactive: true };

/** @returns null for a user who is unknown or invisible to this workspace */
async function infoOf(client: webApi.WebClient, user: string): Promise<webApi.UsersInfoResponse['user'] | null> {
  try {
    return (await client.users.info({ user })).user ?? null;
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError && /^user_not_(found|visible)$/.test(error.data.error)) return null;
    throw error;
  }
}

/** @returns '' for users of other organizations, whom the bot cannot message; they get answers where they write */
async function directChannel(client: webApi.WebClient, users: string): Promise<string> {
  try {
    return (await client.conversations.open({ users })).channel?.id ?? '';
  } catch (error) {
    if (error instanceof webApi.WebAPIPlatformError && permanentErrors.has(error.data.error)) return '';
    throw error;
  }
}

const permanentErrors = new Set([
  'user_not_found',
  'user_not_visible',
  'user_disabled',
  'cannot_dm_bot',
  'not_allowed',
  'restricted_action',
]);
