// What webhooks ask of the inside. Part of ports.ts, through which all rooms import it.

/** An event, ready to be sent to one endpoint. */
export interface OutgoingEvent {
  endpointId: number;
  url: string;
  /** the current one, then the former one during a rotation */
  secrets: readonly string[];
  /** identifies the event to the receiver: the same at every attempt and replay */
  messageId: string;
  /** JSON */
  body: string;
  /** whose data it carries, for the access log; null: not that of a case */
  about: { accountId: number; caseNumber: number } | null;
}

/** What the transport for webhooks asks of the inside. */
export interface WebhookDesk {
  /**
   * Reads what a delivery sends now.
   * @returns null if there is nothing to send any longer; `paused` while the endpoint gets nothing
   * @throws DeliveryError for an event that the endpoint must not get
   */
  load(deliveryId: number): Promise<OutgoingEvent | 'paused' | null>;
  /** Whether anything for an endpoint failed, or must wait as it asked, since it last worked or somebody asked to try everything at once. */
  isHeldBack(endpointId: number): Promise<boolean>;
  /** Notes in the access log that an endpoint got an event. */
  accepted(event: OutgoingEvent): void;
  /** Records that an endpoint answered that it is gone: it gets nothing until somebody resumes it. Does nothing if it has another address by now. */
  disable(event: Pick<OutgoingEvent, 'endpointId' | 'url'>): Promise<void>;
}
