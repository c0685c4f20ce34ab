// The shapes of cases that the API returns, and the parameters that several routes share.
import { z } from 'zod';
import { parseCaseNumber } from '../domain/case-number.ts';
import { notificationLevels } from '../domain/notification.ts';
import { priorities } from '../domain/priority.ts';
import { statuses } from '../domain/status.ts';

/** A moment. */
export const time = z.iso.datetime().meta({ description: 'UTC' });
/** A day. */
export const date = z.iso.date();
/** A text that people read. */
export const markdown = z.string().meta({ description: 'CommonMark' });
const named = z.strictObject({ id: z.int(), name: z.string() });

/** Path of everything about one case. */
export const casePath = z.object({
  number: z
    .string()
    .regex(/^([cC][bB]-)?\d{1,10}$/)
    .refine((text) => parseCaseNumber(text) !== null)
    .meta({ description: 'The number of the case: 10042 or CB-10042.', examples: ['CB-10042'] }),
});

const idText = z
  .string()
  .regex(/^[1-9]\d{0,8}$/)
  .meta({ examples: ['17'] });

/** Path of what has an ID. */
export const idPath = z.object({ id: idText });

/** Path of a post. */
export const postPath = casePath.extend({ post: idText });

/** Path of a recipient. */
export const recipientPath = casePath.extend({ contact: idText });

/** A text that people write. */
export const text = z.string().max(10_000).meta({ description: 'CommonMark' });

/** The ID or number of something in a body, within the database's range. */
export const rowId = z.int().min(1).max(2_147_483_647);

/** No parameters. */
export const nothing = z.strictObject({});

/** A file of a post. */
export const file = z.strictObject({
  id: z.int(),
  name: z.string(),
  state: z.enum(['expected', 'stored', 'refused', 'quarantined']).meta({ description: 'Only a stored file can be downloaded.' }),
  size: z.int().nullable().meta({ description: 'bytes' }),
  mediaType: z.string().nullable(),
  checksum: z.string().nullable().meta({ description: 'SHA-256 in hex' }),
});

/** A file that was uploaded and waits for its post. */
export const uploadedFile = z.strictObject({ id: z.int(), name: z.string(), size: z.int(), mediaType: z.string() });

/** A case in a list. */
export const caseRow = z.strictObject({
  id: z.string().meta({ examples: ['CB-10042'] }),
  number: z.int(),
  subject: z.string(),
  status: z.enum(statuses),
  priority: z.enum(priorities),
  module: z.string(),
  caseType: z.string(),
  account: z.strictObject({ id: z.int(), key: z.string(), name: z.string() }),
  contact: named,
  advisor: named.nullable(),
  createdAt: time,
  updatedAt: time,
  closedAt: time.nullable(),
});

/** What only those see who read notes. */
export const internal = z
  .strictObject({
    sla: z.array(z.strictObject({ goal: z.string(), dueAt: time.nullable(), running: z.boolean(), overdue: z.boolean() })),
    triage: z
      .strictObject({
        answers: z.record(z.string(), z.string()),
        suggested: z.enum(priorities),
        chosen: z.enum(priorities),
        why: z.string().nullable(),
        by: z.string(),
        at: time,
      })
      .nullable(),
    satisfaction: z.strictObject({ score: z.string().nullable(), comment: z.string().nullable(), askedAt: time }).nullable(),
    watchers: z.array(named),
    undelivered: z.array(z.strictObject({ where: z.string(), code: z.string(), waits: z.boolean() })),
  })
  .meta({ description: 'What only advisors see. Needs the scope notes:read.' });

/** A case. */
export const caseDetail = z.strictObject({
  id: z.string(),
  number: z.int(),
  subject: z.string(),
  description: markdown,
  replicationSteps: markdown.nullable(),
  expected: markdown.nullable(),
  actual: markdown.nullable(),
  environment: z.string().nullable(),
  impact: markdown.nullable(),
  status: z.enum(statuses),
  priority: z.enum(priorities),
  module: z.string(),
  caseType: z.string(),
  dueDate: date.nullable(),
  dueReason: z.string().nullable(),
  account: z.strictObject({ id: z.int(), name: z.string(), timezone: z.string() }),
  contact: named,
  advisor: named.nullable(),
  team: z.string().nullable().meta({ description: 'The team it is escalated to.' }),
  source: z.enum(['slack', 'teams', 'phone', 'mail', 'api']),
  scheduledFor: date.nullable(),
  scheduledWork: markdown.nullable(),
  answered: z.boolean().meta({ description: 'The contact has replied since the last post of an advisor.' }),
  createdAt: time,
  updatedAt: time,
  closedAt: time.nullable(),
  closeReason: z.string().nullable(),
  reopenUntil: time.nullable(),
  duplicateOf: z.int().nullable(),
  previousCase: z.int().nullable(),
  defect: z
    .strictObject({
      number: z.string().nullable().meta({ description: 'null while its issue is being created.' }),
      state: z.enum(['Open', 'Fixed', 'Released']),
      release: z.strictObject({ name: z.string(), date, published: z.boolean() }).nullable(),
    })
    .nullable(),
  incident: z.strictObject({ id: z.int(), title: z.string(), state: z.string() }).nullable(),
  respondBy: time.nullable().meta({ description: 'By when the first response is due.' }),
  updateBy: time.nullable().meta({ description: 'By when the next update is due.' }),
  recipients: z.array(z.string()),
  snoozedUntil: time
    .nullable()
    .meta({ description: 'When the snooze of the advisor you act as ends. Needs the scope `notes:read`.' }),
  fileCount: z.int(),
  erasedAt: time.nullable(),
  may: z
    .array(z.string())
    .meta({ description: 'What the person of the request may do with it now; empty when the request acts as nobody.' }),
  internal: internal.nullable(),
});

/** A contact who is notified about a case. */
export const recipient = z.strictObject({
  ...named.shape,
  contactType: z.enum(['support', 'technical', 'implementation', 'readOnly']),
  level: z.enum(notificationLevels).meta({ description: 'Which notifications they get about this case.' }),
  isCaseContact: z.boolean().meta({ description: 'The case contact cannot be removed.' }),
});

/** The recipients of a case. */
export const recipientList = z.strictObject({ data: z.array(recipient).meta({ description: 'The case contact comes first.' }) });

/** A post. */
export const post = z.strictObject({
  id: z.int(),
  kind: z
    .enum(['public', 'note', 'event'])
    .meta({ description: 'A note is internal. An event tells what somebody did with the case.' }),
  action: z.string().nullable().meta({ description: 'Of an event, such as `claim`.' }),
  author: z.strictObject({ id: z.int().nullable(), name: z.string(), side: z.enum(['contact', 'advisor']).nullable() }),
  platform: z.enum(['slack', 'teams']).nullable(),
  text: markdown,
  createdAt: time,
  editedAt: time.nullable(),
  deletedAt: time.nullable(),
  files: z.array(file),
});

/** An entry of the history. */
export const historyEntry = z.strictObject({
  id: z.int(),
  at: time,
  actor: z.string(),
  action: z.string(),
  from: z.string().nullable(),
  to: z.string().nullable(),
  why: z.string().nullable(),
});

/** What a change did. */
export const changed = z.strictObject({
  id: z.string().meta({ examples: ['CB-10042'] }),
  number: z.int(),
  post: z.int().nullable().meta({ description: 'The ID of the post that it wrote.' }),
});

/** A page of a list. */
export const pageOf = <T extends z.ZodType>(data: T) =>
  z.strictObject({
    data: z.array(data),
    next: z.string().nullable().meta({ description: 'The cursor of the next page; null on the last one.' }),
  });
