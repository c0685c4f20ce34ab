// The shapes of accounts, people, notices and releases that the API returns.
import { z } from 'zod';
import { date, markdown, time } from './schemas.ts';

/** An account. */
export const account = z.strictObject({
  id: z.int(),
  key: z.string(),
  name: z.string(),
  timezone: z.string(),
  active: z.boolean(),
});

/** A person. */
export const person = z.strictObject({
  id: z.int(),
  name: z.string(),
  email: z.string(),
  kind: z.enum(['contact', 'advisor']),
  active: z.boolean(),
  memberships: z.array(
    z.strictObject({
      accountId: z.int(),
      accountKey: z.string(),
      contactType: z.enum(['support', 'technical', 'implementation', 'readOnly']),
    }),
  ),
  lead: z.boolean(),
  team: z.string().nullable(),
});

const noticeFields = {
  id: z.int(),
  kind: z.enum(['incident', 'maintenance']),
  title: z.string(),
  severity: z.enum(['critical', 'major', 'minor']).nullable(),
  state: z.string(),
  modules: z.array(z.string()).meta({ description: 'Empty: all modules.' }),
  everyAccount: z.boolean(),
  instructions: markdown.nullable(),
  startsAt: time,
  endsAt: time.nullable(),
  nextUpdateAt: time.nullable(),
  announcedAt: time.nullable(),
  closedAt: time.nullable(),
};
const noticeUpdate = z.strictObject({ id: z.int(), action: z.string(), state: z.string(), text: markdown, at: time });

/** An incident or maintenance in a list. */
export const notice = z.strictObject({ ...noticeFields, newest: noticeUpdate });

/** An incident or maintenance with its updates. */
export const wholeNotice = z.strictObject({
  ...noticeFields,
  updates: z.array(noticeUpdate).meta({ description: 'Oldest first.' }),
});

/** A release. */
export const release = z.strictObject({
  id: z.int(),
  name: z.string(),
  date,
  publishedAt: time.nullable(),
  fixes: z.array(z.strictObject({ defect: z.string(), releaseNote: markdown.nullable() })),
});
