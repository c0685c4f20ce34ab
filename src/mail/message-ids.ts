// The message IDs of our emails: `delivery-<id>.CB-<number>@<host>`, and `CB-<number>@<host>` for the one that was never sent, to which all emails
// of a case refer.

/** An email of ours, as far as its message ID tells. */
export interface OwnMessage {
  number: number;
  /** null: the message ID to which all emails of the case refer */
  deliveryId: number | null;
}

/** Writes the message ID of a delivery, in angle brackets. @param thread e.g. `CB-10001`; undefined outside of a case */
export function messageIdOf(deliveryId: number, thread: string | undefined, host: string): string {
  return `<${['delivery-' + String(deliveryId), thread].filter(Boolean).join('.')}@${host}>`;
}

/** Whether a message ID, without brackets, is one of an email that we sent. */
export function isOwnMessage(id: string, host: string): boolean {
  const at = id.lastIndexOf('@');
  return /^delivery-\d{1,15}(?:\.CB-\d{1,9})?$/i.test(id.slice(0, at)) && id.slice(at + 1).toLowerCase() === host.toLowerCase();
}

/** Reads a message ID, without brackets. @returns null for those of others, and of emails that are about no case */
export function readMessageId(id: string, host: string): OwnMessage | null {
  const [, delivery, number] = /^(?:delivery-(\d{1,15})\.)?CB-(\d{1,9})@/i.exec(id) ?? [];
  if (number === undefined || id.slice(id.lastIndexOf('@') + 1).toLowerCase() !== host.toLowerCase()) return null;
  return { number: Number(number), deliveryId: delivery === undefined ? null : Number(delivery) };
}

/** Returns the headers that put an email into the conversation of a case. @param received message IDs of what its reader sent, oldest first */
export function threadHeaders(
  thread: string,
  host: string,
  received: readonly string[] = [],
): { inReplyTo: string; references: string[] } {
  const root = `<${thread}@${host}>`;
  const sent = received.map((id) => `<${id}>`);
  return { inReplyTo: sent.at(-1) ?? root, references: [root, ...sent] };
}
