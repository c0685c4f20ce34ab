// How fast Slack may be called. Sizes of messages are in render/limits.ts.

/** Rates of the Web API, from https://docs.slack.dev/apis/web-api/rate-limits unless a number names another page. */
export const limits = {
  /** about one message per second in a channel, with short bursts */
  messagesPerSecondAndChannel: 1,
  burst: 5,
  /** messages to one workspace: https://docs.slack.dev/reference/methods/chat.postMessage says "several hundred per minute" */
  postsPerMinute: 300,
  /** calls of chat.update and of chat.delete, each, in one workspace: Tier 3 is 50 or more */
  changesPerMinute: 50,
  /** calls of pins.add and of pins.remove, each, in one workspace: Tier 2 is 20 or more */
  pinsPerMinute: 20,
  /** messages per page of conversations.history and .replies: 15 for apps outside the Marketplace (changelog of May 2025) */
  historyPage: 15,
} as const;
