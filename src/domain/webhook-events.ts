// The events that webhooks carry, and what each of them contains. JSON Schemas are made from these definitions (`casebridge webhooks events all`).
// Fields are only ever added within a version; a change that receivers could notice raises `webhookVersion`.
import { z } from 'zod';
import { contactsRead } from './history.ts';
import { priorities } from './priority.ts';
import { statuses } from './status.ts';

/** The version of every event, in its field `version`. */
export const webhookVersion = 1;

const moment = z.iso.datetime();
const day = z.iso.date();
const text = z.string().describe('CommonMark');
const html = z.string().describe('the same as safe HTML, without scripts, styles and images');
const account = z.strictObject({ key: z.string(), name: z.string() });
const side = z.enum(['contact', 'advisor']);
const somebody = z.strictObject({
  id: z.int().nullable().describe('null for somebody whom the directory does not know'),
  name: z.string(),
  side,
});

const caseFacts = z.strictObject({
  number: z.string().regex(/^CB-\d+$/),
  account,
  contact: z.strictObject({ id: z.int(), name: z.string(), email: z.string() }),
  advisor: z.strictObject({ id: z.int(), name: z.string() }).nullable(),
  status: z.enum(statuses),
  priority: z.enum(priorities),
  subject: z.string(),
  description: text,
  module: z.string(),
  caseType: z.string(),
  team: z.string().nullable().describe('the escalation team that has it'),
  defect: z.string().nullable().describe('null also while the issue of a new defect is being created'),
  createdAt: moment,
  updatedAt: moment,
  closedAt: moment.nullable(),
  closeReason: z.string().nullable(),
  erased: z.boolean().describe('its texts and names were erased'),
});

const change = z.strictObject({
  action: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  why: z.string().nullable(),
  by: somebody.nullable().describe('null for the clock'),
  at: moment,
});

const post = z.strictObject({
  id: z.int(),
  kind: z
    .enum(['public', 'note', 'event'])
    .describe('note: internal, for endpoints that get notes. event: written with a change of the case'),
  action: z.string().nullable(),
  author: somebody.nullable(),
  text,
  html,
  createdAt: moment,
  editedAt: moment.nullable(),
  deletedAt: moment.nullable().describe('a deleted post has no text'),
  redactedAt: moment.nullable(),
});

const file = z.strictObject({
  id: z.int(),
  postId: z.int(),
  name: z.string(),
  mediaType: z.string().nullable(),
  size: z.int().nullable().describe('bytes'),
  state: z.enum(['stored', 'refused', 'quarantined']),
  deletedAt: moment.nullable(),
});

const notice = z.strictObject({
  id: z.int(),
  kind: z.enum(['incident', 'maintenance']),
  title: z.string(),
  severity: z.enum(['critical', 'major', 'minor']).nullable(),
  state: z.enum(['Investigating', 'Identified', 'Monitoring', 'Resolved', 'Planned', 'UnderWay', 'Completed', 'Cancelled']),
  modules: z.array(z.string()).describe('empty: all'),
  accounts: z.array(account).nullable().describe('null: all. An endpoint for some accounts gets those alone'),
  instructions: text.nullable(),
  startsAt: moment,
  endsAt: moment.nullable(),
  nextUpdateAt: moment.nullable(),
  update: z.strictObject({ id: z.int(), action: z.string(), text, html, author: z.string(), at: moment }).nullable(),
});

const release = z.strictObject({
  name: z.string(),
  date: day,
  publishedAt: moment,
  defects: z.array(z.strictObject({ number: z.string(), module: z.string(), note: text.nullable() })),
  markdown: z.string().describe('the release notes, CommonMark'),
  html,
});

const person = z.strictObject({
  id: z.int(),
  name: z.string().describe('empty for somebody who belongs to no account of the endpoint any longer. Delete your copy then'),
  email: z.string(),
  side,
  contactType: z.enum(['support', 'technical', 'implementation', 'readOnly']).nullable(),
  accounts: z.array(account),
  lead: z.boolean(),
  active: z.boolean(),
  erased: z.boolean().describe('name and address are pseudonyms'),
});

const ofCase = z.strictObject({ case: caseFacts, change });
const ofPost = z.strictObject({ case: caseFacts, post });
const ofFile = z.strictObject({ case: caseFacts, file });

const described = {
  'case.opened': ['A case was opened.', ofCase],
  'case.assigned': ['An advisor claimed it, or it was assigned.', ofCase],
  'case.asked': ['An advisor asked the contact something.', ofCase],
  'case.answered': ['The contact answered.', ofCase],
  'case.resolved': ['An advisor explained the resolution.', ofCase],
  'case.declined': ['The contact declined the resolution.', ofCase],
  'case.closed': ['It was closed.', ofCase],
  'case.reopened': ['It was reopened.', ofCase],
  'case.scheduled': ['Its work was scheduled, or resumed.', ofCase],
  'case.escalated': ['It was escalated to a team, or returned by it.', ofCase],
  'case.defect': ['It was linked to a defect, or unlinked, or the fix is available.', ofCase],
  'case.triaged': ['Its impact was assessed.', ofCase],
  'case.reminded': ['The contact was reminded.', ofCase],
  'case.sla': ['An SLA target is near or was missed. Internal.', ofCase],
  'case.merged': ['It was merged with another case, or separated again.', ofCase],
  'case.incident': ['It was linked to an incident, or unlinked.', ofCase],
  'case.redacted': ['Something was taken out of it.', ofCase],
  'case.updated': ['Anything else in its history changed; `change.action` says what.', ofCase],
  'case.erased': ['Its texts and names were erased. Delete your copy.', z.strictObject({ case: caseFacts })],
  'post.created': ['Somebody wrote, or a change of the case left a post.', ofPost],
  'post.edited': ['A post was edited.', ofPost],
  'post.deleted': ['A post was deleted. Delete your copy.', ofPost],
  'post.redacted': ['Something was taken out of a post. Replace your copy.', ofPost],
  'file.added': ['A file was added to a post.', ofFile],
  'file.refused': ['A file could not be kept, such as one with a virus.', ofFile],
  'file.deleted': ['A file was deleted. Delete your copy.', ofFile],
  'notice.opened': ['An incident was declared, or maintenance announced.', z.strictObject({ notice })],
  'notice.updated': ['An incident or maintenance was updated.', z.strictObject({ notice })],
  'notice.ended': ['An incident or maintenance ended.', z.strictObject({ notice })],
  'release.published': ['Release notes were published.', z.strictObject({ release })],
  'person.joined': ['Somebody was added to the directory.', z.strictObject({ person })],
  'person.changed': ['Somebody in the directory changed.', z.strictObject({ person })],
  'person.erased': ['Somebody was erased. Delete your copy.', z.strictObject({ person })],
  'webhook.test': ['Sent to try an endpoint.', z.strictObject({ message: z.string() })],
} as const;

/** The type of an event. */
export type WebhookEventType = keyof typeof described;

/** Every type of event. */
export const webhookEventTypes = Object.keys(described) as WebhookEventType[];

/** The types that an endpoint can ask for: all but the test, which it always gets. */
export const offeredEvents = webhookEventTypes.filter((type) => type !== 'webhook.test');

/** The groups that an endpoint can ask for, such as `case.*`. */
export const eventGroups = [...new Set(offeredEvents.map((type) => `${type.split('.')[0] ?? ''}.*`))];

/** Says in a sentence when an event is sent. */
export function describeEvent(type: WebhookEventType): string {
  return described[type][0];
}

/** What an event contains, by its type. */
export type WebhookData<Type extends WebhookEventType = WebhookEventType> = z.infer<(typeof described)[Type][1]>;

/** An event as it is sent. */
export interface WebhookPayload {
  type: WebhookEventType;
  version: number;
  /** ISO moment at which it happened; its data are those of the moment at which it is sent */
  timestamp: string;
  /** texts were cut, because the whole would be too large */
  truncated?: true;
  data: WebhookData;
}

/** Makes the definition of an event as it is sent. */
export function webhookSchema(type: WebhookEventType): z.ZodType<WebhookPayload> {
  const [description, data] = described[type];
  return z
    .strictObject({
      type: z.literal(type),
      version: z.literal(webhookVersion),
      timestamp: moment.describe('when it happened; the data are those of the moment at which it is sent'),
      truncated: z.literal(true).optional().describe('texts were cut, because the whole would be too large'),
      data,
    })
    .describe(description) as z.ZodType<unknown> as z.ZodType<WebhookPayload>;
}

/** Makes the JSON Schema of an event. */
export function webhookJsonSchema(type: WebhookEventType): object {
  return { title: `casebridge.${type}.v${webhookVersion}`, ...z.toJSONSchema(webhookSchema(type)) };
}

/** Actions in a history that contacts never see. Events of them go only to endpoints that get notes. */
export const internalActions = Object.entries(contactsRead).flatMap(([action, reading]) =>
  reading === 'nothing' ? [action] : [],
);

/** Whether the texts of an entry in the history are for everybody who sees the case. */
export function isOpenAction(action: string): boolean {
  return contactsRead[action] === 'all';
}
