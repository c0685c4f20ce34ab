// What the fake refuses as Slack does: the product's own sizes and rates, and those that the product never comes near.
import { limits as sizes } from '../../src/slack/render/limits.ts';
import { limits as rates } from '../../src/slack/transport/limits.ts';

export const limits = {
  ...sizes,
  ...rates,
  /** elements of a context block and of an actions block (https://docs.slack.dev/reference/block-kit/blocks) */
  contextElements: 10,
  actionsElements: 25,
  /** characters of an id (same page) and of a view's callback_id (https://docs.slack.dev/reference/views/modal-views) */
  actionId: 255,
  blockId: 255,
  viewCallbackId: 255,
  /** characters of a message's text: longer text is truncated (https://docs.slack.dev/reference/methods/chat.postMessage) */
  messageText: 40_000,
  /** characters of an updated message's text: longer text is refused with msg_too_long, as measured */
  updateText: 4000,
  /** ms that a trigger id lives (https://docs.slack.dev/interactivity/handling-user-interaction) */
  triggerMs: 3000,
} as const;
