// Marks each message with its delivery's id, so that it can be recognized later. The id is stored twice: in message metadata, the documented
// way (docs.slack.dev/messaging/message-metadata), and in the id of the first block, because Slack leaves metadata out of events for apps
// that did not subscribe to it (https://github.com/slackapi/python-slack-sdk/issues/1501).
import type { types } from '@slack/bolt';

/** Event type of the metadata. */
const deliveryEvent = 'casebridge_delivery';
const blockPrefix = `${deliveryEvent}:`;

interface Marked {
  metadata?: { event_type?: string; event_payload?: unknown };
  blocks?: unknown;
}

/** Adds the mark to a message's blocks. @returns arguments of chat.postMessage */
export function withMark(blocks: readonly types.KnownBlock[], deliveryId: number) {
  const [first, ...others] = blocks;
  return {
    metadata: { event_type: deliveryEvent, event_payload: { delivery: deliveryId } },
    blocks: first ? [{ ...first, block_id: `${blockPrefix}${deliveryId}` }, ...others] : [],
  };
}

/** Reads the delivery's id from a message. @returns null for a message without a mark */
export function deliveryOf({ metadata, blocks }: Marked): number | null {
  if (metadata?.event_type === deliveryEvent) {
    const payload = metadata.event_payload as { delivery?: unknown } | undefined;
    if (isDeliveryId(payload?.delivery)) return payload.delivery;
  }
  const first = Array.isArray(blocks) ? (blocks[0] as { block_id?: unknown } | undefined) : undefined;
  if (typeof first?.block_id !== 'string' || !first.block_id.startsWith(blockPrefix)) return null;
  const id = Number(first.block_id.slice(blockPrefix.length));
  return isDeliveryId(id) ? id : null;
}

function isDeliveryId(id: unknown): id is number {
  return typeof id === 'number' && Number.isSafeInteger(id) && id > 0;
}
