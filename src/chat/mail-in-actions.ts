// The actions of emails that arrived.
import { z } from 'zod';
import { pageNumber, rowId, spaced, type Codec } from './codecs.ts';
import { defineAction } from './define-action.ts';

/** The whole email behind a post, or one that waits. */
const wholeMail: Codec<{ of: 'mail' | 'post'; id: number; page: number }> = spaced({
  of: z.enum(['mail', 'post']),
  id: rowId,
  page: pageNumber,
});

/** The actions of emails, by name. */
export const mailInActions = {
  mails: defineAction('mails', pageNumber),
  mailsPage: defineAction('mails-page', pageNumber),
  mail: defineAction('mail', rowId),
  wholeMail: defineAction('whole-mail', wholeMail),
  postMail: defineAction('post-mail', rowId),
  openMail: defineAction('open-mail', rowId),
  dismissMail: defineAction('dismiss-mail', rowId),
};
