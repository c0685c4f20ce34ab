// The actions with which leads manage webhooks; actions.ts lists them with all others.
import { rowId } from './codecs.ts';
import { defineAction } from './define-action.ts';

/** The actions of leads about webhooks. */
export const webhookActions = {
  webhooks: defineAction('webhooks'),
  viewWebhook: defineAction('view-webhook', rowId),
  addWebhook: defineAction('add-webhook'),
  testWebhook: defineAction('test-webhook', rowId),
  replayWebhook: defineAction('replay-webhook', rowId),
  pauseWebhook: defineAction('pause-webhook', rowId),
  resumeWebhook: defineAction('resume-webhook', rowId),
  changeWebhookAddress: defineAction('change-webhook-address', rowId),
  rotateWebhook: defineAction('rotate-webhook', rowId),
  removeWebhook: defineAction('remove-webhook', rowId),
  removeWebhookNow: defineAction('remove-webhook-now', rowId),
};
