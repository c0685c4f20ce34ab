// A platform on loopback that outlives the processes that send to it, and reports the moments at which they are most vulnerable.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** received: not posted yet; posted: not answered yet; answered; lookup: the sender is asking for a message in doubt. */
export type Moment = 'received' | 'posted' | 'answered' | 'lookup';

/** Whether the worker looks up a message in doubt, as it should, or sends it again. */
export type DoubtMode = 'lookup' | 'resend';

/** A message that the platform has posted. */
export interface PostedMessage {
  id: string;
  channelId: string;
  threadRef?: string;
  deliveryId: number;
  text: string;
}

/** The platform, and what a test reads of it. */
export interface KillPlatform {
  url: string;
  /** In the order in which they were posted. */
  messages: PostedMessage[];
  /** Returns true when the sender has been killed, so that its request no longer has an effect. */
  onMoment: (moment: Moment) => boolean;
  close(): Promise<void>;
}

/** Starts the platform on loopback. */
export async function startKillPlatform(): Promise<KillPlatform> {
  const messages: PostedMessage[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = (await json(request)) as Omit<PostedMessage, 'id'>;
      if (request.url === '/find') {
        if (platform.onMoment('lookup')) return request.destroy();
        const found = messages.find(({ deliveryId }) => deliveryId === body.deliveryId);
        return response.end(JSON.stringify({ id: found?.id ?? null }));
      }
      if (platform.onMoment('received')) return request.destroy();
      const id = `${body.channelId}-${messages.length + 1}`;
      messages.push({ ...body, id });
      if (platform.onMoment('posted')) return request.destroy();
      response.end(JSON.stringify({ id }), () => platform.onMoment('answered'));
    })().catch(() => request.destroy()); // the sender was killed during the request
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const platform: KillPlatform = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    messages,
    onMoment: () => false,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return platform;
}
