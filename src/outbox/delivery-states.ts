// A delivery is a message that a destination should show. It holds facts, never text: the worker renders what is true when it sends.
// Every change raises `desired_version`; a successful attempt copies the version it rendered to `delivered_version`.
//
// | state   | meaning                                  | who moves it on                                       | after a crash                                  |
// | ------- | ---------------------------------------- | ----------------------------------------------------- | ---------------------------------------------- |
// | pending | The destination does not show the        | A worker that holds the destination's lease claims    | Nothing is lost. Any worker claims it.         |
// |         | desired version yet.                     | the oldest one (record.ts), new messages before       |                                                |
// |         |                                          | changes of old ones: sending.                         |                                                |
// | held    | A mail that waits for others, or until  | `releaseHeldMail` (enqueue/held-mail.ts): pending,    | Nothing is lost. It is released when it is     |
// |         | its reader is no longer active in chat.  | or sent when a mail at once took its posts along.     | due.                                           |
// | sending | An attempt has begun, or ended without   | The same worker records the result under its fence:   | The lease expires and the next worker claims   |
// |         | an answer (in doubt).                    | sent; pending (a newer version, or retry later);      | it. A first send is in doubt: the worker asks  |
// |         |                                          | sending (in doubt, retry later); dead (refused, or    | the platform before it sends again. Updates    |
// |         |                                          | out of attempts).                                     | and deletions are repeated; that is harmless.  |
// | sent    | The destination shows the desired        | `refresh` and `withdraw` (enqueue/deliveries.ts):     | Nothing to do.                                 |
// |         | version, or there was nothing to show.   | pending.                                              |                                                |
// | dead    | A dead letter: the platform refused it,  | An operator's replay, `withdraw`, or proof that a     | Nothing to do. It does not hold up the         |
// |         | or every attempt failed.                 | message in doubt arrived (confirm-delivery.ts):       | deliveries behind it.                          |
// |         |                                          | pending.                                              |                                                |
//
// While a destination is out (`destination.outage_id`, record-outage.ts), its deliveries stay pending and one of them probes now and then.
//
// Two columns add to the state. `withdrawn`: the message must be deleted, or never sent; it is final, a new message is a new delivery.
// In doubt: `started_at` is set and `external_id` is null, so a send began and nobody knows whether the message arrived.

/** SQL: the states a worker looks for, spelled as in the partial index `delivery_next`. */
export const waitingStates = `('pending', 'sending')`;
