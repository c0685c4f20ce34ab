// Webhooks: how events are signed and sent. What they contain and who gets them is in usecases/webhooks/ and outbox/enqueue/webhooks.ts.
export { safeHtml } from './html.ts';
export { createTransport } from './transport.ts';
