// What Teams posts to the bot, checked and reduced to the fields this adapter reads, so that nothing unchecked reaches botbuilder or our own
// code. Whether a request comes from Teams at all is checked by transport/authenticator.ts.
// Follows learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-api-reference, Activity object.
import { z } from 'zod';
import { optional, parsePayload, payloadSchema, platformId, storableValue, typedText } from '../../chat/payload.ts';

const account = z.object({ id: platformId, aadObjectId: optional(platformId) });

/** Of the entities only mentions and the client's zone are read; others pass with their type alone. */
const entity = z.union([
  z.object({
    type: z.literal('mention'),
    text: optional(typedText),
    mentioned: optional(z.object({ id: optional(platformId), name: optional(typedText), aadObjectId: optional(platformId) })),
  }),
  z.object({ type: z.literal('clientInfo'), timezone: optional(z.string()) }),
  z.object({ type: z.string().refine((type) => type !== 'mention' && type !== 'clientInfo') }),
]);

const attachment = z.object({
  id: optional(z.string()),
  contentType: z.string(),
  contentUrl: optional(typedText),
  content: storableValue,
  name: optional(typedText),
});

const paging = z.number().int().min(0).max(1_000_000);

/** The values of every kind of invoke we answer (learn.microsoft.com/microsoftteams/platform: universal actions, dialogs, message extensions). */
const invokeValue = z.object({
  /** of `adaptiveCard/action`; of `fileConsent/invoke`: `accept` or `decline` */
  action: optional(z.union([z.object({ data: storableValue }), z.string()])),
  /** of `fileConsent/invoke`: what our card said, and where the file goes */
  context: storableValue,
  uploadInfo: optional(
    z.object({
      name: optional(typedText),
      contentUrl: optional(typedText),
      uploadUrl: optional(typedText),
      uniqueId: optional(typedText),
      fileType: optional(typedText),
    }),
  ),
  /** of `task/fetch`, `task/submit` and `composeExtension/submitAction` */
  data: storableValue,
  /** of `application/search` */
  queryText: optional(typedText),
  dataset: optional(typedText),
  /** of `composeExtension/query` */
  parameters: optional(z.array(z.object({ name: optional(z.string()), value: storableValue }))),
  queryOptions: optional(z.object({ skip: optional(paging), count: optional(paging) })),
  /** of `composeExtension/fetchTask` */
  commandId: optional(z.string()),
  messagePayload: optional(
    z.object({
      body: optional(z.object({ contentType: optional(z.string()), content: optional(typedText) })),
      linkToMessage: optional(typedText),
      attachments: optional(z.array(attachment)),
    }),
  ),
});

const reaction = z.object({ type: z.string().max(200) });

const fields = {
  id: optional(platformId),
  channelId: z.string(),
  /** when it was sent; anything else than a time is left out */
  timestamp: z.iso
    .datetime({ offset: true })
    .transform((text) => new Date(text))
    .optional()
    .catch(undefined),
  serviceUrl: z.url({ protocol: /^https?$/ }),
  from: account.extend({ role: optional(z.string()) }),
  recipient: z.object({ id: platformId }),
  conversation: z.object({ id: platformId, conversationType: optional(z.string()), tenantId: optional(platformId) }),
  channelData: optional(
    z.object({
      tenant: optional(z.object({ id: optional(platformId) })),
      eventType: optional(z.string()),
      channel: optional(z.object({ id: optional(platformId), name: optional(typedText) })),
      team: optional(z.object({ id: optional(platformId), name: optional(typedText), aadGroupId: optional(platformId) })),
    }),
  ),
  replyToId: optional(platformId),
  localTimezone: optional(z.string()),
  text: optional(typedText),
  textFormat: optional(z.string()),
  attachments: optional(z.array(attachment)),
  entities: optional(z.array(entity)),
  reactionsAdded: optional(z.array(reaction)),
  reactionsRemoved: optional(z.array(reaction)),
  membersRemoved: optional(z.array(account)),
  /** of an installation update: `add`, `remove`, `add-upgrade` … */
  action: optional(z.string()),
};

const invoke = payloadSchema(
  z.object({
    ...fields,
    type: z.literal('invoke'),
    name: optional(z.string()),
    value: z
      .unknown()
      .optional()
      .transform((value) => value ?? {})
      .pipe(invokeValue),
  }),
);

const other = payloadSchema(z.object({ ...fields, type: z.string().refine((type) => type !== 'invoke'), value: storableValue }));

/** An invoke: the request behind a pressed button, a dialog or a search, which Teams waits for. */
export type TeamsInvoke = z.output<typeof invoke>;

/** An activity of Teams, reduced to the fields that are read. */
export type TeamsActivity = TeamsInvoke | z.output<typeof other>;

/** The value of an invoke: which of its fields are set depends on the invoke's name. */
export type InvokeValue = z.output<typeof invokeValue>;

/**
 * Reads a request's parsed body as an activity.
 * @throws PayloadError
 */
export function parseActivity(body: unknown): TeamsActivity {
  return isInvoke(body) ? parsePayload(invoke, body) : parsePayload(other, body);
}

/** Says of a refused body what a log may hold: its id, and its type and name as far as they look like such. */
export function describeActivity(body: unknown): { id?: string; kind: string } {
  const { id, type, name } = (body ?? {}) as Record<string, unknown>;
  const kind = [type, name].filter((word) => typeof word === 'string' && /^[\w/-]{1,40}$/.test(word)).join(' ');
  return { ...(typeof id === 'string' && /^[\w:.-]{1,100}$/.test(id) ? { id } : {}), kind };
}

/** The tenant in which something happened; '' where Teams does not say. */
export function tenantOf({ conversation, channelData }: TeamsActivity): string {
  return conversation.tenantId ?? channelData?.tenant?.id ?? '';
}

/** The IANA time zone of the person's client, where Teams reports it: with the activity or in its client info. */
export function zoneOf({ localTimezone, entities = [] }: TeamsActivity): string | undefined {
  if (localTimezone) return localTimezone;
  return entities.flatMap((entity) => ('timezone' in entity && entity.timezone ? [entity.timezone] : []))[0];
}

function isInvoke(body: unknown): boolean {
  return (body as { type?: unknown } | null)?.type === 'invoke';
}
