// What the connector does (learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference).
import { checkActivity } from './card-check.ts';
import { toText } from './card-tree.ts';
import { checkFileCards, offerType } from './file-card-check.ts';
import { activityNotFound, ConnectorError, conversationNotFound } from './connector-error.ts';
import type { Attachment, Conversation, Json, Message, Tenant, TeamsUser } from './state.ts';

/** Where a conversation id points: a chat, a channel, or a thread in one. */
export interface Place {
  conversation: Conversation;
  /** the root of the thread */
  root?: Message;
}

export interface Answer {
  status: number;
  body: Json | Json[];
}

/** @throws ConnectorError 404 for what is not there, 403 where the bot is not */
export function placeOf(tenants: Tenant[], appId: string, id: string): Place {
  const [base = '', messageId] = id.split(';messageid=');
  const conversation = conversationOf(tenants, appId, base);
  if (!conversation.installed) throw notThere(conversation);
  if (messageId === undefined) return { conversation };
  const root = conversation.kind === 'channel' ? conversation.message(messageId) : undefined;
  if (!root || root.replyTo) throw conversationNotFound();
  return { conversation, root };
}

/** A team's id stands for its first channel: rosters are read by it. */
function conversationOf(tenants: Tenant[], appId: string, id: string): Conversation {
  const found = tenants.flatMap((tenant) => tenant.conversations.get(id) ?? tenant.teams.get(id)?.channels[0] ?? []);
  const own = found.find(({ tenant }) => tenant.app.appId === appId);
  if (own) return own;
  throw found[0] ? new ConnectorError(403, 'BotNotInConversationRoster') : conversationNotFound();
}

function notThere({ kind }: Conversation): ConnectorError {
  return kind === 'personal'
    ? new ConnectorError(403, 'ForbiddenOperationException', 'Bot is not installed in user’s personal scope')
    : new ConnectorError(403, 'BotNotInConversationRoster', 'The bot is not part of the conversation roster.');
}

/** @throws ConnectorError 400 BadSyntax with all that is wrong */
export function post({ conversation, root }: Place, activity: Json, newId: () => string): Answer {
  checkSent(activity, conversation);
  const id = newId();
  if (activity.type === 'message') {
    const replyTo = root && { replyTo: root.id };
    conversation.messages.push({
      id,
      from: conversation.tenant.botId,
      edited: 0,
      deleted: false,
      ...replyTo,
      ...contentOf(activity),
    });
  }
  return { status: 201, body: { id } };
}

export function update({ conversation }: Place, activityId: string, activity: Json): Answer {
  const message = ownMessage(conversation, activityId);
  checkSent(activity, conversation);
  Object.assign(message, contentOf(activity));
  message.edited += 1;
  return { status: 200, body: { id: message.id } };
}

export function remove({ conversation }: Place, activityId: string): Answer {
  ownMessage(conversation, activityId).deleted = true;
  return { status: 200, body: {} };
}

/**
 * Opens a person's chat, or starts a thread in a channel
 * (learn.microsoft.com/microsoftteams/platform/bots/how-to/conversations/send-proactive-messages).
 */
export function create(tenants: Tenant[], appId: string, body: Json, newId: () => string): Answer {
  const data = body.channelData as { channel?: { id?: string }; tenant?: { id?: string } } | undefined;
  const activity = body.activity as Json | undefined;
  if (data?.channel?.id !== undefined) {
    if (!activity) throw new ConnectorError(400, 'BadSyntax', 'a new thread needs its first activity');
    const place = placeOf(tenants, appId, data.channel.id);
    if (place.root) throw new ConnectorError(400, 'BadSyntax', 'channelData.channel.id is a channel, not a thread');
    const id = String((post(place, activity, newId).body as Json).id);
    return { status: 201, body: { id: `${place.conversation.id};messageid=${id}`, activityId: id } };
  }
  const place = placeOf(tenants, appId, personOf(tenants, appId, body, data?.tenant?.id).id);
  const sent = activity ? { activityId: (post(place, activity, newId).body as Json).id } : {};
  return { status: 201, body: { id: place.conversation.id, ...sent } };
}

function personOf(tenants: Tenant[], appId: string, body: Json, inData: string | undefined): Conversation {
  const tenantId = (body.tenantId as string | undefined) ?? inData;
  const tenant = tenants.find(({ id, app }) => id === tenantId && app.appId === appId);
  const members = (body.members ?? []) as { id?: string; aadObjectId?: string }[];
  if (!tenantId || members.length !== 1 || body.isGroup === true)
    throw new ConnectorError(400, 'BadSyntax', 'a chat has a tenantId and one member; a bot cannot start a group chat');
  const user = tenant?.user(members[0]?.id ?? members[0]?.aadObjectId);
  if (!tenant || !user) throw new ConnectorError(403, 'ForbiddenOperationException', 'The member is not in the tenant.');
  return tenant.personal(user);
}

export function members({ conversation }: Place): Json[] {
  return [...conversation.members]
    .flatMap((id) => conversation.tenant.user(id) ?? [])
    .map((user) => memberOf(conversation, user));
}

/** By 29:… or object id. @throws ConnectorError 404 for somebody who is not in the conversation */
export function member({ conversation }: Place, id: string): Json {
  const user = conversation.tenant.user(id);
  if (!user || !conversation.members.has(user.id)) throw new ConnectorError(404, 'MemberNotFoundInConversation');
  return memberOf(conversation, user);
}

function memberOf({ tenant }: Conversation, { id, aadObjectId, name, email, home, guest = false }: TeamsUser): Json {
  const userPrincipalName = guest ? `${email.replace('@', '_')}#EXT#@${tenant.id}.onmicrosoft.example` : email;
  const userRole = guest ? 'guest' : 'user';
  return { id, aadObjectId, objectId: aadObjectId, name, email, userPrincipalName, tenantId: home ?? tenant.id, userRole };
}

function checkSent(activity: Json, conversation: Conversation): void {
  if (activity.type !== 'message' && activity.type !== 'typing')
    throw new ConnectorError(400, 'BadSyntax', `an activity of type ${JSON.stringify(activity.type)} cannot be sent`);
  const offers = ((activity.attachments ?? []) as Attachment[]).some(({ contentType }) => contentType === offerType);
  if (offers && conversation.tenant.app.supportsFiles === false)
    throw new ConnectorError(403, 'ForbiddenOperationException', 'The app does not support files.');
  const wrong = [...checkActivity(activity), ...checkFileCards(activity, conversation)];
  if (wrong.length > 0) throw new ConnectorError(400, 'BadSyntax', wrong.join('; '));
}

function contentOf(activity: Json): Pick<Message, 'text' | 'textFormat' | 'attachments' | 'entities' | 'summary'> {
  return {
    text: toText(activity.text),
    textFormat: (activity.textFormat ?? 'markdown') as Message['textFormat'],
    attachments: (activity.attachments ?? []) as Attachment[],
    entities: (activity.entities ?? []) as Json[],
    summary: toText(activity.summary),
  };
}

/** @throws ConnectorError 404 for one that is gone, 403 for somebody else's */
function ownMessage(conversation: Conversation, id: string): Message {
  const message = conversation.message(id);
  if (!message || message.deleted) throw activityNotFound();
  if (message.from !== conversation.tenant.botId)
    throw new ConnectorError(403, 'NotEnoughPermissions', 'The message is not the bot’s.');
  return message;
}
