// What Slack posts to the bot, checked and reduced to the fields this adapter reads, so that nothing unchecked reaches Bolt or our own code.
// Whether a request comes from Slack at all is checked before (handler.ts). Requests of kinds the bot never asked for are refused.
// Follows docs.slack.dev/reference/interaction-payloads and docs.slack.dev/reference/events.
import { z } from 'zod';
import { optional, parsePayload, PayloadError, payloadSchema, platformId, sharedPart, typedText } from '../../chat/payload.ts';
import { formCallback } from '../render/form.ts';
import { searchAction } from '../render/multi-select.ts';
import { commandName } from './commands.ts';
import { messageFields } from './message-payload.ts';
import { inputState, readMetadata, shownField } from './read-form.ts';
import { globalShortcut, messageShortcut } from './shortcuts.ts';

/** The fields of every request that Bolt itself reads. */
const envelope = {
  team: z.object({ id: platformId, enterprise_id: optional(platformId) }).nullish(),
  enterprise: z.object({ id: platformId }).nullish(),
  is_enterprise_install: z.union([z.boolean(), z.string()]).optional(),
  api_app_id: optional(z.string()),
  user: z.object({ id: platformId, team_id: optional(platformId) }),
  response_url: optional(z.url({ protocol: /^https?$/ })),
};

const channel = z.object({ id: platformId, name: optional(z.string()) });

const message = z.object({ ...messageFields, ts: platformId });

const state = sharedPart(z.object({ values: z.record(z.string(), z.record(z.string(), inputState)) }));
const shownFields = sharedPart(z.array(shownField));

const view = z.object({
  id: platformId,
  type: z.string(),
  hash: optional(z.string()),
  callback_id: optional(z.string()),
  private_metadata: z.string().default(''),
  state: state.default({ values: {} }),
  blocks: shownFields.default([]),
});

const form = view.extend({
  private_metadata: z.string().refine((metadata) => readMetadata(metadata) !== null, 'not the metadata of a form'),
});

const knownEvents = new Map<string, z.ZodType>([
  [
    'message',
    message.extend({
      type: z.literal('message'),
      channel: platformId,
      channel_type: optional(z.string()),
      message: optional(message),
      previous_message: optional(message),
      deleted_ts: optional(platformId),
    }),
  ],
  [
    'app_mention',
    z.object({
      type: z.literal('app_mention'),
      user: optional(platformId),
      bot_id: optional(platformId),
      text: typedText,
      attachments: messageFields.attachments,
      files: messageFields.files,
      ts: platformId,
      channel: platformId,
      thread_ts: optional(platformId),
    }),
  ],
  ['app_home_opened', z.object({ type: z.literal('app_home_opened'), user: platformId, tab: optional(z.string()) })],
  [
    'reaction_added',
    z.object({
      type: z.literal('reaction_added'),
      user: platformId,
      reaction: z.string().max(200),
      // a reaction can be to a file, which has no channel
      item: z.object({ type: z.string(), channel: optional(platformId), ts: optional(platformId) }),
    }),
  ],
  ['user_change', z.object({ type: z.literal('user_change'), user: z.object({ id: platformId }) })],
  ['tokens_revoked', z.object({ type: z.literal('tokens_revoked'), tokens: z.object({ bot: optional(z.array(z.string())) }) })],
]);

const authorization = z.object({
  team_id: platformId.nullish(),
  enterprise_id: platformId.nullish(),
  user_id: optional(platformId),
  is_enterprise_install: optional(z.boolean()),
});

function eventCallback(event: z.ZodType): z.ZodType {
  const schema = z.object({
    type: z.literal('event_callback'),
    team_id: platformId,
    enterprise_id: optional(platformId),
    event_id: platformId,
    api_app_id: optional(z.string()),
    authorizations: optional(z.array(authorization)),
    is_enterprise_install: optional(z.boolean()),
    event,
  });
  return payloadSchema(schema);
}

/** By the event's type. */
const events = new Map([...knownEvents].map(([type, event]) => [type, eventCallback(event)] as const));
/** An event without a listener is acknowledged, whatever else it holds. */
const otherEvent = eventCallback(z.object({ type: z.string() }));

const command = payloadSchema(
  z.object({
    command: z.literal(commandName),
    text: optional(typedText),
    team_id: platformId,
    enterprise_id: optional(platformId),
    is_enterprise_install: optional(z.string()),
    user_id: platformId,
    channel_id: platformId,
    channel_name: optional(z.string()),
    trigger_id: platformId,
    response_url: envelope.response_url,
  }),
);

const action = z.object({
  type: z.string(),
  action_id: z.string(),
  block_id: optional(z.string()),
  value: optional(typedText),
  selected_option: z.object({ value: typedText }).nullish(),
});

/** By the payload's type. */
const interactions = new Map<string, z.ZodType>([
  [
    'block_actions',
    z.object({
      ...envelope,
      type: z.literal('block_actions'),
      trigger_id: platformId,
      channel: optional(channel),
      container: optional(
        z.object({ thread_ts: optional(platformId), message_ts: optional(platformId), is_ephemeral: optional(z.boolean()) }),
      ),
      view: optional(view),
      actions: z.array(action).min(1),
    }),
  ],
  [
    'block_suggestion',
    z.object({
      ...envelope,
      type: z.literal('block_suggestion'),
      action_id: z.literal(searchAction),
      block_id: z.string(),
      value: typedText,
      channel: optional(channel),
      view: form,
    }),
  ],
  [
    'view_submission',
    z.object({ ...envelope, type: z.literal('view_submission'), view: form.extend({ callback_id: z.literal(formCallback) }) }),
  ],
  [
    'shortcut',
    z.object({ ...envelope, type: z.literal('shortcut'), callback_id: z.literal(globalShortcut), trigger_id: platformId }),
  ],
  [
    'message_action',
    z.object({
      ...envelope,
      type: z.literal('message_action'),
      callback_id: z.literal(messageShortcut),
      trigger_id: platformId,
      channel,
      message_ts: platformId,
      message: z.object(messageFields),
    }),
  ],
]);
for (const schema of interactions.values()) payloadSchema(schema);

/**
 * Reads the body of a signed request. @returns it with the fields that are read
 * @throws PayloadError
 */
export function parseRequest(body: unknown): Record<string, unknown> {
  const { type, command: name, event } = fieldsOf(body);
  if (name !== undefined) return parsePayload(command, body);
  const schema =
    type === 'event_callback' ? (events.get(String(fieldsOf(event).type)) ?? otherEvent) : interactions.get(String(type));
  if (!schema) throw new PayloadError('type: not one that the bot answers');
  return fieldsOf(parsePayload(schema, body));
}

/** Says of a refused request what a log may hold: the event's id, and the kind of request as far as it looks like one. */
export function describeRequest(body: unknown): { id?: string; kind: string } {
  const { type, command: name, event, event_id: id } = fieldsOf(body);
  const kind = [type, name, fieldsOf(event).type].filter((word) => typeof word === 'string' && /^[\w/-]{1,40}$/.test(word));
  return { ...(typeof id === 'string' && /^\w{1,40}$/.test(id) ? { id } : {}), kind: kind.join(' ') };
}

function fieldsOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
