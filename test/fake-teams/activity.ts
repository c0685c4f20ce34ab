// Activities as Teams sends them to a bot
// (learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#receive-a-message).
import { randomUUID } from 'node:crypto';
import type { Conversation, Json, TeamsUser } from './state.ts';

/** What every activity says: who, where, to which bot. */
export function envelope(serviceUrl: string, user: TeamsUser, conversation: Conversation, thread?: string): Json {
  const { tenant } = conversation;
  return {
    channelId: 'msteams',
    serviceUrl,
    timestamp: new Date().toISOString(),
    localTimestamp: new Date().toISOString(),
    locale: 'en-US',
    localTimezone: 'America/Chicago',
    from: { id: user.id, name: user.name, aadObjectId: user.aadObjectId },
    recipient: { id: tenant.botId, name: 'Casebridge' },
    conversation: account(conversation, thread),
    channelData: channelData(conversation),
    entities: [{ type: 'clientInfo', locale: 'en-US', country: 'US', platform: 'Web', timezone: 'America/Chicago' }],
  };
}

/** A channel's conversation names the thread, also for its root: `19:…;messageid=ROOT`. */
function account(conversation: Conversation, thread?: string): Json {
  const id = thread === undefined ? conversation.id : `${conversation.id};messageid=${thread}`;
  const group = conversation.kind === 'personal' ? {} : { isGroup: true };
  return { ...group, conversationType: conversation.kind, tenantId: conversation.tenant.id, id };
}

export function channelData({ tenant, team, id }: Conversation, more: Json = {}): Json {
  const inTeam = team ? { teamsChannelId: id, teamsTeamId: team.id, channel: { id }, team: { id: team.id } } : {};
  return { ...inTeam, tenant: { id: tenant.id }, ...more };
}

/** An invoke's id is not a message's (…/messaging-extensions/how-to/action-commands/create-task-module#example). */
export function invokeId(): string {
  return `f:${randomUUID()}`;
}

/**
 * The events of adding or removing the bot, as many as Teams sends
 * (…/bots/how-to/conversations/subscribe-to-conversation-events#install-update-event, …#team-members-added).
 */
export function installationEvents(base: Json, conversation: Conversation, action: 'add' | 'remove'): Json[] {
  const { team, tenant, kind } = conversation;
  const named = team ? { team: { id: team.id, name: team.name, aadGroupId: team.aadGroupId } } : {};
  const selected = team && action === 'add' ? { settings: { selectedChannel: { id: conversation.id } } } : {};
  const update = {
    ...base,
    type: 'installationUpdate',
    action,
    id: invokeId(),
    channelData: channelData(conversation, { ...named, ...selected, source: { name: 'message' } }),
  };
  // Teams sends no conversationUpdate when a person removes the app from their own chat
  if (kind === 'personal' && action === 'remove') return [update];
  const eventType = team ? { eventType: action === 'add' ? 'teamMemberAdded' : 'teamMemberRemoved' } : {};
  const members = [{ id: tenant.botId }];
  const membership = {
    ...base,
    type: 'conversationUpdate',
    id: invokeId(),
    ...(action === 'add' ? { membersAdded: members } : { membersRemoved: members }),
    channelData: channelData(conversation, { ...named, ...eventType }),
  };
  return action === 'add' ? [membership, update] : [update, membership];
}
