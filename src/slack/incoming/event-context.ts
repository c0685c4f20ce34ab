// The request that an event came in, as events.ts and messages.ts see it.
import type { AllMiddlewareArgs } from '@slack/bolt';

/** What Bolt knows about the request that an event came in. */
export type EventContext = Pick<AllMiddlewareArgs['context'], 'teamId' | 'botId' | 'botUserId' | 'retryNum'>;
