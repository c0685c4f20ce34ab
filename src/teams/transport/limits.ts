// How fast Teams may be called and how long it waits for us. Sizes of cards are in render/limits.ts.
// Pages are below learn.microsoft.com/microsoftteams/platform, shortened to "…".

/** Rates and timeouts of Teams. */
export const limits = {
  /** requests per bot and conversation, each [requests, milliseconds]: …/bots/how-to/rate-limit */
  conversationRates: [
    [7, 1_000],
    [8, 2_000],
    [60, 30_000],
    [1_800, 3_600_000],
  ],
  /** requests per app and tenant in a second: …/bots/how-to/rate-limit */
  tenantPerSecond: 50,
  /** ms after which a message without an answer is sent again: github.com/MicrosoftDocs/msteams-docs/issues/6084 */
  answerMs: 15_000,
} as const;
