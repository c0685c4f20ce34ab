// A platform on loopback that outlives the processes that send to it, and reports the moments at which they are most vulnerable.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** heard: a message came in and is not posted yet; standing: posted, not answered; answered; asked: the sender is looking for a message */
export type Moment = 'heard' | 'standing' | 'answered' | 'asked';

export interface Standing {
  id: string;
  channelId: string;
  threadRef?: string;
  deliveryId: number;
  text: string;
}

export interface KillPlatform {
  url: string;
  /** in the order in which they were posted */
  messages: Standing[];
  /** @returns true: the sender is dead now, and its request no longer has an effect */
  onMoment: (moment: Moment) => boolean;
  close(): Promise<void>;
}

export async function startKillPlatform(): Promise<KillPlatform> {
  const messages: Standing[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = (await json(request)) as Omit<Standing, 'id'>;
      if (request.url === '/find') {
        if (platform.onMoment('asked')) return request.destroy();
        const found = messages.find(({ deliveryId }) => deliveryId === body.deliveryId);
        return response.end(JSON.stringify({ id: found?.id ?? null }));
      }
      if (platform.onMoment('heard')) return request.destroy();
      const id = `${body.channelId}-${messages.length + 1}`;
      messages.push({ ...body, id });
      if (platform.onMoment('standing')) return request.destroy();
      response.end(JSON.stringify({ id }), () => platform.onMoment('answered'));
    })().catch(() => request.destroy()); // the sender died in the middle of a sentence
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
