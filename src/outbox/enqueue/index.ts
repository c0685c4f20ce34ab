// Exports what use cases need to have messages sent. The primitives are in deliveries.ts, the eligibility rule in
// eligible-conversations.ts; notices, follow-ups and new cases have files of their own.
export { enqueueAlerts } from './alerts.ts';
export { enqueueCard, refreshCards, refreshDefectCards, refreshShown } from './cards.ts';
export { ensureDestination, openConversation } from './destinations.ts';
export { enqueueFileNotice, enqueueFiles } from './files.ts';
export { enqueueDirectCards, withdrawDirect } from './direct-cards.ts';
export { enqueueCaseLink, lastActive, releaseHeldMail, type MailHold } from './held-mail.ts';
export { moveConversations } from './move-conversations.ts';
export { openMailConversations } from './mail.ts';
export { enqueueOwnPost } from './own-post.ts';
export {
  enqueueCluster,
  enqueueDigest,
  enqueueMail,
  notifyLeads,
  notifyPeople,
  refreshCopies,
  type PersonalMessage,
} from './people.ts';
export { batchPost, completePost, enqueuePost, enqueuePostFor, refreshPost, withdrawPost, type EnqueuedPost } from './posts.ts';
export { forgottenPosts, replaceShown, sentMails, shownInChats, type RedactedParts } from './redacted.ts';
export { enqueueRelease } from './releases.ts';
export { enqueueReport } from './reports.ts';
export { enqueueSatisfaction, refreshSatisfaction } from './satisfaction.ts';
export { enqueueWatch, withdrawWatch } from './watchers.ts';
