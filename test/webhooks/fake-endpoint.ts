// A strict receiver of webhooks: it verifies every signature with the library of the Standard Webhooks specification, and checks every event
// against its JSON Schema. What it finds wrong it throws when the test looks at what arrived.
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { webhookSchema, type WebhookPayload } from '../../src/domain/webhook-events.ts';

/** An event that arrived. */
export interface Received {
  id: string;
  payload: WebhookPayload & { data: Record<string, never> };
  headers: http.IncomingHttpHeaders;
  path: string;
}

/** How the endpoint answers: a status with headers, or `never`. */
export type Behavior = { status: number; headers?: http.OutgoingHttpHeaders } | 'never' | 'cut';

/** A fake endpoint. */
export interface FakeEndpoint {
  url: string;
  host: string;
  /** what must have signed; set it once the endpoint is added */
  secret: string;
  /** the time by which timestamps are checked */
  now: () => Date;
  /** how it answers; 200 by default */
  answer: (received: Received, times: number) => Behavior | Promise<Behavior>;
  /** everything that arrived, repeats included; throws if anything was wrong with any of it */
  received: () => Received[];
  /** the types of what arrived with a 2xx answer, without repeats */
  accepted: () => Received[];
  close: () => Promise<void>;
}

/** Starts a fake endpoint on loopback. */
export async function startFakeEndpoint(): Promise<FakeEndpoint> {
  const received: Received[] = [];
  const accepted = new Map<string, Received>();
  const wrong: string[] = [];
  const endpoint = {
    secret: '',
    now: () => new Date(),
    answer: (): Behavior => ({ status: 200 }),
  } as unknown as FakeEndpoint;
  const server = http.createServer((request, response) => {
    void readBody(request).then(async (body) => {
      const problem = problemOf(request, body, endpoint);
      if (problem !== null) wrong.push(problem);
      const one: Received = {
        id: String(request.headers['webhook-id']),
        payload: JSON.parse(body) as Received['payload'],
        headers: request.headers,
        path: request.url ?? '',
      };
      received.push(one);
      const behavior = await endpoint.answer(one, received.filter(({ id }) => id === one.id).length);
      if (behavior === 'never') return;
      if (behavior === 'cut') return void request.socket.destroy();
      if (behavior.status < 300 && !accepted.has(one.id)) accepted.set(one.id, one);
      response.writeHead(problem === null ? behavior.status : 400, behavior.headers).end('body that nobody reads');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const check = <T>(value: T): T => {
    if (wrong.length > 0) throw new Error(`the endpoint got what it should not have got: ${wrong.join('; ')}`);
    return value;
  };
  return Object.assign(endpoint, {
    url: `http://127.0.0.1:${port}/casebridge`,
    host: `127.0.0.1:${port}`,
    received: () => check(received),
    accepted: () => check([...accepted.values()]),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  });
}

async function readBody(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

function problemOf({ method, headers }: http.IncomingMessage, body: string, { secret, now }: FakeEndpoint): string | null {
  if (method !== 'POST') return `a ${method ?? ''} request`;
  if (headers['content-type'] !== 'application/json') return 'no JSON';
  const sentAt = Number(headers['webhook-timestamp']) * 1000;
  if (Math.abs(now().getTime() - sentAt) > 300_000) return 'an old timestamp';
  const signatures = String(headers['webhook-signature']).split(' ');
  const expected = new Webhook(secret).sign(String(headers['webhook-id']), new Date(sentAt), body);
  if (!signatures.includes(expected)) return 'a wrong signature';
  const payload = JSON.parse(body) as WebhookPayload;
  const read = webhookSchema(payload.type).safeParse(payload);
  return read.success ? null : `${payload.type}: ${read.error.message}`;
}
